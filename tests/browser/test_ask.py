"""Questions are answered in the browser, from the site's own files, and nothing of them leaves the device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Open, Visit
from tests.serving import serving

pytestmark = pytest.mark.browser

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
LOAD = ("sqlite.", "ask-worker.", "counts.parquet", "coverage.csv", "neighbourhoods.csv")


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site, "/mirror/a/") as address:
        yield address


def part(visit: Visit, name: str) -> Locator:
    return visit.page.locator(f"#ask [data-part={name}]")


def begin(visit: Visit, force: str = "loamshire") -> Visit:
    part(visit, "force").select_option(force)
    part(visit, "begin").click()
    expect(part(visit, "answer")).to_be_visible()
    return visit


def ask(visit: Visit, sql: str) -> None:
    part(visit, "sql").fill(sql)
    part(visit, "run").click()


def rows(visit: Visit) -> list[list[str]]:
    return [row.locator("th, td").all_inner_texts() for row in part(visit, "table").locator("tr").all()]


def test_nothing_is_loaded_before_somebody_begins_and_all_of_it_is_the_sites_own(open_page: Open, address: str) -> None:
    visit = open_page(f"{address}ask/")
    expect(part(visit, "begin")).to_be_disabled()
    assert not [url for url in visit.requests if any(name in url for name in LOAD)]
    part(visit, "force").select_option("loamshire")
    expect(part(visit, "size")).to_have_text("This loads 0.4 MB for the program and 0.1 MB of figures.")
    assert not [url for url in visit.requests if "sqlite." in url or "ask-worker." in url]
    begin(visit)
    expect(part(visit, "status")).to_contain_text("rows, in 0.")
    assert rows(visit)[0] == ["category", "total", "months_known"]
    assert (visit.other_origins(), visit.complaints) == ([], [])


def test_an_answer_has_its_table_its_drawing_and_an_address_that_no_host_is_sent(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    ask(visit, "SELECT month, sum(crimes) AS total FROM counts GROUP BY month ORDER BY month")
    expect(part(visit, "status")).to_contain_text("13 rows")
    expect(part(visit, "drawing").locator("path.line")).to_be_visible()
    said = visit.page.url.partition("#")[2]
    assert parse_qs(said) == {"force": ["loamshire"], "q": ["SELECT month, sum(crimes) AS total FROM counts GROUP BY month ORDER BY month"]}
    assert not [url for url in visit.requests if "SELECT" in url.partition("#")[0]]
    again = open_page(visit.page.url)
    expect(part(again, "begin")).to_be_enabled()
    begin(again, "loamshire")
    expect(part(again, "status")).to_contain_text("13 rows")


def test_the_figures_are_those_of_the_force_that_was_chosen_and_missing_ones_are_not_zero(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"), "dyffryn-aeddan")
    ask(visit, "SELECT DISTINCT force FROM counts")
    expect(part(visit, "status")).to_contain_text("One row")
    assert rows(visit)[1:] == [["dyffryn-aeddan"]]
    ask(visit, "SELECT month, sum(crimes) AS total FROM counts WHERE category = 'robbery' GROUP BY month ORDER BY month")
    expect(part(visit, "drawing").locator("rect.gap").first).to_be_attached()
    assert "not known" in [cell for row in rows(visit) for cell in row]


def test_more_rows_than_are_shown_are_counted_and_all_are_in_the_file(open_page: Open, address: str, tmp_path: Path) -> None:
    visit = begin(open_page(f"{address}ask/"))
    ask(visit, "SELECT month, '=1+1' AS formula, 'a,b' AS text, NULL AS unknown FROM counts LIMIT 1500")
    expect(part(visit, "status")).to_contain_text("1,500 rows")
    assert part(visit, "table").locator("tbody tr").count() == 1000
    with visit.page.expect_download() as download:
        part(visit, "save").click()
    download.value.save_as(tmp_path / "answer.csv")
    lines = (tmp_path / "answer.csv").read_text(encoding="utf-8").splitlines()
    assert (len(lines), lines[0]) == (1501, "month,formula,text,unknown")
    assert lines[1].endswith(',\'=1+1,"a,b",')


def test_a_wrong_question_is_said_to_be_wrong_beside_it_and_the_next_is_answered(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    ask(visit, "SELECT wrong FROM counts")
    expect(part(visit, "error")).to_have_text("The question could not be answered: no such column: wrong.")
    expect(part(visit, "sql")).to_have_attribute("aria-invalid", "true")
    ask(visit, "SELECT 1 AS one")
    expect(part(visit, "status")).to_contain_text("One row")
    expect(part(visit, "error")).to_be_hidden()


def test_a_question_without_end_is_stopped_and_the_tables_are_there_again(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    ask(visit, ENDLESS)
    part(visit, "stop").click()
    expect(part(visit, "status")).to_have_text("Stopped. The tables are as they were.")
    ask(visit, "SELECT count(*) > 1000 AS there FROM counts")
    expect(part(visit, "status")).to_contain_text("One row")
    assert rows(visit)[1:] == [["1"]]


def test_where_the_host_forbids_programs_the_page_says_so_and_leads_to_duckdb(open_page: Open, address: str) -> None:
    visit = open_page(f"{address}ask/", before="WebAssembly.compile = () => Promise.reject(new WebAssembly.CompileError('forbidden'))")
    part(visit, "force").select_option("loamshire")
    part(visit, "begin").click()
    expect(part(visit, "cannot")).to_contain_text("does not let the program run. The same questions can be asked with DuckDB")


def test_from_a_disk_it_says_why_it_cannot_answer(built_site: Path, open_page: Open) -> None:
    visit = open_page((built_site / "ask/index.html").as_uri())
    expect(part(visit, "cannot")).to_contain_text("This page was opened from a disk")
    expect(part(visit, "choose")).to_be_hidden()


def test_without_a_script_there_are_the_questions_and_the_lines_for_duckdb(open_page: Open, address: str) -> None:
    visit = open_page(f"{address}cy/ask/", script=False)
    expect(visit.page.locator("#ask")).to_be_hidden()
    expect(visit.page.locator("[data-without]")).to_be_visible()
    visit.page.locator("[data-question] summary").first.click()
    expect(visit.page.locator("[data-question] pre").first).to_be_visible()
    assert "CREATE VIEW counts" in visit.page.locator("main").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_nothing_is_in_the_way_of_anybody(open_page: Open, address: str, width: int, scheme: str) -> None:
    visit = begin(open_page(f"{address}ask/#q={quote('SELECT month, category, crimes FROM counts')}", width=width, scheme=scheme))
    assert visit.axe() == []
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
    part(visit, "ready").select_option("0")
    expect(part(visit, "drawing").locator("rect").first).to_be_visible()
    assert visit.axe() == []
