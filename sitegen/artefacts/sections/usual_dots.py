"""The geometry of dots on one scale: those of nearly equal value are stacked, so that none covers another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

_PLACES = 40
"""Steps from the beginning of the scale to its end: so many dots stand side by side on a telephone."""

_STEP, _ROWS = 5, 8
"""Pixels from a dot to the one above it, and rows of dots that stand apart; a stack of more is drawn closer, to the same height."""

_HEAD, _FOOT = 4, 9
"""Pixels that are left above the highest dot, and below the lowest, where the dot of the page's own place is larger than the others."""

_LEFT, _WIDTH = 5.0, 90.0
"""Per cent of the drawing where the scale begins, and how far it runs: the largest dot at either end is whole."""


class Dots(NamedTuple):
    """Stacks of dots as uprights of a path, one unit a place across and one a pixel down; dashes `step` apart make dots of them.

    `base` is the lowest row's distance from the head, of a drawing `height` pixels high.
    """

    path: str
    step: str
    base: int
    height: int


def draw_dots(values: Sequence[float], end: float) -> Dots:
    """A dot for each of `values` on a scale from 0 to `end`; those beyond stand at its end."""
    stacks = sorted(Counter(_place(value, end) for value in values).items())
    tallest = max((count for _, count in stacks), default=1)
    rows = min(tallest, _ROWS)
    step = _STEP * (rows - 1) / (tallest - 1) if tallest > rows else _STEP
    base = _HEAD + _STEP * rows
    # Half a step beyond its highest dot an upright ends: a line of no length has no dashes.
    path = "".join(f"M{place} {base}v-{step * (count - 0.5):.3g}" for place, count in stacks)
    return Dots(path, f"{step:.3g}", base, base + _FOOT)


def across(value: float, end: float) -> str:
    """Where the dot of a value stands, in per cent of the drawing: over its own stack."""
    return _percent(_place(value, end) / _PLACES)


def upright(value: float, end: float) -> str:
    """Where a line at just that value stands, in per cent of the drawing."""
    return _percent(min(value / end, 1.0))


def _place(value: float, end: float) -> int:
    return min(round(_PLACES * value / end), _PLACES)


def _percent(share: float) -> str:
    return f"{_LEFT + _WIDTH * share:.1f}".removesuffix(".0") + "%"
