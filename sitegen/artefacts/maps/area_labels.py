"""Names on a map of areas: each area has its name where it finds room, and else its number in the list beside the map.

Texts are set in two sizes, for narrow screens and for wide ones, each with places of its own: a name that fits the one may be cut in the other.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from sitegen.artefacts.maps.labels import Box, overlap

NARROW, WIDE = 27, 17
"""Sizes of type in units of a map of 840: as the stylesheet has them on a narrow screen, and the larger of a wide one and of paper."""

_CHARACTER = 0.6
"""Width of a letter as a share of the size of type: more than the mean of any usual typeface, so that no name is cut."""

_HALO = 3
_RISE, _FALL = 0.8, 0.25
"""How far letters reach above and below their foot, as shares of the size of type; figures do not reach below it."""

_STEPS, _FAR_STEPS = (sorted(product(range(-most, most + 1), repeat=2), key=lambda step: (abs(step[0]) + abs(step[1]), step)) for most in (2, 10))
"""Steps from the middle of an area, in half sizes of type, the shortest first; the far ones where it has so much room."""


@dataclass(frozen=True, slots=True)
class AreaLabel:
    """A name or a number, and where the middle of its foot stands."""

    text: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class LabelledArea:
    """An area that wants a label: its name, its number in the list, a place within it, and how far around that the area reaches at least."""

    name: str
    number: int
    x: int
    y: int
    reach: float = 0.0


def label_areas(areas: Sequence[LabelledArea], size: tuple[int, int], type_size: int) -> tuple[AreaLabel, ...]:
    """The labels of areas, those to serve first in front; an area in which not even its number finds room has none.

    No text lies on another or beyond the map. Numbers find their places first: what is named is read, what is not must be found.
    """
    numbered: dict[int, tuple[AreaLabel, Box]] = {}
    for area in areas:
        taken = [box for _, box in numbered.values()]
        if found := _place(str(area.number), area, size, type_size, taken):
            numbered[area.number] = found
    placed = dict(numbered)
    for area in areas:
        others = [box for number, (_, box) in placed.items() if number != area.number]
        if found := _place(area.name, area, size, type_size, others):
            placed[area.number] = found
    return tuple(label for _, (label, _) in sorted(placed.items()))


def name_areas(
    areas: Sequence[LabelledArea], size: tuple[int, int], type_size: int, marks: Sequence[Box], *, is_sure: bool = False
) -> tuple[AreaLabel, ...]:
    """The names of areas that find room, those to serve first in front; none lies on another, beyond the map or over `marks`.

    Where `is_sure`, a name that would lie over marks wherever it stood stands where it hides least of them, rather than being left out.
    """
    placed: list[AreaLabel] = []
    taken: list[Box] = []
    for area in areas:
        spots = [spot for spot in _spots(area.name, area, size, type_size) if not any(overlap(spot[1], other) for other in taken)]
        hidden = [(sum(_shared(box, mark) for mark in marks), place) for place, (_, box) in enumerate(spots)]
        least, place = min(hidden, default=(0.0, -1))
        if place >= 0 and (is_sure or not least):
            placed.append(spots[place][0])
            taken.append(spots[place][1])
    return tuple(placed)


def numbers_of(labels: Sequence[AreaLabel], names: Mapping[int, str]) -> frozenset[int]:
    """The numbers that stand on the map in place of names."""
    texts = {label.text for label in labels}
    return frozenset(number for number, name in names.items() if name not in texts and str(number) in texts)


def _place(text: str, area: LabelledArea, size: tuple[int, int], type_size: int, taken: Sequence[Box]) -> tuple[AreaLabel, Box] | None:
    """The text as near to its place as there is room."""
    return next((spot for spot in _spots(text, area, size, type_size) if not any(overlap(spot[1], other) for other in taken)), None)


def _spots(text: str, area: LabelledArea, size: tuple[int, int], type_size: int) -> Iterator[tuple[AreaLabel, Box]]:
    """Where a text may stand, the nearest to its place first: over it or within reach of it, and moved in from the map's edge."""
    half = len(text) * type_size * _CHARACTER / 2 + _HALO
    fall = _HALO if text.isdecimal() else type_size * _FALL + _HALO
    for across, down in _STEPS if area.reach < type_size else _FAR_STEPS:
        x = min(max(area.x + across * type_size / 2, half), size[0] - half)
        foot = area.y + type_size * (_RISE + down) / 2
        box = (x - half, foot - type_size * _RISE - _HALO, x + half, foot + fall)
        is_over = box[0] <= area.x <= box[2] and box[1] <= area.y <= box[3]
        is_there = is_over or math.hypot(x - area.x, (box[1] + box[3]) / 2 - area.y) <= area.reach
        is_whole = box[0] >= 0 and box[1] >= 0 and box[2] <= size[0] and box[3] <= size[1]
        if is_there and is_whole:
            yield AreaLabel(text, round(x), round(foot)), box


def _shared(one: Box, other: Box) -> float:
    """The room that two boxes share, in square units."""
    return max(0.0, min(one[2], other[2]) - max(one[0], other[0])) * max(0.0, min(one[3], other[3]) - max(one[1], other[1]))
