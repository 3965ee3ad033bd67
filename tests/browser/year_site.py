"""The pages of a force in which the figures of a year can be judged, in English and Welsh, baked with the makers themselves.

There are 26 months and nine neighbourhoods. In Castle Gate burglary more than doubles from one year to the next, vehicle crime falls to less than
half, criminal damage stays as it is and robbery is rare; in the others nothing changes, and all their numbers of burglaries are the same. In April
2025 the rules for antisocial behaviour changed: nine pairs of months come before, the fewest that a year is judged by, and hold enough reports.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import polars as pl

from sitegen.artefacts.assets.names import asset_files
from sitegen.artefacts.pages import change, neighbourhood
from sitegen.facts.changes import neighbourhood_changes
from tests.artefacts import loamshire
from tests.artefacts.inputs import ASSETS, SCRIPTS, SITE, VENDOR, raw_group, table
from tests.calls import called

MONTHS = [f"{2023 + at // 12}-{at % 12 + 1:02}" for at in range(4, 30)]
"""May 2023 to June 2025: the newest year begins with July 2024."""

PLACES = {"cg": "Castle Gate", **{f"n{number}": f"Northbrook {number}" for number in range(1, 9)}}
BREAK = {
    "month": "2025-04", "dataset": "asb", "force_id": "all", "label": "new rules",
    "text": "Since April 2025 reports of one evening count as one.",
}  # fmt: skip


def lay_out(folder: Path) -> None:
    """Write the pages of the force in both languages, and their styles and scripts."""
    site = {**SITE, "languages": ["en", "cy"], "first_month": MONTHS[0], "last_month": MONTHS[-1]}
    for language, locales in (("en", ()), ("cy", raw_group("content/locales"))):
        inputs: dict[str, Any] = {**_tables(), "site": site, "months": MONTHS, "language": language, "locales": locales}
        for maker in (neighbourhood, change):
            _write(folder, loamshire.pages(maker, **inputs))
    _write(folder, dict(called(asset_files, assets=(*ASSETS, *VENDOR), scripts=SCRIPTS)))


def crimes(place: str, at: int) -> dict[str, int]:
    """How many of each kind in the month with that index; one month has one more or less than the next."""
    wave = (0, 1, 0, -1)[at % 4]
    counts = {"burglary": 8, "vehicle-crime": 12, "criminal-damage-arson": 10, "anti-social-behaviour": 180}
    number = list(PLACES).index(place)
    if place == "cg":
        counts |= {"burglary": 8, "vehicle-crime": 26} if at < len(MONTHS) - 12 else {"burglary": 19, "vehicle-crime": 11}
    return {**{kind: count + wave for kind, count in counts.items()}, "drugs": 2 + number, "robbery": int(at % 6 == number % 6)}


def _tables() -> dict[str, pl.DataFrame]:
    force = {"force_id": loamshire.FORCE}
    series = table(
        "neighbourhood_series",
        *(
            {**force, "neighbourhood_id": place, "month": month, "category": kind, "crimes": count, "state": "supplied"}
            for place in PLACES
            for at, month in enumerate(MONTHS)
            for kind, count in crimes(place, at).items()
        ),
    )
    supply = [{**force, "dataset": dataset, "month": month, "state": "supplied"} for dataset in ("crime", "asb") for month in MONTHS]
    unknown = [{**one, "dataset": dataset, "state": "not_supplied"} for one in supply[: len(MONTHS)] for dataset in ("outcomes", "stops")]
    breaks = table("breaks", BREAK)
    # Every neighbourhood's crimes lie at a point of their own.
    located = series.with_columns(pl.lit(loamshire.FORCE).alias("recorded_by"), pl.col("neighbourhood_id").rank("dense").cast(pl.Int32).alias("x"))
    located = located.with_columns(pl.col("x").alias("y")).select(table("located_counts").columns)
    nothing: dict[str, Any] = {"detail_supplied": False, "people_supplied": False, "priorities_supplied": False, "events_supplied": False}
    changes = neighbourhood_changes(
        force_id=loamshire.FORCE, neighbourhood_series=series, located_counts=located, located_shares=table("located_shares"), breaks=breaks,
        recording_steps=table("recording_steps"), months=MONTHS,
    )  # fmt: skip
    places = (
        {**force, "neighbourhood_id": place, "folder": place, "name": name, "file": "neighbourhoods.json", **nothing}
        for place, name in PLACES.items()
    )
    return {
        "neighbourhoods": table("neighbourhoods", *places),
        "neighbourhood_series": series,
        "neighbourhood_changes": changes,
        "coverage": table("coverage", *supply, *unknown),
        "breaks": breaks,
        **{name: table(name) for name in ("force_points", "located_counts", "force_series", "located_outcomes", "stop_series", "stop_tables")},
        "categories": _categories(),
    }


def _categories() -> pl.DataFrame:
    names = {
        "burglary": "Burglary", "criminal-damage-arson": "Criminal damage and arson", "vehicle-crime": "Vehicle crime", "drugs": "Drugs",
        "robbery": "Robbery", "anti-social-behaviour": "Antisocial behaviour",
    }  # fmt: skip
    rows = (
        {"category": slug, "name": name, "is_crime": slug != "anti-social-behaviour", "position": at} for at, (slug, name) in enumerate(names.items())
    )
    return table("categories", *rows)


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
