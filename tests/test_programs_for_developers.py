"""The programs on the page for developers are taken out of it and run, and what they say is what the pages of the county say."""

from __future__ import annotations

import csv
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from sitegen.artefacts.sections.code_examples import LOCAL
from sitegen.publish.checks.html import read_page
from sitegen.terms import ASB
from tests.artefacts.html import Element, named, parse, text
from tests.serving import serving

pytestmark = pytest.mark.site

ROOT = Path(__file__).parents[1]
TASKS = {
    "team": ("Python", "JavaScript", "R"),
    "months": ("Python", "R", "SQL"),
    "postcode": ("Python", "JavaScript", "SQL"),
    "month": ("Python", "JavaScript", "R", "SQL"),
}
MISSING = "2025-03"
"""A month that the force of the example did not supply."""
SILENT = "dyffryn-aeddan/ArF"
"""A neighbourhood of which the force supplied neither the team nor its meetings."""
SPACED = "loamshire/CPT KTX"

Rows = list[list[str]]


@pytest.fixture(scope="module")
def page(built_site: Path) -> Element:
    return parse((built_site / "developers/index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def programs(page: Element) -> dict[str, dict[str, str]]:
    """The text of each program by task and language, as somebody copies it."""
    return {
        named(task, "h3")[0].get("id"): {text(named(one, "summary")[0]): "".join(next(one.iter("code")).itertext()) for one in task.iter("details")}
        for task in named(page, "section", class_="task")
    }


@pytest.fixture(scope="module")
def place(built_site: Path, page: Element) -> Path:
    """The folder of the neighbourhood that the programs ask about."""
    examples = next(one for one in page.iter("section") if one.get("aria-labelledby") == "examples")
    href: str = next(examples.iter("a")).get("href")
    return (built_site / "developers" / href).resolve()


@pytest.fixture(scope="module")
def address(built_site: Path) -> Iterator[str]:
    with serving(built_site) as found:
        yield found


def said(program: str, language: str, address: str, site: Path, folder: Path, sign: str = " | ") -> Rows:
    """What a program says when the site is where the page says it is, cut at a sign; of SQL the rows, NULL as an empty text, under their header."""
    assert LOCAL in program
    if language == "SQL":
        return in_duckdb(program, address, site)
    if language == "R" and not shutil.which("Rscript"):
        pytest.skip("R is not installed")
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    name, command = {"Python": ("it.py", sys.executable), "JavaScript": ("it.mjs", "node"), "R": ("it.R", "Rscript")}[language]
    (folder / name).write_text(program.replace(LOCAL, address), encoding="utf-8")
    done = subprocess.run([command, name], cwd=folder, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return [*csv.reader(filter(None, done.stdout.splitlines()))] if sign == "," else [line.split(sign) for line in done.stdout.splitlines()]


def in_duckdb(program: str, address: str, site: Path) -> Rows:
    """Over HTTP where DuckDB has its extension for it, else from the files, as the page says that one may."""
    database = duckdb.connect()
    try:
        database.execute("LOAD httpfs")
    except duckdb.Error:
        address = f"{site}/"
    found = database.execute(program.replace(LOCAL, address))
    header = [column[0] for column in found.description or ()]
    return [header, *(["" if cell is None else str(cell) for cell in row] for row in found.fetchall())]


def test_each_task_has_these_programs_and_the_page_says_what_they_need(programs: dict[str, dict[str, str]], page: Element) -> None:
    assert {task: tuple(texts) for task, texts in programs.items()} == TASKS
    assert "extension httpfs" in text(page)


@pytest.mark.parametrize("language", TASKS["team"])
def test_the_team_and_the_next_meetings_are_those_of_the_page(
    programs: dict[str, dict[str, str]], place: Path, built_site: Path, address: str, tmp_path: Path, language: str
) -> None:
    rows = said(programs["team"][language], language, address, built_site, tmp_path)
    tree = parse((place / "index.html").read_text(encoding="utf-8"))
    team, meetings = (named(tree, "section", id=one)[0] for one in ("team", "meetings"))
    people = [row for row in rows if not re.match(r"\d{4}-", row[0])]
    coming = [row for row in rows if row not in people]
    assert len(people) == len(next(team.iter("ul")).findall("li")) > 0
    for rank, name in people:
        assert name in text(team)
        assert rank in text(team)
    shown = [one.get("datetime") for one in meetings.iter("time")]
    assert coming
    for start, title in coming:
        assert title in text(meetings)
        assert any(one.startswith(start) for one in shown)


@pytest.mark.parametrize("language", TASKS["team"])
@pytest.mark.parametrize("there", [SILENT, "loamshire/nb01"])
def test_a_team_that_was_not_supplied_or_an_id_that_is_none_is_said_to_be_so(
    programs: dict[str, dict[str, str]], built_site: Path, address: str, tmp_path: Path, language: str, there: str
) -> None:
    assert not [*(built_site / f"api/{there}").glob("[pe]*")]
    other = re.sub(r'(?i)(place (?:=|<-) )"[^"]+"', rf'\1"{there}"', programs["team"][language])
    assert other != programs["team"][language]
    assert said(other, language, address, built_site, tmp_path) == [[what, "not supplied, or no such id"] for what in ("people", "events")]


@pytest.mark.parametrize("language", TASKS["team"])
def test_an_id_with_a_space_is_put_in_as_it_stands(
    programs: dict[str, dict[str, str]], built_site: Path, address: str, tmp_path: Path, language: str
) -> None:
    other = re.sub(r'(?i)(place (?:=|<-) )"[^"]+"', rf'\1"{SPACED}"', programs["team"][language])
    people, events = (json.loads((built_site / "api" / SPACED / one / "index.json").read_bytes()) for one in ("people", "events"))
    told = [[one["rank"], one["name"]] for one in people] + [[one["start_date"][:16], one["title"]] for one in events]
    assert people
    rows = said(other, language, address, built_site, tmp_path)
    assert rows[: len(people)] == told[: len(people)]
    assert all(row in told for row in rows)


@pytest.mark.parametrize("language", TASKS["months"])
def test_the_months_are_those_of_the_page_and_a_missing_one_stays_missing(
    programs: dict[str, dict[str, str]], place: Path, built_site: Path, address: str, tmp_path: Path, language: str
) -> None:
    (_, *kinds), *rows = said(programs["months"][language], language, address, built_site, tmp_path, ",")
    counts = {}
    for month, *cells in rows:
        known = {kind: int(cell) for kind, cell in zip(kinds, cells, strict=True) if cell}
        assert "0" in cells or known or month == MISSING
        counts[month] = (sum(known.values()) - known.get(ASB, 0), known.get(ASB)) if known else (None, None)
    assert counts[MISSING] == (None, None)
    figures = read_page((place / "change" / "index.html").read_text(encoding="utf-8")).figures
    assert [*figures] == [counts[month] for month in sorted(counts, reverse=True)][: len(figures)]
    assert len(figures) >= 12


@pytest.mark.parametrize("language", TASKS["postcode"])
def test_the_postcode_lies_in_a_neighbourhood_that_has_a_page(
    programs: dict[str, dict[str, str]], built_site: Path, address: str, tmp_path: Path, language: str
) -> None:
    rows = said(programs["postcode"][language], language, address, built_site, tmp_path)
    rows = rows[1:] if language == "SQL" else rows
    assert rows
    for name, force, where in rows:
        folder = where.removeprefix(address) if language != "SQL" else page_of(built_site, force, where)
        tree = parse((built_site / folder / "index.html").read_text(encoding="utf-8"))
        assert text(named(tree, "h1")[0]) == name
        assert language == "SQL" or force in text(tree)


def page_of(site: Path, force: str, neighbourhood: str) -> str:
    listed = csv.DictReader((site / "data/neighbourhoods.csv").read_text(encoding="utf-8").splitlines())
    return next(row["page"] for row in listed if (row["force"], row["neighbourhood"]) == (force, neighbourhood)).removesuffix("index.html")


@pytest.mark.parametrize("language", TASKS["month"])
def test_the_crimes_of_a_month_add_up_to_those_of_the_forces_page(
    programs: dict[str, dict[str, str]], place: Path, built_site: Path, address: str, tmp_path: Path, language: str
) -> None:
    rows = said(programs["month"][language], language, address, built_site, tmp_path, ",")[1:]
    force = place.parent.name if language != "R" else rows[0][0]
    mine = {kind: int(crimes) for of, kind, crimes in rows if of == force}
    asb = mine.pop("Anti-social behaviour" if language == "R" else ASB)
    figures = read_page((place.parent / "index.html").read_text(encoding="utf-8")).figures
    assert figures[0] == (sum(mine.values()), asb)


def test_every_path_of_the_api_leads_to_an_answer_of_this_site(page: Element, built_site: Path) -> None:
    lines = named(next(one for one in page.iter("section") if one.get("aria-labelledby") == "paths"), "dl")[0].findall("div")
    links = [link.get("href") for line in lines for link in line.iter("a")]
    assert len(links) == len(lines) == 14
    for link in links:
        assert (built_site / "developers" / link.replace("%20", " ")).is_file()
