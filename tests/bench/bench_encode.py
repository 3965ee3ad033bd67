"""How many point features a second are encoded, against mapbox-vector-tile on the same tiles in the same run.

Run it from the project's folder: `python -m tests.bench.bench_encode`. It prints a table and exits 1 where the target is missed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import mapbox_vector_tile
import numpy as np
import pytest
import shapely

from tests.bench.country import invent_crimes
from tiles.encode import encode_level
from tiles.grid import pixels
from tiles.group import Level, levels

LEAST_RATIO = 30.0
ROUNDS = 5

Layer = dict[str, Any]  # Any: what mapbox-vector-tile takes


@pytest.mark.bench
def test_encoding_is_thirty_times_as_fast_as_mapbox_vector_tile() -> None:
    assert main() == 0


def main() -> int:
    """Print the table; 1 where the target is missed."""
    national = national_levels()
    features = sum(len(level.x) for level in national)
    ours, tiles = fastest(lambda: [encode_level(level, "crimes") for level in national], ROUNDS)
    building, layers = fastest(lambda: [as_features(level) for level in national], 1)
    theirs, their_tiles = fastest(
        lambda: [[mapbox_vector_tile.encode(layer, default_options={"y_coord_down": True}) for layer in level] for level in layers], 2
    )
    if sorted(map(read, flat(tiles)), key=str) != sorted(map(read, flat(their_tiles)), key=str):
        print("the two encoders do not agree on what is in the tiles")
        return 1

    print(f"{features:,} features in {len(flat(tiles)):,} tiles of zoom 5 to 12, about {sum(map(len, flat(tiles))) / 1e6:.1f} MB")
    print(f"{'encoder':<42}{'CPU-s':>8}{'features/s':>14}{'ratio':>8}")
    for name, seconds in (
        ("tiles.encode, from columns", ours),
        ("mapbox-vector-tile, from finished features", theirs),
        ("mapbox-vector-tile, from columns", building + theirs),
    ):
        print(f"{name:<42}{seconds:>8.3f}{features / seconds:>14,.0f}{seconds / ours:>8.1f}")
    ratio = theirs / ours
    print(f"ratio {ratio:.1f}, at least {LEAST_RATIO:.0f} wanted: {'reached' if ratio >= LEAST_RATIO else 'MISSED'}")
    return int(ratio < LEAST_RATIO)


def national_levels() -> list[Level]:
    """The invented month at zooms 5 to 12."""
    crimes = invent_crimes()
    is_placed = ~np.isnan(crimes.lon)
    x, y = pixels(crimes.lon[is_placed], crimes.lat[is_placed])
    counts = {f"c{number}": (crimes.category[is_placed] == number).astype(np.int32) for number in range(len(crimes.categories))}
    return list(levels(x, y, counts, zooms=range(5, 13)))


def as_features(level: Level) -> list[Layer]:
    """The level's tiles as mapbox-vector-tile takes them, in the form it is quickest with."""
    points = shapely.points(level.x, level.y)
    counts = [{name: count for name, count in zip(level.names, row, strict=True) if count} for row in level.counts.tolist()]
    return [
        {
            "name": "crimes",
            "features": [{"geometry": points[row], "properties": counts[row], "id": row - first + 1} for row in range(first, last)],
        }
        for first, last in zip(level.starts[:-1].tolist(), level.starts[1:].tolist(), strict=True)
    ]


def fastest(work: Callable[[], list[Any]], rounds: int) -> tuple[float, list[Any]]:
    """CPU seconds of the fastest round, and what it gave."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        result = work()
        seconds.append(time.process_time() - start)
    return min(seconds), result


def flat(levels_of_tiles: list[list[bytes]]) -> list[bytes]:
    """All tiles in one list."""
    return [tile for level in levels_of_tiles for tile in level]


def read(tile: bytes) -> list[tuple[Any, ...]]:
    """The features of a tile."""
    features = mapbox_vector_tile.decode(tile)["crimes"]["features"]
    return [(one["id"], *one["geometry"]["coordinates"], sorted(one["properties"].items())) for one in features]


if __name__ == "__main__":
    sys.exit(main())
