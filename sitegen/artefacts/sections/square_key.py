"""The key to squares whose size says a number."""

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.artefacts.maps.area_labels import NARROW
from sitegen.artefacts.maps.sized_squares import side_of
from sitegen.artefacts.text.words import Words

_EDGE, _GAP, _CHARACTER = 20.0, 12, 0.56
"""Units from the edge and from text to square, from square to text, and the width of a letter as a share of the size of type."""


@dataclass(frozen=True, slots=True)
class KeySquare:
    """A square of the key: its side in units of a hundred to a cell, and the number that it stands for."""

    side: int
    text: str


@dataclass(frozen=True, slots=True)
class PlacedSquare:
    """A square of the key in a drawing, as large as it is on the map: its left and upper edge and its side in units, and its text."""

    x: float
    y: float
    side: float
    text: str
    text_x: int


def place_key(key: Sequence[KeySquare], units: int, top: int, height: int) -> tuple[PlacedSquare, ...]:
    """The squares of a key side by side in a strip of a drawing whose cells are `units` wide."""
    placed, x = [], _EDGE
    for square in key:
        side = square.side * units / 100
        placed.append(PlacedSquare(round(x, 1), round(top + (height - side) / 2, 1), round(side, 1), square.text, round(x + side + _GAP)))
        x += side + _GAP + len(square.text) * NARROW * _CHARACTER + _EDGE
    return tuple(placed)


def key_of(largest: int, words: Words) -> tuple[KeySquare, ...]:
    """The smallest square, one of half the largest's side, and the largest; none where there is none."""
    if not largest:
        return ()
    texts = {
        max(1, largest // 16): words.gettext("%(number)s or fewer", number=words.number(max(1, largest // 16))),
        max(1, largest // 4): words.number(max(1, largest // 4)),
        largest: words.gettext("%(number)s or more", number=words.number(largest)),
    }
    return tuple(KeySquare(round(100 * side_of(number, largest)), text) for number, text in sorted(texts.items()))
