"""The page of the privacy audit: as a build makes it, and with what an audit found in it; and the report for programs."""

from __future__ import annotations

import json

import pytest

from sitegen import urls
from sitegen.artefacts.pages.audit import audited, make, read_audit, report_bytes
from sitegen.auditing.report import CHECKS
from sitegen.publish.checks.budgets import gzip_size
from tests.artefacts.audit_report import REPORT
from tests.artefacts.html import faults, named, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, raw_group, renderer

LOCALES = raw_group("content/locales")
IN_WELSH = {**SITE, "languages": ["en", "cy"]}
PAGES = {
    language: files_of(make, templates=TEMPLATES, locales=LOCALES, asset_paths=ASSET_PATHS, site=IN_WELSH, language=language)
    for language in ("en", "cy")
}


def built(language: str = "en") -> bytes:
    return PAGES[language][urls.in_language(urls.AUDIT_PAGE, language)]


def filled(language: str = "en") -> bytes:
    return audited(built(language), REPORT, language=language, templates=TEMPLATES, locales=LOCALES)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_it_is_a_sound_page_before_and_after_an_audit_and_fits_into_the_first_packets(language: str) -> None:
    for page in (built(language), filled(language)):
        assert faults(page) == []
        assert gzip_size(page) <= 14_336


def test_before_an_audit_it_says_so_and_lists_every_check_as_not_assessed() -> None:
    said = text(parse(built()))
    assert "Not audited yet." in said
    assert said.count("Not assessed.") == len(CHECKS)
    assert "Proved." not in said


def test_after_an_audit_it_says_what_was_found_where_and_how_many_more() -> None:
    said = text(parse(filled()))
    assert "Not audited yet." not in said
    assert "A check failed." in said
    assert "Number of files looked at: 5,105. The newest month in them is June 2025." in said
    assert "sergeant.jpg" in said
    assert "Not listed here: 22 more." in said
    assert said.count("Proved.") == 8


def test_a_crowd_that_cannot_be_counted_is_no_number() -> None:
    rows = [[text(cell) for cell in row] for row in named(parse(filled()), "table")[0].iter("tr")]
    assert rows[1] == ["The home page", "2", "–", "–", "2"]
    assert rows[2][-4:] == ["13", "1", "257", "13"]


def test_an_audit_changes_nothing_around_what_it_fills_in() -> None:
    before, after = built().split(b"<article"), filled().split(b"<article")
    assert before[0] == after[0]
    assert before[1].partition(b"</article>")[2] == after[1].partition(b"</article>")[2]


def test_a_second_audit_takes_the_place_of_the_first() -> None:
    again = audited(filled(), REPORT, language="en", templates=TEMPLATES, locales=LOCALES)
    assert again == filled()


def test_a_page_without_the_part_that_an_audit_fills_in_is_refused() -> None:
    with pytest.raises(ValueError, match="has no part that an audit fills in"):
        audited(b"<main></main>", REPORT, language="en", templates=TEMPLATES, locales=LOCALES)


def test_its_checks_are_grouped_as_the_guidance_asks() -> None:
    groups = read_audit(renderer().words, REPORT).groups
    assert [group.id for group in groups] == ["singling-out", "linkability", "inference", "others"]
    assert sum(len(group.lines) for group in groups) == len(CHECKS)


def test_the_report_for_programs_exists_once_and_says_that_nothing_was_audited() -> None:
    assert urls.AUDIT_REPORT not in PAGES["cy"]
    found = json.loads(PAGES["en"][urls.AUDIT_REPORT])
    assert found["audited"] is None
    assert {one["state"] for one in found["checks"]} == {"not-assessed"}


def test_the_report_for_programs_has_every_check_and_crowd() -> None:
    found = json.loads(report_bytes(REPORT))
    assert [one["check"] for one in found["checks"]] == [*CHECKS]
    assert found["checks"][10]["places"] == [{"path": "gwent/nb85/sergeant.jpg", "said": "is a picture that is none of the site's own"}]
    assert found["crowds"][1] == {
        "files": 13, "kind": "postcode_search", "least": 1, "median": 257, "of": "postcodes", "smallest": "postcodes/NP1.json", "unique_sizes": 13,
    }  # fmt: skip
    assert found["audited"]["digest"] == REPORT.digest
