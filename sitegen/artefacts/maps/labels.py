"""Names on a baked map: as many as find room, none over another or over a printed number."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

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


class Wish(NamedTuple):
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
    free = np.stack([marks[:, 0] - reach, marks[:, 1] - reach, marks[:, 0] + reach, marks[:, 1] + reach])
    wishes = [*streets, *streets, *neighbours, *waters]
    sizes = [_LARGE] * len(streets) + [_SMALL] * (len(wishes) - len(streets))
    spots = _spots(wishes, np.array(sizes), free, size, is_home)
    placed: list[Label] = []
    taken: list[Box] = []
    for index, wish in enumerate(streets):
        if len(placed) < _MOST_STREETS:
            is_large = len(placed) < _LARGE_STREETS
            _place(wish, spots[index if is_large else len(streets) + index], taken, placed, small=not is_large)
    first = 2 * len(streets)
    for some, limit in ((neighbours, _MOST_NEIGHBOURS), (waters, _MOST_WATERS)):
        most = len(placed) + limit
        for index, wish in enumerate(some, start=first):
            if len(placed) < most:
                _place(wish, spots[index], taken, placed, small=True)
        first += len(some)
    return tuple(placed)


def _steps(wishes: Sequence[Wish], type_size: Numbers, half: Numbers) -> tuple[Numbers, Numbers]:
    """Steps right and down from each wish's place to the spots to try, the first ones in front, NaN where there are no more.

    A street's name stands beside its point; a neighbourhood's and a water's have one spot, the water's letters in the middle of it.
    """
    away = half + 8
    right, drop = np.zeros((len(wishes), 6)), np.empty((len(wishes), 6))
    right[:, 2], right[:, 3] = away, -away
    drop[:] = -14, 0, 5, 5, -30, 0
    drop[:, 1], drop[:, 5] = type_size + 6, type_size + 22
    one = [index for index, wish in enumerate(wishes) if wish.kind != "street"]
    drop[one] = np.nan
    drop[one, 0] = [5.0 if wishes[index].kind == "water" else 0.0 for index in one]
    return right, drop


def _spots(wishes: Sequence[Wish], type_size: Numbers, circles: Numbers, size: tuple[int, int], is_home: IsHome | None) -> list[list[Spot]]:
    """For each wish the spots where its name would lie in the map, at home, and on no circle: place and box.

    `circles` has a row each for west, north, east and south of the room they take.
    """
    if not wishes:
        return []
    half = np.array([len(wish.text) for wish in wishes]) * type_size * _CHARACTER / 2 + 4
    right, drop = _steps(wishes, type_size, half)
    at = np.array([(wish.x, wish.y) for wish in wishes], dtype=np.float64)
    half, tall = half[:, None], type_size[:, None]
    x = np.rint(np.minimum(np.maximum(at[:, :1] + right, half), size[0] - half))
    y = at[:, 1:] + drop
    west, north, east, south = x - half, y - tall + 3.0, x + half, y + 4.0
    rows, columns = np.nonzero((west >= 0) & (east <= size[0]) & (north >= 0) & (south <= size[1]))
    sides = np.stack([west[rows, columns], north[rows, columns], east[rows, columns], south[rows, columns]])
    box = sides[:, :, None]
    hit = (box[0] < circles[2]) & (circles[0] < box[2]) & (box[1] < circles[3]) & (circles[1] < box[3])
    clear = ~hit.any(axis=1)
    rows, columns, sides = rows[clear], columns[clear], sides[:, clear]
    if is_home is not None:
        street = np.array([wish.kind == "street" for wish in wishes])[rows]
        home = ~street
        home[street] = is_home(x[rows, columns][street], (y - tall // 3)[rows, columns][street])
        rows, columns, sides = rows[home], columns[home], sides[:, home]
    found: list[list[Spot]] = [[] for _ in wishes]
    for row, across, down, corners in zip(
        rows.tolist(), x[rows, columns].tolist(), y[rows, columns].tolist(), zip(*sides.tolist(), strict=True), strict=True
    ):
        found[row].append((int(across), int(down), corners))
    return found


def _place(wish: Wish, spots: Sequence[Spot], taken: list[Box], placed: list[Label], *, small: bool) -> None:
    """Put the name where the first of its spots lies on no other name, and remember the room it takes."""
    for x, y, box in spots:
        if not any(overlap(box, other) for other in taken):
            taken.append(box)
            placed.append(Label(wish.text, x, y, small=small, water=wish.kind == "water"))
            return


def overlap(one: Box, other: Box) -> bool:
    """Whether two boxes share room."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
