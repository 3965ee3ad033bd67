"""What is not told cannot be worked out: held against every table that agrees with what is published."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.facts.exchange import Counts, Mask
from sitegen.facts.suppression import shown_columns, shown_values

K = 3
"""A threshold small enough to look at all tables."""


def publish(cells: list[list[int]]) -> tuple[Counts, Mask, Mask]:
    """Cells with an empty column for a label nobody knows, which of them are shown, and which columns of the force are; the last row is the rest."""
    counts = np.array([[*row, 0] for row in cells], np.int64)
    shown = np.array([*(shown_values(row, threshold=K) for row in counts[:-1]), np.zeros(counts.shape[1], np.bool_)])
    return counts, shown, shown_columns(counts, shown, threshold=K)


def rows_of_sum(total: int, hidden: list[bool], fixed: list[int]) -> Iterator[tuple[int, ...]]:
    """All rows with the cells shown as they are and the hidden ones adding up to what is left."""
    free = [place for place, is_hidden in enumerate(hidden) if is_hidden]
    left = total - sum(number for number, is_hidden in zip(fixed, hidden, strict=True) if not is_hidden)
    for numbers in product(range(left + 1), repeat=max(len(free) - 1, 0)):
        if sum(numbers) <= left and (free or not left):
            row = list(fixed)
            for place, number in zip(free, (*numbers, left - sum(numbers)), strict=False):
                row[place] = number
            yield tuple(row)


def possible_values(counts: Counts, shown: Mask, columns: Mask) -> dict[tuple[int, int], set[int]]:
    """The values each hidden cell has in some table that agrees with all that is published."""
    told = tuple(int(number) for number in counts[:, columns].sum(axis=0))
    choices = [list(rows_of_sum(int(row.sum()), list(~mask), row.tolist())) for row, mask in zip(counts, shown, strict=True)]
    # For each row, what the rows up to it and those after it may add to the columns told; then a row fits if some pair completes it.
    told_of = [{row: tuple(np.array(row)[columns].tolist()) for row in rows} for rows in choices]
    before = [{(0,) * len(told)}]
    for sums in told_of:
        before.append({added for one in before[-1] for two in set(sums.values()) if fits(added := plus(one, two), told)})
    after = [{(0,) * len(told)}]
    for sums in told_of[::-1]:
        after.append({added for one in after[-1] for two in set(sums.values()) if fits(added := plus(one, two), told)})
    found: dict[tuple[int, int], set[int]] = {}
    for number, sums in enumerate(told_of):
        around = {plus(one, two) for one in before[number] for two in after[len(told_of) - 1 - number]}
        for row, part in sums.items():
            if tuple(whole - own for whole, own in zip(told, part, strict=True)) in around:
                for column in np.flatnonzero(~shown[number]).tolist():
                    found.setdefault((number, column), set()).add(row[column])
    return found


def plus(one: tuple[int, ...], two: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, two, strict=True))


def fits(sums: tuple[int, ...], told: tuple[int, ...]) -> bool:
    return all(a <= b for a, b in zip(sums, told, strict=True))


CELLS = st.integers(2, 3).flatmap(lambda width: st.lists(st.lists(st.integers(0, 5), min_size=width, max_size=width), min_size=1, max_size=4))


@settings(max_examples=150)
@given(CELLS)
def test_no_hidden_cell_below_the_threshold_can_be_worked_out(cells: list[list[int]]) -> None:
    counts, shown, columns = publish(cells)
    possible = possible_values(counts, shown, columns)
    hidden_sums = np.where(shown, 0, counts).sum(axis=1)
    for (row, column), values in possible.items():
        assert counts[row, column] in values
        if 0 < counts[row, column] < K:
            assert max(values) - min(values) >= min(K, hidden_sums[row])


@given(CELLS)
def test_nothing_below_the_threshold_is_told(cells: list[list[int]]) -> None:
    counts, shown, columns = publish(cells)
    assert (counts[shown] >= K).all()
    hidden = np.where(shown, 0, counts)
    for row, mask in zip(counts[:-1], shown[:-1], strict=True):
        assert not 0 < row[~mask].sum() < K or row.sum() < K
    assert (counts.sum(axis=0)[columns] >= K).all()
    assert not np.any((hidden.sum(axis=0)[columns] > 0) & (hidden.sum(axis=0)[columns] < K))
    if columns.any():
        assert not 0 < hidden[:, ~columns].sum() < K
        assert not 0 < counts[:, ~columns].sum() < K


def told(*cells: list[int]) -> tuple[list[list[bool]], list[bool]]:
    counts = np.array(cells)
    shown = np.array([*(shown_values(row) for row in counts[:-1]), np.zeros(counts.shape[1], np.bool_)])
    return shown[:-1].tolist(), shown_columns(counts, shown).tolist()


def test_one_rare_value_takes_the_next_smallest_with_it() -> None:
    assert shown_values(np.array([50, 12, 20, 3])).tolist() == [True, False, True, False]


def test_rare_values_that_are_enough_together_take_nothing_with_them() -> None:
    assert shown_values(np.array([50, 12, 6, 4])).tolist() == [True, True, False, False]


def test_values_that_nobody_has_hide_nothing() -> None:
    assert shown_values(np.array([50, 0, 12])).tolist() == [True, False, True]


def test_stops_whose_values_are_never_told_are_rare_too() -> None:
    assert shown_values(np.array([50, 12]), others=3).tolist() == [True, False]


def test_nothing_is_told_of_fewer_stops_than_the_threshold() -> None:
    assert shown_values(np.array([9, 0])).tolist() == [False, False]


def test_a_force_with_room_tells_what_its_neighbourhoods_hide() -> None:
    shown, columns = told([50, 12, 20, 3], [40, 30, 25, 11], [60, 40, 30, 20])
    assert shown == [[True, False, True, False], [True] * 4]
    assert columns == [True] * 4


def test_what_the_forces_total_leaves_of_a_value_may_not_be_rare() -> None:
    _, columns = told([50, 30, 20, 6, 4], [40, 30, 25, 11, 11], [60, 40, 30, 0, 0])
    assert columns == [True, True, True, False, False]


def test_a_merged_value_of_one_neighbourhood_does_not_give_its_partner_away() -> None:
    """Column 1 is hidden in the first row alone: told for the force, its 12 would leave the 3 of column 3."""
    shown, columns = told([50, 12, 20, 3], [40, 30, 4, 8], [60, 50, 9, 25], [0, 0, 0, 0])
    assert shown == [[True, False, True, False], [True, True, False, False], [True, True, False, False]]
    assert not columns[1]


def test_stops_without_a_neighbourhood_make_room() -> None:
    _, columns = told([50, 12, 20, 3], [40, 30, 4, 8], [40, 30, 9, 25], [30, 20, 10, 10])
    assert columns == [True] * 4


def test_a_force_without_neighbourhoods_is_a_row_like_any_other() -> None:
    for counts in ([9, 9, 10, 40], [9, 9, 18, 40], [50, 12, 6, 4], [50, 12, 20, 3], [4, 3]):
        assert told(counts) == ([], shown_values(np.array(counts)).tolist())


def test_a_row_with_few_stops_that_could_only_be_of_the_one_value_that_is_told_forbids_telling_it() -> None:
    assert told([5], [20]) == ([[False]], [False])


def test_why_a_value_is_not_told_does_not_give_it_away() -> None:
    """The force's 31 of column 1 leave 14 of column 0; 20 of the first row are hidden, and only 9 and 11 gave this publication."""
    assert told([9, 11], [0, 20], [5, 0])[1] == [False, False]
