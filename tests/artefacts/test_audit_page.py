"""The page of the privacy audit: as a build makes it, and with what an audit found in it; and the report for programs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sitegen import urls
from sitegen.artefacts.pages.audit import audited, make, read_audit, report_bytes
from sitegen.auditing.report import CHECKS, Hidden
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
    rows = [[text(cell) for cell in row] for row in named(parse(filled()), "table")[1].iter("tr")]
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


def test_it_says_by_force_how_open_the_numbers_stay_that_are_left_out() -> None:
    rows = [[text(cell) for cell in row] for row in named(parse(filled()), "table")[0].iter("tr")]
    assert rows == [
        ["Force", "Left out", "Narrowest"],
        ["Gwent PoliceStop and search", "312", "10"],
        ["Gwent PoliceChanges of releases", "9", "8"],
    ]
    assert "learns 2 of the changes that are left out" in text(parse(filled()))


def test_where_nothing_was_attacked_or_nothing_is_left_out_it_says_so() -> None:
    words, nothing = renderer().words, replace(REPORT, hidden=())
    p6 = next(one for one in REPORT.findings if one.check == "P6")
    attacked_report = replace(nothing, findings=tuple(replace(p6, looked_at={"cells": 0}) if one is p6 else one for one in REPORT.findings))
    for report, said in ((nothing, "This was not worked out for this copy."), (attacked_report, "no number is left out that has to stay open.")):
        page = audited(built(), report, language="en", templates=TEMPLATES, locales=LOCALES)
        assert said in text(parse(page))
        assert len(named(parse(page), "table")) == 1
    assert read_audit(words, attacked_report).is_attacked


def test_a_national_site_of_forty_five_forces_fits_into_the_first_packets() -> None:
    forces = [(f"force-{number}", f"{chr(65 + number % 26)}{number * 7919 % 1000:03} Constabulary") for number in range(45)]
    hidden = tuple(
        Hidden(force, name, of, 300 + at * 37 % 211, 10, 12, 19 + at % 13, 40, 311, 4, 2, 17, at % 3)
        for at, (force, name) in enumerate(forces)
        for of in ("stops", "changes")
    )
    for language in ("en", "cy"):
        assert gzip_size(audited(built(language), replace(REPORT, hidden=hidden), language=language, templates=TEMPLATES, locales=LOCALES)) <= 14_336


def test_the_report_for_programs_lists_what_is_hidden() -> None:
    assert json.loads(report_bytes(REPORT))["hidden"][1] == {
        "cells": 9, "few": 0, "force": "gwent", "half": 11, "large": 0, "least": 8, "most": 29, "name": "Gwent Police", "none": 0, "of": "changes",
        "quarter": 8, "subtracted": 2, "three_quarters": 14,
    }  # fmt: skip
    assert json.loads(report_bytes(None))["hidden"] == []
