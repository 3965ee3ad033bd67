"""A release that changed more of a month than is usual is told to the operator, with an entry that can be used as it stands."""

from __future__ import annotations

import tomllib

import polars as pl

from sitegen.facts.release_notes import note_revisions
from sitegen.notes import BREAK
from sitegen.tables.schemas import SCHEMAS

RULE = {"share": 0.05, "least": 20, "spread": 5.0}


def revision(release: str, month: str, change: str, crimes: int, told: int = 1000) -> pl.DataFrame:
    blank = dict.fromkeys(SCHEMAS["release_flows"].types)
    of = {**blank, "force_id": "loamshire", "release": release, "before": "2025-01", "month": month, "category": "burglary"}
    rows = [{**of, "change": change, "crimes": crimes}, {**of, "change": "kept", "crimes": told - crimes if change != "added" else told}]
    return pl.DataFrame(rows, schema=SCHEMAS["release_flows"].types)


def notes(*revisions: pl.DataFrame) -> list[str]:
    return note_revisions(release_flows=pl.concat(revisions), revision=RULE)["line"].to_list()


def test_rows_added_above_the_share_are_proposed_as_a_known_issue() -> None:
    (line,) = notes(revision("2025-09", "2025-05", "added", 60), revision("2025-09", "2025-06", "added", 80))
    assert line.startswith("loamshire crime 2025-05..2025-06: release 2025-09 has 140 of 2,000 rows added or withdrawn")
    (issue,) = tomllib.loads(line.partition("known_issues.toml:")[2].replace(BREAK, "\n"))["issue"]
    assert (issue["force"], issue["dataset"], issue["months"], issue["state"]) == ("loamshire", "crime", "2025-05..2025-06", "supplied_partial")


def test_few_rows_and_a_small_share_are_no_news() -> None:
    assert notes(revision("2025-09", "2025-05", "withdrawn", 19, told=30)) == []
    assert notes(revision("2025-09", "2025-05", "withdrawn", 50)) == []


def test_new_outcomes_are_judged_by_what_is_usual_at_that_age() -> None:
    usual = [revision(f"2025-0{month + 2}", f"2025-0{month}", "reoutcomed", 200 + month) for month in range(1, 6)]
    assert notes(*usual) == []
    assert notes(revision("2025-08", "2025-06", "reoutcomed", 400)) == []
    (line,) = notes(*usual, revision("2025-08", "2025-06", "reoutcomed", 400))
    assert line.startswith("loamshire crime 2025-06: release 2025-08 has 400 of 1,000 rows given another outcome")
    assert notes(*usual, revision("2025-09", "2025-06", "reoutcomed", 400)) == []


def test_months_apart_have_a_line_each() -> None:
    found = notes(revision("2025-09", "2025-03", "added", 60), revision("2025-09", "2025-06", "added", 80))
    assert [line.partition(":")[0] for line in found] == ["loamshire crime 2025-03", "loamshire crime 2025-06"]
