"""Only the six plain kinds of shapes reach GEOS, which others can crash."""

from __future__ import annotations

import struct

import pytest
import shapely

from sitegen.sources.wkb import is_plain, shapes_of

SPOT, STREET, POND = shapely.Point(1, 2), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)
ISLAND = shapely.Polygon([(0, 0), (4, 0), (4, 4), (0, 0)], [[(1, 0.5), (2, 0.5), (2, 1), (1, 0.5)]])
PLAIN = [
    SPOT,
    STREET,
    POND,
    ISLAND,
    shapely.MultiPoint([SPOT, SPOT]),
    shapely.MultiLineString([STREET, STREET]),
    shapely.MultiPolygon([POND, ISLAND]),
]


@pytest.mark.parametrize("shape", PLAIN, ids=lambda shape: shape.geom_type)
@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("height", [False, True])
def test_every_plain_kind_is_read_in_every_notation(shape: shapely.Geometry, order: int, flavor: str, height: bool) -> None:
    whole = shapely.force_3d(shape) if height else shape
    data = shapely.to_wkb(whole, byte_order=order, flavor=flavor)
    assert shapes_of([data])[0].equals(shape)
    assert not shapes_of([data])[0].has_z


def test_the_number_of_a_system_may_stand_in_it() -> None:
    data = shapely.to_wkb(shapely.set_srid(PLAIN[-1], 4326), include_srid=True, flavor="extended")
    assert shapes_of([data])[0].equals(PLAIN[-1])


@pytest.mark.parametrize("kind", [7, 8, 9, 10, 11, 12, 17, 0, 1007])
def test_a_curve_a_collection_and_what_is_unknown_are_not_read(kind: int) -> None:
    assert shapes_of([b"\1" + struct.pack("<II", kind, 0)]).tolist() == [None]


@pytest.mark.parametrize("kind", [4, 5, 6])
def test_shapes_nested_thousands_deep_are_not_read(kind: int) -> None:
    head = b"\1" + struct.pack("<II", kind, 1)
    for inner in (head * 50_000, (b"\1" + struct.pack("<II", 7, 1)) * 50_000):
        assert shapes_of([head + inner + shapely.to_wkb(SPOT, byte_order=1)]).tolist() == [None]


@pytest.mark.parametrize("shape", PLAIN, ids=lambda shape: shape.geom_type)
def test_a_shape_cut_off_anywhere_is_not_read(shape: shapely.Geometry) -> None:
    data = shapely.to_wkb(shape, byte_order=1)
    assert shapes_of([data[:end] for end in range(len(data))]).tolist() == [None] * len(data)
    assert is_plain(data)
