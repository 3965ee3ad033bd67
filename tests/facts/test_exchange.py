"""How far a cell can be moved is found through as many rows as it takes, and no sum is broken on the way."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.facts.exchange import lowered, raised


def move(cells: list[list[int]], hides: list[list[int]], row: int, column: int) -> tuple[int, int]:
    masked = np.array(cells) * np.array(hides)
    return tuple(far(masked, np.array(hides, np.bool_), row, column, 99) for far in (raised, lowered))  # type: ignore[return-value]


def test_two_rows_that_hide_the_same_two_columns_exchange() -> None:
    assert move([[3, 5], [4, 1]], [[1, 1], [1, 1]], 0, 0) == (4, 1)


def test_a_row_alone_cannot_move() -> None:
    assert move([[3, 5], [4, 1]], [[1, 1], [0, 0]], 0, 0) == (0, 0)


def test_an_exchange_may_go_through_a_third_row() -> None:
    """Raising 0,0 turns a 1 of the first row; the second makes a 1 of its 2, the third a 2 of its 0."""
    assert move([[3, 5, 9], [9, 4, 6], [2, 9, 1]], [[1, 1, 0], [0, 1, 1], [1, 0, 1]], 0, 0) == (2, 1)


CELLS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=3)
HIDES = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), min_size=3, max_size=3)


@given(CELLS, HIDES)
def test_it_goes_as_far_as_any_table_with_the_same_sums(cells: list[tuple[int, ...]], hides: list[tuple[bool, ...]]) -> None:
    mask = np.array(hides[: len(cells)])
    hidden = np.array(cells) * mask
    options = [
        [row for row in product(range(7), repeat=3) if sum(row) == own.sum() and not any(np.array(row)[~mine])]
        for own, mine in zip(hidden, mask, strict=True)
    ]
    possible = [np.array(table) for table in product(*options) if np.array_equal(np.sum(table, axis=0), hidden.sum(axis=0))]
    for row, column in np.argwhere(mask).tolist():
        values = [int(table[row, column]) for table in possible]
        own = int(hidden[row, column])
        assert raised(hidden, mask, row, column, 99) == max(values) - own
        assert lowered(hidden, mask, row, column, 99) == own - min(values)
