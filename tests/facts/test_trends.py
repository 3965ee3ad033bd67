"""Series have a value for every month and category in use, and null where nobody told us."""

from __future__ import annotations

import polars as pl
import shapely

from sitegen.facts.trends import force_series, neighbourhood_series
from sitegen.tables.schemas import SCHEMAS

MONTHS = ["2025-05", "2025-06"]
CATEGORIES = pl.DataFrame(
    [
        ("drugs", ["Drugs"], "Drugs", "dru", True, "2011-09", None, "", 0),
        ("public-disorder-weapons", ["x"], "x", "pdw", True, "2011-09", "2013-04", "", 1),
        ("anti-social-behaviour", ["Anti-social behaviour"], "Antisocial behaviour", "asb", False, "2010-12", None, "", 2),
    ],
    schema=SCHEMAS["categories"].types,
    orient="row",
)
COVERAGE = pl.DataFrame(
    [
        ("crime", "loamshire", "2025-05", "supplied", None),
        ("crime", "loamshire", "2025-06", "not_supplied", None),
        ("asb", "loamshire", "2025-05", "supplied", None),
    ],
    schema=SCHEMAS["coverage"].types,
    orient="row",
)


def neighbourhoods(*ids: str) -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["neighbourhoods"].types) | {"force_id": "loamshire"}
    return pl.DataFrame([plain | {"neighbourhood_id": name} for name in ids], schema=SCHEMAS["neighbourhoods"].types)


def boundaries(*ids: str) -> pl.DataFrame:
    wkb = shapely.to_wkb(shapely.box(0, 0, 1, 1))
    return pl.DataFrame(
        [("loamshire", name, None, wkb, "kml", "f", None, None, None) for name in ids], schema=SCHEMAS["boundaries"].types, orient="row"
    )


def counts(*rows: tuple[str | None, str, str, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        [(month, "loamshire", area, 1, 2, force, category, number) for area, month, force, category, number in rows],
        schema=SCHEMAS["located_counts"].types,
        orient="row",
    )


def series(*rows: tuple[str | None, str, str, str, int]) -> dict[tuple[str, str, str], int | None]:
    table = neighbourhood_series(
        force_id="loamshire",
        neighbourhoods=neighbourhoods("L1", "L2"),
        boundaries=boundaries("L1"),
        located_counts=counts(*rows),
        coverage=COVERAGE,
        categories=CATEGORIES,
        months=MONTHS,
    )
    return {(area, month, category): value for _, area, month, category, value, _ in table.iter_rows()}


def test_a_month_not_supplied_has_no_number_in_any_category() -> None:
    assert {value for (_, month, _), value in series(("L1", "2025-06", "loamshire", "drugs", 3)).items() if month == "2025-06"} == {None}


def test_nothing_recorded_in_a_supplied_month_is_zero() -> None:
    assert series()["L1", "2025-05", "drugs"] == 0


def test_a_neighbourhood_without_boundary_has_no_series() -> None:
    assert not [key for key in series() if key[0] == "L2"]


def test_retired_categories_do_not_appear_and_unknown_ones_do() -> None:
    table = series(("L1", "2025-05", "loamshire", "cyber-nuisance", 2))
    assert {category for _, month, category in table if month == "2025-05"} == {"drugs", "anti-social-behaviour", "cyber-nuisance"}
    assert table["L1", "2025-05", "cyber-nuisance"] == 2


def test_railway_crime_is_not_in_a_neighbourhoods_series() -> None:
    assert series(("L1", "2025-05", "btp", "drugs", 9), ("L1", "2025-05", "loamshire", "drugs", 1))["L1", "2025-05", "drugs"] == 1


def test_a_forces_month_says_how_many_lie_nowhere_and_elsewhere() -> None:
    totals = pl.DataFrame([("loamshire", "2025-05", "drugs", 10, 3)], schema=SCHEMAS["force_counts"].types, orient="row")
    table = force_series(
        force_id="loamshire",
        force_counts=totals,
        located_counts=counts((None, "2025-05", "loamshire", "drugs", 2), ("L1", "2025-05", "loamshire", "drugs", 5)),
        coverage=COVERAGE,
        categories=CATEGORIES,
        months=MONTHS,
    )
    row = table.filter(pl.col("month") == "2025-05", pl.col("category") == "drugs").select("crimes", "unlocated", "elsewhere").rows()
    assert row == [(10, 3, 2)]
