"""Questions are answered in the browser, from the site's own files, and nothing of them leaves the device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote

import polars as pl
import pytest
from playwright.sync_api import expect

from tests.browser.asking import ask, begin, part, rows
from tests.browser.conftest import Open
from tests.serving import serving

pytestmark = pytest.mark.browser

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
LOAD = ("sqlite.", "ask-worker.", "counts.parquet", "coverage.csv", "neighbourhoods.csv")


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site, "/mirror/a/") as address:
        yield address


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
    expect(part(visit, "error")).to_have_text(
        "Line 1, character 8: There is no column “wrong”. The columns of each table stand below; texts stand in 'single quotes'."
    )
    assert visit.page.evaluate(
        "[...document.querySelectorAll('#ask textarea')].map((box) => box.value.slice(box.selectionStart, box.selectionEnd))"
    ) == ["wrong"]
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


def test_the_place_is_where_the_reader_of_sql_stumbled_and_not_an_earlier_one_that_looks_alike(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    for sql, said in (
        ("SELECT month, category\nFROM counts\nWHERE (crimes, > 1", "Line 3, character 16: “>” does not fit here."),
        ("SELECT 1, 2, , 3", "Line 1, character 14: “,” does not fit here."),
        ("SELECT 1; SELECT '😀' AS a, FORM FORM FORM", "Line 1, character 38: “FORM” does not fit here."),
        ("SELECT 'a FROM counts", "Line 1, character 8: “'a FROM counts” cannot be read."),
        ("SELECT * FROM counts WHERE", "The question ends too early"),
        ("SELECT * FROM crime", "Line 1, character 15: There is no table “crime”."),
        ("SELECT * FROM crimes", "This question is about the crimes of a month."),
    ):
        ask(visit, sql)
        expect(part(visit, "error")).to_contain_text(said)


def test_a_question_changes_the_tables_for_itself_alone(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    for sql, said in (
        ("DROP TABLE counts; CREATE TABLE mine AS SELECT 1 AS one; SELECT one FROM mine", "status"),
        ("DELETE FROM counts; PRAGMA query_only = 1; PRAGMA query_only = 0; SELECT 1", "status"),
        ("ATTACH 'elsewhere.db' AS elsewhere; SELECT 1", "status"),
        ("BEGIN; DELETE FROM counts; -- COMMIT\n /* now */ commit; SELECT 1", "status"),
        ("DELETE FROM counts; CREATE TEMP VIEW v AS SELECT 1 AS one; SELECT wrong FROM v", "error"),
    ):
        ask(visit, sql)
        expect(part(visit, said)).to_contain_text("One row" if said == "status" else "“wrong”")
        ask(visit, "SELECT count(*) > 1000 AS there, 'after' AS said FROM counts")
        expect(part(visit, "table")).to_contain_text("after")
        assert rows(visit)[1:] == [["1", "after"]]
        ask(visit, "SELECT * FROM counts WHERE FALSE")
        expect(part(visit, "status")).to_contain_text("No rows")


def test_the_crimes_of_a_month_are_loaded_when_a_reader_says_so_and_named_in_the_address(open_page: Open, address: str, built_site: Path) -> None:
    number = f"{pl.read_parquet(built_site / 'data/crimes/loamshire/2025-06.parquet').height:,}"
    visit = begin(open_page(f"{address}ask/"))
    expect(part(visit, "add")).to_be_disabled()
    part(visit, "ready").select_option(
        label="What has become of the crimes of that month so far? A newer month has had less time, so do not compare months by it"
    )
    expect(part(visit, "error")).to_contain_text("This question is about the crimes of a month")
    part(visit, "month").select_option("2025-06")
    expect(part(visit, "crimes")).to_contain_text("This loads 0.1 MB. The server sees which month of which force is asked for")
    part(visit, "add").click()
    expect(part(visit, "crimes")).to_have_text(f"The table crimes holds 2025-06: {number} rows.")
    expect(part(visit, "error")).to_be_hidden()
    assert rows(visit)[0] == ["outcome_so_far", "total", "per_cent"]
    assert parse_qs(visit.page.url.partition("#")[2])["month"] == ["2025-06"]
    again = open_page(visit.page.url)
    begin(again, "")
    expect(part(again, "crimes")).to_have_text(f"The table crimes holds 2025-06: {number} rows.")
    assert rows(again) == rows(visit)
    ask(again, "SELECT count(*) AS n, count(longitude) AS placed FROM crimes WHERE force = 'loamshire'")
    expect(part(again, "status")).to_contain_text("One row")
    assert rows(again)[1][0] == number
    assert {url for url in visit.requests if "crimes/" in url} == {f"{address}data/crimes/loamshire/2025-06.parquet"}


def test_all_forces_together_are_asked_at_once_and_a_neighbourhood_brings_its_force(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"), "*")
    ask(visit, "SELECT DISTINCT force FROM counts ORDER BY force")
    expect(part(visit, "status")).to_contain_text("3 rows")
    assert rows(visit)[1:] == [["btp"], ["dyffryn-aeddan"], ["loamshire"]]
    part(visit, "ready").select_option("0")
    group = part(visit, "neighbourhood").locator("optgroup").last
    part(visit, "neighbourhood").select_option(group.locator("option").first.get_attribute("value"))
    assert "force = 'loamshire'" in part(visit, "sql").input_value()


def test_what_is_loaded_answers_on_without_a_connection_and_after_a_stop(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    visit.page.context.set_offline(True)
    ask(visit, ENDLESS)
    part(visit, "stop").click()
    expect(part(visit, "status")).to_have_text("Stopped. The tables are as they were.")
    ask(visit, "SELECT count(*) > 1000 AS there FROM counts")
    expect(part(visit, "status")).to_contain_text("One row")
    part(visit, "month").select_option("2025-06")
    expect(part(visit, "crimes")).to_contain_text("The server did not answer. Check your connection")
    assert part(visit, "sql").input_value() == "SELECT count(*) > 1000 AS there FROM counts"


def test_another_question_in_the_address_is_asked_at_once_as_after_going_back(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    visit.page.evaluate("location.hash = new URLSearchParams({ force: 'loamshire', q: \"SELECT 'ŵ 😀 & #' AS said\" })")
    expect(part(visit, "status")).to_contain_text("One row")
    assert rows(visit)[1:] == [["ŵ 😀 & #"]]
    visit.page.go_back()
    expect(part(visit, "table")).to_contain_text("months_known")


def test_a_million_rows_are_counted_and_can_be_stopped_and_saved(open_page: Open, address: str, tmp_path: Path) -> None:
    visit = begin(open_page(f"{address}ask/"))
    ask(visit, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 1000000) SELECT i FROM n")
    expect(part(visit, "status")).to_contain_text("1,000,000 rows")
    with visit.page.expect_download() as download:
        part(visit, "save").click()
    download.value.save_as(tmp_path / "answer.csv")
    assert (tmp_path / "answer.csv").read_bytes().count(b"\n") == 1_000_001


def test_a_question_too_large_for_the_memory_is_told_and_the_next_is_answered(open_page: Open, address: str) -> None:
    visit = begin(open_page(f"{address}ask/"))
    ask(visit, "SELECT length(zeroblob(2000000000))")
    expect(part(visit, "error")).to_contain_text("That takes more memory than the program can have here")
    expect(part(visit, "status")).to_have_text("Stopped. The tables are as they were.")
    ask(visit, "SELECT count(*) > 1000 AS there FROM counts")
    expect(part(visit, "status")).to_contain_text("One row")


def test_where_a_browser_has_no_programs_the_page_leads_to_duckdb(open_page: Open, address: str) -> None:
    visit = open_page(f"{address}ask/", before="delete window.WebAssembly")
    expect(part(visit, "cannot")).to_contain_text("does not let the program run. The same questions can be asked with DuckDB")
    expect(part(visit, "choose")).to_be_hidden()


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
