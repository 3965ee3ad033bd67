"""Fingers and mouse on the map: what lies under them goes with them, two zoom around their middle, a drag let go glides on and comes to rest."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Open
from tests.browser.map_page import CANVAS, NEAR, rest, settled
from tests.browser.window import frame, resize

pytestmark = pytest.mark.browser

Point = tuple[float, float]


@pytest.fixture
def page(open_page: Open, tiny_site_address: str) -> Page:
    page = settled(open_page(tiny_site_address + "map/" + NEAR, width=360, height=740)).page
    rest(page)
    return page


def test_what_lies_under_a_finger_goes_with_it(page: Page) -> None:
    fingers = Fingers(page)
    start = place_at(page, (100, 200))
    fingers.drag(*([(100 + 10 * step, 200 + 5 * step)] for step in range(9)))
    assert place_at(page, (180, 240)) == pytest.approx(start, abs=1e-4)


def test_two_fingers_zoom_around_their_middle(page: Page) -> None:
    fingers = Fingers(page)
    middle = place_at(page, (180, 200))
    fingers.drag(*([(180 - 40 - 10 * step, 200), (180 + 40 + 10 * step, 200)] for step in range(5)))
    assert page.evaluate("crimeMap.map.zoom()") == pytest.approx(15.5, abs=0.05)  # twice as far apart
    assert place_at(page, (180, 200)) == pytest.approx(middle, abs=1e-4)


def test_two_taps_zoom_in_where_they_fall(page: Page) -> None:
    fingers = Fingers(page)
    place = place_at(page, (120, 300))
    for _ in range(2):
        fingers.drag([(120, 300)])
        fingers.release()
    page.wait_for_function("() => crimeMap.map.zoom() === 15.5")
    assert place_at(page, (120, 300)) == pytest.approx(place, abs=1e-4)


def test_a_drag_let_go_in_motion_glides_on_and_comes_to_rest(page: Page) -> None:
    fingers = Fingers(page)
    start = place_at(page, (100, 200))
    fingers.drag(*([(100 + 20 * step, 200)] for step in range(8)))
    let_go = page.evaluate("crimeMap.map.center()")
    fingers.release()
    rest(page)
    assert page.evaluate("crimeMap.map.center()")[0] < let_go[0] < start[0] + 1
    before = page.evaluate("crimeMap.map.center()")
    page.wait_for_timeout(300)
    assert page.evaluate("crimeMap.map.center()") == before


def test_the_key_home_leads_back_to_all_of_the_area(open_page: Open, tiny_site_address: str) -> None:
    page = settled(open_page(tiny_site_address + "map/")).page
    rest(page)
    before = page.evaluate("crimeMap.map.bounds()")
    page.locator(CANVAS).focus()
    for key in ("+", "ArrowLeft", "ArrowUp", "+"):
        page.keyboard.press(key)
        rest(page)
    assert page.evaluate("crimeMap.map.bounds()") != before
    page.keyboard.press("Home")
    rest(page)
    assert page.evaluate("crimeMap.map.bounds()") == pytest.approx(before, abs=1e-6)


def test_a_map_that_is_turned_with_its_screen_keeps_its_middle_and_is_painted_whole(page: Page) -> None:
    before = page.evaluate("crimeMap.map.center()")
    resize(page, 740, 360)
    rest(page)
    assert page.evaluate("crimeMap.map.center()") == pytest.approx(before, abs=1e-4)
    left, right, width = page.evaluate("""() => {
      const plane = document.querySelector('[data-part=canvas]').getBoundingClientRect();
      const canvas = document.querySelector('[data-part=canvas] canvas').getBoundingClientRect();
      return [canvas.left - plane.left, canvas.right - plane.right, plane.width];
    }""")
    assert (left <= 0, right >= 0, width > 360) == (True, True, True)


FRAME_S = 0.016


class Fingers:
    """Fingers on the map that move once in each frame, by a clock of their own: on a busy machine they are as quick as on an idle one."""

    def __init__(self, page: Page) -> None:
        box = page.locator(CANVAS).bounding_box()
        assert box
        self._left, self._top = box["x"], box["y"]
        self._page, self._session = page, page.context.new_cdp_session(page)
        self._now = time.time()

    def drag(self, *steps: Sequence[Point]) -> None:
        """Put down at points of the map, and led on from there; they stay down."""
        for number, points in enumerate(steps):
            there = [{"x": self._left + x, "y": self._top + y, "id": finger} for finger, (x, y) in enumerate(points)]
            self._touch("touchMove" if number else "touchStart", there)

    def release(self) -> None:
        """Taken off the map."""
        self._touch("touchEnd", [])

    def _touch(self, kind: str, there: list[dict[str, float]]) -> None:
        self._now += FRAME_S
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": there, "timestamp": self._now})
        frame(self._page)


def place_at(page: Page, point: Point) -> list[float]:
    """Longitude and latitude under a point of the map."""
    found: list[float] = page.evaluate("([x, y]) => crimeMap.map.unproject({ x, y })", list(point))
    return found
