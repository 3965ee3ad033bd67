"""Tests of sitegen.artefacts.maps.area_labels: a name where there is room, else a number, nothing cut and nothing on another."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.artefacts.maps.area_labels import NARROW, WIDE, AreaLabel, LabelledArea, label_areas, numbers_of
from tests.artefacts.inputs import ASSETS

SIZE = (840, 600)
PLACES = st.lists(st.tuples(st.integers(0, 840), st.integers(0, 600), st.integers(1, 40)), max_size=45)


def box(label: AreaLabel, type_size: int) -> tuple[float, float, float, float]:
    """The room a text takes at a generous width of letter; figures stand on their foot."""
    half = len(label.text) * type_size * 0.6 / 2
    below = 0 if label.text.isdecimal() else type_size * 0.2
    return label.x - half, label.y - type_size * 0.8, label.x + half, label.y + below


@given(PLACES, st.sampled_from([NARROW, WIDE]))
def test_no_text_lies_on_another_or_beyond_the_map(places: list[tuple[int, int, int]], type_size: int) -> None:
    areas = [LabelledArea("N" * length, number, x, y) for number, (x, y, length) in enumerate(places, start=1)]
    boxes = [box(label, type_size) for label in label_areas(areas, SIZE, type_size)]
    assert all(west >= 0 and north >= 0 and east <= SIZE[0] and south <= SIZE[1] for west, north, east, south in boxes)
    for one, other in combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_that_finds_room_stands_there_and_one_that_does_not_is_a_number() -> None:
    areas = [
        LabelledArea("Wealdmoor Police", 3, 400, 300),
        LabelledArea("City Police", 1, 430, 304),
        LabelledArea("Loamshire Constabulary", 2, 400, 100),
    ]
    labels = label_areas(areas, SIZE, WIDE)
    assert [label.text for label in labels] == ["1", "Loamshire Constabulary", "3"]
    assert numbers_of(labels, {area.number: area.name for area in areas}) == {1, 3}


def test_an_area_without_room_even_for_its_number_has_no_label() -> None:
    areas = [LabelledArea("A", 1, 400, 300), *(LabelledArea("B", number, 400, 300) for number in range(2, 9))]
    assert 1 <= len(label_areas(areas, SIZE, NARROW)) < 8


@pytest.mark.parametrize("width", [27, 17])
def test_the_sizes_of_type_are_those_of_the_stylesheet(width: int) -> None:
    styles = "".join(file.data.decode() for file in ASSETS if file.name.endswith(".css"))
    assert {NARROW, WIDE} == {27, 17}
    assert re.search(rf"\.m-t text\{{[^}}]*font-size:{width}px", styles)
