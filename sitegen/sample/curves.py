"""Lines as nature and road builders draw them: bent through given places, made rough, evenly spaced.

Lines are arrays of rows (km east, km north). Chance is drawn from `chance.uniform` under a purpose, so a line never moves.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.chance import uniform

Line = NDArray[np.float64]

LAND_SEED = 7
"""The land never moves: the seed of a sample changes what happens, not where."""


class Draws:
    """Numbers drawn one after the other under one purpose; raises StopIteration after `count` of them."""

    def __init__(self, purpose: str, count: int = 20_000) -> None:
        self._numbers = iter(uniform(LAND_SEED, purpose, count).tolist())

    def between(self, low: float, high: float) -> float:
        """A number from `low` up to, not including, `high`."""
        return low + (high - low) * float(next(self._numbers))

    def below(self, count: int) -> int:
        """A whole number from 0 up to, not including, `count`."""
        return int(count * next(self._numbers))


def rough(
    places: Sequence[tuple[float, float]], purpose: str, *, roughness: float, step_km: float, closed: bool = False, calmer: float = 1.0
) -> Line:
    """The places joined by a line whose every half wanders sideways by up to `roughness` of its length, down to `step_km`.

    Each halving multiplies the roughness by `calmer`.
    """
    line = np.array([*places, places[0]] if closed else places, dtype=np.float64)
    level = 0
    while True:
        steps = np.diff(line, axis=0)
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        long = lengths > step_km
        if not long.any():
            return line
        push = roughness * calmer**level * (2 * uniform(LAND_SEED, f"{purpose} {level}", len(lengths)) - 1)
        middle = (line[:-1] + line[1:]) / 2 + push[:, None] * np.column_stack([-steps[:, 1], steps[:, 0]])
        parts = np.empty((len(line) + int(long.sum()), 2))
        at = np.arange(len(line)) + np.concatenate([[0], np.cumsum(long)])
        parts[at] = line
        parts[at[:-1][long] + 1] = middle[long]
        line, level = parts, level + 1


def curve(places: Sequence[tuple[float, float]] | Line, *, step_km: float, closed: bool = False) -> Line:
    """A smooth line through the places (a centripetal-like spline with gentle corners), evenly spaced."""
    given = np.array(places, dtype=np.float64)
    if len(given) < 3:
        return even(given, step_km)
    ends = (given[-2:-1], given[1:2]) if closed else (2 * given[:1] - given[1:2], 2 * given[-1:] - given[-2:-1])
    padded = np.vstack([ends[0], given, ends[1]])
    part = np.linspace(0, 1, 12, endpoint=False)[:, None]
    pieces = []
    for before, start, end, after in zip(padded[:-3], padded[1:-2], padded[2:-1], padded[3:], strict=True):
        pieces.append(
            start
            + 0.5 * part * (end - before)
            + part**2 * (before - 2.5 * start + 2 * end - 0.5 * after)
            + part**3 * (1.5 * (start - end) + 0.5 * (after - before))
        )
    return even(np.vstack([*pieces, given[-1:]]), step_km)


def even(line: Line, step_km: float) -> Line:
    """The line as corners about `step_km` apart; its ends stay."""
    gone = lengths_along(line)
    count = max(1, round(gone[-1] / step_km))
    wanted = np.linspace(0, gone[-1], count + 1)
    return np.column_stack([np.interp(wanted, gone, line[:, side]) for side in (0, 1)])


def lengths_along(line: Line) -> NDArray[np.float64]:
    """How far along the line each corner is, in km."""
    steps = np.diff(line, axis=0)
    return np.concatenate([[0.0], np.cumsum(np.hypot(steps[:, 0], steps[:, 1]))])


def at_distances(line: Line, wanted: NDArray[np.float64]) -> tuple[Line, Line]:
    """The places so many km along the line, and the direction (length 1) of the line there."""
    gone = lengths_along(line)
    places = np.column_stack([np.interp(wanted, gone, line[:, side]) for side in (0, 1)])
    step = np.clip(np.searchsorted(gone, wanted, side="right") - 1, 0, len(line) - 2)
    steps = np.diff(line, axis=0)[step]
    return places, steps / np.maximum(np.hypot(steps[:, 0], steps[:, 1]), 1e-12)[:, None]


def nearest_on(line: Line, place: tuple[float, float]) -> tuple[float, float]:
    """The corner of the line that is nearest to a place."""
    found = line[np.argmin(np.hypot(line[:, 0] - place[0], line[:, 1] - place[1]))]
    return float(found[0]), float(found[1])


def across(direction: Line) -> Line:
    """Directions turned a quarter to the left."""
    return np.column_stack([-direction[:, 1], direction[:, 0]])


def blob(centre: tuple[float, float], radius: float, purpose: str, *, wobble: float = 0.28, stretch: float = 1.0, turn: float = 0.0) -> Line:
    """A closed roundish line, longer by `stretch` in the direction `turn` (radians)."""
    waves = uniform(LAND_SEED, purpose, 12).reshape(6, 2)
    angle = np.linspace(0, 2 * np.pi, max(48, round(radius * 90)), endpoint=False)
    far = 1 + sum(wobble * (0.25 + wave[0]) / order * np.sin(order * angle + 2 * np.pi * wave[1]) for order, wave in enumerate(waves, 2))
    east, north = radius * far * np.cos(angle) * stretch**0.5, radius * far * np.sin(angle) / stretch**0.5
    turned = np.column_stack([east * np.cos(turn) - north * np.sin(turn), east * np.sin(turn) + north * np.cos(turn)])
    return np.asarray(np.vstack([turned, turned[:1]]) + np.array(centre), dtype=np.float64)
