"""Names on a baked map: as many as find room, none over another or over a printed number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["street", "neighbour", "water"]
Box = tuple[float, float, float, float]

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
    is_home: Callable[[int, int], bool] | None = None,
    waters: Sequence[Wish] = (),
) -> tuple[Label, ...]:
    """The labels of a map of `size` units, in order of the wishes; `circles` are x, y and number, and stay free.

    `is_home` says whether a place lies in the neighbourhood: the name of a street must not stand next door.
    """
    taken = [(x - reach, y - reach, x + reach, y + reach) for x, y, count in circles for reach in (1.2 + 2.7 * count**0.5,)]
    placed: list[Label] = []
    done = 0
    for wish in streets:
        large = done < _LARGE_STREETS
        if done < _MOST_STREETS and (label := _place(wish, taken, size, is_home or _anywhere, large=large)):
            placed.append(label)
            done += 1
    for wishes, most in ((neighbours, _MOST_NEIGHBOURS), (waters, _MOST_WATERS)):
        done = 0
        for wish in wishes:
            if done < most and (label := _place(wish, taken, size, _anywhere, large=False)):
                placed.append(label)
                done += 1
    return tuple(placed)


def _place(wish: Wish, taken: list[Box], size: tuple[int, int], is_home: Callable[[int, int], bool], *, large: bool) -> Label | None:
    """The label beside its place, where one of the spots around it is free; remembers the room it takes."""
    type_size = _LARGE if large else _SMALL
    half = len(wish.text) * type_size * _CHARACTER / 2 + 4
    beside = half + 8
    spots = (
        ((0, 5),)
        if wish.kind == "water"
        else ((0, 0),)
        if wish.kind == "neighbour"
        else ((0, -14), (0, type_size + 6), (beside, 5), (-beside, 5), (0, -30), (0, type_size + 22))
    )
    for right, drop in spots:
        x = round(min(max(wish.x + right, half), size[0] - half))
        y = wish.y + drop
        box = (x - half, y - type_size + 3.0, x + half, y + 4.0)
        inside = box[0] >= 0 and box[2] <= size[0] and box[1] >= 0 and box[3] <= size[1]
        if inside and not any(_overlap(box, other) for other in taken) and is_home(x, y - type_size // 3):
            taken.append(box)
            return Label(wish.text, x, y, small=not large, water=wish.kind == "water")
    return None


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _anywhere(_x: int, _y: int) -> bool:
    return True
