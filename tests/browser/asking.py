"""The page of questions as somebody uses it who has a browser."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.conftest import Visit


def part(visit: Visit, name: str) -> Locator:
    """What the script knows by a name."""
    return visit.page.locator(f"#ask [data-part={name}]")


def begin(visit: Visit, force: str = "loamshire") -> Visit:
    """Choose a force, none where the address names one, and load its figures."""
    if force:
        part(visit, "force").select_option(force)
    expect(part(visit, "begin")).to_be_enabled()
    part(visit, "begin").click()
    expect(part(visit, "answer")).to_be_visible()
    return visit


def ask(visit: Visit, sql: str) -> None:
    """Put a question."""
    part(visit, "sql").fill(sql)
    part(visit, "run").click()


def rows(visit: Visit) -> list[list[str]]:
    """The answer's cells, its head first."""
    return [row.locator("th, td").all_inner_texts() for row in part(visit, "table").locator("tr").all()]
