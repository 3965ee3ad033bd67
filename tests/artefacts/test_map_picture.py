"""The baked picture of the map page: every force a link in its place, squares as large as their numbers, and the month in words."""

from __future__ import annotations

import re

import polars as pl
import pytest
import shapely

from sitegen.artefacts.maps.land_picture import LONGER, LandPicture, draw_land
from sitegen.artefacts.maps.sized_squares import side_of
from sitegen.artefacts.sections.map_picture import PictureView, read_newest, view_month, view_picture
from sitegen.facts.cells import picture_cells
from tests.artefacts.inputs import renderer, table
from tests.artefacts.test_national_page import FORCES as NAMES
from tests.artefacts.test_national_page import world
from tiles.grid import cell_width, pixels

WORDS = renderer().words
FORCES = table("forces", *({"force_id": one, "name": name, "detail_supplied": False} for one, name in NAMES.items()))
AREAS = table(
    "force_areas",
    {"force_id": "loamshire", "geometry": shapely.box(-1.2, 52.6, -1.0, 52.7).wkb, "source": "union"},
    {"force_id": "ambershire", "geometry": shapely.box(-1.0, 52.6, -0.9, 52.7).wkb, "source": "union"},
)
PLACES = {(-1.1, 52.65): 100, (-0.95, 52.62): 25, (-1.15, 52.69): 1}
SCALES = table("cell_scales", *({"zoom": zoom, "recorded": 100} for zoom in range(5, 12)))
Months = list[str]


def counts() -> pl.DataFrame:
    x, y = pixels(*zip(*PLACES, strict=True))
    rows = zip(x.tolist(), y.tolist(), PLACES.values(), strict=True)
    return table("crime_counts", *({"force_id": "loamshire", "x": one, "y": other, "crimes": crimes} for one, other, crimes in rows))


@pytest.fixture(scope="module")
def drawn() -> LandPicture:
    picture = draw_land(force_areas=AREAS, picture_cells=picture_cells(crime_counts=counts(), force_areas=AREAS), cell_scales=SCALES)
    assert picture is not None
    return picture


def view(drawn: LandPicture, **changes: tuple[str, ...]) -> PictureView:
    tables = world(**changes)
    months = sorted(set(tables["coverage"]["month"]))
    return view_picture(drawn, read_newest(tables["force_series"], tables["coverage"], FORCES, months), FORCES, WORDS)


def told(**changes: tuple[str, ...]) -> str:
    tables = world(**changes)
    months = sorted(set(tables["coverage"]["month"]))
    return view_month(read_newest(tables["force_series"], tables["coverage"], FORCES, months), FORCES, months, WORDS).sentence


def test_the_edges_of_the_picture_are_those_of_all_areas(drawn: LandPicture) -> None:
    assert max(drawn.frame.width, drawn.frame.height) == LONGER
    (ambershire, loamshire) = (next(area.path for area in drawn.areas if area.force_id == one) for one in ("ambershire", "loamshire"))
    corners = {tuple(map(int, pair)) for path in (ambershire, loamshire) for pair in re.findall(r"M(\d+) (\d+)", path)}
    assert all(0 <= x <= drawn.frame.width and 0 <= y <= drawn.frame.height for x, y in corners)


def test_squares_stand_in_the_middle_of_the_cells_that_have_a_number(drawn: LandPicture) -> None:
    x0, y0, scale = (float(number) for number in re.findall(r"[\d.]+", drawn.cells))
    found = {
        (round(x0 + int(x) * scale), round(y0 + int(y) * scale), float(width))
        for width, path in re.findall(r'stroke-width="([\d.]+)" d="([^"]+)"', str(drawn.squares))
        for x, y in re.findall(r"M(\d+) (\d+)", path)
    }
    width = cell_width(picture_cells(crime_counts=counts(), force_areas=AREAS)["zoom"][0])
    expected = set()
    for (lon, lat), number in PLACES.items():
        middle = [(int(axis[0]) // width + 0.5) * width for axis in pixels([lon], [lat])]
        x, y = ((at - edge) * drawn.frame.scale for at, edge in zip(middle, (drawn.frame.x0, drawn.frame.y0), strict=True))
        expected.add((round(x), round(y), round({100: 1.0, 25: 0.5, 1: 1 / 4}[number] * 0.94, 2)))
    assert found == expected


def test_the_area_of_a_square_follows_its_number_up_to_the_largest() -> None:
    assert side_of(25, 100) == pytest.approx(side_of(100, 100) / 2)
    assert side_of(900, 100) == side_of(100, 100) < 1


def test_every_force_leads_to_its_page_and_says_what_it_recorded(drawn: LandPicture) -> None:
    areas = {area.link: (area.title, area.is_missing) for area in view(drawn, ambershire=("2025-06",)).areas}
    assert areas == {
        "loamshire/index.html": ("Loamshire Constabulary: 10 crimes and 4 reports of antisocial behaviour", False),
        "ambershire/index.html": ("Ambershire Police: No figures to show", True),
    }


def test_the_month_is_told_with_its_sums_and_who_is_missing_from_them() -> None:
    assert told() == "June 2025: 20 crimes and 8 reports of antisocial behaviour."
    some = told(ambershire=("2025-06",))
    assert some == "June 2025: 10 crimes and 4 reports of antisocial behaviour. 1 of 2 forces supplied them; Ambershire Police did not."
    assert told(ambershire=("2025-06",), loamshire=("2025-06",)) == "No force here supplied figures for crime for June 2025."


def test_the_key_says_numbers_by_squares_of_their_size(drawn: LandPicture) -> None:
    assert [square.text for square in view(drawn).key] == ["6 or fewer", "25", "100 or more"]


def test_without_areas_there_is_no_picture() -> None:
    assert draw_land(force_areas=table("force_areas"), picture_cells=table("picture_cells"), cell_scales=SCALES) is None


def test_without_a_month_the_picture_has_areas_and_no_squares() -> None:
    bare = draw_land(force_areas=AREAS, picture_cells=table("picture_cells"), cell_scales=SCALES)
    assert bare is not None
    assert (len(bare.areas), str(bare.squares), view(bare).about, view(bare).key) == (2, "", "", ())
