"""KML becomes rings or a reason, however it was written and whatever it was meant to do."""

from __future__ import annotations

import time

import pytest

from sitegen.sources.kml import UnusableError, read_kml

RING = "-3.0,51.0,0 -3.0,51.1,0 -2.9,51.1,0 -3.0,51.0,0"
CORNERS = ((-3.0, 51.0), (-3.0, 51.1), (-2.9, 51.1), (-3.0, 51.0))


def kml(inside: str, root: str = '<kml xmlns="http://www.opengis.net/kml/2.2">') -> bytes:
    placemark = f"<Placemark><name>NB01</name>{inside}</Placemark>"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{root}<Document><name>doc name</name>{placemark}</Document></kml>'.encode()


def polygon(ring: str = RING, *holes: str) -> str:
    inner = "".join(f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing></innerBoundaryIs>" for hole in holes)
    return f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs>{inner}</Polygon>"


def test_a_polygon_has_its_outer_ring_and_name() -> None:
    area = read_kml(kml(polygon()))
    assert area.polygons == ((CORNERS, ()),)
    assert area.name == "NB01"


@pytest.mark.parametrize(
    "ring",
    [
        "-3.0,51.0 -3.0,51.1 -2.9,51.1 -3.0,51.0",
        "\n\t-3.0,51.0,0\n\t-3.0,51.1,0\r\n-2.9,51.1,12.5   -3.0,51.0,-1e3\n",
        "-3.0, 51.0, 0 -3.0 ,51.1 ,0 -2.9 , 51.1 , 0 -3.0,51.0,0",
    ],
    ids=["no altitude", "line breaks", "spaces round commas"],
)
def test_altitudes_and_white_space_make_no_difference(ring: str) -> None:
    assert read_kml(kml(polygon(ring))).polygons == ((CORNERS, ()),)


@pytest.mark.parametrize("root", ["<kml>", '<kml xmlns="http://earth.google.com/kml/2.1">'])
def test_any_namespace_or_none_will_do(root: str) -> None:
    assert len(read_kml(kml(polygon(), root)).polygons) == 1


def test_a_prefix_for_the_namespace_will_do() -> None:
    data = kml(polygon()).decode().replace("<P", "<k:P").replace("</P", "</k:P").replace("<kml xmlns=", '<kml xmlns:k="x" xmlns=')
    assert len(read_kml(data.encode()).polygons) == 1


def test_holes_and_several_polygons_are_kept() -> None:
    area = read_kml(kml(f"<MultiGeometry>{polygon(RING, RING, RING)}<MultiGeometry>{polygon()}</MultiGeometry></MultiGeometry>"))
    assert [(len(outer), len(holes)) for outer, holes in area.polygons] == [(4, 2), (4, 0)]


def test_points_and_lines_are_left_out() -> None:
    inside = f"<Point><coordinates>-3,51</coordinates></Point><LineString><coordinates>{RING}</coordinates></LineString>{polygon()}"
    assert len(read_kml(kml(inside)).polygons) == 1


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ("-3.0,51.0 nan,51.1 -2.9,51.1", "coordinate-not-a-number"),
        ("-3.0,51.0 -3.0,inf -2.9,51.1", "coordinate-not-a-number"),
        ("-3.0,51.0 -3.0,1e999 -2.9,51.1", "coordinate-not-a-number"),
        ("-3.0,51.0 west,51.1 -2.9,51.1", "coordinate-not-a-number"),
        ("-3.0,51.0 -3.0 -2.9,51.1", "coordinate-not-a-number"),
        ("51.0,-3.0 51.1,-3.0 51.1,-2.9", "coordinate-outside-uk"),
        ("-3.0,51.0 1e300,51.1 -2.9,51.1", "coordinate-outside-uk"),
        ("-3.0,51.0 -2.9,51.1 -3.0,51.0", "ring-too-short"),
    ],
)
def test_a_ring_that_cannot_be_gives_its_reason(ring: str, reason: str) -> None:
    with pytest.raises(UnusableError, match=f"^{reason}$"):
        read_kml(kml(polygon(ring)))


@pytest.mark.parametrize(
    "data", [b"", b"<kml>", b"not xml", b"<kml><a></b></kml>", b'<?xml version="1.0" encoding="x-none"?><kml/>', b"<kml>\xff</kml>", b"<k:kml/>"]
)
def test_what_is_no_xml_gives_its_reason(data: bytes) -> None:
    with pytest.raises(UnusableError, match=r"^xml-unreadable$"):
        read_kml(data)


def test_an_entity_bomb_is_refused() -> None:
    entities = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE kml [<!ENTITY a0 "x">{entities}]><kml><name>&a11;</name></kml>'
    with pytest.raises(UnusableError, match=r"^xml-forbidden$"):
        read_kml(bomb.encode())


def test_a_document_type_that_reaches_out_is_refused() -> None:
    with pytest.raises(UnusableError, match=r"^xml-forbidden$"):
        read_kml(b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml><name>&x;</name></kml>')


def test_nesting_without_end_is_refused_quickly() -> None:
    begun = time.process_time()
    with pytest.raises(UnusableError, match=r"^nested-too-deeply$"):
        read_kml(b"<kml>" + b"<Folder>" * 200_000 + b"</Folder>" * 200_000 + b"</kml>")
    assert time.process_time() - begun < 1


def test_a_long_run_of_white_space_costs_nothing() -> None:
    begun = time.process_time()
    read_kml(kml(polygon(RING.replace(" ", " " * 300_000))))
    assert time.process_time() - begun < 1


def test_a_file_without_polygons_has_none() -> None:
    assert read_kml(kml("<Point><coordinates>-3,51</coordinates></Point>")).polygons == ()
    assert read_kml(kml(polygon(" "))).polygons == ()
