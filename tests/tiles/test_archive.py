"""Archives: every tile is found again by both readers, and the same tiles make the same bytes."""

from __future__ import annotations

import gzip
import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

import mercantile
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pmtiles.reader import MemorySource, Reader, all_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid

from tiles.archive import archive_tiles, tile_ids
from tiles.grid import Tile

METADATA: dict[str, object] = {"name": "Crimes ŵ", "vector_layers": [{"id": "crimes", "fields": {}}]}
FEW: list[Tile] = [(5, 15, 10, b"low"), (6, 31, 20, b"north"), (6, 31, 21, b"south"), (6, 30, 20, b"west")]


def many_tiles() -> list[Tile]:
    """Enough tiles of uneven length for leaf directories."""
    chance = random.Random(1)
    return [(9, x, y, chance.randbytes(chance.randrange(1, 300))) for x in range(200) for y in range(200) if chance.random() < 0.4]


def open_archive(archive: bytes) -> Any:  # Any: the library has no types
    return Reader(MemorySource(archive))  # type: ignore[no-untyped-call]


def header_of(archive: bytes) -> dict[str, Any]:
    header: dict[str, Any] = open_archive(archive).header()
    return header


def read_all(archive: bytes) -> dict[tuple[int, int, int], bytes]:
    found = all_tiles(MemorySource(archive))  # type: ignore[no-untyped-call]
    return {place: gzip.decompress(tile) for place, tile in found}


def test_every_tile_is_found_by_its_place() -> None:
    archive = archive_tiles(FEW, metadata=METADATA)
    reader = open_archive(archive)
    assert {(z, x, y): gzip.decompress(reader.get(z, x, y)) for z, x, y, _ in FEW} == {(z, x, y): tile for z, x, y, tile in FEW}
    assert reader.get(6, 29, 20) is None
    assert reader.metadata() == METADATA


def test_the_header_says_what_is_in_it() -> None:
    header = header_of(archive_tiles(FEW, metadata=METADATA))
    assert (header["min_zoom"], header["max_zoom"], header["center_zoom"]) == (5, 6, 5)
    assert (header["addressed_tiles_count"], header["tile_entries_count"], header["tile_contents_count"]) == (4, 4, 4)
    assert (header["tile_type"], header["tile_compression"], header["internal_compression"]) == (TileType.MVT, Compression.GZIP, Compression.GZIP)
    assert header["clustered"] is True
    north_west, south_east = mercantile.bounds(30, 20, 6), mercantile.bounds(31, 21, 6)
    edges = (north_west.west, south_east.south, south_east.east, north_west.north)
    assert tuple(header[f"{edge}_e7"] for edge in ("min_lon", "min_lat", "max_lon", "max_lat")) == tuple(round(edge * 1e7) for edge in edges)


def test_bounds_can_be_given() -> None:
    header = header_of(archive_tiles(FEW, metadata={}, bounds=(-6.5, 49.9, 1.75, 55.8)))
    assert [header[f"{edge}_e7"] for edge in ("min_lon", "min_lat", "max_lon", "max_lat")] == [-65_000_000, 499_000_000, 17_500_000, 558_000_000]
    assert (header["center_lon_e7"], header["center_lat_e7"]) == (-23_750_000, 528_500_000)


def test_the_order_of_tiles_does_not_matter() -> None:
    tiles = many_tiles()
    assert archive_tiles(tiles[::-1], metadata=METADATA) == archive_tiles(tiles, metadata=METADATA)


def test_no_time_is_written() -> None:
    archive = archive_tiles(FEW, metadata=METADATA)
    header = header_of(archive)
    for section in ("root_offset", "metadata_offset", "tile_data_offset"):
        assert archive[header[section] : header[section] + 8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"


def test_equal_tiles_are_stored_once_and_neighbours_share_an_entry() -> None:
    tiles = [(3, x, y, b"sea" if (x, y) != (4, 4) else b"land") for x in range(8) for y in range(8)]
    archive = archive_tiles(tiles, metadata={})
    header = header_of(archive)
    assert (header["addressed_tiles_count"], header["tile_entries_count"], header["tile_contents_count"]) == (64, 3, 2)
    assert read_all(archive) == {(z, x, y): tile for z, x, y, tile in tiles}


def test_an_archive_of_many_tiles_has_leaf_directories() -> None:
    tiles = many_tiles()
    archive = archive_tiles(tiles, metadata={})
    header = header_of(archive)
    assert header["leaf_directory_length"] > 0
    assert header["root_offset"] + header["root_length"] <= 16_384
    assert read_all(archive) == {(z, x, y): tile for z, x, y, tile in tiles}
    reader = open_archive(archive)
    assert all(gzip.decompress(reader.get(z, x, y)) == tile for z, x, y, tile in tiles[::1000])


READ_WITH_JAVASCRIPT = """
import { readFileSync } from "node:fs";
import { PMTiles } from "pmtiles";
const bytes = readFileSync(process.argv[1]);
const source = {
  getKey: () => "archive",
  getBytes: async (offset, length) => ({ data: new Uint8Array(bytes.subarray(offset, offset + length)).buffer }),
};
const archive = new PMTiles(source);
const read = [];
for (const [z, x, y] of JSON.parse(process.argv[2])) {
  const tile = await archive.getZxy(z, x, y);
  read.push(tile === undefined ? null : Buffer.from(tile.data).toString("hex"));
}
console.log(JSON.stringify({ tiles: read, metadata: await archive.getMetadata() }));
"""


@pytest.mark.parametrize("tiles", [FEW, many_tiles()], ids=["one directory", "leaf directories"])
def test_the_javascript_library_reads_it(tiles: list[Tile], tmp_path: Path) -> None:
    node = shutil.which("node")
    assert node, "node is not installed; the project needs version 20 or later"
    path = tmp_path / "month.pmtiles"
    path.write_bytes(archive_tiles(tiles, metadata=METADATA))
    asked = [*tiles[:: max(1, len(tiles) // 50)], (6, 0, 0, b"")]
    command = [node, "--input-type=module", "--eval", READ_WITH_JAVASCRIPT, str(path), json.dumps([tile[:3] for tile in asked])]
    root = Path(__file__).parents[2]
    answer = json.loads(subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout)
    assert answer == {"tiles": [tile[3].hex() or None for tile in asked], "metadata": METADATA}


@given(st.lists(st.integers(0, 24).flatmap(lambda z: st.tuples(st.just(z), st.integers(0, 2**z - 1), st.integers(0, 2**z - 1))), max_size=20))
def test_tiles_are_numbered_as_the_format_says(places: list[tuple[int, int, int]]) -> None:
    zooms, x, y = (np.array([place[axis] for place in places], np.int64) for axis in range(3))
    assert tile_ids(zooms, x, y).tolist() == [zxy_to_tileid(*place) for place in places]


@pytest.mark.parametrize(
    ("tiles", "message"),
    [
        ([], "no tiles"),
        ([FEW[0], FEW[1], FEW[0]], "two tiles at 5/15/10"),
        ([(5, 32, 0, b"x")], "no tile 5/32/0"),
        ([(5, 0, -1, b"x")], "no tile 5/0/-1"),
        ([FEW[0], (25, 0, 0, b"x")], "no tile 25/0/0"),
    ],
)
def test_tiles_that_cannot_be_archived_are_refused(tiles: list[Tile], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        archive_tiles(tiles, metadata={})
