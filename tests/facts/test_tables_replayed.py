"""A reader who replays the rules on a force's table and those of its neighbourhoods learns of no rare value more than that it is rare.

Every world of some totals is published at the real threshold, and those with the same publication are held together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from hypothesis import settings

from sitegen.facts.suppression import shown_columns, shown_values
from sitegen.rules import THRESHOLD

IS_WIDE = settings.default is not None and settings.default.max_examples >= 1000
"""`--hypothesis-profile wide` looks at more totals; it takes minutes."""

Row = tuple[int, ...]
World = tuple[Row, ...]
Told = tuple[tuple[int, ...], ...]


def rows_of(total: int, values: int) -> Iterator[Row]:
    """Every row of so many values with the total."""
    if values == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in rows_of(total - first, values - 1))


def publish(world: World, others: Row) -> Told:
    """What is told of each neighbourhood and of the force, -1 where nothing is; values that the force does not have are not in its table."""
    cells = np.array(world)
    present = np.flatnonzero(cells.sum(axis=0))
    some = cells[:, present]
    shown = np.array([*(shown_values(row, others=more) for row, more in zip(some[:-1], others, strict=True)), np.zeros(len(present), np.bool_)])
    columns = shown_columns(some, shown)
    full = np.full(cells.shape, -1)
    full[:, present] = np.where(shown, some, -1)
    full[-1, present] = np.where(columns, some.sum(axis=0), -1)
    return tuple(tuple(row) for row in full.tolist())


def weakest(values: int, totals: Row, others: Row = ()) -> tuple[int, int, World]:
    """By how many numbers the worst of all hidden cells falls short of the claim, how many fit it, and a world of it."""
    found: dict[Told, list[World]] = defaultdict(list)
    for world in product(*(list(rows_of(total, values)) for total in totals)):
        found[publish(world, others or (0,) * (len(totals) - 1))].append(world)
    worst: tuple[int, int, World] = (-THRESHOLD, THRESHOLD, ((),))
    for told, worlds in found.items():
        for row, total in enumerate(totals):
            is_rest = row == len(totals) - 1
            hidden = total if is_rest else total - sum(stops for stops in told[row] if stops >= 0)
            for column in range(values):
                possible = {world[row][column] for world in worlds}
                if (is_rest or told[row][column] < 0) and any(0 < stops < THRESHOLD for stops in possible):
                    worst = max(worst, (max(2, min(THRESHOLD - 2, hidden)) - len(possible), len(possible), worlds[0]))
    return worst


NARROW: list[tuple[int, Row]] = [
    (2, (1, 10)),
    (2, (5, 5)),
    (2, (30, 10)),
    (2, (20, 5)),
    (2, (20, 20, 5)),
    (2, (15, 15, 5)),
    (3, (22, 2)),
    (3, (20, 3)),
]
WIDE: list[tuple[int, Row]] = [
    *((2, (total, rest)) for total in range(1, 41) for rest in range(21)),
    *((2, (one, two, rest)) for one in range(8, 31, 4) for two in range(one, 31, 5) for rest in (0, 3, 10, 14)),
    *((2, totals) for totals in ((12, 12, 12, 10), (9, 12, 20, 12), (5, 5, 5, 12))),
    *((3, (total, rest)) for total in range(8, 31, 2) for rest in (0, 2, 5, 10, 12)),
    (2, (10, 12, 10)),
    *((3, totals) for totals in ((12, 10), (20, 10), (10, 10, 5), (5, 20, 8))),
    *((4, totals) for totals in ((20, 5), (22, 2))),
]


@pytest.mark.parametrize(("values", "totals"), WIDE if IS_WIDE else NARROW)
def test_what_is_told_of_all_rows_fits_every_rare_cell_with_as_many_numbers_as_a_rule_can_leave(values: int, totals: Row) -> None:
    short, possible, world = weakest(values, totals)
    assert short <= 0, (possible, world)


@pytest.mark.parametrize(("totals", "others"), [((20, 10), (4,)), ((25, 5), (9,)), *([((12, 20, 10), (3, 1))] if IS_WIDE else [])])
def test_who_knows_how_many_stops_are_by_other_forces_learns_no_more(totals: Row, others: Row) -> None:
    short, possible, world = weakest(2, totals, others)
    assert short <= 0, (possible, world)


SHARES = (0.52, 0.17, 0.12, 0.08, 0.05, 0.03, 0.02, 0.01)
"""What stops are for, about as a force has it."""


def same_publication(world: World, told: Told, row: int, column: int, step: int, random: np.random.Generator) -> Iterator[World]:
    """Worlds on a way from one to others with the same publication, in which a cell goes up or down by one stop each time.

    Stops of the row and of another that hide the cell's column and one more are exchanged, so that all sums stay.
    """
    cells = np.array(world)
    hides = np.array([*told[:-1], (-1,) * len(SHARES)]) < 0
    masks = [shown_values(numbers).tolist() for numbers in cells[:-1]] + [[False] * len(SHARES)]
    while True:
        ways = [
            (other, partner)
            for other, partner in np.argwhere(hides & hides[row] & hides[:, [column]]).tolist()
            if other != row and partner != column and (cells[row, partner] and cells[other, column] if step > 0 else cells[other, partner])
        ]
        for place in random.permutation(len(ways)).tolist():
            other, partner = ways[place]
            cells[[row, other], [column, partner]] += step
            cells[[row, other], [partner, column]] -= step
            if all(at == len(cells) - 1 or shown_values(cells[at]).tolist() == masks[at] for at in (row, other)):
                break
            cells[[row, other], [column, partner]] -= step
            cells[[row, other], [partner, column]] += step
        else:
            return
        yield tuple(tuple(numbers) for numbers in cells.tolist())
        if not 0 < cells[row, column] < THRESHOLD:
            return


@pytest.mark.parametrize("seed", range(8) if IS_WIDE else (1,))
def test_worlds_as_large_as_a_force_leave_a_rare_cell_as_open(seed: int) -> None:
    """Not all worlds, which are too many: those that a walk finds, each published anew.

    It leaves every column's total as it is, and so goes only to cells of columns that the force's table shows.
    """
    random = np.random.default_rng(seed)
    sizes = [*random.integers(8, 90, size=random.integers(8, 25)).tolist(), int(random.integers(20, 120))]
    world = tuple(tuple(random.multinomial(size, SHARES).tolist()) for size in sizes)
    nobody = (0,) * (len(sizes) - 1)
    told = publish(world, nobody)
    assert any(number >= 0 for number in told[-1]), "nothing is told of the force, so nothing is tested"
    hides = (np.array([*told[:-1], (-1,) * len(SHARES)]) < 0) & (np.array(told[-1]) >= 0)
    rare = random.permutation(np.argwhere(hides & (np.array(world) > 0) & (np.array(world) < THRESHOLD))).tolist()
    for row, column in rare[: 20 if IS_WIDE else 6]:
        hidden = sizes[row] - sum(number for number in told[row] if number >= 0) if row < len(nobody) else sizes[row]
        enough, possible = max(2, min(THRESHOLD - 2, hidden)), {world[row][column]}
        for step in (-1, 1) * 20:  # A walk may lose its way.
            for found in same_publication(world, told, row, column, step, random) if len(possible) < enough else ():
                if found[row][column] not in possible and publish(found, nobody) == told:
                    possible.add(found[row][column])
        assert len(possible) >= enough, (row, column, world[row], told[row], told[-1], sorted(possible))
