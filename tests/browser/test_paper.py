"""A neighbourhood page prints as a sheet for a beat meeting: two A4 pages with the team, its meetings and the figures."""

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


@pytest.mark.parametrize("language", ["", "cy/"])
@pytest.mark.parametrize("place", ["loamshire/nb01", "loamshire/nb03", "loamshire/fen.3", "dyffryn-aeddan/pyd", "dyffryn-aeddan/cwm-eira"])
def test_a_neighbourhood_is_two_sheets_of_paper(built_site: Path, page: Page, place: str, language: str) -> None:
    page.goto((built_site / f"{language}{place}" / "index.html").as_uri())
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2


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
