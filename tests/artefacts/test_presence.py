"""The presence index names exactly the tiles that exist."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from sitegen.artefacts.maps.presence import presence_index

MINZOOM, MAXZOOM = 2, 6
TILES = st.integers(MINZOOM, MAXZOOM).flatmap(lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1)))


def read(index: dict[str, str | list[str]], minzoom: int, maxzoom: int) -> set[tuple[int, int, int]]:
    """The tiles an index names, read bit by bit as docs/DATA.md says."""
    data = base64.b64decode(str(index["tree"]))
    bits = iter([bool(byte & (128 >> place)) for byte in data for place in range(8)])
    level, found = ([(0, 0)] if data else []), set()
    for z in range(1, maxzoom + 1):
        level = [(2 * x + dx, 2 * y + dy) for x, y in level for dy in (0, 1) for dx in (0, 1) if next(bits)]
        found |= {(z, x, y) for x, y in level if z >= minzoom}
    return found - {tuple(map(int, tile.split("/"))) for tile in index["without"]}


@given(st.sets(TILES))
def test_index_names_the_tiles_given_and_no_other(tiles: set[tuple[int, int, int]]) -> None:
    assert read(presence_index(tiles, MINZOOM, MAXZOOM), MINZOOM, MAXZOOM) == tiles


@given(st.sets(TILES))
def test_order_of_the_tiles_does_not_matter(tiles: set[tuple[int, int, int]]) -> None:
    assert presence_index(sorted(tiles), MINZOOM, MAXZOOM) == presence_index(sorted(tiles, reverse=True), MINZOOM, MAXZOOM)


def test_a_place_with_tiles_only_under_it_is_named_as_without() -> None:
    index = presence_index([(3, 4, 2), (5, 16, 8)], 3, 5)
    assert index["without"] == ["4/8/4"]


def test_a_tileset_that_begins_above_its_first_tile_names_no_tile_there() -> None:
    index = presence_index([(3, 4, 2)], 1, 3)
    assert index["without"] == ["1/1/0", "2/2/1"]
    assert read(index, 1, 3) == {(3, 4, 2)}


def test_one_branch_is_one_half_byte_a_zoom() -> None:
    # North-west at every zoom: the highest of four bits.
    assert presence_index([(4, 0, 0)], 4, 4) == {"tree": base64.b64encode(b"\x88\x88").decode(), "without": []}


def test_four_thousand_tiles_take_two_kilobytes() -> None:
    dense = {(12, 2000 + x, 1300 + y) for x in range(64) for y in range(64)}
    tiles = dense | {(z, x >> (12 - z), y >> (12 - z)) for _, x, y in dense for z in range(5, 12)}
    assert len(str(presence_index(tiles, 5, 12)["tree"])) < 2048
