"""The public census of street files, and coverage worked out of a data folder by the site's own readers and makers."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import polars as pl

from sitegen.engine.load import load
from sitegen.facts.counts import count_by_force, count_crimes
from sitegen.facts.coverage import cover
from sitegen.facts.quality import street_quality
from sitegen.facts.withdrawn import withdraw
from sitegen.raw import RawFile
from sitegen.sources.crimes import read_crimes
from sitegen.sources.inventory import Inventory, take_inventory
from sitegen.sources.known_issues import read_known_issues
from sitegen.sources.supply import read_copied_months, read_supply
from sitegen.sources.vocabulary import read_categories, read_force_names
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between
from tests.artefacts.inputs import ROOT
from tests.calls import called
from tests.settings import SETTINGS

Cell = tuple[str, str]
"""A force and a month."""


@dataclass(frozen=True, slots=True)
class Census:
    """Which force has a street file of which month, and which of these hold nothing of their force."""

    cells: frozenset[Cell]
    missing: frozenset[Cell]
    worthless: frozenset[Cell]
    present: int

    @property
    def files(self) -> list[Cell]:
        """The cells that have a file, sorted."""
        return sorted(self.cells - self.missing)


def read_census() -> Census:
    """The census in `coverage_census.toml`, laid out over the forces of the vocabulary."""
    table = tomllib.loads(Path(__file__).with_name("coverage_census.toml").read_text(encoding="utf-8"))
    forces = [one["id"] for one in tomllib.loads((ROOT / "content/vocabulary/forces.toml").read_text(encoding="utf-8"))["force"]]
    assert len(forces) == table["forces"]
    cells = {(force, month) for force in forces for month in _months(table["first"], table["last"])}
    missing, worthless = (
        {(entry["force"], month) for entry in table[kind] for month in _months(*entry["months"].split(".."))} for kind in ("missing", "worthless")
    )
    return Census(frozenset(cells), frozenset(missing), frozenset(worthless), table["present"])


def take(data: Path, first: str, last: str) -> Inventory:
    """The inventory of a data folder from one month to another, however long that is."""
    window = (Month.parse(first), Month.parse(last))
    return take_inventory(data, ROOT / "content", ROOT / "templates", None, months=window, window_months=12 * 99, forces=())


def raws(inventory: Inventory, group: str, *part: str) -> tuple[RawFile, ...]:
    """The files of a group as makers get them."""
    return tuple(load(ref) for ref in inventory.raw[group].files[part])


def covered(inventory: Inventory, force_counts: pl.DataFrame, known_issues: pl.DataFrame | None = None, **tables: pl.DataFrame) -> pl.DataFrame:
    """The coverage of crime where only street files are given; no known issues but those passed."""
    empty = {name: pl.DataFrame(schema=SCHEMAS[name].types) for name in ("withdrawn", "street_quality", "outcome_quality", "stop_quality")}
    coverage = called(
        cover,
        supply=read_supply(inventory=raws(inventory, "inventory")),
        copied_months=read_copied_months(copied=raws(inventory, "copied")),
        force_counts=force_counts,
        known_issues=pl.DataFrame(schema=SCHEMAS["known_issues"].types) if known_issues is None else known_issues,
        months=[str(month) for month in inventory.months],
        force_ids=[*inventory.force_ids],
        quality={"share": SETTINGS.quality.share, "least": SETTINGS.quality.least},
        fragment={"share": SETTINGS.coverage.fragment_share, "least": SETTINGS.coverage.fragment_least},
        **(empty | tables),
    )
    return coverage.filter(pl.col("dataset") == "crime", pl.col("state") != "out_of_window")


def known_issues(inventory: Inventory) -> pl.DataFrame:
    """What the project itself knows of faults."""
    return read_known_issues(known_issue_file=raws(inventory, "known_issue_file"))


def coverage_of(data: Path, first: str, last: str) -> pl.DataFrame:
    """The coverage of crime in a folder of real street files, every one of them read and counted."""
    inventory = take(data, first, last)
    vocabulary = raws(inventory, "vocabulary")
    listed, names, issues = read_categories(vocabulary=vocabulary), read_force_names(vocabulary=vocabulary), known_issues(inventory)
    quality, counts, withdrawn = [], [], []
    for force_id, month in sorted(inventory.raw["street"].files):
        part = {"force_id": force_id, "month": month}
        crimes = read_crimes(**part, street=raws(inventory, "street", force_id, month), listed_categories=listed, force_names=names)
        others = {name: pl.DataFrame(schema=SCHEMAS[name].types) for name in ("outcomes", "stops", "force_extents")}
        share = {"share": SETTINGS.quality.share, "least": SETTINGS.quality.least}
        aside = called(withdraw, **part, crimes=crimes, **others, known_issues=issues, quality=share)
        withdrawn.append(aside)
        quality.append(street_quality(crimes=crimes, withdrawn=aside))
        counts.append(count_by_force(crime_counts=count_crimes(**part, crimes=crimes, withdrawn=aside)))
    return covered(inventory, pl.concat(counts), issues, withdrawn=pl.concat(withdrawn), street_quality=pl.concat(quality))


def invented_counts(cells: list[Cell], rows: int = 900) -> pl.DataFrame:
    """As many burglaries and reports of antisocial behaviour in each of these months."""
    found = [(force, month, category, rows, 0) for (force, month), category in product(cells, ("anti-social-behaviour", "burglary"))]
    return pl.DataFrame(found, schema=SCHEMAS["force_counts"].types, orient="row")


def _months(first: str, last: str) -> list[str]:
    return [str(month) for month in months_between(Month.parse(first), Month.parse(last))]
