"""Whether the crimes of the bulk files stand on snap points, and say no more of a crime than a page does."""

import io
import re
from collections.abc import Iterator

import numpy as np
import polars as pl

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.points import tell_strays
from sitegen.publish.checks.site import Site
from sitegen.terms import MONTH
from tiles.grid import SIZE, pixels

_CRIMES = re.compile(rf"data/crimes/(?:[^/]+/)?({MONTH})\.(parquet|csv\.gz)", re.ASCII)
_POINTS = re.compile(r"data/points\.(parquet|fgb)", re.ASCII)

_COLUMNS = frozenset({"month", "force", "category", "longitude", "latitude", "street", "lsoa_code", "lsoa_name", "outcome", "geometry"})
_UPSTREAM = frozenset(
    {"Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
     "Last outcome category", "Context"}
)  # fmt: skip
_EMPTY = ("Crime ID", "Context")
"""Columns that upstream has and that say too much of a single crime."""

_GEOMETRY = pl.col("geometry")
_IS_THERE = (
    (_GEOMETRY.bin.size() == 21)
    & _GEOMETRY.bin.starts_with(b"\x01\x01\0\0\0")
    & (_GEOMETRY.bin.slice(5, 8).bin.reinterpret(dtype=pl.Float64) == pl.col("longitude"))
    & (_GEOMETRY.bin.slice(13, 8).bin.reinterpret(dtype=pl.Float64) == pl.col("latitude"))
)
"""Whether a geometry is the point of well-known binary, lowest byte first, at the position beside it."""


def is_bulk(path: str) -> bool:
    """True for a bulk file of crimes or of snap points."""
    return bool(_CRIMES.fullmatch(path) or _POINTS.fullmatch(path))


def _of_file(file: File) -> Facts | None:
    crimes, points = _CRIMES.fullmatch(file.path), _POINTS.fullmatch(file.path)
    if not crimes and not points:
        return None
    try:
        table = _table(file)
        said = _of_rows(table, crimes[1]) if crimes else ""
        said, seen = (said, 0) if said else _strays(table, file)
    except Exception as error:  # noqa: BLE001  each reader has errors of its own, and whatever it cannot read is a finding
        said, seen = f"cannot be read as a bulk file ({type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''})", 0
    return Facts((Finding("bulk", file.path, said),) if said else (), points=seen)


def _table(file: File) -> pl.DataFrame:
    """The rows of a file; `longitude`, `latitude` and `geometry` where it has them."""
    if file.ending == "fgb":
        import pyogrio.raw  # noqa: PLC0415  slow to load, and few files need it
        import shapely  # noqa: PLC0415

        _about, _ids, shapes, _values = pyogrio.raw.read(io.BytesIO(file.data), columns=[])
        places = shapely.from_wkb(shapes)
        return pl.DataFrame({"longitude": shapely.get_x(places), "latitude": shapely.get_y(places), "geometry": shapes.tolist()})
    if file.table is None:
        raise ValueError(file.fault)
    if file.ending == "parquet":
        return file.table
    return file.table.with_columns(pl.col(name).replace("", None).cast(pl.Float64).alias(name.lower()) for name in ("Longitude", "Latitude"))


def _of_rows(table: pl.DataFrame, month: str) -> str:
    """What is wrong with the columns of a table of crimes; empty where nothing is."""
    is_upstream = "Crime ID" in table.columns
    allowed = {*_UPSTREAM, "longitude", "latitude"} if is_upstream else _COLUMNS
    if set(table.columns) != allowed:
        return f"has the columns {', '.join(sorted(set(table.columns) ^ allowed))} otherwise than a table of crimes may"
    if is_upstream:
        for name in _EMPTY:
            if table[name].fill_null("").ne("").any():
                return f"the column {name} is not empty; publish nothing there"
    months = table["Month" if is_upstream else "month"].unique().to_list()
    if others := [other for other in months if other != month]:
        return f"a row has the month {str(others[0])[:40]!r}; the file is that of {month}"
    return ""


def _strays(table: pl.DataFrame, file: File) -> tuple[str, int]:
    """Positions that are no snap point of the source, or that the geometry beside them gives otherwise, and how many were looked at."""
    rows = table.filter(pl.col("longitude").is_not_null())
    x, y = pixels(rows["longitude"].to_numpy(), rows["latitude"].to_numpy())
    found = x.astype(np.int64) * SIZE + y
    if said := tell_strays(found, file.known):
        return said, len(found)
    if "geometry" in table.columns:
        if (table["geometry"].is_null() != table["longitude"].is_null()).any():
            return "a row has a geometry and no position, or a position and no geometry", len(found)
        if not rows.select(_IS_THERE.all()).item():
            return "a geometry is another place than the position beside it", len(found)
    return "", len(found)


def _of_site(site: Site) -> Iterator[Finding]:
    return (Finding("bulk", path, said) for path, said in site.outside(_CRIMES))


CHECK = Check(
    "bulk",
    "crimes in the bulk files stand on snap points of the source, name a month, and bear no identifier",
    of_file=_of_file,
    of_site=_of_site,
)
