"""Broken shapes are mended, and a tangle is given up before it costs anything."""

from __future__ import annotations

import time

import numpy as np
import pytest
import shapely

from tiles.repair import is_tangled, repair, union


def comb(teeth: int, *, turned: bool = False) -> shapely.Geometry:
    corners = [(0.0, 0.0)]
    for tooth in range(teeth):
        corners += [((tooth + part) / teeth, high) for part, high in ((0.2, 1.0), (0.7, 1.0), (0.75, 0.01), (0.95, 0.01))]
    corners.append((1.0, 0.0))
    return shapely.Polygon([(y, x) for x, y in corners] if turned else corners)


def scribble(corners: int) -> shapely.Geometry:
    return shapely.Polygon(np.random.default_rng(1).uniform(0, 1, (corners, 2)))


def test_a_valid_shape_stays_as_it_is() -> None:
    square = shapely.box(0, 0, 1, 1)
    assert repair(square) is square


def test_both_halves_of_a_bow_tie_are_kept() -> None:
    mended = repair(shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)]))
    assert mended is not None
    assert mended.is_valid
    assert mended.area == pytest.approx(0.5)


def test_a_spike_and_a_shape_without_area_leave_nothing_but_areas() -> None:
    mended = repair(shapely.Polygon([(0, 0), (1, 0), (1, 1), (1, 5), (1, 1), (0, 1)]))
    assert mended is not None
    assert mended.equals(shapely.box(0, 0, 1, 1))
    flat = repair(shapely.Polygon([(0, 0), (1, 1), (2, 2)]))
    assert flat is not None
    assert flat.is_empty


def test_a_hundred_crossings_are_mended() -> None:
    mended = repair(scribble(25))
    assert mended is not None
    assert mended.is_valid


@pytest.mark.parametrize(
    "shape",
    [
        scribble(3_000),
        shapely.Polygon([(number % 2, 0) for number in range(3_001)] + [(0, 1)]),
        shapely.Polygon(
            [(0, 0), (2, 0), (2, 2), (0, 2)], [shapely.box(at / 800, at / 800, at / 800 + 0.5, at / 800 + 0.5).exterior for at in range(400)]
        ),
    ],
    ids=["scribble", "to and fro", "holes over holes"],
)
def test_a_tangle_is_given_up_at_once(shape: shapely.Geometry) -> None:
    started = time.process_time()
    assert repair(shape) is None
    assert time.process_time() - started < 1


def test_parts_that_cross_one_another_too_often_are_not_joined() -> None:
    assert union([comb(75), comb(75, turned=True)]) is None
    joined = union([comb(9), comb(9, turned=True)])
    assert joined is not None
    assert joined.is_valid


def test_a_long_clean_border_is_no_tangle() -> None:
    assert not is_tangled(shapely.Point(0, 0).buffer(1, quad_segs=2_000))
    assert not is_tangled(comb(2_000))
