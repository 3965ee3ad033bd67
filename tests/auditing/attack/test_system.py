"""Planted leaks of one field are found, in one release and in two, and what suppression makes of any stops has none."""

from __future__ import annotations

from itertools import product

import numpy as np
import polars as pl
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from sitegen.auditing.attack.system import BOTH, ENTERED, LEFT, ONE_RELEASE, OTHERS, REST, WHOLE, Blocks, Told, field_table
from sitegen.auditing.attack.table import ContradictionError
from sitegen.auditing.attack.widths import LARGE, NARROW, WIDE, field_widths
from sitegen.facts.suppression import shown_columns, shown_values
from sitegen.rules import ANYTHING_ELSE, THRESHOLD

VALUES = ("drugs", "weapons", "stolen", "theft", "fireworks")


def told(cells: dict[str, dict[str, int]], columns: dict[str, int] | None, totals: dict[str, int], whole: int | None = None) -> Told:
    rows = [(place, value, stops) for place, own in cells.items() for value, stops in own.items()]
    table = pl.DataFrame(rows, schema={"place": pl.String, "value": pl.String, "stops": pl.Int64}, orient="row")
    return Told(table, columns, totals, whole if whole is not None else (sum(columns.values()) if columns else None))


def widths(*releases: Told, blocks: Blocks = ONE_RELEASE) -> dict[tuple[str | None, str, str], tuple[int, int, str]]:
    """Low, high and verdict by place, value and span."""
    found = field_widths("loamshire", "object", field_table(releases, blocks))
    keys = found.select("neighbourhood_id", "value", "span").iter_rows()
    return dict(zip(keys, found.select("low", "high", "verdict").iter_rows(), strict=True))


def narrow(found: dict[tuple[str | None, str, str], tuple[int, int, str]]) -> set[tuple[str | None, str]]:
    return {(place, value) for (place, value, _), (_, _, verdict) in found.items() if verdict == NARROW}


def test_what_is_left_of_a_column_is_worked_out_from_neighbourhoods_and_force() -> None:
    """All weapons but three are told; so those three are the one place's that does not tell them, as the rest has no stop."""
    cells = {"a": {"drugs": 40, ANYTHING_ELSE: 15}, "b": {"drugs": 30, "weapons": 20}}
    found = widths(told(cells, {"drugs": 70, "weapons": 23, ANYTHING_ELSE: 12}, {"a": 55, "b": 50}))
    assert found["a", "weapons", "year"] == (3, 3, NARROW)
    assert ("a", "weapons") in narrow(found)


def test_where_the_rest_of_the_force_may_have_them_nothing_follows() -> None:
    cells = {"a": {"drugs": 40, ANYTHING_ELSE: 15}, "b": {"drugs": 30, "weapons": 20}}
    found = widths(told(cells, {"drugs": 200, "weapons": 90, ANYTHING_ELSE: 60}, {"a": 55, "b": 50}))
    assert found["a", "weapons", "year"] == (0, 15, WIDE)
    assert not narrow(found)


def test_a_sum_of_what_is_hidden_that_is_small_is_a_leak() -> None:
    found = widths(told({"a": {"drugs": 40, ANYTHING_ELSE: 3}}, None, {"a": 43}))
    assert found["a", OTHERS, "year"] == (0, 3, NARROW)


def test_a_total_of_the_tiles_gives_away_what_a_table_leaves_out() -> None:
    """The table names neither its total nor anything else; the snap points add up to three stops more than it tells."""
    cells = {"a": {"drugs": 40}, "b": {"weapons": 30, ANYTHING_ELSE: 12}}
    assert ("a", "weapons") in narrow(widths(told(cells, None, {"a": 43, "b": 42})))
    assert ("a", "weapons") not in narrow(widths(told(cells, None, {"a": 53, "b": 42})))


def test_of_a_place_with_few_stops_its_total_alone_is_no_leak() -> None:
    few = {"a": 4, "b": 60}
    cells = {"b": {"drugs": 40, ANYTHING_ELSE: 20}}
    found = widths(told(cells, {"drugs": 90, "weapons": 20, ANYTHING_ELSE: 30}, few))
    assert found["a", "drugs", "year"] == (0, 4, WIDE)
    leaking = widths(told({"b": {"drugs": 40, ANYTHING_ELSE: 20}}, {"drugs": 43, "weapons": 20, ANYTHING_ELSE: 1}, few))
    assert leaking["a", "drugs", "year"] == (3, 3, NARROW)


def test_a_value_of_the_force_that_is_not_told_may_be_large_but_not_known_to_be_small() -> None:
    found = widths(told({}, {"male": 90, "female": 20, ANYTHING_ELSE: 14}, {}))
    assert found == {(None, OTHERS, "year"): (0, 14, WIDE)}
    assert narrow(widths(told({}, {"male": 90, "female": 20, ANYTHING_ELSE: 4}, {}))) == {(None, OTHERS)}


def test_a_hidden_value_is_no_larger_than_the_smallest_that_its_table_tells() -> None:
    found = widths(told({"a": {"drugs": 40, "weapons": 12, ANYTHING_ELSE: 30}, "b": {"stolen": 60}}, None, {"a": 82, "b": 60}))
    assert found["a", "stolen", "year"] == (0, 12, WIDE)
    assert found["a", OTHERS, "year"] == (0, 12, WIDE)


def test_what_is_surely_large_is_no_leak() -> None:
    cells = {"a": {"drugs": 40, ANYTHING_ELSE: 15}}
    found = widths(told(cells, {"drugs": 61, "weapons": 80, ANYTHING_ELSE: 12}, {"a": 55}))
    assert found[REST, "drugs", "year"] == (21, 21, LARGE)


ROLLING = Blocks(
    ((BOTH, ENTERED), (BOTH, LEFT)),
    {("a", BOTH): 50, ("a", ENTERED): 4, ("a", LEFT): 3, (REST, BOTH): 300, (REST, ENTERED): 30, (REST, LEFT): 30},
)


def test_the_months_that_two_releases_do_not_share_are_worked_out_from_both() -> None:
    """Four stops came and three went, and the place has four more for drugs: all that came were for drugs, and none that went."""
    newer, older = ({"a": {"drugs": drugs, ANYTHING_ELSE: total - drugs}} for drugs, total in ((44, 54), (40, 53)))
    force = {"drugs": 200, ANYTHING_ELSE: 130}
    found = widths(told(newer, force, {"a": 54}), told(older, force, {"a": 53}), blocks=ROLLING)
    assert found["a", "drugs", "entered"] == (4, 4, NARROW)
    assert found["a", "drugs", "left"] == (0, 0, NARROW)
    alone = widths(told(newer, force, {"a": 54}))
    assert not narrow(alone)


def test_a_value_that_became_large_enough_gives_away_what_it_was() -> None:
    """Ten weapons now, and none came or went but one: there were nine."""
    newer, older = {"a": {"drugs": 30, "weapons": 10, ANYTHING_ELSE: 14}}, {"a": {"drugs": 30, ANYTHING_ELSE: 23}}
    blocks = Blocks(((BOTH, ENTERED), (BOTH, LEFT)), {**ROLLING.totals, ("a", BOTH): 53, ("a", ENTERED): 1, ("a", LEFT): 0})
    force = {"drugs": 200, ANYTHING_ELSE: 130}
    found = widths(told(newer, force, {"a": 54}), told(older, force, {"a": 53}), blocks=blocks)
    assert found["a", "weapons", "previous"] == (9, 10, NARROW)


def test_two_releases_of_the_same_year_hide_as_much_as_one() -> None:
    cells = {"a": {"drugs": 40, ANYTHING_ELSE: 15}, "b": {"drugs": 30, "weapons": 20}}
    one = told(cells, {"drugs": 200, "weapons": 90, ANYTHING_ELSE: 60}, {"a": 55, "b": 50})
    totals = {("a", BOTH): 55, ("b", BOTH): 50, (REST, BOTH): 350}
    both = widths(one, one, blocks=Blocks(((BOTH,), (BOTH,)), totals))
    assert {key: value for key, value in both.items() if key[2] == "year"} == widths(one)


def suppressed(counts: np.ndarray, rest: np.ndarray) -> Told:
    """What the program tells of these stops: a row a neighbourhood, a column a value."""
    places = {f"p{number}": row for number, row in enumerate(counts)}
    masks = [shown_values(row) for row in counts]
    cells = {}
    for (place, row), mask in zip(places.items(), masks, strict=True):
        own = {VALUES[at]: int(row[at]) for at in np.flatnonzero(mask)}
        left = int(row.sum()) - sum(own.values())
        cells[place] = {**own, **({ANYTHING_ELSE: left} if left else {})} if row.sum() >= THRESHOLD else {}
    whole = counts.sum(axis=0) + rest
    columns = shown_columns(np.vstack([counts, rest]), np.array([*masks, np.zeros(len(rest), np.bool_)]))
    force = {VALUES[at]: int(whole[at]) for at in np.flatnonzero(columns)}
    left = int(whole.sum()) - sum(force.values())
    totals = {place: int(row.sum()) for place, row in places.items()}
    return told(cells, {**force, **({ANYTHING_ELSE: left} if left else {})} if whole.sum() >= THRESHOLD else None, totals, int(whole.sum()))


counts_of = st.integers(2, 5).flatmap(lambda values: st.lists(st.lists(st.integers(0, 40), min_size=values, max_size=values), min_size=2, max_size=6))


@given(counts_of)
@example([[40, 9, 1], [12, 30, 3], [0, 0, 0]])
@example([[18, 9, 9], [30, 0, 10], [9, 9, 9]])
@example([[0, 0, 9], [8, 4, 6]])
@example([[10, 0], [5, 3]])
def test_what_the_program_tells_of_any_stops_leaves_every_hidden_number_open(counts: list[list[int]]) -> None:
    table = np.array(counts, np.int64)
    found = widths(suppressed(table[:-1], table[-1]))
    assert not narrow(found)
    for (place, value, _), (low, high, _) in found.items():
        if value in VALUES and place is not None and place not in (REST, WHOLE):
            assert low <= table[int(place[1:]), VALUES.index(value)] <= high


@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.sets(st.integers(0, 3)))
def test_of_small_tables_the_bounds_are_those_of_all_that_could_be(counts: list[int], shown: set[int]) -> None:
    """Two places and two values, some told, of a force without a rest but for values that nobody named."""
    cells = {place: {VALUES[value]: counts[2 * row + value] for value in range(2) if 2 * row + value in shown} for row, place in enumerate("ab")}
    hidden = {place: [counts[2 * row + value] for value in range(2) if 2 * row + value not in shown] for row, place in enumerate("ab")}
    # The program merges the smallest.
    assume(all(max(hidden[place], default=0) <= min(cells[place].values(), default=3) for place in "ab"))
    columns = {VALUES[value]: counts[value] + counts[2 + value] for value in range(2)}
    release = told(cells, columns, {"a": sum(counts[:2]), "b": sum(counts[2:])}, sum(counts))
    named = {(place, value): number for number, (place, value) in enumerate(product("ab", VALUES[:2]))}
    fits = np.array(
        [
            (a, b, c, d)
            for a, b, c, d in product(range(7), repeat=4)
            if (a + c, b + d, a + b, c + d) == (*columns.values(), sum(counts[:2]), sum(counts[2:]))
            and all((a, b, c, d)[cell] == counts[cell] for cell in shown)
            and all((a, b, c, d)[cell] <= min(cells["ab"[cell // 2]].values(), default=6) for cell in range(4) if cell not in shown)
        ]
    )
    for (place, value, _), (low, high, _) in widths(release).items():
        if (place, value) in named:
            of_cell = fits[:, named[place, value]]  # type: ignore[index]
            assert (low, high) == (of_cell.min(), of_cell.max())


@pytest.mark.parametrize("wrong", [{"a": 30}, {"a": 54}])
def test_a_total_smaller_than_what_is_told_fits_nothing(wrong: dict[str, int]) -> None:
    cells = {"a": {"drugs": 40, ANYTHING_ELSE: 15}}
    with pytest.raises(ContradictionError):
        widths(told(cells, None, wrong))
