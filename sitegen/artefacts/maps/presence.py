"""The presence index: which tiles of a tileset exist, small enough to stand in its TileJSON."""

import base64
from collections.abc import Iterable

Address = tuple[int, int, int]
"""A tile: zoom, column, row from the north."""

Json = dict[str, str | list[str]]


def presence_index(tiles: Iterable[Address], minzoom: int, maxzoom: int) -> Json:
    """The index of the tiles given: `tree`, a quadtree in base64, and `without`, the few places in it that have no tile.

    The tree has four bits for every place above `maxzoom` with a tile in or under it, from 0/0/0 down, zoom by zoom, each
    zoom in the order its places were named by the one above: 8 north-west, 4 north-east, 2 south-west, 1 south-east.
    Two places share a byte, the first in its upper half. `without` names places from `minzoom` on that only have
    tiles under them, as `z/x/y`, sorted by number. The zooms are the tileset's: its tiles may begin farther in.
    """
    present = set(tiles)
    if not present:
        return {"tree": "", "without": []}
    places = _with_places_above(present)
    nibbles: list[int] = []
    level = [(0, 0)]
    for z in range(maxzoom):
        below: list[tuple[int, int]] = []
        for x, y in level:
            children = [(2 * x + quarter % 2, 2 * y + quarter // 2) for quarter in range(4)]
            held = [(z + 1, *child) in places for child in children]
            nibbles.append(sum(8 >> quarter for quarter in range(4) if held[quarter]))
            below += [child for child, is_held in zip(children, held, strict=True) if is_held]
        level = below
    without = sorted(place for place in places - present if place[0] >= minzoom)
    packed = bytes(high << 4 | low for high, low in zip(nibbles[::2], [*nibbles[1::2], 0], strict=False))
    return {"tree": base64.b64encode(packed).decode(), "without": [f"{z}/{x}/{y}" for z, x, y in without]}


def _with_places_above(present: set[Address]) -> set[Address]:
    places = set(present)
    level = present
    while level:
        level = {(z - 1, x // 2, y // 2) for z, x, y in level if z > 0} - places
        places |= level
    return places
