"""The page of questions: complete without a script, and it tells the script nothing but addresses and sizes."""

from __future__ import annotations

import json

import pytest

from sitegen.artefacts.pages.ask import duckdb_views, make
from sitegen.artefacts.sections.questions import ready_questions
from tests.artefacts.html import Element, faults, named, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SCRIPTS, SITE, TEMPLATES, VENDOR, files_of, raw_group, renderer, table

FORCES = table("forces", {"force_id": "gwent", "name": "Gwent Police"}, {"force_id": "kent", "name": "Kent Police"})
NEIGHBOURHOODS = table(
    "neighbourhoods",
    {"force_id": "gwent", "neighbourhood_id": "N'1", "folder": "n1", "name": "Newport"},
    {"force_id": "kent", "neighbourhood_id": "K1", "folder": "k1", "name": "Gone", "problem": "no-name"},
)
MONTHS = [f"20{year}-{month:02}" for year in (24, 25) for month in range(1, 13)]
QUESTIONS = ready_questions(renderer().words, {"force": "gwent", "neighbourhood": "N'1", "since": "2025-01"})


def baked(language: str = "en", *, has_program: bool = True) -> bytes:
    (data,) = files_of(
        make,
        templates=TEMPLATES,
        locales=raw_group("content/locales"),
        asset_paths=ASSET_PATHS if has_program else ASSET_PATHS.filter(ASSET_PATHS["name"] != "vendor/sqlite.wasm"),
        assets=VENDOR,
        scripts=SCRIPTS,
        forces=FORCES,
        neighbourhoods=NEIGHBOURHOODS,
        site=SITE,
        months=MONTHS,
        language=language,
    ).values()
    return data


def codes(page: Element) -> list[str]:
    return ["".join(code.itertext()) for one in page.iter("pre") for code in one.iter("code")]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_question_and_the_lines_for_duckdb_stand_on_the_page_as_they_are_run(language: str) -> None:
    page = baked(language)
    assert faults(page) == []
    assert codes(parse(page)) == [*(question.sql for question in QUESTIONS), "\n".join(duckdb_views("2025-12"))]
    assert len(QUESTIONS) >= 12


def test_a_quote_in_an_id_is_doubled_and_what_can_be_chosen_is_marked() -> None:
    first = next(parse(baked()).iter("pre"))
    assert "neighbourhood = 'N''1'" in "".join(first.itertext())
    assert [(mark.get("data-of"), mark.text) for mark in first.iter("var")] == [("force", "gwent"), ("neighbourhood", "N''1"), ("since", "2025-01")]


def test_the_page_names_its_tables_and_every_force_that_has_counts() -> None:
    page = parse(baked())
    assert [option.get("value") for option in named(page, "select", id="ask-force")[0]] == ["", "gwent"]
    links = {link.get("href") for link in page.iter("a")}
    assert {"../data/counts.parquet", "../data/neighbourhoods.csv", "../data/coverage.csv"} <= links


def test_the_script_is_told_addresses_of_this_site_and_how_much_there_is_to_load() -> None:
    given = json.loads(named(parse(baked("cy")), "section", id="ask")[0].get("data-given"))
    assert [table["url"] for table in given["tables"]] == [f"../../data/{name}" for name in ("counts.parquet", "coverage.csv", "neighbourhoods.csv")]
    assert (given["crimes"], given["monthCrimes"]) == ("../../data/crimes/{force}/{month}.parquet", "../../data/crimes/{month}.parquet")
    assert given["program"].startswith("../../assets/vendor/sqlite.")
    assert 20_000 < given["programBytes"] < 44 * 1024


def test_this_page_alone_may_run_a_program_and_only_where_there_is_one() -> None:
    policies = [named(parse(baked(has_program=there)), "meta", http_equiv="Content-Security-Policy")[0].get("content") for there in (True, False)]
    assert ["script-src 'self' 'wasm-unsafe-eval';" in policy for policy in policies] == [True, False]
    assert policies[0].replace(" 'wasm-unsafe-eval'", "") == policies[1]


def test_a_copy_without_the_program_says_so_and_has_the_questions_all_the_same() -> None:
    page = parse(baked(has_program=False))
    assert "has no program that answers here" in text(page)
    assert not [script for script in page.iter("script") if "ask" in script.get("src", "")]
    assert len(codes(page)) == len(QUESTIONS) + 1
