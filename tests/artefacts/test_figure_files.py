"""The figures beside a page say what the page says, in two forms; what is missing or too small has a state and no number."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest

from sitegen.artefacts.downloads import figures
from sitegen.rules import THRESHOLD
from sitegen.safe_csv import as_supplied
from tests.artefacts import loamshire
from tests.artefacts.inputs import SITE, table

CASTLE_GATE, FORCE = "loamshire/cg/figures", "loamshire/figures"
Row = tuple[str, str, int, str | None, int | None, str]


def rows(path: str, **changes: Any) -> list[Row]:  # Any: tables, settings
    """The rows of the JSON; the CSV must have the same."""
    files = loamshire.pages(figures, **changes)
    head, *found = csv.reader(io.StringIO(files[f"{path}.csv"].decode()))
    told = json.loads(files[f"{path}.json"])
    assert head == told["columns"] == ["table", "month", "months", "kind", "count", "state", "months_after"]
    read = [
        [name, month, int(months), as_supplied(kind) if kind else None, int(count) if count else None, state, int(after) if after else None]
        for name, month, months, kind, count, state, after in found
    ]
    assert read == told["rows"]
    return [tuple(row[:-1]) for row in told["rows"]]


def test_outcomes_are_told_with_the_age_of_their_month_where_the_release_is_known() -> None:
    def ages(told_by: list[list[str]]) -> set[tuple[str, str, int | None]]:
        files = loamshire.pages(figures, site={**SITE, "told_by": {"loamshire": told_by}})
        return {(row[0], row[1], row[-1]) for row in json.loads(files[f"{CASTLE_GATE}.json"])["rows"] if row[1] in {"2024-06", "2025-06"}}

    known = ages([["2024-06", "2025-06", "2025-08"]])
    assert {("outcomes", "2024-06", 14), ("outcomes", "2025-06", 2), ("crimes", "2025-06", None)} <= known
    assert {age for name, _, age in known if name != "outcomes"} == {None}
    assert {age for *_, age in ages([["2024-06", "2025-06", ""]])} == {None}


def of(name: str, found: list[Row]) -> list[Row]:
    return [row for row in found if row[0] == name]


def stops(*given: tuple[str | None, str, str, int | None], monthly: int = 3) -> dict[str, pl.DataFrame]:
    """Tables of stops: place, field, value and number; each place has so many stops every month of the year."""
    places = sorted({place for place, *_ in given if place})
    return {
        "stop_tables": table(
            "stop_tables",
            *(
                {"force_id": "loamshire", "neighbourhood_id": place, "first_month": "2024-07", "last_month": "2025-06", "months": 12, "field": field,
                 "value": value, "stops": number, "position": position}
                for position, (place, field, value, number) in enumerate(given)
            ),
        ),
        "stop_series": table(
            "stop_series",
            *(
                {"force_id": "loamshire", "neighbourhood_id": place, "month": month, "stops": monthly if place else 40, "state": "supplied"}
                for place in (*places, None) for month in loamshire.MONTHS
            ),
        ),
    }  # fmt: skip


def outcomes_are(state: str) -> pl.DataFrame:
    """The force's coverage, with every month of outcomes in a state."""
    return loamshire.coverage().with_columns(pl.when(pl.col("dataset") == "outcomes").then(pl.lit(state)).otherwise("state").alias("state"))


def test_each_month_and_category_has_a_row() -> None:
    found = of("crimes", rows(CASTLE_GATE))
    assert ("crimes", "2025-06", 1, "violent-crime", 20, "supplied") in found
    assert ("crimes", "2025-06", 1, "robbery", 0, "supplied") in found
    assert len(found) == 5 * len(loamshire.MONTHS)


def test_a_month_not_supplied_has_rows_with_a_state_and_without_a_number() -> None:
    missing = [row for row in rows(CASTLE_GATE) if row[1] == loamshire.MISSING]
    assert {row[0] for row in missing} == {"crimes", "outcomes"}
    assert {row[4:] for row in missing} == {(None, "not_supplied")}


def test_outcomes_that_a_force_never_publishes_have_one_row_a_month_that_says_so() -> None:
    found = of("outcomes", rows(CASTLE_GATE, coverage=outcomes_are("never")))
    assert [row[1] for row in found] == loamshire.MONTHS
    assert {row[3:] for row in found} == {(None, None, "never")}


def test_crimes_without_an_outcome_are_counted_as_not_given() -> None:
    given = table(
        "located_outcomes",
        *(
            {"month": "2025-06", "force_id": "loamshire", "neighbourhood_id": "cg", "recorded_by": by, "category": "drugs", "outcome": outcome,
             "age": 0, "crimes": crimes}
            for by, outcome, crimes in (("loamshire", None, 3), ("loamshire", "charged", 2), ("btp", "charged", 7))
        ),
    )  # fmt: skip
    newest = [row for row in of("outcomes", rows(CASTLE_GATE, located_outcomes=given)) if row[1] == "2025-06"]
    assert newest == [("outcomes", "2025-06", 1, "charged", 2, "supplied"), ("outcomes", "2025-06", 1, "not-given", 3, "supplied")]


def test_outcomes_are_not_known_where_no_file_and_no_crime_has_one() -> None:
    absent = loamshire.coverage().with_columns(
        pl.when(pl.col("dataset") == "outcomes").then(pl.lit("not_supplied")).otherwise("state").alias("state")
    )
    silent = loamshire.world()["located_outcomes"].with_columns(pl.lit(None, pl.String).alias("outcome"))
    found = of("outcomes", rows(CASTLE_GATE, coverage=absent, located_outcomes=silent))
    assert {row[3:] for row in found} == {(None, None, "not_supplied")}


def test_stops_of_a_neighbourhood_are_its_year_and_the_tables_of_its_page_alone() -> None:
    given = stops(
        ("cg", "all", "all", 130), ("cg", "object", "controlled-drugs", 86), ("cg", "object", "anything-else", 44), ("cg", "age", "18-24", 130)
    )
    assert [row for row in rows(CASTLE_GATE, **given) if row[0].startswith("stops")] == [
        ("stops", "2025-06", 12, "all", 130, "supplied"),
        ("stops-object", "2025-06", 12, "anything-else", 44, "supplied"),
        ("stops-object", "2025-06", 12, "controlled-drugs", 86, "supplied"),
    ]


@pytest.mark.parametrize(("monthly", "count", "state"), [(0, 0, "supplied"), (THRESHOLD - 1, None, "suppressed")])
def test_few_stops_are_no_number_and_none_at_all_is_nought(monthly: int, count: int | None, state: str) -> None:
    found = of("stops", rows(CASTLE_GATE, **stops(("cg", "all", "all", None), monthly=monthly)))
    assert found == [("stops", "2025-06", 12, "all", count, state)]


def test_a_year_of_which_a_month_is_missing_is_not_whole() -> None:
    given = stops(("cg", "all", "all", 33))
    gap = pl.col("month") == "2025-02"
    series = given["stop_series"].with_columns(
        pl.when(~gap).then("stops").alias("stops"), pl.when(gap).then(pl.lit("not_supplied")).otherwise("state").alias("state")
    )
    assert of("stops", rows(CASTLE_GATE, **{**given, "stop_series": series})) == [("stops", "2025-06", 12, "all", 33, "supplied_partial")]


def test_stops_that_were_never_supplied_say_so() -> None:
    series = table(
        "stop_series",
        *({"force_id": "loamshire", "neighbourhood_id": "cg", "month": month, "state": "never"} for month in loamshire.MONTHS),
    )
    found = of("stops", rows(CASTLE_GATE, stop_series=series, stop_tables=table("stop_tables")))
    assert found == [("stops", "2025-06", 12, "all", None, "never")]


def test_a_force_has_its_months_of_stops_and_every_field() -> None:
    found = rows(FORCE, **stops((None, "all", "all", 480), (None, "age", "18-24", 480)))
    assert [row[4] for row in of("stops", found)] == [40] * len(loamshire.MONTHS)
    assert of("stops-age", found) == [("stops-age", "2025-06", 12, "18-24", 480, "supplied")]
    assert {row[4] for row in of("crimes", found) if row[1] == loamshire.MISSING} == {None}


def test_the_json_says_whose_figures_they_are_and_how_to_cite_them() -> None:
    files = loamshire.pages(figures, site={**SITE, "base_url": "https://crime.example/"})
    about = json.loads(files[f"{CASTLE_GATE}.json"])
    assert about["force"] == {"id": "loamshire", "name": "Loamshire Constabulary"}
    assert about["neighbourhood"] == {"id": "cg", "name": "Castle Gate"}
    assert about["cite"] == (
        "Castle Gate, Loamshire Constabulary, 2024-06 to 2025-06. Local crime and policing, from data.police.uk, release 2025-08. https://crime.example/loamshire/cg/"
    )
    assert (about["source"], about["release"], about["licence"]) == ("data.police.uk", "2025-08", "Open Government Licence v3.0")


def test_without_a_base_url_and_a_release_nothing_is_made_up() -> None:
    about = json.loads(loamshire.pages(figures, site={**SITE, "told_by": {}})[f"{FORCE}.json"])
    assert about["cite"] == "Loamshire Constabulary, 2024-06 to 2025-06. Local crime and policing, from data.police.uk."
    assert about["release"] is None
    assert "page" not in about


def test_a_neighbourhood_in_which_nothing_can_be_counted_has_no_file() -> None:
    assert [path for path in loamshire.pages(figures) if path.startswith("loamshire/od/")] == []


def test_a_copy_without_a_month_has_no_file() -> None:
    assert loamshire.pages(figures, months=[]) == {}


ODD = '=1+cmd|"a\n\u202eb",\u2066c'


def test_a_category_and_a_name_of_any_text_are_the_same_in_both_forms() -> None:
    odd = pl.when(pl.col("category") == "drugs").then(pl.lit(ODD)).otherwise("category").alias("category")
    series = loamshire.world()["neighbourhood_series"].with_columns(odd)
    names = loamshire.neighbourhoods().with_columns(pl.lit(ODD).alias("name"))
    found = rows(CASTLE_GATE, neighbourhood_series=series, neighbourhoods=names)
    assert [row[4] for row in found if row[3] == ODD and row[1] == "2025-06"] == [3]
    assert json.loads(loamshire.pages(figures, neighbourhoods=names)[f"{CASTLE_GATE}.json"])["neighbourhood"]["name"] == ODD
