"""Point tiles read back to columns, and everything else refused with a reason."""

from __future__ import annotations

import mapbox_vector_tile
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point

from tests.tiles.oracle import UP_LEFT, Row, columns, features_of
from tiles.decode import decode_points, decode_tiles
from tiles.points import point_tiles

NAMES = ("burglary", "drugs", "violence ŵ")
ROWS = st.lists(
    st.tuples(
        st.integers(UP_LEFT[0], UP_LEFT[0] + 4095),
        st.integers(UP_LEFT[1], UP_LEFT[1] + 4095),
        st.dictionaries(st.sampled_from(NAMES), st.integers(1, 300), min_size=1),
    ),
    min_size=1,
    max_size=30,
)


def tile_of(rows: list[Row], zoom: int = 12) -> bytes:
    ((_, _, _, tile),) = point_tiles(*columns(rows, NAMES), layer="crimes", cell_layer="cells", zooms=[zoom])
    return tile


TILE = tile_of([(UP_LEFT[0] + step * 37 % 4096, UP_LEFT[1] + step * 91 % 4096, {NAMES[step % 3]: 1 + step % 200}) for step in range(300)])


@settings(max_examples=100, deadline=None)
@given(ROWS, st.sampled_from([(12, "crimes"), (7, "cells")]))
def test_the_columns_are_those_that_mapbox_vector_tile_reads(rows: list[Row], level: tuple[int, str]) -> None:
    zoom, layer = level
    tile = tile_of(rows, zoom)
    x, y, attributes, ids = decode_points(tile, layer)
    found = [
        {"id": int(ids[row]), "at": [int(x[row]), int(y[row])], "has": {name: int(column[row]) for name, column in attributes.items() if column[row]}}
        for row in range(len(x))
    ]
    assert found == [{"id": one["id"], "at": one["geometry"]["coordinates"], "has": one["properties"]} for one in features_of(tile, layer)]


def test_a_layer_that_is_not_there_has_no_features() -> None:
    for tile in (TILE, b""):
        x, y, attributes, ids = decode_points(tile, "stops")
        assert (len(x), len(y), attributes, len(ids)) == (0, 0, {}, 0)


def test_one_layer_of_two_is_read() -> None:
    other = mapbox_vector_tile.encode({"name": "names", "features": [{"geometry": Point(1, 2), "properties": {"name": "Mill Lane"}}]})
    assert decode_points(other + TILE, "crimes")[0].tolist() == decode_points(TILE, "crimes")[0].tolist()


@pytest.mark.parametrize("length", [*range(1, 40), *range(40, len(TILE), 97), len(TILE) - 1])
def test_a_tile_cut_short_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="damaged"):
        decode_points(TILE[:length], "crimes")


def fault_in(tile: bytes) -> str:
    """Why the tile is refused; nothing where its columns fit together."""
    try:
        x, y, attributes, ids = decode_points(tile, "crimes")
    except ValueError as error:
        return str(error)
    return "" if {len(column) for column in (y, ids, *attributes.values())} <= {len(x)} else "?"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(TILE) - 1), st.integers(0, 255))
def test_a_changed_byte_gives_columns_or_a_reason(place: int, byte: int) -> None:
    fault = fault_in(TILE[:place] + bytes([byte]) + TILE[place + 1 :])
    assert fault == "" or len(fault) > 20


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_give_columns_or_a_reason(noise: bytes) -> None:
    faults = [fault_in(tile) for tile in (noise, TILE[:3] + noise, TILE[:60] + noise, b"\x1a" + bytes([len(noise)]) + noise)]
    assert all(fault == "" or len(fault) > 20 for fault in faults)


def layer(content: bytes) -> bytes:
    body = b"\x0a\x06crimes" + content
    return b"\x1a" + bytes([len(body)]) + body


FEATURE = b"\x12\x0d\x08\x01\x18\x01\x22\x03\x09\x02\x04\x12\x02\x00\x00"
LISTS = b"\x1a\x05drugs\x22\x02\x28\x07"


def test_the_smallest_tile_is_read() -> None:
    x, y, attributes, ids = decode_points(layer(FEATURE + LISTS), "crimes")
    assert (x.tolist(), y.tolist(), ids.tolist()) == ([1], [2], [1])
    assert {name: column.tolist() for name, column in attributes.items()} == {"drugs": [7]}


def test_a_layer_of_another_extent_is_read_only_where_it_is_asked_for() -> None:
    fine = layer(FEATURE + LISTS + b"\x28\x80\x40")
    assert decode_points(fine, "crimes", 8192)[0].tolist() == [1]
    for tile, extent in ((fine, 4096), (layer(FEATURE + LISTS), 8192)):
        with pytest.raises(ValueError, match=f"the extent is {12288 - extent}, not {extent}"):
            decode_points(tile, "crimes", extent)


@pytest.mark.parametrize(
    ("tile", "message"),
    [
        (b"\x1a\xff\xff\xff\xff\x7f" + TILE, "bytes too long"),
        (b"\x1a\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "has no end"),
        (b"\x1f\x8b\x08\x00", "unknown type"),
        (b"\x2a\x01\x00", "other than a layer"),
        (layer(FEATURE + LISTS) * 2, "there 2 times"),
        (layer(FEATURE + LISTS + b"\x28\x80\x04"), "extent is 512"),
        (layer(FEATURE + b"\x1a\x05drugs" + LISTS), "lists a key twice"),
        (layer(FEATURE + b"\x1a\x02\xff\xfe" + LISTS), "not UTF-8"),
        (layer(FEATURE + b"\x1a\x05drugs\x22\x03\x0a\x01a"), "not a whole number"),
        (layer(FEATURE + b"\x1a\x05drugs\x22\x02\x28\x00"), "a count of 0"),
        (layer(FEATURE.replace(b"\x12\x02\x00\x00", b"\x12\x02\x01\x00") + LISTS), "feature 1: a key or value"),
        (layer(FEATURE.replace(b"\x12\x02\x00\x00", b"\x12\x02\x00\x05") + LISTS), "feature 1: a key or value"),
        (layer(FEATURE + FEATURE.replace(b"\x18\x01", b"\x18\x02") + LISTS), "feature 2: it is not laid out"),
        (layer(FEATURE.replace(b"\x22\x03", b"\x22\x04") + LISTS), "geometry has a wrong length"),
        (layer(FEATURE.replace(b"\x12\x02", b"\x12\x03") + LISTS), "tags have a wrong length"),
        (layer(FEATURE.replace(b"\x09\x02", b"\x09\x03") + LISTS), "west or north"),
        (layer(b"\x12\x0f" + FEATURE[2:11] + b"\x12\x04\x00\x00\x00\x00" + LISTS), "a key twice"),
        (layer(b"\x12\x02\x08\x01" + LISTS), "too few numbers"),
        (layer(FEATURE + LISTS + FEATURE), "not a feature"),
    ],
)
def test_a_tile_laid_out_in_another_way_is_refused(tile: bytes, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        decode_points(tile, "crimes")


def test_a_small_tile_cannot_ask_for_a_large_table() -> None:
    keys = b"".join(b"\x1a\x02" + bytes([65 + number // 26 % 26, 65 + number % 26]) for number in range(600))
    body = b"\x0a\x06crimes" + FEATURE * 600 + keys + b"\x22\x02\x28\x07"
    with pytest.raises(ValueError, match="600 keys are too many"):
        decode_points(b"\x1a" + bytes([len(body) & 0x7F | 0x80, len(body) >> 7]) + body, "crimes")


def test_numbers_of_many_bytes_are_read() -> None:
    ((_, _, _, tile),) = point_tiles(
        np.array([UP_LEFT[0]], np.int32),
        np.array([UP_LEFT[1]], np.int32),
        {"drugs": np.array([2**31 - 1], np.int32)},
        layer="a",
        cell_layer="b",
        zooms=[12],
    )
    assert decode_points(tile, "a")[2]["drugs"].tolist() == [2**31 - 1]


@settings(max_examples=50, deadline=None)
@given(st.lists(ROWS, max_size=4))
def test_many_tiles_say_together_what_each_says(tables: list[list[Row]]) -> None:
    tiles = [tile_of(rows) for rows in tables] + [b"", layer(LISTS)]
    found = decode_tiles(tiles, "crimes")
    for at, tile in enumerate(tiles):
        x, y, attributes, ids = decode_points(tile, "crimes")
        own = found.tile == at
        assert (found.x[own].tolist(), found.y[own].tolist(), found.ids[own].tolist()) == (x.tolist(), y.tolist(), ids.tolist())
        assert attributes.keys() <= found.columns.keys()
        assert all(column[own].tolist() == attributes.get(name, 0 * x).tolist() for name, column in found.columns.items())


def test_a_fault_is_told_by_the_number_of_the_feature_in_its_tile() -> None:
    wrong = layer(FEATURE + FEATURE.replace(b"\x18\x01", b"\x18\x02") + LISTS)
    with pytest.raises(ValueError, match="feature 2: it is not laid out"):
        decode_tiles([TILE, layer(FEATURE + LISTS), wrong], "crimes")


def test_a_number_does_not_run_on_into_the_next_tile() -> None:
    cut = layer(FEATURE[:-1] + b"\x80" + LISTS)
    with pytest.raises(ValueError, match="damaged"):
        decode_tiles([cut, layer(FEATURE + LISTS)], "crimes")


def test_tiles_of_many_names_cannot_ask_together_for_a_large_table() -> None:
    tiles = [layer(FEATURE + b"\x1a\x05" + f"a{number:04}".encode() + b"\x22\x02\x28\x07") for number in range(1000)]
    with pytest.raises(ValueError, match="1000 keys are too many"):
        decode_tiles(tiles, "crimes")
