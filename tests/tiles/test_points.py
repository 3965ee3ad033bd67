"""Point tiles hold exactly the counts that went in, at every zoom."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tiles.oracle import UP_LEFT, Row, columns, decoded, expected_tiles, features_of, message
from tiles.decode import decode_points
from tiles.points import point_tiles

NAMES = ("burglary", "drugs", "btp")
ZOOMS = range(14)

STEPS = st.sampled_from([0, 1, 2, 127, 128, 4095, 4096, 40_000, 1_000_000])
COUNTS = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 3) | st.sampled_from([127, 128, 20_000, 3_000_000]))
ROWS = st.lists(st.tuples(STEPS.map(lambda step: UP_LEFT[0] + step), STEPS.map(lambda step: UP_LEFT[1] + step), COUNTS), max_size=30)


def tiles_of(
    rows: list[Row], names: tuple[str, ...] = NAMES, apart: tuple[str, ...] = ("btp",), zooms: range = ZOOMS
) -> list[tuple[int, int, int, bytes]]:
    return list(point_tiles(*columns(rows, names), layer="crimes", cell_layer="cells", zooms=zooms, apart=apart))


def layer_of(zoom: int) -> str:
    return "crimes" if zoom >= 12 else "cells"


@settings(max_examples=100, deadline=None)
@given(ROWS)
def test_every_tile_decodes_to_the_features_worked_out_one_by_one(rows: list[Row]) -> None:
    found: dict[int, dict[tuple[int, int], object]] = {zoom: {} for zoom in ZOOMS}
    for zoom, x, y, tile in tiles_of(rows):
        found[zoom][x, y] = decoded(tile, layer_of(zoom))
    assert found == {zoom: expected_tiles(rows, zoom, apart=("btp",)) for zoom in ZOOMS}


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_every_zoom_sums_to_the_same_counts(rows: list[Row]) -> None:
    sums = {zoom: dict.fromkeys((*NAMES, "total"), 0) for zoom in ZOOMS}
    for zoom, _, _, tile in tiles_of(rows):
        for feature in features_of(tile, layer_of(zoom)):
            for name in sums[zoom]:
                sums[zoom][name] += feature["properties"].get(name, 0)
    recorded = {name: sum(row[2].get(name, 0) for row in rows) for name in NAMES}
    assert all(found == recorded | {"total": recorded["burglary"] + recorded["drugs"]} for found in sums.values())


def test_a_column_may_count_in_the_total_alone() -> None:
    rows: list[Row] = [(*UP_LEFT, {"burglary": 2, "drugs": 3, "btp": 1}), (UP_LEFT[0] + 1, UP_LEFT[1], {"burglary": 4})]
    baked = point_tiles(*columns(rows, NAMES), layer="crimes", cell_layer="cells", zooms=ZOOMS, apart=("btp",), summed=("burglary",))
    for zoom, _, _, tile in baked:
        found = [feature["properties"] for feature in features_of(tile, layer_of(zoom))]
        one = [{"total": 9, "drugs": 3, "btp": 1, "points": 2}]
        assert found == ([{"total": 5, "drugs": 3, "btp": 1}, {"total": 4}] if zoom >= 12 else one)


def test_a_column_that_is_not_there_cannot_be_in_the_total_alone() -> None:
    with pytest.raises(ValueError, match="not among the counts: stops"):
        list(point_tiles(*columns([], NAMES), layer="crimes", cell_layer="cells", zooms=ZOOMS, summed=("stops",)))


@settings(max_examples=50, deadline=None)
@given(ROWS, st.randoms())
def test_the_order_of_rows_does_not_matter(rows: list[Row], chance: random.Random) -> None:
    shuffled = rows.copy()
    chance.shuffle(shuffled)
    assert tiles_of(shuffled) == tiles_of(rows)


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_tiles_follow_the_rules_of_the_format(rows: list[Row]) -> None:
    for _, _, _, tile in tiles_of(rows):
        (layer,) = message(tile).layers
        assert (layer.version, layer.extent) == (2, 4096)
        assert len(set(layer.keys)) == len(layer.keys)
        assert len({value.uint_value for value in layer.values}) == len(layer.values)
        assert {tag for feature in layer.features for tag in feature.tags[0::2]} == set(range(len(layer.keys)))
        assert {tag for feature in layer.features for tag in feature.tags[1::2]} == set(range(len(layer.values)))
        assert [feature.id for feature in layer.features] == list(range(1, len(layer.features) + 1))
        assert all(0 <= axis < 4096 for feature in features_of(tile, layer.name) for axis in feature["geometry"]["coordinates"])


def test_rows_at_one_pixel_are_one_feature() -> None:
    x, y = UP_LEFT
    ((_, _, _, tile),) = tiles_of([(x + 5, y + 7, {"drugs": 1}), (x + 5, y + 7, {"drugs": 2, "burglary": 1})], zooms=range(12, 13))
    assert decoded(tile, "crimes") == [(5, 7, (("burglary", 1), ("drugs", 3), ("total", 4)))]


def test_a_cell_says_how_many_points_it_sums() -> None:
    x, y = UP_LEFT  # its row is odd: at zoom 11 it begins halfway down the tile
    rows: list[Row] = [(x, y, {"drugs": 1}), (x + 255, y + 255, {"drugs": 4}), (x + 256, y, {"drugs": 2})]
    ((_, _, _, tile),) = tiles_of(rows, zooms=range(11, 12))
    assert decoded(tile, "cells") == [
        (64, 2048 + 64, (("drugs", 5), ("points", 2), ("total", 5))),
        (192, 2048 + 64, (("drugs", 2), ("points", 1), ("total", 2))),
    ]


def test_a_point_with_nothing_but_what_is_kept_apart_has_no_total() -> None:
    x, y = UP_LEFT
    exact, cell = (tiles_of([(x, y, {"btp": 3})], zooms=range(zoom, zoom + 1))[0][3] for zoom in (12, 11))
    assert [feature["properties"] for feature in features_of(exact, "crimes")] == [{"btp": 3}]
    assert [feature["properties"] for feature in features_of(cell, "cells")] == [{"btp": 3, "points": 1}]


def test_a_point_without_counts_is_not_there() -> None:
    x, y = UP_LEFT
    assert tiles_of([(x, y, {}), (x + 1, y, {"drugs": 0})]) == []


def test_no_rows_make_no_tiles() -> None:
    assert tiles_of([]) == []
    assert list(point_tiles(*columns([], ()), layer="crimes", cell_layer="cells")) == []


def test_tiles_come_by_zoom_and_each_once() -> None:
    x, y = UP_LEFT
    rows: list[Row] = [(x + 5000 * step, y + 7000 * (step % 7), {"drugs": 1}) for step in range(50)]
    places = [tile[:3] for tile in tiles_of(rows)]
    assert [place[0] for place in places] == sorted(place[0] for place in places)
    assert len(set(places)) == len(places)


def test_a_crowded_tile_with_long_lists_decodes_too() -> None:
    names = tuple(f"category {number} ŵ" for number in range(150))
    x, y = UP_LEFT
    rows: list[Row] = [(x + step, y + step % 50, {names[step % 150]: step + 1, names[step % 7]: 2}) for step in range(3000)]
    for zoom, tile_x, tile_y, tile in tiles_of(rows, names, ()):
        assert decoded(tile, layer_of(zoom)) == expected_tiles(rows, zoom)[tile_x, tile_y]


def test_counts_too_large_for_a_table_decode_too() -> None:
    x, y = UP_LEFT
    rows: list[Row] = [(x, y, {"drugs": 1_900_000_000}), (x + 1, y, {"drugs": 1}), (x + 9000, y, {"burglary": 100_000_000})]
    for zoom, tile_x, tile_y, tile in tiles_of(rows):
        assert decoded(tile, layer_of(zoom)) == expected_tiles(rows, zoom)[tile_x, tile_y]


@settings(max_examples=50, deadline=None)
@given(ROWS)
def test_zoom_11_holds_cells_and_the_very_pixels_where_points_begin_there(rows: list[Row]) -> None:
    baked = list(point_tiles(*columns(rows, NAMES), layer="crimes", cell_layer="cells", zooms=range(10, 12), apart=("btp",), exact_zoom=11))
    assert [tile for tile in baked if tile[0] == 10] == tiles_of(rows, zooms=range(10, 11))
    both, found = [tile for tile in baked if tile[0] == 11], []
    for (_, x, y, cells), (_, tile_x, tile_y, tile) in zip(tiles_of(rows, zooms=range(11, 12)), both, strict=True):
        assert (x, y) == (tile_x, tile_y)
        assert [layer.extent for layer in message(tile).layers] == [4096, 8192]
        assert tile.startswith(cells)
        features = decoded(tile.removeprefix(cells), "crimes")
        found += [(x * 8192 + column, y * 8192 + row) for column, row, _ in features]
        read = decode_points(tile, "crimes", 8192)
        assert sorted(zip(read[0].tolist(), read[1].tolist(), strict=True)) == [feature[:2] for feature in features]
    assert sorted(found) == sorted({row[:2] for row in rows if any(row[2].values())})


ONE = np.array([1], np.int32)


@pytest.mark.parametrize(
    ("x", "counts", "arguments", "message"),
    [
        (np.array([-1], np.int32), {"drugs": ONE}, {}, "x from -1 to -1"),
        (np.array([1 << 24], np.int32), {"drugs": ONE}, {}, "pixels at zoom 24 go from 0"),
        (ONE, {"drugs": np.array([1, 2], np.int32)}, {}, "'drugs' has 2 rows, x has 1"),
        (ONE, {"drugs": -ONE}, {}, "'drugs' holds -1"),
        (ONE, {"total": ONE}, {}, "'total' is a sum"),
        (ONE, {"points": ONE}, {}, "'points' is a sum"),
        (ONE, {"drugs": ONE * (2**31 - 1), "burglary": ONE}, {}, "sum to 2147483648"),
        (ONE, {"drugs": ONE}, {"apart": ("btp",)}, "not among the counts: btp"),
        (ONE, {"drugs": ONE}, {"zooms": [25]}, "zoom 25"),
        (ONE, {"drugs": ONE}, {"exact_zoom": 10}, "exact from zoom 10: below 11"),
    ],
)
def test_columns_that_make_no_sense_are_refused(x: np.ndarray, counts: dict[str, np.ndarray], arguments: dict[str, list[int]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        list(point_tiles(x, ONE, counts, layer="crimes", cell_layer="cells", **arguments))  # type: ignore[arg-type]
