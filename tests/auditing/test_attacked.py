"""What an attack found is told as places, verdicts and widths, and never as the number that it found."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest

from sitegen import urls
from sitegen.auditing.attack.ledger import LedgerReport
from sitegen.auditing.attack.published import read_site
from sitegen.auditing.attack.site import AttackReport
from sitegen.auditing.attacked import Attacked, attack, judge
from sitegen.auditing.report import Place
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS

SCHEMA = ATTACK_SCHEMAS["widths"].types
PAGES: Mapping[tuple[str, str | None], str] = {("gwent", None): "gwent/index.html", ("gwent", "NB 85"): "gwent/nb85/index.html"}


def widths(*rows: tuple[object, ...]) -> pl.DataFrame:
    """Rows of force, field, place, value, low, high, limit and verdict."""
    names = [name for name in SCHEMA if name not in {"span", "width"}]
    table = pl.DataFrame([dict(zip(names, row, strict=True)) for row in rows], schema={name: SCHEMA[name] for name in names})
    return table.with_columns(span=pl.lit("year"), width=pl.col("high") - pl.col("low")).select([*SCHEMA])


def of(folder: Path, stops: pl.DataFrame, changes: pl.DataFrame | None = None, *, wrong: tuple[tuple[str, str], ...] = (), sure: int = 0) -> Attacked:
    ledger = LedgerReport(widths() if changes is None else changes, (), {"gwent": sure})
    return judge(folder, AttackReport(stops, wrong, PAGES), ledger)


WIDE = ("gwent", "object", "NB 85", "fireworks", 0, 14, 10, "wide")
LEAK = ("gwent", "object", "NB 85", "stolen-goods", 7, 8, 10, "narrow")


def test_numbers_that_stay_open_prove_the_promise_and_are_counted(tmp_path: Path) -> None:
    found = of(tmp_path, widths(WIDE, ("gwent", "object", "", "fireworks", 0, 10, 10, "wide")))
    assert (found.finding.state, found.finding.looked_at, found.finding.counts["least_width"]) == ("proved", {"cells": 2}, 10)
    assert found.groups == ()


@pytest.mark.parametrize(("place", "path"), [("NB 85", "gwent/nb85/figures.json"), ("", "gwent/figures.json"), (None, "gwent/figures.json")])
def test_a_leak_fails_and_is_told_by_its_file_without_its_number(tmp_path: Path, place: str | None, path: str) -> None:
    found = of(tmp_path, widths(WIDE, ("gwent", "object", place, "stolen-goods", 7, 8, 10, "narrow")))
    assert found.finding.state == "failed"
    assert [one.path for one in found.groups] == [path]
    said = found.groups[0].said
    assert "object, stolen-goods" in said
    assert "no more than 2 fit" in said
    assert not {"7", "8"} & set(said)


def test_a_leak_of_changes_fails_by_the_file_of_changes(tmp_path: Path) -> None:
    changes = widths(("gwent", "2025-06 crime added", "2025-01", "", 3, 3, 8, "narrow"))
    found = of(tmp_path, widths(WIDE), changes)
    assert found.groups == (Place("data/releases/changes/gwent.csv", "2025-06 crime added, 2025-01: this number is left out, and only one fits"),)


def test_numbers_that_contradict_each_other_fail_the_sums_and_no_group(tmp_path: Path) -> None:
    found = of(tmp_path, widths(WIDE), wrong=(("gwent", "object"), ("gwent", "gwent/nb85/index.html")))
    assert [one.path for one in found.finding.places] == ["gwent/figures.json", "gwent/nb85/index.html"]
    assert (found.finding.state, found.groups) == ("failed", ())


def test_what_is_hidden_is_listed_by_force_with_its_name_stops_before_changes(tmp_path: Path) -> None:
    figures = tmp_path / urls.force_figures("gwent", "json")
    figures.parent.mkdir()
    figures.write_text(json.dumps({"force": {"id": "gwent", "name": "Gwent Police"}}))
    stops = widths(WIDE, LEAK, ("gwent", "object", "", "drugs", 40, 44, 10, "large"), ("gwent", "object", "NB 9", "drugs", 0, 4, 4, "wide"))
    changes = widths(("gwent", "2025-06 crime added", "2025-01", "", 1, 9, 8, "wide"), ("usk", "2025-06 crime added", "2025-01", "", 1, 9, 8, "wide"))
    found = of(tmp_path, stops, changes, sure=1).hidden
    assert [(one.force, one.name, one.of, one.cells, one.least, one.most, one.large, one.few, one.subtracted) for one in found] == [
        ("gwent", "Gwent Police", "stops", 2, 1, 14, 1, 1, 0),
        ("gwent", "Gwent Police", "changes", 1, 8, 8, 0, 0, 1),
        ("usk", "usk", "changes", 1, 8, 8, 0, 0, 0),
    ]


def test_the_county_is_proved_and_says_how_wide_its_numbers_stay(built_few: Path) -> None:
    told = read_site(built_few)
    found = attack(built_few, told)
    assert (found.finding.state, found.finding.found, found.finding.looked_at["releases"]) == ("proved", 0, 1)
    both = attack(built_few, told, told).finding
    assert (both.state, both.looked_at["releases"]) == ("proved", 2)
    stops = {one.name: one for one in found.hidden if one.of == "stops"}
    assert all(one.cells > 0 and one.least is not None and one.least >= 10 for one in stops.values())
    assert "Loamshire Constabulary" in stops
