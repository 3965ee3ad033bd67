"""What is said of a hidden cell is what all tables that fit say together, found by going through them."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from sitegen.auditing.attack.bounds import bound_cells
from sitegen.auditing.attack.table import ContradictionError, Table


def a_table(cells: int, sums: list[tuple[list[int], int | None, int | None]], most: dict[int, int] | None = None) -> Table:
    """So many cells, and sums of some of them: the least and the most they make."""
    known = most or {}
    return Table.of(
        pl.DataFrame({"cell": range(cells), "most": [known.get(cell) for cell in range(cells)], "limit": [10] * cells}),
        pl.DataFrame(
            [(number, least or 0, top) for number, (_, least, top) in enumerate(sums)],
            schema={"margin": pl.Int64, "least": pl.Int64, "most": pl.Int64},
            orient="row",
        ),
        pl.DataFrame(
            [(number, cell, 1) for number, (members, _, _) in enumerate(sums) for cell in members],
            schema={"margin": pl.Int64, "cell": pl.Int64, "weight": pl.Int64},
            orient="row",
        ),
    )


def exactly(members: list[int], number: int) -> tuple[list[int], int | None, int | None]:
    return members, number, number


def bounds(table: Table) -> list[tuple[int, int]]:
    return list(bound_cells(table).sort("cell").select("low", "high").iter_rows())


def all_that_fit(cells: int, sums: list[tuple[list[int], int | None, int | None]], top: int, most: dict[int, int]) -> NDArray[np.int64]:
    """Every list of whole numbers up to `top` that makes the sums."""
    lists = np.array(list(product(range(top + 1), repeat=cells)), np.int64)
    fit = np.ones(len(lists), np.bool_)
    for members, least, largest in sums:
        total = lists[:, members].sum(axis=1)
        fit &= (total >= (least or 0)) & (total <= (largest if largest is not None else total))
    for cell, limit in most.items():
        fit &= lists[:, cell] <= limit
    return lists[fit]


@given(st.lists(st.integers(0, 4), min_size=6, max_size=6), st.sets(st.integers(0, 5)), st.dictionaries(st.integers(0, 5), st.integers(0, 2)))
def test_of_rows_and_columns_the_limits_are_exact(counts: list[int], shown: set[int], spare: dict[int, int]) -> None:
    """Two rows of three values, of which some are shown and some have a limit of their own."""
    sums: list[tuple[list[int], int | None, int | None]] = [exactly([cell], counts[cell]) for cell in sorted(shown)]
    sums += [exactly([3 * row + value for value in range(3)], sum(counts[3 * row : 3 * row + 3])) for row in range(2)]
    sums += [exactly([value, value + 3], counts[value] + counts[value + 3]) for value in range(3)]
    most = {cell: counts[cell] + more for cell, more in spare.items()}
    fits = all_that_fit(6, sums, max(sum(counts[:3]), sum(counts[3:])), most) if sum(counts) <= 9 else np.array([], np.int64)
    found = bounds(a_table(6, sums, most))
    assert all(low <= count <= high for count, (low, high) in zip(counts, found, strict=True))
    if len(fits):
        assert found == list(zip(fits.min(axis=0).tolist(), fits.max(axis=0).tolist(), strict=True))


@given(
    st.lists(st.integers(0, 3), min_size=4, max_size=4),
    st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=4, max_size=4),
)
def test_of_any_sums_the_limits_leave_out_nothing_that_fits(counts: list[int], groups: list[set[int]], slack: list[tuple[int, int]]) -> None:
    sums: list[tuple[list[int], int | None, int | None]] = [(list(range(4)), None, sum(counts))]
    for members, (less, more) in zip(groups, slack, strict=False):
        total = sum(counts[cell] for cell in members)
        sums.append((sorted(members), max(total - less, 0), total + more))
    fits = all_that_fit(4, sums, sum(counts), {})
    found = bounds(a_table(4, sums))
    for cell, (low, high) in enumerate(found):
        assert low <= fits[:, cell].min()
        assert high >= fits[:, cell].max()


def test_half_a_stop_is_rounded_inwards() -> None:
    """Three cells of which each two make 0 to 3: in fractions up to 3, and together no more than 4, none is less than it is in whole numbers."""
    sums: list[tuple[list[int], int | None, int | None]] = [([0, 1], 3, 3), ([1, 2], 3, 3), ([0, 2], 3, 4)]
    assert bounds(a_table(3, sums)) == [(2, 2), (1, 1), (2, 2)]


def test_a_cell_that_is_left_over_is_known_exactly() -> None:
    row, other, column = [0, 1], [2, 3], [0, 2]
    assert bounds(a_table(4, [exactly(row, 12), exactly(other, 11), exactly(column, 14), exactly([2], 11)])) == [(3, 3), (9, 9), (11, 11), (0, 0)]


def test_numbers_that_cannot_all_be_true_are_refused() -> None:
    with pytest.raises(ContradictionError):
        bound_cells(a_table(2, [exactly([0, 1], 5), exactly([0], 6)]))
    with pytest.raises(ContradictionError):
        bound_cells(a_table(4, [exactly([0, 1], 5), exactly([2, 3], 5), exactly([0, 2], 4), exactly([1, 3], 7)]))


def test_a_sum_of_no_cells_is_none() -> None:
    with pytest.raises(ContradictionError):
        bound_cells(a_table(1, [exactly([], 3), exactly([0], 1)]))


def test_tables_that_share_nothing_do_not_change_each_other() -> None:
    alone = bounds(a_table(4, [exactly([0, 1], 7), exactly([2, 3], 9), exactly([0, 2], 8), exactly([1, 3], 8)]))
    sums = [exactly([0, 1], 7), exactly([2, 3], 9), exactly([0, 2], 8), exactly([1, 3], 8), exactly([4, 5], 30)]
    assert bounds(a_table(6, sums)) == [*alone, (0, 30), (0, 30)]


def test_a_second_look_says_the_same() -> None:
    counts = np.arange(60).reshape(10, 6) % 7
    sums = [exactly([6 * row + value for value in range(6)], int(counts[row].sum())) for row in range(10)]
    sums += [exactly([6 * row + value for row in range(10)], int(counts[:, value].sum())) for value in range(6)]
    assert bounds(a_table(60, sums)) == bounds(a_table(60, sums))
