"""A neighbourhood over the years: numbers only of months that were supplied, sums only of years in which nothing changed."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from sitegen.facts.long_places import long_place_series, long_place_years
from tests.artefacts.inputs import table

CATEGORIES = table(
    "categories",
    {"category": "burglary", "name": "Burglary", "is_crime": True, "first_month": "2010-12", "position": 0},
    {"category": "anti-social-behaviour", "name": "Antisocial behaviour", "is_crime": False, "first_month": "2010-12", "position": 1},
)
PLACE: dict[str, Any] = {"force_id": "loamshire", "neighbourhood_id": "NB01"}  # Any: cells
MONTHS = [f"{year}-{month:02d}" for year in range(2018, 2021) for month in range(1, 13)]
WINDOW = MONTHS[24:]
RENEWED = {"dataset": "all", "force_id": "all", "text": "The list was renewed.", "label": "new map points", "of_places": True}


def grounds(since: str = "2017-03", first: str = "2018-01") -> pl.DataFrame:
    other = {"force_id": "loamshire", "neighbourhood_id": "NB02", "why": "changed"}
    return table("unchanged_grounds", PLACE | {"since": since, "first_month": first, "why": "not-supplied"}, other)


def series(missing: dict[str, tuple[str, str | None]] | None = None, ground: pl.DataFrame | None = None) -> pl.DataFrame:
    """Five burglaries a month before the window and seven in it, no antisocial behaviour; some months in another state, with a reason."""
    states = dict.fromkeys(MONTHS, ("supplied", None)) | (missing or {})
    coverage = table(
        "long_coverage",
        *(
            {"dataset": dataset, "force_id": "loamshire", "month": month, "state": state, "reason": reason}
            for dataset in ("asb", "crime")
            for month, (state, reason) in states.items()
        ),
    )
    located = [PLACE | {"archive_month": month, "category": "burglary", "crimes": 5} for month in MONTHS[:24]]
    elsewhere = [PLACE | {"neighbourhood_id": key, "archive_month": MONTHS[0], "category": "burglary", "crimes": 90} for key in ("NB02", None)]
    within: list[dict[str, Any]] = [
        PLACE | {"month": month, "category": category, "crimes": crimes, "state": "supplied"}
        for month in WINDOW
        for category, crimes in (("burglary", 7), ("anti-social-behaviour", 0))
    ]
    return long_place_series(
        force_id="loamshire",
        unchanged_grounds=grounds() if ground is None else ground,
        earlier_located=table("earlier_located", *located, *elsewhere),
        neighbourhood_series=table("neighbourhood_series", *within, *(row | {"neighbourhood_id": "NB02"} for row in within)),
        long_coverage=coverage,
        categories=CATEGORIES,
        months=WINDOW,
    )


def years(rows: pl.DataFrame, *breaks: dict[str, Any], since: str = "2017-03") -> dict[tuple[str, str], tuple[int | None, int, str | None]]:
    found = long_place_years(force_id="loamshire", long_place_series=rows, unchanged_grounds=grounds(since), breaks=table("breaks", *breaks))
    return {(row["year"], row["category"]): (row["crimes"], row["supplied"], row["renewed"]) for row in found.iter_rows(named=True)}


def test_the_months_before_the_window_and_those_of_it_are_one_series_of_the_grounds_that_are_told() -> None:
    found = series()
    assert found["neighbourhood_id"].unique().to_list() == ["NB01"]
    burglary = found.filter(pl.col("category") == "burglary")
    assert burglary["month"].to_list() == MONTHS
    assert burglary["crimes"].to_list() == [5] * 24 + [7] * 12


def test_a_series_begins_with_the_first_month_that_is_told() -> None:
    assert series(ground=grounds("2018-04", "2018-04"))["month"].min() == "2018-04"


def test_a_zero_stands_only_in_a_month_supplied_in_full_and_missing_is_missing() -> None:
    found = series({"2018-02": ("supplied_partial", None), "2018-03": ("not_supplied", None), "2018-04": ("supplied", "without-location")})
    rows = found.filter(pl.col("month") < "2018-05").select("month", "category", "crimes", "state").rows()
    assert [row[2:] for row in rows if row[1] == "burglary"] == [
        (5, "supplied"), (5, "supplied_partial"), (None, "not_supplied"), (None, "without_location"),
    ]  # fmt: skip
    assert [row[2] for row in rows if row[1] == "anti-social-behaviour"] == [0, None, None, None]


def test_where_nothing_is_told_there_is_no_row() -> None:
    assert series(ground=table("unchanged_grounds", PLACE | {"why": "not-supplied"})).is_empty()


def test_a_year_of_twelve_months_has_a_sum() -> None:
    found = years(series())
    assert [found[year, "crime"][0] for year in ("2018", "2019", "2020")] == [60, 60, 84]
    assert found["2018", "anti-social-behaviour"][0] == 0


@pytest.mark.parametrize("state", ["supplied_partial", "not_supplied", "not_in_copy", "withheld"])
def test_a_year_that_lacks_one_month_has_no_sum(state: str) -> None:
    assert years(series({"2018-09": (state, None)}))["2018", "crime"][:2] == (None, 11)


def test_a_year_within_which_map_points_were_renewed_has_no_sum_of_anything_and_one_that_begins_with_them_has() -> None:
    found = years(series(), RENEWED | {"month": "2018-07"}, RENEWED | {"month": "2019-01"})
    assert found["2018", "crime"] == found["2018", "burglary"] == (None, 12, "2018-07")
    assert found["2019", "crime"] == (60, 12, None)
    assert years(series(), RENEWED | {"month": "2018-07", "force_id": "essex"})["2018", "crime"][0] == 60


def test_a_category_that_changed_within_the_year_has_no_sum_of_it_and_all_crime_has() -> None:
    change = {"month": "2018-05", "dataset": "crime", "category": "burglary", "force_id": "all", "text": "Narrower.", "label": "narrower"}
    found = years(series(), change)
    assert (found["2018", "burglary"][0], found["2018", "crime"][0]) == (None, 60)


def test_the_year_in_which_boundaries_were_first_supplied_is_none_unless_they_are_of_january() -> None:
    late = series(ground=grounds("2018-04", "2018-04"))
    assert ("2018", "crime") not in years(late, since="2018-04")
    assert ("2018", "crime") in years(series(), since="2018-01")
