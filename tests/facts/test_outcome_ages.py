"""Crimes of different months are looked at when they were equally old; what no witness tells is unknown and never a nought."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sitegen.build import ROOT
from sitegen.facts.outcome_ages import age_outcomes, date_outcomes
from sitegen.raw import RawFile
from sitegen.site_json import to_json
from sitegen.sources import vocabulary
from sitegen.sources.releases import Doubts, Vocabulary, count_by_release, follow_releases, list_release_files
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between
from tests.facts.test_outcomes import CHARGED, CLOSED, KINDS, NONE_WITHDRAWN, OPEN, crime, crimes, results, stated

MONTHS = [str(month) for month in months_between(Month.parse("2025-01"), Month.parse("2025-08"))]
FILES = [(99, month, "charged") for month in MONTHS]
"""An outcome of another crime in every month: the force supplied a file of each."""


def dated(recorded: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    return date_outcomes(force_id="loamshire", stated_outcomes=stated(recorded), outcomes=outcomes, withdrawn=NONE_WITHDRAWN, outcome_kinds=KINDS)


def groups(table: pl.DataFrame, month: str = "2025-01") -> dict[int, dict[str, int]]:
    """Crimes by group, at each age."""
    found: dict[int, dict[str, int]] = {}
    for age, group, count in table.filter(pl.col("month") == month, pl.col("group").is_not_null()).select("age", "group", "crimes").iter_rows():
        found.setdefault(age, {})[group] = found.get(age, {}).get(group, 0) + count
    return found


def told(*rows: tuple[str, str, str | None, int]) -> dict[str, pl.DataFrame]:
    """Release counts from (month, release, outcome, crimes), each from a zip file."""
    counts = [
        {"force_id": "loamshire", "month": m, "release": r, "category": "burglary", "outcome": o, "crimes": n, "unlocated": 0} for m, r, o, n in rows
    ]
    files = [
        {"release": r, "force_id": "loamshire", "month": m, "file": f"archive/{r}.zip!x", "sha256": "", "crimes": 1}
        for m, r in sorted({row[:2] for row in rows})
    ]
    return {
        "release_counts": pl.DataFrame(counts, schema=SCHEMAS["release_counts"].types),
        "release_files": pl.DataFrame(files, schema=SCHEMAS["release_files"].types),
    }


def covered(**states: str) -> pl.DataFrame:
    """Coverage of crime and outcomes, supplied but where a month of a dataset is named, as in `outcomes_2025_03="not_supplied"`."""
    rows = [
        (dataset, "loamshire", month, states.get(f"{dataset}_{month.replace('-', '_')}", states.get(dataset, "supplied")), None)
        for dataset in ("crime", "outcomes")
        for month in MONTHS
    ]
    return pl.DataFrame(rows, schema=SCHEMAS["coverage"].types, orient="row")


def aged(coverage: pl.DataFrame | None = None, dates: pl.DataFrame | None = None, **tables: Any) -> pl.DataFrame:
    given = {**told(), **tables}
    table = age_outcomes(
        force_id="loamshire",
        dated_outcomes=pl.DataFrame(schema=SCHEMAS["dated_outcomes"].types) if dates is None else dates,
        outcome_kinds=KINDS,
        coverage=covered() if coverage is None else coverage,
        months=MONTHS,
        **given,
    )
    assert dict(table.schema) == SCHEMAS["outcome_ages"].types
    return table


def said(table: pl.DataFrame, month: str, age: int) -> tuple[str, str | None]:
    """State and reason of one month at one age, which are the same in all its rows."""
    found = table.filter(pl.col("month") == month, pl.col("age") == age).select("state", "reason").unique().rows()
    assert len(found) == 1
    return found[0][0], found[0][1]


def test_an_outcome_counts_from_the_month_in_which_it_was_recorded() -> None:
    found = groups(dated(crimes(crime()), results((1, "2025-03", "no-further-action"), *FILES)))
    assert found == {1: {"open": 1}, 3: {"no-suspect": 1}, 6: {"no-suspect": 1}, 12: {"no-suspect": 1}}


def test_a_later_outcome_takes_the_place_of_an_earlier_one_only_from_its_own_month_on() -> None:
    found = groups(dated(crimes(crime(stated=CHARGED)), results((1, "2025-02", "no-further-action"), (1, "2025-06", "charged"), *FILES)))
    assert found == {1: {"no-suspect": 1}, 3: {"no-suspect": 1}, 6: {"charged": 1}, 12: {"charged": 1}}


def test_an_outcome_without_an_id_or_a_row_has_no_date() -> None:
    recorded = crimes(crime(crime_id=None, stated=CHARGED), crime(crime_id=7, stated=CLOSED), crime(crime_id=None, stated=OPEN), crime(stated=None))
    assert groups(dated(recorded, results(*FILES)))[6] == {"undated": 2, "open": 1, "none": 1}


def test_an_outcome_that_came_with_a_missing_file_was_not_there_before() -> None:
    files = [row for row in FILES if row[1] != "2025-05"]
    found = groups(dated(crimes(crime(crime_id=7, stated=CLOSED), crime(crime_id=None, stated=CLOSED)), results(*files)))
    assert found[1] == found[3] == {"open": 1, "undated": 1}
    assert found[6] == {"undated": 2}


def test_a_month_is_known_from_the_release_of_that_very_age_alone() -> None:
    table = aged(**told(("2025-01", "2025-07", "charged", 3), ("2025-01", "2025-07", "under-investigation", 1), ("2025-02", "2025-07", "charged", 4)))
    assert groups(table) == {6: {"charged": 3, "open": 1}}
    assert said(table, "2025-01", 6) == ("known", None)
    assert table.filter(pl.col("age") == 6, pl.col("state") == "known")["release"].unique().to_list() == ["2025-07"]
    # At five months nothing is known of it at six, nor at three.
    assert said(table, "2025-02", 6) == ("unknown", "no-state")
    assert said(table, "2025-02", 3) == ("unknown", "no-state")


def test_a_month_that_no_release_has_seen_so_old_is_too_recent_and_not_unknown() -> None:
    table = aged(**told(("2025-01", "2025-09", "charged", 3)))
    assert said(table, "2025-03", 6) == ("unknown", "no-state")
    assert said(table, "2025-04", 6) == ("too_recent", None)


def test_a_file_in_a_month_folder_does_not_say_how_old_its_crimes_were() -> None:
    tables = told(("2025-01", "2025-07", "charged", 3))
    folder = tables["release_files"].with_columns(file=pl.lit("archive/2025-01/2025-01-loamshire-street.csv"))
    assert said(aged(**{**tables, "release_files": folder}), "2025-01", 6) == ("unknown", "no-state")


def test_a_release_that_told_half_the_crimes_does_not_stand_for_the_month() -> None:
    table = aged(**told(("2025-01", "2025-07", "charged", 5), ("2025-01", "2025-08", "charged", 10)))
    assert said(table, "2025-01", 6) == ("unknown", "state-in-part")


def test_a_release_without_any_outcome_tells_nothing() -> None:
    assert said(aged(**told(("2025-01", "2025-07", None, 5))), "2025-01", 6) == ("unknown", "no-state")


def test_dated_outcomes_need_every_file_until_that_age() -> None:
    dates = dated(crimes(crime()), results((1, "2025-03", "charged"), *FILES))
    assert said(aged(dates=dates), "2025-01", 6) == ("known", None)
    table = aged(covered(outcomes_2025_05="not_supplied"), dates)
    assert said(table, "2025-01", 3) == ("known", None)
    assert said(table, "2025-01", 6) == ("unknown", "no-state")


def test_too_many_outcomes_without_a_date_leave_the_age_unknown() -> None:
    some = [crime(crime_id=number, stated=OPEN) for number in range(49)]
    few = dated(crimes(*some, crime(crime_id=None, stated=CHARGED)), results(*FILES))
    assert said(aged(dates=few), "2025-01", 6) == ("known", None)
    many = dated(crimes(*some[:9], crime(crime_id=None, stated=CHARGED)), results(*FILES))
    assert said(aged(dates=many), "2025-01", 6) == ("unknown", "undated")


def test_all_months_of_an_age_have_one_witness() -> None:
    dates = dated(crimes(crime(), crime(2, month="2025-02")), results((1, "2025-02", "charged"), (2, "2025-03", "charged"), *FILES))
    table = aged(dates=dates, **told(("2025-01", "2025-07", "charged", 3)))
    assert table.filter(pl.col("age") == 6)["witness"].drop_nulls().unique().to_list() == ["outcomes"]
    assert said(aged(dates=dates.filter(pl.col("month") == "2025-02"), **told(("2025-01", "2025-07", "charged", 3))), "2025-02", 6) == (
        "unknown",
        "other-witness",
    )
    one = aged(dates=dates.filter(pl.col("month") == "2025-01"), **told(("2025-01", "2025-07", "charged", 3)))
    assert one.filter(pl.col("age") == 6)["witness"].drop_nulls().unique().to_list() == ["release"]


@pytest.mark.parametrize("state", ["never", "withheld"])
def test_a_placeholder_is_no_outcome_at_any_age(state: str) -> None:
    table = aged(covered(outcomes=state), **told(("2025-01", "2025-07", "under-investigation", 5)))
    assert set(table.select("state", "reason").rows()) == {("unknown", state)}


def test_crimes_not_supplied_are_unknown_and_those_supplied_in_part_are_said_to_be() -> None:
    tables = told(("2025-01", "2025-07", "charged", 3), ("2025-02", "2025-08", "charged", 3))
    table = aged(covered(crime_2025_01="not_supplied", crime_2025_02="supplied_partial", crime_2025_08="not_supplied"), **tables)
    assert said(table, "2025-01", 6) == ("unknown", "not_supplied")
    assert said(table, "2025-02", 6) == ("partial", None)
    assert said(table, "2025-08", 12) == ("unknown", "not_supplied")


def test_antisocial_behaviour_is_no_crime_with_an_outcome() -> None:
    tables = told(("2025-01", "2025-07", "charged", 3))
    asb = tables["release_counts"].with_columns(
        category=pl.lit("anti-social-behaviour"), outcome=pl.lit(None, pl.String), crimes=pl.lit(50, pl.Int32)
    )
    assert groups(aged(**{**tables, "release_counts": pl.concat([tables["release_counts"], asb])}))[6] == {"charged": 3}


def test_order_of_rows_does_not_matter() -> None:
    recorded = crimes(crime(), crime(2, stated=CHARGED), crime(None, CLOSED, category="drugs"), crime(3, month="2025-02"))
    rows = results((1, "2025-03", "no-further-action"), (3, "2025-03", "charged"), (2, "2025-02", "fined"), *FILES)
    assert dated(recorded, rows).equals(dated(recorded.reverse(), rows.reverse()))


@pytest.fixture(scope="module")
def overlaps() -> Path:
    folder = ROOT.parent / "shared" / "data-overlaps" / "archive"
    if not folder.is_dir():
        pytest.skip("the real releases are not here")
    return folder


@pytest.mark.parametrize(("month", "age", "release"), [("2025-01", 12, "2026-01"), ("2025-09", 6, "2026-03"), ("2025-12", 3, "2026-03")])
def test_real_months_at_equal_age_are_as_counted_by_hand(overlaps: Path, month: str, age: int, release: str) -> None:
    """Three figures, counted from the file with the csv module and the labels in it."""
    data = {name: member(overlaps / f"{name}.zip", month) for name in ("2026-01", "2026-03")}
    labels = [
        row["Last outcome category"] for row in csv.DictReader(io.StringIO(data[release].decode())) if row["Crime type"] != "Anti-social behaviour"
    ]
    without = {"", "Under investigation", "Status update unavailable"}
    texts = tuple(RawFile(f"content/vocabulary/{path.name}", path.read_bytes()) for path in sorted((ROOT / "content" / "vocabulary").glob("*.toml")))
    kinds = vocabulary.read_outcome_kinds(vocabulary=texts)
    names = {name: f"archive/{name}.zip!x" for name in data}
    flows = follow_releases(
        force_id="city-of-london",
        archive_month=month,
        street_states=(RawFile("list.json", to_json([*map(list, names.items())])), *(RawFile(names[name], data[name]) for name in data)),
        vocabulary=Vocabulary(vocabulary.read_categories(vocabulary=texts), vocabulary.read_force_names(vocabulary=texts), kinds),
        doubts=Doubts(
            pl.DataFrame(schema=SCHEMAS["known_issues"].types), pl.DataFrame(schema=SCHEMAS["force_extents"].types), {"share": 0.05, "least": 5}
        ),
    )
    states = [("crime", "city-of-london", month, "supplied", None), ("outcomes", "city-of-london", month, "not_supplied", None)]
    table = age_outcomes(
        force_id="city-of-london",
        dated_outcomes=pl.DataFrame(schema=SCHEMAS["dated_outcomes"].types),
        release_counts=count_by_release(release_flows=flows),
        release_files=list_release_files(release_flows=flows),
        outcome_kinds=kinds,
        coverage=pl.DataFrame(states, schema=SCHEMAS["coverage"].types, orient="row"),
        months=[month],
    ).filter(pl.col("age") == age)
    assert table["release"].unique().to_list() == [release]
    assert table["crimes"].sum() == len(labels)
    ended = table.filter(~pl.col("group").is_in(["open", "unknown", "none"]))["crimes"].sum()
    assert ended == sum(label not in without for label in labels)


def member(archive: Path, month: str) -> bytes:
    with zipfile.ZipFile(archive) as packed:
        return next(packed.read(name) for name in packed.namelist() if name.endswith(f"{month}-city-of-london-street.csv"))
