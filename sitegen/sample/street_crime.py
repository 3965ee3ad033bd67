"""Street crime of the invented land in the twelve columns of data.police.uk, with every oddity planted and counted."""

import csv
import io

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.sample.chance import crime_ids, hex_texts, pick, uniform
from sitegen.sample.county import BTP_NAME, LOAMSHIRE, Force
from sitegen.sample.crime_kinds import ASB, ASB_KIND, KINDS, LABELS
from sitegen.sample.crimes import Crimes
from sitegen.sample.ground import Ground, lsoa_columns
from sitegen.sample.oddities import FUTURE_COLUMN, WITH_FUTURE_COLUMN, Planted
from sitegen.sample.outcome_lives import OUTCOMES, UNDER_INVESTIGATION
from sitegen.terms import Month

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
    "Last outcome category", "Context",
)  # fmt: skip
Row = list[str]

_AHEAD = 0.03
"""The share of crimes whose last outcome is a month newer than the release: the two files are not saved on the same day."""

_RAILWAY_MOST = 5000
_FAR_AWAY = ("1.459513", "53.733956", "On or near Faraway Way", "E01099999", "Elsewhere 001A")
"""In the North Sea, so that it is no real place."""


def street_csv(
    ground: Ground, force: Force, month: Month, crimes: Crimes, as_of: Month, *, kept: NDArray[np.bool_] | None = None
) -> tuple[bytes, int]:
    """A street file without its planted rows, as a release of the month `as_of` tells it, and its rows; `kept` leaves some out."""
    number = len(crimes.kind)
    since = (as_of.year - month.year) * 12 + as_of.number - month.number
    status = crimes.lives.status(since + (crimes.luck * 100 % 1 < _AHEAD).astype(np.int64))
    status[crimes.kind == ASB_KIND] = -1
    luck = crimes.luck
    order = np.lexsort((np.arange(number), crimes.kind, np.where(crimes.point < 0, len(ground.texts), crimes.point)))
    if kept is not None:
        order = order[kept[order]]
    at_zero = (luck > 0.026) & (luck < 0.027)
    columns = lsoa_columns(month)
    table = (
        ground.texts.select(pl.all().gather(_places(crimes.point)))
        .with_columns(
            hex_texts(crimes.ids).alias("Crime ID"),
            pl.Series("has_id", crimes.has_id),
            pl.Series("at_zero", at_zero),
            pl.Series("unnamed", (luck > 0.018) & (luck < 0.023)),
            pl.Series("no_lsoa", (luck > 0.023) & (luck < 0.027)),
            pl.Series("Crime type", LABELS).gather(crimes.kind),
            pl.Series("Last outcome category", OUTCOMES).gather(_places(status)),
            pl.Series("told", (luck > 0.04) & (luck < 0.0405)),
        )
        .with_columns(
            pl.when("has_id").then("Crime ID").alias("Crime ID"),
            pl.when("at_zero").then(0.0).otherwise("Longitude").alias("Longitude"),
            pl.when("at_zero").then(0.0).otherwise("Latitude").alias("Latitude"),
            pl.when(pl.col("Location").is_null() | pl.col("at_zero"))
            .then(pl.lit("No Location"))
            .when("unnamed")
            .then(pl.lit("On or near "))
            .otherwise("Location")
            .alias("Location"),
            *(pl.when(~pl.col("no_lsoa")).then(source).alias(name) for name, source in columns.items()),
            pl.when("told").then(pl.lit("Reported at the scene, by telephone")).alias("Context"),
            pl.lit(str(month)).alias("Month"),
            pl.lit(force.csv_name).alias("Reported by"),
            pl.lit(force.csv_name).alias("Falls within"),
        )
    )
    header = (*HEADER, FUTURE_COLUMN) if (force.id, str(month)) in WITH_FUTURE_COLUMN else HEADER
    if header is not HEADER:
        table = table.with_columns(pl.lit("online").alias(FUTURE_COLUMN))
    return table.select(header)[order].write_csv(float_precision=6).encode(), len(order)


def withdrawn_rows(ground: Ground, force: Force, month: Month, number: int) -> list[Row]:
    """Rows that only an older release has: so many reports without an id, alike in all."""
    own = next(own for own, other in zip(ground.forces, ground.world.forces, strict=True) if other.id == force.id)
    place = ground.texts.row(int(own.points[0]), named=True)
    located = (f"{place['Longitude']:.6f}", f"{place['Latitude']:.6f}", place["Location"], *(place[name] for name in lsoa_columns(month).values()))
    return [["", str(month), force.csv_name, force.csv_name, *located, "Other theft", "Under investigation", ""] for _ in range(number)]


def odd_rows(ground: Ground, force: Force, month: Month) -> tuple[list[Row], tuple[Planted, ...]]:
    """The rows planted in one force's month, each with its reason; most in Loamshire's February of 2025."""
    own = next(own for own, other in zip(ground.forces, ground.world.forces, strict=True) if other.id == force.id)
    place = ground.texts.row(int(own.points[0]), named=True)
    located = (f"{place['Longitude']:.6f}", f"{place['Latitude']:.6f}", place["Location"], *(place[name] for name in lsoa_columns(month).values()))
    plain = ["", str(month), force.csv_name, force.csv_name, *located, "Burglary", "Under investigation", ""]
    rows: list[Row] = []
    planted: list[Planted] = []

    def plant(reason: str, **columns: str) -> None:
        row = list(plain)
        for name, value in columns.items():
            row[HEADER.index(name.replace("_", " "))] = value
        rows.append(row)
        planted.append(Planted(force.id, str(month), reason))

    if (force.id, str(month)) == (LOAMSHIRE, "2025-02"):
        plant("coordinate-not-a-number", Longitude="west")
        plant("coordinate-not-a-number", Latitude="NaN")
        plant("coordinate-not-a-number", Latitude="1e999")
        plant("coordinates-swapped", Longitude=plain[5], Latitude=plain[4])
        plant("coordinate-outside-uk", Longitude="120.500000")
        plant("coordinate-incomplete", Latitude="")
        plant("category-empty", Crime_type="")
        plant("category-unknown", Crime_type="Cyber nuisance")
        plant("month-differs", Month="2025-01")
        plant("month-unreadable", Month="Feb 2025")
        plant("line-malformed")
        del rows[-1][9:]
    if force.id == LOAMSHIRE and month.number in (6, 12):
        rows.extend([*plain[:4], *_FAR_AWAY, "Other crime", "", ""] for _ in range(3))
    return rows, tuple(planted)


def railway_csv(ground: Ground, month: Month, seed: int) -> tuple[bytes, int]:
    """British Transport Police's month at the land's stations, and its rows; never antisocial behaviour."""
    stations = ground.world.stations
    number = min(9 * len(stations), _RAILWAY_MOST) + month.number % 5
    weight = np.array([kind.share if kind.label != ASB else 0.0 for kind in KINDS])
    kind = pick(weight, uniform(seed, f"btp {month}", number))
    at = np.arange(number) % len(stations)
    table = pl.DataFrame(
        {
            "Crime ID": hex_texts(crime_ids(seed, f"btp {month}", number)),
            "Month": [str(month)] * number,
            "Reported by": [BTP_NAME] * number,
            "Falls within": [BTP_NAME] * number,
            "Longitude": np.array([station.lon for station in stations])[at],
            "Latitude": np.array([station.lat for station in stations])[at],
            "Location": pl.Series([f"On or near {station.name}" for station in stations]).gather(at),
            **{name: ground.texts[source].gather(ground.near_station[at]) for name, source in lsoa_columns(month).items()},
            "Crime type": pl.Series(LABELS).gather(kind),
            "Last outcome category": [OUTCOMES[UNDER_INVESTIGATION]] * number,
            "Context": [None] * number,
        }
    )
    return table.select(HEADER).write_csv(float_precision=6).encode(), number


def csv_lines(rows: list[Row]) -> bytes:
    """Rows of text, quoted where a value holds a comma."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode("utf-8")


def _places(numbers: NDArray[np.integer]) -> pl.Series:
    """Places in a column; null for -1."""
    places = pl.Series("place", numbers.astype(np.int64))
    return places.set(places < 0, None)
