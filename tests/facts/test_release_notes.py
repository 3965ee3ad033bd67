"""A release that changed more of a month than is usual is told to the operator once, with the way to tell readers why."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.facts.release_notes import note_revisions
from sitegen.tables.schemas import SCHEMAS

RULE = {"share": 0.05, "least": 20, "spread": 5.0}


def revision(release: str, month: str, change: str, crimes: int, told: int = 1000) -> pl.DataFrame:
    blank = dict.fromkeys(SCHEMAS["release_flows"].types)
    of = {**blank, "force_id": "loamshire", "release": release, "before": "2025-01", "month": month, "category": "burglary"}
    rows = [{**of, "change": change, "crimes": crimes}, {**of, "change": "kept", "crimes": told - crimes if change != "added" else told}]
    return pl.DataFrame(rows, schema=SCHEMAS["release_flows"].types)


def issue(**about: str | None) -> pl.DataFrame:
    blank = dict.fromkeys(SCHEMAS["known_issues"].types)
    told = {"force_id": "loamshire", "dataset": "crime", "first_month": "2025-06", "last_month": "2025-06", "state": "supplied_partial"}
    return pl.DataFrame([{**blank, **told, "text": "", "source": "", "read": "2025-09", **about}], schema=SCHEMAS["known_issues"].types)


def notes(*revisions: pl.DataFrame, issues: pl.DataFrame | None = None) -> list[str]:
    known = pl.DataFrame(schema=SCHEMAS["known_issues"].types) if issues is None else issues
    return note_revisions(release_flows=pl.concat(revisions), known_issues=known, revision=RULE)["line"].to_list()


def test_rows_added_above_the_share_are_told_with_what_an_entry_takes() -> None:
    (line,) = notes(revision("2025-09", "2025-05", "added", 60), revision("2025-09", "2025-06", "added", 80))
    assert line.startswith("loamshire crime 2025-05..2025-06: release 2025-09 added 140 rows, where there were 2,000: more than is usual")
    assert "A month that is whole now needs no entry." in line
    assert 'read = "2025-09"' in line
    assert "withdrew" not in line


def test_rows_added_and_withdrawn_are_told_apart() -> None:
    both = [revision("2025-09", "2025-05", change, crimes) for change, crimes in (("added", 60), ("withdrawn", 70))]
    (line,) = notes(*both)
    assert "added 60 and withdrew 70 rows" in line


@pytest.mark.parametrize(
    ("about", "is_told"),
    [
        ({}, False),
        ({"force_id": "all", "first_month": "2025-01", "last_month": None, "read": "2025-11"}, False),
        ({"read": "2025-08"}, True),
        ({"last_month": "2025-05", "first_month": "2025-05"}, True),
        ({"dataset": "stops"}, True),
        ({"dataset": "outcomes"}, True),
        ({"force_id": "gwent"}, True),
    ],
)
def test_what_a_known_issue_read_since_explains_is_not_told_again(about: dict[str, str | None], is_told: bool) -> None:
    assert bool(notes(revision("2025-09", "2025-06", "added", 80), issues=issue(**about))) is is_told


def test_few_rows_and_a_small_share_are_no_news() -> None:
    assert notes(revision("2025-09", "2025-05", "withdrawn", 19, told=30)) == []
    assert notes(revision("2025-09", "2025-05", "withdrawn", 50)) == []


def test_new_outcomes_are_judged_by_what_is_usual_at_that_age() -> None:
    usual = [revision(f"2025-0{month + 2}", f"2025-0{month}", "reoutcomed", 200 + month) for month in range(1, 6)]
    assert notes(*usual) == []
    assert notes(revision("2025-08", "2025-06", "reoutcomed", 400)) == []
    (line,) = notes(*usual, revision("2025-08", "2025-06", "reoutcomed", 400))
    assert line.startswith("loamshire crime 2025-06: release 2025-08 gave 400 of 1,000 rows another outcome")
    explained = issue(dataset="outcomes", read="2025-08")
    assert notes(*usual, revision("2025-08", "2025-06", "reoutcomed", 400), issues=explained) == []
    assert notes(*usual, revision("2025-09", "2025-06", "reoutcomed", 400)) == []


def test_months_apart_have_a_line_each() -> None:
    found = notes(revision("2025-09", "2025-03", "added", 60), revision("2025-09", "2025-06", "added", 80))
    assert [line.partition(":")[0] for line in found] == ["loamshire crime 2025-03", "loamshire crime 2025-06"]
