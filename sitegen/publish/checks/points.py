"""Snap points as numbers, and those that the street shards publish."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sitegen import terms
from sitegen.publish.checks.facts import Finding
from tiles.grid import SIZE

OUTCOME_SHARD = re.compile(r"outcomes/(\d{4}-\d{2})/(1\d)/(\d{1,5})/(\d{1,5})\.json", re.ASCII)
_SHARD = re.compile(r"streets/12/(\d{1,4})/(\d{1,4})\.json", re.ASCII)

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


def tell_strays(found: Places, known: Places) -> str:
    """What is wrong with places of which some are no snap point; empty where all are."""
    strays = found[~is_in(found, known)]
    return f"{name_place(int(strays[0]))} is no snap point of the source, and {len(strays) - 1:,} more like it" if len(strays) else ""


def is_street_shard(path: str) -> bool:
    """True for the path of a street shard."""
    return _SHARD.fullmatch(path) is not None


def is_outcome_shard(path: str) -> bool:
    """True for the path of an outcome shard."""
    return OUTCOME_SHARD.fullmatch(path) is not None


@lru_cache(maxsize=1)
def published_points(folder: Path, shards: tuple[str, ...]) -> tuple[Places, tuple[Finding, ...]]:
    """The snap points of all street shards, and what is wrong with the shards."""
    findings: list[Finding] = []
    found = [_shard_points(folder, path, findings) for path in shards]
    return (np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)), tuple(findings)


def places_named(names: Iterable[str], zoom: int, column: int, row: int) -> Places:
    """The places of snap point ids, in their order; raises ValueError where one is none, or lies outside this square of the zoom."""
    found = np.fromiter(map(_place_of, names), np.int64)
    if ((found // SIZE // (SIZE >> zoom) != column) | (found % SIZE // (SIZE >> zoom) != row)).any():
        raise ValueError("a snap point lies outside the square")
    return found


@lru_cache(maxsize=1 << 18)
def _place_of(name: str) -> int:
    """The place of a snap point id: each stands in the shards of many months."""
    x, y = terms.parse_snap_point_id(name)
    return x * SIZE + y


def _shard_points(folder: Path, path: str, findings: list[Finding]) -> Places:
    square = _SHARD.fullmatch(path)
    try:
        if square is None:
            raise ValueError("it is none by its path")
        return places_named(json.loads((folder / path).read_bytes())["points"], 12, int(square[1]), int(square[2]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        findings.append(Finding("points", path, f"cannot be read as a street shard ({error})"))
        return np.empty(0, np.int64)
