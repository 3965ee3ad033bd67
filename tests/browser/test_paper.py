"""A neighbourhood page prints as a sheet for a beat meeting: two A4 pages with the team, its meetings and the figures. What a line to press says
or heads is on the paper of every page, though nothing can be pressed there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import browsing

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with browsing(chromium) as context:
        page = context.new_page()
        page.clock.set_fixed_time("2025-07-01T09:00:00")
        yield page


def sheets(page: Page) -> int:
    """How many A4 pages a page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("language", ["", "cy/"])
@pytest.mark.parametrize("place", ["loamshire/nb01", "loamshire/nb03", "loamshire/fen.3", "dyffryn-aeddan/pyd", "dyffryn-aeddan/cwm-eira"])
def test_a_neighbourhood_is_two_sheets_of_paper(built_site: Path, page: Page, place: str, language: str) -> None:
    page.goto((built_site / f"{language}{place}" / "index.html").as_uri())
    assert sheets(page) <= 2


@pytest.mark.parametrize("language", ["", "cy/"])
@pytest.mark.parametrize("place", ["dyffryn-aeddan/pyd", "loamshire/streets-2"])
def test_a_copy_that_says_that_it_is_old_takes_no_more_paper(built_site: Path, chromium: Browser, place: str, language: str) -> None:
    with browsing(chromium) as context:
        page = context.new_page()
        page.clock.set_fixed_time("2026-06-01T09:00:00")
        page.goto((built_site / f"{language}{place}" / "index.html").as_uri())
        assert page.locator("[data-newest]").first.is_visible()
        assert sheets(page) <= 2


def test_paper_has_the_team_its_work_its_meetings_and_the_figures_and_says_that_it_is_short(built_site: Path, page: Page) -> None:
    page.goto((built_site / "loamshire" / "nb01" / "index.html").as_uri())
    page.emulate_media(media="print")
    for seen in ("#reach", "#team", "#priorities", "#meetings", ".finding", "#month .map svg", "table.counts", ".paper"):
        assert page.locator(seen).first.is_visible(), seen
    assert page.locator(".event:visible").count() == 2
    assert not any(page.locator(unseen).first.is_visible() for unseen in (".search", ".jump", "#streets", "#help"))
    page.emulate_media(media="screen")
    assert not page.locator(".paper").is_visible()


@pytest.mark.parametrize("language", ["", "cy/"])
def test_no_note_in_the_margin_of_paper_lies_over_the_next_part(built_site: Path, page: Page, language: str) -> None:
    page.set_viewport_size({"width": 680, "height": 1000})
    page.goto((built_site / f"{language}loamshire/nb01" / "index.html").as_uri())
    page.emulate_media(media="print")
    parts = page.evaluate("""() => {
      const end = (part) => part.getBoundingClientRect().bottom;
      const seen = [...document.querySelectorAll(".sheet")].filter((part) => part.checkVisibility());
      return seen.map((part) => [part.id, end(part), Math.max(...[...part.querySelectorAll(".margin,.margin p")].map(end))]);
    }""")
    assert {"month", "kinds"} <= {name for name, _, _ in parts}
    assert [name for name, end, notes in parts if notes > end] == []


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
@pytest.mark.parametrize("language", ["", "cy/"])
def test_every_street_has_its_name_and_counts_on_paper(built_site: Path, chromium: Browser, language: str, script: bool) -> None:
    with browsing(chromium, java_script_enabled=script, viewport={"width": 680, "height": 1000}) as context:
        page = context.new_page()
        page.goto((built_site / f"{language}loamshire/nb01/streets/index.html").as_uri())
        rows = page.locator(".pts li[id]")
        assert rows.count() > 250
        names = [row.split((language and "Ym mis") or "In June")[0].strip() for row in rows.all_inner_texts()]
        page.emulate_media(media="print")
        shown = rows.evaluate_all("""rows => rows.map((row) => {
          const line = row.querySelector("summary, p");
          const [name, counts] = [line.childNodes[0], line.querySelector("span")].map((part) => {
            const range = document.createRange();
            range.selectNodeContents(part);
            return range.getBoundingClientRect();
          });
          const isSeen = (box) => box.width > 8 && box.height > 8 && box.left >= 0 && box.right <= innerWidth;
          return line.checkVisibility() && isSeen(name) && isSeen(counts) ? line.innerText : "";
        })""")
        assert [name for name, line in zip(names, shown, strict=True) if not line.startswith(name) or not re.search(r"\d", line)] == []
        assert not page.locator(".letters").is_visible()
        assert not page.locator(".pts details ul").first.is_visible()
        page.emulate_media(media="null")
        assert 1 < sheets(page) <= 6


@pytest.mark.parametrize("language", ["", "cy/"])
def test_all_neighbourhoods_of_a_force_are_on_its_paper(built_site: Path, page: Page, language: str) -> None:
    page.goto((built_site / f"{language}loamshire/index.html").as_uri())
    page.emulate_media(media="screen")
    assert page.locator("#neighbourhoods details section a:visible").count() == 0
    page.emulate_media(media="print")
    assert page.locator("#neighbourhoods details section a:visible").count() == page.locator("#neighbourhoods details section a").count() > 20
    page.emulate_media(media="screen")


@pytest.mark.parametrize(
    ("path", "told"), [("forces", "#totals"), ("licences", "main"), ("ask", ".ready"), ("developers", ".task"), ("data/crimes/loamshire", "main")]
)
def test_a_line_to_press_that_says_or_heads_something_is_on_paper(built_site: Path, page: Page, path: str, told: str) -> None:
    page.goto((built_site / path / "index.html").as_uri())
    page.emulate_media(media="print")
    heads = page.locator(f"{told} summary.tells")
    assert heads.count() > 0
    assert all(one.is_visible() for one in heads.all())
    page.emulate_media(media="screen")
