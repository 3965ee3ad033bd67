"""A neighbourhood page on a telephone has its answers first, is no longer than it must be, and a press on its map says what is there."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.seen import fault_of, wait_until_seen
from tests.serving import serving

pytestmark = pytest.mark.browser

PLACE = "loamshire/nb01/"
LANGUAGES = ("", "cy/")
TODAY = "2025-07-02T09:00:00"
TOP = "element => Math.round(element.getBoundingClientRect().top + scrollY)"


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site, "/mirror/a/") as address:
        yield address


def telephone(open_page: Open, url: str, *, script: bool = True, width: int = 360) -> Page:
    page = open_page("about:blank", width=width, height=740, script=script).page
    if script:
        page.clock.set_fixed_time(TODAY)
    page.goto(url)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_answers_come_first_and_meetings_before_priorities(open_page: Open, address: str, language: str, script: bool) -> None:
    page = telephone(open_page, f"{address}{language}{PLACE}", script=script)
    in_order = [
        "h1",
        ".glance",
        ".finding",
        "#month .map",
        "#month .body > .margin",
        ".jump",
        "#reach",
        "#meetings",
        "#priorities",
        "#team",
        "#kinds",
    ]
    tops = [page.locator(part).first.evaluate(TOP) for part in in_order]
    assert tops == sorted(tops), dict(zip(in_order, tops, strict=True))
    assert page.locator("#meetings .event").count() + page.locator("#meetings .past li").count() == 10
    assert page.locator("#priorities .priority").count() == 10
    assert tops[in_order.index("#meetings")] < 3000


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_with_ten_priorities_and_ten_meetings_the_page_ends_in_time(open_page: Open, address: str, language: str, script: bool) -> None:
    page = telephone(open_page, f"{address}{language}{PLACE}", script=script)
    assert page.locator("#priorities .priority").count() == page.locator("#meetings .event, #meetings .past li").count() == 10
    footer = page.locator("footer").evaluate(TOP)
    end = page.evaluate("document.documentElement.scrollHeight")
    assert page.locator("#help").evaluate(TOP) < footer < end < 11000


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_force_s_figures_stand_before_its_long_list_of_neighbourhoods_unfolds(open_page: Open, address: str, language: str, script: bool) -> None:
    page = telephone(open_page, f"{address}{language}loamshire/", script=script)
    fold = page.locator("#neighbourhoods details.fold")
    names = fold.locator("section a")
    assert names.count() > 20
    assert not any(name.is_visible() for name in names.all())
    assert page.locator("#totals .finding").evaluate(TOP) < 3200
    assert page.evaluate("document.documentElement.scrollHeight") < 12000
    for link in page.locator(".jump a").all():
        link.tap()
        section = page.locator(link.get_attribute("href") or "")
        wait_until_seen(page, section.locator("h2, h3").first)
        assert fault_of(section.locator("dl, .people, .finding, table, svg[role=img], .list, .body p").first) == "", link.inner_text()
    page.locator(".jump a[href='#neighbourhoods']").tap()
    fold.locator("summary").tap()
    fold.locator(".letters a[href='#N']").tap()
    wait_until_seen(page, fold.locator("#N a").first)
    fold.locator("#N a").first.tap()
    page.wait_for_url(re.compile(r"/loamshire/[^/]+/$"))


def test_a_force_of_few_neighbourhoods_has_them_in_sight(open_page: Open, address: str) -> None:
    page = telephone(open_page, f"{address}dyffryn-aeddan/", script=False)
    names = page.locator("#neighbourhoods .list a")
    assert names.count() > 5
    assert all(name.is_visible() for name in names.all())


@pytest.mark.parametrize("script", [True, False], ids=["scripts", "none"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_jump_link_lands_with_its_answer_in_view(open_page: Open, address: str, language: str, script: bool) -> None:
    page = telephone(open_page, f"{address}{language}{PLACE}", script=script)
    links = page.locator(".jump a, .glance a").all()
    assert len(links) > 10
    for link in links:
        link.tap()
        section = page.locator(link.get_attribute("href") or "")
        wait_until_seen(page, section.locator("h2, h3").first)
        answer = section.locator("dl, .event, .priority, .people, .finding, table, svg[role=img], .letters, .fold, .list, .body p").first
        assert fault_of(answer) == "", link.inner_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_folded_is_whole_without_scripts(open_page: Open, address: str, language: str) -> None:
    page = telephone(open_page, f"{address}{language}{PLACE}", script=False)
    for section, item, folded in (("#priorities", ".priority", 7), ("#meetings", ".event", 6), ("#kinds", "tbody:not(.asb, .rest) tr:not(.sum)", 7)):
        every = page.locator(f"{section} {item}")
        shut = [one for one in every.all() if not one.is_visible()]
        assert len(shut) == folded, section
        summary = page.locator(f"{section} .more summary, {section} .rest summary").last
        assert summary.inner_text().startswith(f"{folded} ")
        summary.tap()
        assert all(one.is_visible() for one in every.all()), section
    for always in (".sum", ".asb tr"):
        assert page.locator(f"#kinds {always}").is_visible()


def test_a_fold_never_hides_the_next_meeting(open_page: Open, address: str) -> None:
    page = telephone(open_page, f"{address}{PLACE}")
    last = page.locator(".event").last.get_attribute("data-until") or ""
    page.clock.set_fixed_time(f"{last[:10]}T00:00:00")
    page.goto(f"{address}{PLACE}")
    assert page.locator(".event.next").is_visible()
    assert page.locator(".event.next").get_attribute("data-until") == last
    assert page.locator("#meetings .more").count() == 0


# ---- the map


@pytest.mark.parametrize(("language", "counted"), [("", "Recorded in June 2025: "), ("cy/", "Cofnodwyd ym mis Mehefin 2025: ")])
def test_a_tap_on_a_circle_says_its_street_and_its_count(open_page: Open, address: str, language: str, counted: str) -> None:
    visit = open_page("about:blank", width=360, height=740)
    page = visit.page
    page.goto(f"{address}{language}{PLACE}")
    drawn = page.locator("#month .map svg[role=img]")
    with page.expect_response(re.compile(r"/streets/12/.*\.json$")):
        drawn.scroll_into_view_if_needed()
    place = drawn.evaluate("""svg => {
      const top = [...svg.querySelectorAll(".m-pt>path")].at(-1); // nothing is drawn over the last
      const steps = top.getAttribute("d").match(/-?\\d+/g).map(Number);
      const [x, y] = [0, 1].map((axis) => steps.filter((_, at) => at % 2 === axis).reduce((sum, step) => sum + step, 0));
      const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
      return { x: x * scale, y: y * scale, count: Math.round(((top.getAttribute("stroke-width") - 1.6) / 3.4) ** 2) };
    }""")
    before, height = len(visit.requests), page.evaluate("document.documentElement.scrollHeight")
    start = time.monotonic()
    drawn.tap(position={"x": place["x"], "y": place["y"]})
    answer = page.locator(".told")
    expect(answer).to_contain_text(f"{counted}{place['count']}")
    expect(answer.locator("b")).not_to_be_empty()
    assert time.monotonic() - start < 1.5  # of which a person waits for a hundredth; the rest is this test's own
    assert fault_of(answer) == ""
    assert (len(visit.requests), page.evaluate("document.documentElement.scrollHeight")) == (before, height)
    street = answer.locator("b").inner_text()
    answer.get_by_role("link").tap()
    page.wait_for_url(re.compile(r"/streets/#"))
    row = page.locator(f"[id='{page.evaluate('location.hash.slice(1)')}']")
    assert street in page.locator("main").inner_text()
    wait_until_seen(page, row)
    assert visit.complaints == []


def test_with_the_keyboard_one_goes_from_circle_to_circle(open_page: Open, address: str) -> None:
    visit = open_page(f"{address}{PLACE}", width=1280)
    page = visit.page
    page.locator("[data-told]").focus()
    said = []
    for key in ("Enter", "ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
        expect(page.locator(".told b")).not_to_be_empty()
        said.append(page.locator(".told").inner_text())
    assert said[0] == said[2] != said[1]
    assert visit.axe() == []
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.told') !== null")
    page.locator("[data-told]").focus()
    page.keyboard.press("Escape")
    assert not page.locator(".told").is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_scripts_a_tap_on_the_map_leads_to_the_streets(open_page: Open, address: str, language: str) -> None:
    page = telephone(open_page, f"{address}{language}{PLACE}", script=False)
    page.locator("#month .map svg[role=img]").tap()
    page.wait_for_url(f"{address}{language}{PLACE}streets/")
