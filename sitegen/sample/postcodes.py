"""Postcodes of an invented land: Code-Point Open for areas in England, the ONS Postcode Directory for those in Wales."""

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.sample.chance import uniform
from sitegen.sample.curves import LAND_SEED
from sitegen.sample.land import lonlat
from sitegen.sample.world import Territory

STRADDLING = "LM1 9ZZ"
"""The postcode that stands on the line between the county's first two neighbourhoods."""

_PEOPLE_EACH = 34.3
_ASIDE_M = 16.0
_TERMINATED_EACH = 25
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_SECTORS = 8
"""Sectors 1 to 8; sector 9 holds the postcode on a line and the terminated, sector 0 those without a position."""

_DIRECTORY_COLUMNS = (
    "pcd", "pcd2", "pcds", "dointr", "doterm", "oscty", "ced", "oslaua", "osward", "parish", "usertype", "oseast1m", "osnrth1m", "osgrdind",
    "oshlthau", "nhser", "ctry", "rgn", "streg", "pcon", "eer", "teclec", "ttwa", "pct", "itl", "statsward", "oa01", "casward", "npark",
    "lsoa01", "msoa01", "ur01ind", "oac01", "oa11", "lsoa11", "msoa11", "wz11", "sicbl", "bua11", "buasd11", "ru11ind", "oac11", "lat",
    "long", "lep1", "lep2", "pfa", "imd", "calncv", "icb", "oa21", "lsoa21", "msoa21",
)  # fmt: skip
_NUMBERS = frozenset({"lat", "long", "imd"})
"""Columns that the directory does not put into quotes."""


def postcode_files(territory: Territory) -> Iterator[tuple[str, bytes]]:
    """One file for each postcode area: Code-Point Open with lines ended as Ordnance Survey ends them, or the directory's `multi_csv`.

    The directory also has postcodes that were terminated, and both have rows without a position.
    """
    homes = territory.homes
    luck = uniform(LAND_SEED, "postcodes of points", len(homes.people))
    number = np.floor(homes.people / _PEOPLE_EACH + luck).astype(np.int64)
    letters = np.array([outcode.rstrip("0123456789") for outcode in homes.outcodes])
    for area in sorted(set(letters.tolist())):
        own = np.flatnonzero((letters[homes.outcode] == area) & (number > 0))
        point = np.repeat(own, number[own])
        rows = _place(territory, point, number[own], f"postcodes {area}")
        if area in territory.directory_areas:
            yield f"postcodes/ONSPD_MAY_2025/Data/multi_csv/ONSPD_MAY_2025_UK_{area}.csv", _directory(territory, rows, area)
        else:
            yield f"postcodes/Data/CSV/{area.lower()}.csv", _code_point(rows, territory.straddled if STRADDLING.startswith(area) else None)


def _place(territory: Territory, point: NDArray[np.int64], number: NDArray[np.int64], purpose: str) -> pl.DataFrame:
    """The postcodes of some points, in order: outcode, inward code, easting, northing, point; they stand along both sides of the street."""
    homes = territory.homes
    luck = uniform(LAND_SEED, purpose, 2 * len(point)).reshape(2, -1)
    first = np.repeat(np.cumsum(number) - number, number)
    share = np.repeat(number, number)
    step = (np.arange(len(point)) - first + 0.25 + 0.5 * luck[0]) / share * 2 - 1
    along = homes.along[point]
    aside = np.where(luck[1] < 0.5, -1, 1) * (_ASIDE_M - 6 + 12 * np.abs(luck[1] - 0.5))
    metres = homes.metres[point] + along * (step * homes.stretch_m[point])[:, None]
    metres += np.column_stack([-along[:, 1], along[:, 0]]) * aside[:, None]
    frame = pl.DataFrame(
        {
            "outcode": pl.Series(homes.outcodes, dtype=pl.String).gather(homes.outcode[point]),
            "east": np.rint(metres[:, 0]).astype(np.int64),
            "north": np.rint(metres[:, 1]).astype(np.int64),
            "point": point,
        }
    ).with_columns(pl.int_range(pl.len()).over("outcode").alias("serial"))
    if (frame["serial"] >= _SECTORS * len(_LETTERS) ** 2).any():
        raise ValueError(f"{purpose}: more than {_SECTORS * len(_LETTERS) ** 2} postcodes in one outcode; give the area more outcodes")
    return frame.with_columns(_inward(pl.col("serial"), 1).alias("inward"))


def _inward(serial: pl.Expr, first: int) -> pl.Expr:
    letters = pl.Series(list(_LETTERS), dtype=pl.String)
    one, other = (serial // len(_LETTERS)) % len(_LETTERS), serial % len(_LETTERS)
    sector = (first + serial // len(_LETTERS) ** 2).cast(pl.String)
    pick = [place.replace_strict(list(range(len(_LETTERS))), letters, return_dtype=pl.String) for place in (one, other)]
    return pl.concat_str([sector, *pick])


def _code_point(rows: pl.DataFrame, straddled: tuple[int, int] | None) -> bytes:
    lines = rows.select(
        pl.format('"{}",10,{},{},"E92000001","","","","E07000999","E05099999"', _packed(pl.col("outcode"), pl.col("inward")), "east", "north")
    ).to_series()
    extra = [f'"{outcode:<4}0ZZ",90,0,0,"E92000001","","","","",""' for outcode in rows["outcode"].unique().sort().to_list()[:2]]
    if straddled:
        extra.append(f'"{STRADDLING.replace(" ", ""):<7}",10,{straddled[0]},{straddled[1]},"E92000001","","","","E07000999","E05099999"')
    return ("\r\n".join(sorted([*lines.to_list(), *extra])) + "\r\n").encode()


def _packed(outcode: pl.Expr, inward: pl.Expr) -> pl.Expr:
    """Outcode and inward code in seven characters, as Code-Point Open writes them: `LM1 1AA`, `LM101AA`."""
    return pl.concat_str([outcode.str.pad_end(4), inward])


def _directory(territory: Territory, rows: pl.DataFrame, area: str) -> bytes:
    luck = uniform(LAND_SEED, f"terminated {area}", 2 * len(rows)).reshape(2, -1)
    codes = pl.Series(territory.lsoas.code, dtype=pl.String).gather(territory.lsoas.of_point[rows["point"].to_numpy()])
    lon, lat = lonlat(rows["east"].to_numpy(), rows["north"].to_numpy())
    rows = rows.with_columns(
        codes.alias("lsoa"),
        pl.Series("lon", np.round(lon, 6)),
        pl.Series("lat", np.round(lat, 6)),
        pl.Series("begun", np.where(luck[0] < 0.7, "198001", "200406")),
        pl.lit("").alias("ended"),
        pl.lit("1").alias("quality"),
    )
    gone = rows.gather_every(_TERMINATED_EACH).with_columns(pl.int_range(pl.len()).over("outcode").alias("serial"))
    gone = gone.with_columns(_inward(pl.col("serial"), 9).alias("inward"), pl.lit("201203").alias("ended"))
    nowhere = rows.unique("outcode", keep="first", maintain_order=True).with_columns(
        pl.lit("0ZZ").alias("inward"),
        pl.lit(0.0).alias("lon"),
        pl.lit(99.999999).alias("lat"),
        pl.lit("9").alias("quality"),
        pl.lit("").alias("lsoa"),
    )
    every = pl.concat([rows, gone.filter(pl.col("serial") < len(_LETTERS) ** 2), nowhere]).sort("outcode", "inward")
    spaced = pl.concat_str([pl.col("outcode"), pl.lit(" "), pl.col("inward")])
    placed = pl.col("quality") != "9"
    values = {
        "pcd": _packed(pl.col("outcode"), pl.col("inward")), "pcd2": pl.concat_str([pl.col("outcode").str.pad_end(5), pl.col("inward")]),
        "pcds": spaced, "dointr": pl.col("begun"), "doterm": pl.col("ended"), "oslaua": pl.lit("W06000999"), "osward": pl.lit("W05099999"),
        "usertype": pl.lit("0"), "oseast1m": pl.when(placed).then(pl.col("east").cast(pl.String)).otherwise(pl.lit("")),
        "osnrth1m": pl.when(placed).then(pl.col("north").cast(pl.String).str.zfill(7)).otherwise(pl.lit("")), "osgrdind": pl.col("quality"),
        "ctry": pl.lit("W92000004"), "rgn": pl.lit("W99999999"), "lsoa11": pl.col("lsoa"), "lat": pl.format("{}", _decimals("lat")),
        "long": pl.format("{}", _decimals("lon")), "pfa": pl.lit("W15000902"), "imd": pl.lit("0"), "lsoa21": pl.col("lsoa"),
    }  # fmt: skip
    told = [
        values[name] if name in _NUMBERS else pl.concat_str([pl.lit('"'), values.get(name, pl.lit("")), pl.lit('"')]) for name in _DIRECTORY_COLUMNS
    ]
    lines = every.select(pl.concat_str(told, separator=",").alias("line"))["line"].to_list()
    return ("\r\n".join([",".join(_DIRECTORY_COLUMNS), *lines]) + "\r\n").encode()


def _decimals(column: str) -> pl.Expr:
    """Degrees with all six decimals."""
    millionths = (pl.col(column) * 1_000_000).round().cast(pl.Int64)
    whole, part = millionths.abs() // 1_000_000, millionths.abs() % 1_000_000
    sign = pl.when(millionths < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    return pl.concat_str([sign, whole.cast(pl.String), pl.lit("."), part.cast(pl.String).str.zfill(6)])
