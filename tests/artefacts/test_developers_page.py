"""The page for developers: complete in every language, its programs filled in with what this site has, and nothing promised that it has not."""

from __future__ import annotations

import re

import polars as pl
import pytest

from sitegen.artefacts.api.routes import ELSEWHERE, ROUTES
from sitegen.artefacts.pages.developers import make
from sitegen.artefacts.sections.code_examples import LOCAL
from tests.artefacts.html import Element, faults, named, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, raw_group, table

FORCES = table("forces", {"force_id": "gwent", "name": "Gwent Police", "detail_supplied": True})
SUPPLIED = {"has_boundary": True, "detail_supplied": True, "people_supplied": True, "events_supplied": True, "priorities_supplied": True}
PLACES = ("A 1", "B1", "C1", "D1")
NEIGHBOURHOODS = table(
    "neighbourhoods", *({"force_id": "gwent", "neighbourhood_id": key, "folder": key.lower(), "name": f"Ward {key}"} for key in PLACES)
)
FOLDERS = table("api_folders", *({"force_id": "gwent", "neighbourhood_id": key, "folder": key, **SUPPLIED} for key in PLACES))
EVENTS = table("events", *({"force_id": "gwent", "neighbourhood_id": key, "start": "2025-07-02T18:00"} for key in ("A 1", "C1", "D1")))
COVERAGE = table("coverage", {"dataset": "crime", "force_id": "gwent", "month": "2025-06", "state": "supplied"})
OUTCODES = table(
    "outcodes",
    {"outcode": "NP1", "postcodes": 5, "example": "NP1 1AA"},
    {"outcode": "NP20", "postcodes": 9, "example": "NP20 2BB"},
    {"outcode": "NP9"},
)


def baked(language: str = "en", site: dict[str, object] | None = None, **changes: object) -> bytes:
    tables: dict[str, object] = {
        "forces": FORCES, "officers": table("officers"), "neighbourhoods": NEIGHBOURHOODS, "events": EVENTS, "api_folders": FOLDERS,
        "coverage": COVERAGE, "outcodes": OUTCODES, "months": ["2025-05", "2025-06"],
    }  # fmt: skip
    given = {"templates": TEMPLATES, "locales": raw_group("content/locales"), "asset_paths": ASSET_PATHS, "site": {**SITE, **(site or {})}}
    (data,) = files_of(make, language=language, **given, **{**tables, **changes}).values()
    return data


def programs(page: Element) -> list[str]:
    return ["".join(code.itertext()) for one in page.iter("pre") for code in one.iter("code")]


@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_is_whole_and_has_every_path_and_every_program(language: str) -> None:
    page = parse(baked(language))
    assert faults(baked(language)) == []
    codes = {"".join(code.itertext()) for code in page.iter("code")}
    assert {path for path, *_ in ELSEWHERE} | {route.path for route in ROUTES} <= codes
    assert len(programs(page)) == 13
    assert not [one for one in programs(page) if re.search(r"@[A-Z]+@", one)]


def test_the_same_programs_stand_on_the_pages_of_every_language() -> None:
    assert programs(parse(baked("cy"))) == programs(parse(baked()))
    assert "I ddatblygwyr" in text(parse(baked("cy")))


def test_the_line_to_cite_is_in_the_language_of_the_page() -> None:
    assert "Local crime and policing, May 2025 to June 2025, from data.police.uk, release 2025-08. Open Government" in text(parse(baked()))
    assert "Mai 2025 i fis Mehefin 2025, o data.police.uk, datganiad 2025-08. Open Government" in text(parse(baked("cy")))
    assert "Local crime and policing, from data.police.uk. Open Government" in text(parse(baked(site={"told_by": {}})))


def test_they_ask_about_a_neighbourhood_with_meetings_to_come_whose_id_needs_no_escapes() -> None:
    team = programs(parse(baked()))[0]
    assert 'PLACE = "gwent/C1"' in team
    assert 'FROM = "2025-06-30"' in team
    later = programs(parse(baked(events=EVENTS.with_columns(pl.lit("2025-06-02T18:00").alias("start")))))[0]
    assert 'PLACE = "gwent/B1"' in later


def test_where_no_team_was_supplied_they_ask_all_the_same() -> None:
    untold = FOLDERS.with_columns(people_supplied=pl.lit(False), events_supplied=pl.col("neighbourhood_id") == "D1")
    assert 'PLACE = "gwent/D1"' in programs(parse(baked(api_folders=untold)))[0]


def test_the_postcode_is_one_of_the_fullest_outcode_and_in_no_address() -> None:
    html = baked().decode()
    assert "NP20 2BB" in html
    assert not re.search(r'(?:href|src)="[^"]*2BB', html)


def test_a_site_that_knows_its_address_has_it_in_every_program() -> None:
    known = baked(site={"base_url": "https://crime.example/"}).decode()
    assert LOCAL not in known
    assert all("https://crime.example/" in one for one in programs(parse(known)))
    assert all(LOCAL in one for one in programs(parse(baked())))
    assert "This copy was not told its own" in text(parse(baked()))


def test_what_the_site_has_not_is_not_asked_for() -> None:
    page = parse(baked(outcodes=table("outcodes"), api_folders=table("api_folders")))
    assert programs(page) == []
    assert "No data was given" in text(page)
    assert not [link for link in page.iter("a") if re.search(r"postcodes/|figures\.csv", link.get("href") or "")]
    assert faults(baked(outcodes=table("outcodes"), api_folders=table("api_folders"), months=[], coverage=table("coverage"))) == []


def test_a_force_that_did_not_supply_the_newest_month_is_no_example() -> None:
    silent = COVERAGE.with_columns(pl.lit("not_supplied").alias("state"))
    assert [one.get("id") for one in named(parse(baked(coverage=silent)), "h3")] == ["postcode"]


def test_an_id_that_is_no_plain_word_is_written_into_no_program() -> None:
    odd = FOLDERS.with_columns(pl.lit('";--').alias("folder"), pl.lit('";--').alias("neighbourhood_id"))
    assert len(programs(parse(baked(api_folders=odd)))) == 3
