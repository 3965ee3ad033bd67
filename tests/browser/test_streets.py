"""My street and what came of it, on a telephone: from the neighbourhood's page in two actions, by touch, by keys and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser

LARGE, SMALL, QUIET = "loamshire/nb01/", "loamshire/nb05/", "dyffryn-aeddan/ab.3/"
PHONE = {"width": 360, "height": 740}
LANGUAGES = ("", "cy/")
CAME = {"": "What came of it", "cy/": "Beth ddaeth ohono"}
FIND = {"": "Find your street", "cy/": "Dod o hyd i’ch stryd"}
LEFT = {"": "Found: 1 of", "cy/": "Cafwyd hyd i: 1 o’r"}
_SEEN = """element => {
  const box = element.getBoundingClientRect();
  const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return { left: box.left, right: box.right, top: box.top, bottom: box.bottom, width: box.width, bare: element.contains(over), high: innerHeight };
}"""


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    """The address of the invented county below a prefix, as on a mirror."""
    with serving(built_site, "/mirror/a/") as address:
        yield address


def seen(element: Locator) -> dict[str, Any]:  # Any: numbers, and whether nothing lies over it
    """Where an element stands on the screen; fails where any of it is outside or something lies over it."""
    box: dict[str, Any] = element.evaluate(_SEEN)
    assert 0 <= box["left"] < box["right"] <= PHONE["width"], box
    assert 0 <= box["top"] < box["bottom"] <= box["high"], box
    assert box["bare"], box
    return box


def assert_told(row: Locator, language: str) -> None:
    """What was recorded and what came of it are seen, over the whole width."""
    assert row.locator("details").evaluate("element => element.open")
    assert row.locator("details").bounding_box()["width"] >= 320  # type: ignore[index]  # a row in view has a box
    assert seen(row.locator("ul").nth(0).locator("li").first)["width"] >= 300
    expect(row.get_by_text(CAME[language], exact=True)).to_be_visible()
    seen(row.locator("ul").nth(1).locator("li").first)


def first_row(page: Page, letter: str) -> Locator:
    return page.locator(f"#{letter} .pts li[id]").first


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_and_street_are_two_taps(address: str, open_page: Open, language: str, script: bool) -> None:
    page = open_page(address + language + LARGE, **PHONE, script=script).page
    page.locator("#streets .letters a", has_text="C").tap()
    page.wait_for_url("**/streets/#C")
    row = first_row(page, "C")
    seen(row.locator("summary"))
    row.locator("summary").tap()
    assert_told(row, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_and_street_are_reached_by_keys(address: str, open_page: Open, language: str) -> None:
    page = open_page(address + language + LARGE, **PHONE).page
    page.locator("#streets .letters a", has_text="C").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/streets/#C")
    page.keyboard.press("Tab")
    row = first_row(page, "C")
    expect(row.locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    assert_told(row, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_street_of_a_short_list_opens_its_own_row(address: str, open_page: Open, language: str) -> None:
    page = open_page(address + language + SMALL, **PHONE).page
    page.locator("#streets .fold>summary").tap()
    link = page.locator("#streets .az-l a").nth(3)
    href = link.get_attribute("href") or ""
    link.tap()
    page.wait_for_url("**/streets/#*")
    row = page.locator(f"[id='{href.partition('#')[2]}']")
    expect(row.locator("details")).to_have_attribute("open", "")
    seen(row.locator("summary"))
    assert seen(row.locator("ul li").first)["width"] >= 300


def test_street_of_a_short_list_is_in_sight_without_a_script(address: str, open_page: Open) -> None:
    page = open_page(address + SMALL, **PHONE, script=False).page
    page.locator("#streets .fold>summary").tap()
    link = page.locator("#streets .az-l a").nth(3)
    href = link.get_attribute("href") or ""
    link.tap()
    page.wait_for_url("**/streets/#*")
    seen(page.locator(f"[id='{href.partition('#')[2]}'] summary"))
    expect(page.locator(".find-street")).to_be_hidden()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_point_is_in_sight_at_its_address(address: str, open_page: Open, language: str) -> None:
    page = open_page(address + language + LARGE + "streets/", **PHONE, script=False).page
    anchors = page.locator(".streets li[id]").evaluate_all("rows => rows.map((row) => row.id)")
    assert len(anchors) > 250
    for anchor in anchors[::37]:
        page.goto(f"{address}{language}{LARGE}streets/#{anchor}")
        row = page.locator(f"[id='{anchor}']")
        box = row.evaluate(_SEEN)
        assert 0 <= box["top"] < PHONE["height"] - 40, (anchor, box)
        assert box["bottom"] - box["top"] >= 20, (anchor, box)


@pytest.mark.parametrize("language", LANGUAGES)
def test_field_leaves_the_streets_that_have_what_is_typed(address: str, open_page: Open, language: str) -> None:
    page = open_page(address + language + LARGE + "streets/", **PHONE).page
    field = page.get_by_label(FIND[language])
    field.tap()
    page.keyboard.type("ABBEY wa")
    expect(page.locator(".find-street [role=status]")).to_contain_text(LEFT[language])
    rows = page.locator(".streets section>.pts>li:visible")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("Abbey Walk")
    seen(rows.locator("summary"))
    rows.locator("summary").tap()
    assert rows.locator("details").evaluate("element => element.open")
    assert page.locator(".streets section:visible").count() == 1
    field.fill("zzz")
    expect(page.locator(".streets section:visible")).to_have_count(0)
    field.fill("")
    assert page.locator(".streets section:visible").count() > 15


@pytest.mark.parametrize(
    ("place", "asked", "found"),
    [
        (LARGE, "abbots rd", "Abbot's Road"),
        (LARGE, "ABBOT’S  Roa", "Abbot's Road"),
        ("dyffryn-aeddan/ab.2/", "road aeddan", "Heol Aeddan"),
        ("dyffryn-aeddan/ab.2/", "heol aed", "Heol Aeddan"),
    ],
)
def test_field_knows_a_street_however_it_is_written(address: str, open_page: Open, place: str, asked: str, found: str) -> None:
    page = open_page(address + place + "streets/", **PHONE).page
    page.get_by_label(FIND[""]).fill(asked)
    names = page.locator(".streets section>.pts>li:visible")
    expect(names).to_have_count(1)
    expect(names).to_contain_text(found)


def test_row_leads_to_its_point_on_the_map_and_back(address: str, open_page: Open) -> None:
    page = open_page(address + LARGE + "streets/", **PHONE).page
    row = first_row(page, "A")
    point = row.get_attribute("id")
    row.locator("summary").tap()
    row.locator("a").scroll_into_view_if_needed()
    assert seen(row.locator("a"))["bottom"] - seen(row.locator("a"))["top"] >= 44
    row.locator("a").tap()
    expect(page.locator("[data-part=chosen-name]")).to_have_text("On or near Abbey Walk")
    back = page.locator(f"[data-part=chosen-links] a[href$='/loamshire/nb01/streets/#{point}']")
    back.click()
    page.wait_for_url(f"**/streets/#{point}")
    expect(row.locator("details")).to_have_attribute("open", "")
    seen(row.locator("summary"))


def test_street_with_nothing_lately_leads_to_the_map_by_its_name(address: str, open_page: Open) -> None:
    page = open_page(address + QUIET + "streets/", **PHONE).page
    street = page.locator(".silent>[id]").first
    assert street.locator("a").get_attribute("href") == f"../../../map/#area={QUIET.rstrip('/')}&p={street.get_attribute('id')}"
    page.goto(f"{address}{QUIET}streets/#{street.get_attribute('id')}")
    assert seen(street)["bottom"] - seen(street)["top"] >= 44


def test_nothing_is_wrong_with_an_open_row(address: str, open_page: Open) -> None:
    for scheme in ("light", "dark"):
        visit = open_page(address + LARGE + "streets/", **PHONE, scheme=scheme)
        first_row(visit.page, "C").locator("summary").tap()
        assert visit.axe() == []
        assert visit.complaints == []
