"""Is burglary going up? The answer is seen within one screen of its jump link: by touch, by keyboard, without a script, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/nb01/"
WIDTH, HEIGHT = 360, 740
LINE = 28


@dataclass(frozen=True)
class Tongue:
    """What a reader of a language looks for, and the answer."""

    home: str
    question: str
    field: str
    burglary: str
    robbery: str
    everything: str
    answer: str


TONGUES = (
    Tongue("", "Is it going up?", "Kind of crime", "Burglary", "Robbery", "All crime", r": [\d,]+ in 12 months; not compared with a year before"),
    Tongue(
        "cy/", "A yw’n codi?", "Math o drosedd", "Bwrgleriaeth", "Lladrata", "Pob trosedd", r": [\d,]+ mewn 12 mis; heb ei gymharu â blwyddyn ynghynt"
    ),
)


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    """The address of the invented county below a prefix, as on a mirror."""
    with serving(built_site, "/mirror/a/") as address:
        yield address


def asked(open_page: Open, address: str, tongue: Tongue, script: bool = True) -> Page:
    """The page of a place on a telephone, after the question among the jump links was followed."""
    page = open_page(address + tongue.home + PLACE, width=WIDTH, height=HEIGHT, script=script).page
    page.locator(".jump").get_by_role("link", name=tongue.question).tap()
    page.wait_for_url("**/#change")
    page.wait_for_function("Math.abs(document.getElementById('change').getBoundingClientRect().top) < innerHeight / 4")
    return page


def check_seen(one: Locator) -> None:
    """Something lies whole in the viewport, sane in size, with nothing over it."""
    box = one.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= WIDTH + 1
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= HEIGHT
    assert box["width"] > WIDTH / 3
    assert 16 <= box["height"] < HEIGHT / 2
    assert one.evaluate(
        "element => { const { left, top, width, height } = element.getBoundingClientRect();"
        "return element.contains(document.elementFromPoint(left + width / 2, top + height / 2)); }"
    )


def top(one: Locator) -> float:
    box = one.bounding_box()
    assert box
    return box["y"]


def title(page: Page) -> Locator:
    return page.locator("#change figure .chart-title")


@pytest.mark.parametrize("tongue", TONGUES, ids=["en", "cy"])
def test_by_touch_the_chart_of_a_kind_comes_in_place_and_is_seen(address: str, open_page: Open, tongue: Tongue) -> None:
    page = asked(open_page, address, tongue)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    field, fold = page.get_by_label(tongue.field), page.locator("#change details").first
    check_seen(field)
    check_seen(page.locator("#change svg.chart"))
    before, below = field.bounding_box(), top(fold)
    for kind in (tongue.burglary, tongue.robbery, tongue.burglary, tongue.everything):
        field.select_option(kind)
        expect(title(page)).to_contain_text(re.compile(f"^{kind}{tongue.answer}"))
        check_seen(title(page))
        check_seen(page.locator("#change svg.chart"))
        assert field.bounding_box() == before
        assert 0 <= top(fold) - below <= 2 * LINE
    assert fetched == [f"{address}{tongue.home}{PLACE}change/"]


def test_by_keyboard_the_field_is_the_next_stop_after_the_question(address: str, open_page: Open) -> None:
    page = open_page(address + PLACE, width=WIDTH, height=HEIGHT).page
    page.locator(".jump").get_by_role("link", name=TONGUES[0].question).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/#change")
    page.keyboard.press("Tab")
    page.keyboard.type("Burg")
    expect(title(page)).to_contain_text(re.compile(f"^Burglary{TONGUES[0].answer}"))
    check_seen(title(page))
    assert page.evaluate("document.activeElement.tagName") == "SELECT"


@pytest.mark.parametrize("tongue", TONGUES, ids=["en", "cy"])
def test_without_a_script_one_press_shows_the_answer_beside_the_link_to_its_chart(address: str, open_page: Open, tongue: Tongue) -> None:
    page = asked(open_page, address, tongue, script=False)
    fold = page.locator("#change summary").first
    check_seen(fold)
    fold.tap()
    row = page.locator("#change .kinds li", has_text=tongue.burglary)
    check_seen(row)
    assert re.match(rf"{tongue.burglary}\s+{tongue.answer[2:]}", row.inner_text())
    row.get_by_role("link").tap()
    page.wait_for_url(f"{address}{tongue.home}{PLACE}change/#burglary")
    answer = page.locator("#burglary .chart-title")
    check_seen(answer)
    check_seen(page.locator("#burglary svg.chart"))
    assert re.match(tongue.burglary + tongue.answer, answer.inner_text())


def test_a_chart_that_does_not_come_is_gone_to(address: str, open_page: Open) -> None:
    page = asked(open_page, address, TONGUES[0])
    page.route("**/change/", lambda route: route.abort() if route.request.resource_type == "fetch" else route.continue_())
    page.get_by_label("Kind of crime").select_option("Burglary")
    page.wait_for_url(f"{address}{PLACE}change/#burglary")
    check_seen(page.locator("#burglary .chart-title"))
