"""Names on a baked map: as many as find room, none over another or over a printed number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sitegen.artefacts.maps.frame import Numbers

Kind = Literal["street", "neighbour", "water"]
Box = tuple[float, float, float, float]
Spot = tuple[int, int, Box]
IsHome = Callable[[Numbers, Numbers], NDArray[np.bool_]]

_MOST_STREETS, _MOST_NEIGHBOURS, _MOST_WATERS = 7, 6, 2
_LARGE_STREETS = 2
_LARGE, _SMALL = 27, 15
_CHARACTER = 0.54
"""Mean width of a letter, as a share of the size of type."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A name that would like to stand at a place of the map."""

    text: str
    x: int
    y: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Label:
    """A name that found room: `small` ones are left out on narrow screens."""

    text: str
    x: int
    y: int
    small: bool
    water: bool = False


def place_labels(
    streets: Sequence[Wish],
    neighbours: Sequence[Wish],
    circles: Sequence[tuple[int, int, int]],
    size: tuple[int, int],
    is_home: IsHome | None = None,
    waters: Sequence[Wish] = (),
) -> tuple[Label, ...]:
    """The labels of a map of `size` units, in order of the wishes; `circles` are x, y and number, and stay free.

    `is_home` says of places whether they lie in the neighbourhood: the name of a street must not stand next door.
    """
    marks = np.array(circles, dtype=np.float64).reshape(-1, 3)
    reach = 1.2 + 2.7 * np.sqrt(marks[:, 2])
    free = np.column_stack([marks[:, 0] - reach, marks[:, 1] - reach, marks[:, 0] + reach, marks[:, 1] + reach])
    large = _spots(streets, _LARGE, _beside, free, size, is_home)
    small = _spots(streets, _SMALL, _beside, free, size, is_home)
    placed: list[Label] = []
    taken: list[Box] = []
    for index, wish in enumerate(streets):
        if len(placed) < _MOST_STREETS:
            is_large = len(placed) < _LARGE_STREETS
            _place(wish, (large if is_large else small)[index], taken, placed, small=not is_large)
    for wishes, around, limit in ((neighbours, _over, _MOST_NEIGHBOURS), (waters, _along, _MOST_WATERS)):
        most = len(placed) + limit
        for wish, spots in zip(wishes, _spots(wishes, _SMALL, around, free, size, None), strict=True):
            if len(placed) < most:
                _place(wish, spots, taken, placed, small=True)
    return tuple(placed)


def _beside(half: Numbers, type_size: int) -> tuple[Numbers, Numbers]:
    """Steps right and down to the spots around a street's point, the ones to try first in front."""
    away, none = half + 8, np.zeros_like(half)
    right = np.column_stack([none, none, away, -away, none, none])
    return right, np.broadcast_to(np.array([-14, type_size + 6, 5, 5, -30, type_size + 22], dtype=np.float64), right.shape)


def _over(half: Numbers, _type_size: int) -> tuple[Numbers, Numbers]:
    """The one spot of a neighbourhood's name."""
    return np.zeros((len(half), 1)), np.zeros((len(half), 1))


def _along(half: Numbers, _type_size: int) -> tuple[Numbers, Numbers]:
    """The one spot of a water's name, its letters in the middle of the water."""
    return np.zeros((len(half), 1)), np.full((len(half), 1), 5.0)


def _spots(
    wishes: Sequence[Wish],
    type_size: int,
    around: Callable[[Numbers, int], tuple[Numbers, Numbers]],
    circles: Numbers,
    size: tuple[int, int],
    is_home: IsHome | None,
) -> list[list[Spot]]:
    """For each wish the spots where its name would lie in the map, at home, and on no circle: place and box."""
    if not wishes:
        return []
    half = np.array([len(wish.text) for wish in wishes]) * type_size * _CHARACTER / 2 + 4
    right, drop = around(half, type_size)
    at = np.array([(wish.x, wish.y) for wish in wishes], dtype=np.float64)
    half = half[:, None]
    x = np.rint(np.minimum(np.maximum(at[:, :1] + right, half), size[0] - half))
    y = at[:, 1:] + drop
    west, north, east, south = x - half, y - type_size + 3.0, x + half, y + 4.0
    good = (west >= 0) & (east <= size[0]) & (north >= 0) & (south <= size[1])
    rows, columns = np.nonzero(good)
    box = [side[rows, columns, None] for side in (west, north, east, south)]
    hit = (box[0] < circles[:, 2]) & (circles[:, 0] < box[2]) & (box[1] < circles[:, 3]) & (circles[:, 1] < box[3])
    good[rows, columns] = ~hit.any(axis=1)
    if is_home is not None:
        rows, columns = np.nonzero(good)
        good[rows, columns] = is_home(x[rows, columns], y[rows, columns] - type_size // 3)
    found: list[list[Spot]] = [[] for _ in wishes]
    rows, columns = np.nonzero(good)
    numbers = [side[rows, columns].tolist() for side in (x, y, west, north, east, south)]
    for row, spot_x, spot_y, *edges_of in zip(rows.tolist(), *numbers, strict=True):
        found[row].append((int(spot_x), int(spot_y), (edges_of[0], edges_of[1], edges_of[2], edges_of[3])))
    return found


def _place(wish: Wish, spots: Sequence[Spot], taken: list[Box], placed: list[Label], *, small: bool) -> None:
    """Put the name where the first of its spots lies on no other name, and remember the room it takes."""
    for x, y, box in spots:
        if not any(_overlap(box, other) for other in taken):
            taken.append(box)
            placed.append(Label(wish.text, x, y, small=small, water=wish.kind == "water"))
            return


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
