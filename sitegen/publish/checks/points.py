"""Whether every crime drawn or listed at a point stands on a snap point of the source."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sitegen import terms
from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.html import BakedMap
from tiles.grid import EXTENT, SIZE

Places = NDArray[np.int64]
"""Snap points as one number each, zoom-24 column × 2**24 + row, ascending and distinct."""


def places(x: NDArray[np.int32] | NDArray[np.int64], y: NDArray[np.int32] | NDArray[np.int64]) -> Places:
    """Pixel columns and rows as places."""
    return np.unique(x.astype(np.int64) * SIZE + y.astype(np.int64))


def is_in(found: Places, known: Places) -> NDArray[np.bool_]:
    """Which of the places found are among the known ones; `found` need not be sorted."""
    if not len(known):
        return np.zeros(len(found), np.bool_)
    at = np.searchsorted(known, found)
    same: NDArray[np.bool_] = known[np.minimum(at, len(known) - 1)] == found
    return same


def name_place(place: int) -> str:
    """A place as people can look it up: the snap point's id."""
    return terms.snap_point_id(place // SIZE, place % SIZE)


def is_street_shard(path: str) -> bool:
    """True for the path of a street shard."""
    return _SHARD.fullmatch(path) is not None


def is_outcome_shard(path: str) -> bool:
    """True for the path of an outcome shard."""
    return _OUTCOMES.fullmatch(path) is not None


@lru_cache(maxsize=1)
def published_points(folder: Path, shards: tuple[str, ...]) -> tuple[Places, tuple[Finding, ...]]:
    """The snap points of all street shards, and what is wrong with the shards."""
    findings: list[Finding] = []
    found = [_shard_points(folder, path, findings) for path in shards]
    return (np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)), tuple(findings)


def shard_findings(published: Places, source: Places) -> Iterator[Finding]:
    """Where the street shards and the source's snap points differ."""
    for what, extra in (
        ("is no snap point of the source", published[~is_in(published, source)]),
        ("is a snap point of the source and in no street shard", source[~is_in(source, published)]),
    ):
        if len(extra):
            yield Finding("points", "streets/", f"{name_place(int(extra[0]))} {what}, and {len(extra) - 1:,} more like it")


def map_findings(path: str, maps: Iterable[BakedMap], known: Places) -> Iterator[Finding]:
    """Circles of a page's baked maps that are the image of no snap point.

    A circle must stand at `floor((pixel - corner) * scale + 0.5)` of a snap point, by the map's own `data-frame`: corner and scale.
    """
    for baked in maps:
        if not baked.circles:
            continue
        frame = _FRAME.fullmatch(baked.frame or "")
        if not frame:
            yield Finding("points", path, f"a map with circles has no readable data-frame ({baked.frame!r}); it must be 'x0 y0 scale'")
            continue
        images = _images(known, int(frame[1]), int(frame[2]), float(frame[3]), baked.circles)
        strays = [circle for circle in baked.circles if circle not in images]
        if strays:
            yield Finding("points", path, f"the circle at {' '.join(strays[0])} of a map stands on no snap point, and {len(strays) - 1} more like it")


def outcome_findings(path: str, data: bytes, known: Places) -> tuple[list[Finding], int]:
    """Points of an outcome shard that are no snap points of the source or lie outside its square, and how many points it has."""
    square = _OUTCOMES.fullmatch(path)
    try:
        shard = json.loads(data)
        if square is None or not isinstance(shard, dict) or not ("points" in shard) ^ ("squares" in shard):
            raise ValueError("it must have either points or squares")
        pixels = [terms.parse_snap_point_id(name) for name in shard.get("points", {})]
        pixels_across = SIZE >> int(square[2])
        if any((x // pixels_across, y // pixels_across) != (int(square[3]), int(square[4])) for x, y in pixels):
            raise ValueError("a snap point lies outside the square")
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        return [Finding("points", path, f"cannot be read as an outcome shard ({error})")], 0
    found = np.array([x * SIZE + y for x, y in pixels], np.int64)
    strays = found[~is_in(found, known)]
    if not len(strays):
        return [], len(found)
    return [Finding("points", path, f"{name_place(int(strays[0]))} is no snap point of the source, and {len(strays) - 1:,} more like it")], len(found)


def outcome_month_findings(paths: Iterable[str], first: str, last: str) -> Iterator[Finding]:
    """Outcome shards of a month the site does not show."""
    for path in paths:
        found = _OUTCOMES.fullmatch(path)
        if found and not first <= found[1] <= last:
            yield Finding("points", path, f"lies outside the months {first} to {last}; older points must not be published")


_OUTCOMES = re.compile(r"outcomes/(\d{4}-\d{2})/(1\d)/(\d{1,5})/(\d{1,5})\.json", re.ASCII)
_SHARD = re.compile(r"streets/12/(\d{1,4})/(\d{1,4})\.json", re.ASCII)
_FRAME = re.compile(r"(-?\d{1,8}) (-?\d{1,8}) (\d{1,4}(?:\.\d{1,12})?(?:e-\d{1,2})?)", re.ASCII)


def _shard_points(folder: Path, path: str, findings: list[Finding]) -> Places:
    square = _SHARD.fullmatch(path)
    try:
        pixels = [terms.parse_snap_point_id(name) for name in json.loads((folder / path).read_bytes())["points"]]
        if square is None or any((x // EXTENT, y // EXTENT) != (int(square[1]), int(square[2])) for x, y in pixels):
            raise ValueError("a snap point lies outside the square")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        findings.append(Finding("points", path, f"cannot be read as a street shard ({error})"))
        return np.empty(0, np.int64)
    return np.array([x * SIZE + y for x, y in pixels], np.int64)


def _images(known: Places, x0: int, y0: int, scale: float, circles: list[tuple[str, str]]) -> set[tuple[str, str]]:
    """Where the snap points near these circles stand in the map, as the text of whole numbers."""
    if not scale:
        return set()
    reach = max((int(cx) for cx, _cy in circles if _WHOLE.fullmatch(cx)), default=0)
    first, last = np.searchsorted(known, [(x0 - 1 - int(1 / scale)) * SIZE, (x0 + 2 + int((reach + 1) / scale)) * SIZE])
    near = known[first:last]
    x = np.floor((near // SIZE - x0) * scale + 0.5).astype(np.int64)
    y = np.floor((near % SIZE - y0) * scale + 0.5).astype(np.int64)
    return set(zip(map(str, x.tolist()), map(str, y.tolist()), strict=True))


_WHOLE = re.compile(r"-?\d{1,6}", re.ASCII)
