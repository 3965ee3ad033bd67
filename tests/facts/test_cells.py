"""Cells: how much of a month lies in each, and the number the largest square stands for, one for all months."""

from __future__ import annotations

import polars as pl
import pytest
import shapely

from sitegen.facts.cells import ZOOMS, cell_scales, cell_sizes, picture_cells, picture_zoom, round_number
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import table
from tiles.grid import cell_width

WIDTH = cell_width(11)
COUNTS = table(
    "crime_counts",
    *({"force_id": "loamshire", "category": "drugs", "x": at * WIDTH, "y": 0, "crimes": 1} for at in range(97)),
    *({"force_id": "loamshire", "category": "drugs", "x": at * WIDTH, "y": 0, "crimes": number} for at, number in ((97, 40), (98, 50), (99, 900))),
    {"force_id": "loamshire", "category": "antisocial-behaviour", "x": 98 * WIDTH + 3, "y": WIDTH - 1, "crimes": 10},
    {"force_id": "btp", "category": "drugs", "x": 98 * WIDTH, "y": 0, "crimes": 5000},
    {"force_id": "loamshire", "category": "drugs", "crimes": 7000},
)
"""A hundred cells of zoom 11 in a row; one has rows of two categories, one of the railway's police, and some rows have no place."""


def area(width: float) -> pl.DataFrame:
    return table("force_areas", {"force_id": "loamshire", "geometry": shapely.box(-1, 52, -1 + width, 52.01).wkb, "source": "union"})


def test_one_cell_in_fifty_is_larger_than_the_largest_square() -> None:
    sizes = dict(cell_sizes(month="2025-06", crime_counts=COUNTS).filter(pl.col("category").is_null()).select("zoom", "recorded").iter_rows())
    assert list(sizes) == list(ZOOMS)
    assert sizes[11] == 40
    assert sizes[5] == 32


def test_a_category_has_a_size_of_its_own() -> None:
    sizes = cell_sizes(month="2025-06", crime_counts=COUNTS).filter(zoom=11)
    assert sizes.select("category", "recorded").rows() == [(None, 40), ("antisocial-behaviour", 10), ("drugs", 40)]


def test_a_month_without_a_place_has_no_sizes() -> None:
    assert cell_sizes(month="2025-06", crime_counts=COUNTS.filter(pl.col("x").is_null())).is_empty()


MONTHLY = [("2025-04", None, 3), ("2025-05", None, 90), ("2025-06", None, 4000), ("2025-05", "drugs", 8), ("2025-06", "drugs", 9)]


def test_the_scale_is_that_of_the_middle_month_and_round() -> None:
    rows = [(month, 11, category, recorded) for month, category, recorded in MONTHLY]
    scales = cell_scales(cell_sizes=pl.DataFrame(rows, schema=SCHEMAS["cell_sizes"].types, orient="row"))
    assert scales.rows() == [(11, None, 100), (11, "drugs", 10)]


ROUND = [(0, 5), (1, 5), (6, 10), (10, 10), (11, 20), (33, 50), (51, 100), (100, 100), (1001, 2000)]


@pytest.mark.parametrize(("number", "expected"), ROUND)
def test_round_numbers_are_the_next_not_below(number: float, expected: int) -> None:
    assert round_number(number) == expected


def test_a_picture_has_the_finest_cells_of_which_sixty_span_it() -> None:
    zooms = {width: picture_zoom(area(width)) for width in (0.2, 0.4, 5.0)}
    assert zooms == {0.2: 11, 0.4: 10, 5.0: 7}
    assert picture_zoom(table("force_areas")) is None


def test_cells_of_a_picture_hold_what_was_recorded_with_a_place() -> None:
    cells = picture_cells(crime_counts=COUNTS, force_areas=area(0.2))
    assert cells["zoom"].unique().to_list() == [11]
    assert cells["recorded"].sum() == 97 + 40 + 50 + 900 + 10
    assert cells.filter(pl.col("x") == 98).rows() == [(11, 98, 0, 60)]
