"""Tests of sitegen.artefacts.downloads.counts: a table other software reads, in which nothing missing is a zero."""

from __future__ import annotations

import polars as pl

from sitegen.artefacts.downloads.counts import make
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB

CATEGORIES = pl.DataFrame(
    [
        {"category": slug, "labels": [slug], "name": slug, "key": slug[:3], "is_crime": slug != "anti-social-behaviour", "first_month": "2010-12",
         "last_month": None, "about": "", "position": position}
        for position, slug in enumerate(["robbery", "burglary", "anti-social-behaviour"])
    ],
    schema=SCHEMAS["categories"].types,
)  # fmt: skip


def table(area: list[tuple[str, str, str, int | None, str]], force: list[tuple[str, str, int | None, str]]) -> str:
    neighbourhood_series = pl.DataFrame([("kent", *row) for row in area], schema=SCHEMAS["neighbourhood_series"].types, orient="row")
    whole = [("kent", month, category, crimes, 0, 0, state) for month, category, crimes, state in force]
    force_series = pl.DataFrame(whole, schema=SCHEMAS["force_series"].types, orient="row")
    return "".join(
        data.decode()
        for _, data in make(force_id="kent", neighbourhood_series=neighbourhood_series, force_series=force_series, categories=CATEGORIES)
    )


def test_the_force_comes_first_then_neighbourhoods_with_a_column_for_each_category_in_the_order_of_the_site() -> None:
    found = table(
        [("K1", "2025-06", "burglary", 2, "supplied"), ("K1", "2025-06", "anti-social-behaviour", 0, "supplied")],
        [("2025-06", "burglary", 9, "supplied"), ("2025-06", "anti-social-behaviour", 4, "supplied"), ("2025-06", "cyber-nuisance", 1, "supplied")],
    )
    assert found.splitlines() == [
        "neighbourhood,month,crime_state,asb_state,burglary,anti-social-behaviour,cyber-nuisance",
        ",2025-06,supplied,supplied,9,4,1",
        "K1,2025-06,supplied,supplied,2,0,",
    ]


def test_what_nobody_supplied_is_empty_and_says_so() -> None:
    found = table([("K1", "2025-05", "burglary", None, "not_supplied"), ("K1", "2025-05", "anti-social-behaviour", None, "withheld")], [])
    assert found.splitlines()[-1] == "K1,2025-05,not_supplied,withheld,,"


def test_a_force_that_never_supplied_has_its_own_rows_too_with_the_states_of_its_places() -> None:
    months: list[tuple[str, str, str, int | None, str]] = [
        (place, month, kind, None, "not_supplied") for place in ("K1", "K2") for month in ("2025-05", "2025-06") for kind in ("burglary", ASB)
    ]
    whole = [line for line in table(months, []).splitlines() if line.startswith(",")]
    assert whole == [",2025-05,not_supplied,not_supplied,,", ",2025-06,not_supplied,not_supplied,,"]


def test_a_force_without_any_series_has_no_table() -> None:
    assert table([], []) == ""
