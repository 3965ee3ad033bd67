"""Known faults and changed definitions are found for the months and data they touch, and for no others."""

from __future__ import annotations

import polars as pl

from sitegen.artefacts.sections.issues import Break, Faults, Issue, break_texts, read_breaks, read_faults
from tests.artefacts.examples import bake_examples
from tests.artefacts.html import parse, text
from tests.artefacts.inputs import table

ISSUES = table(
    "known_issues",
    {"force_id": "loamshire", "dataset": "crime", "first_month": "2025-01", "last_month": "2025-03", "text": "One.", "source": "", "read": "2025-06"},
    {"force_id": "all", "dataset": "asb", "first_month": "2025-02", "last_month": None, "text": "All.", "source": "https://x.example/", "read": ""},
    {"force_id": "loamshire", "dataset": "asb", "first_month": "2025-02", "last_month": "2025-02", "text": "One.", "source": "", "read": "2025-06"},
    {"force_id": "wealdmoor", "dataset": "crime", "first_month": "2025-01", "last_month": None, "text": "Other.", "source": "", "read": ""},
)
BREAKS = table(
    "breaks",
    {"month": "2013-05", "dataset": "crime", "category": "other-theft", "force_id": "all", "text": "Narrower.", "label": "narrower"},
    {"month": "2014-04", "dataset": "crime", "category": None, "force_id": "loamshire", "text": "New rules.", "label": "new rules"},
    {"month": "2014-04", "dataset": "crime", "category": None, "force_id": "wealdmoor", "text": "Not here.", "label": "no"},
)


def texts(first: str, last: str, *datasets: str) -> list[str]:
    return [issue.text for issue in read_faults(ISSUES, "loamshire").touching(datasets, first, last)]


def test_fault_touches_its_months_and_its_data() -> None:
    assert texts("2025-03", "2025-03", "crime") == ["One."]
    assert texts("2025-04", "2025-06", "crime") == []
    assert texts("2024-12", "2024-12", "crime", "asb") == []


def test_fault_that_goes_on_touches_every_later_month() -> None:
    assert texts("2030-01", "2030-01", "crime", "asb") == ["All."]


def test_sentence_said_of_two_data_sets_stands_once() -> None:
    assert texts("2025-01", "2025-06", "crime", "asb") == ["All.", "One."]


def test_fault_is_told_in_the_page_s_language_where_it_is_given_in_it_and_else_in_english_which_is_said() -> None:
    told = ISSUES.with_columns(text_cy=pl.when(pl.col("text") == "One.").then(pl.lit("Un.")))
    faults = read_faults(told, "loamshire", "cy").touching(("crime", "asb"), "2025-01", "2025-06")
    assert [(issue.text, issue.language) for issue in faults] == [("All.", "en"), ("Un.", "")]
    assert {issue.language for issue in read_faults(told, "loamshire").touching(("crime", "asb"), "2025-01", "2025-06")} == {""}


def test_without_months_there_is_no_fault() -> None:
    assert Faults((("crime", "2025-01", "", Issue("x", "", "")),)).touching(["crime"], "", "") == ()


def test_break_of_a_category_touches_no_other() -> None:
    breaks = read_breaks(BREAKS, "loamshire")
    assert breaks.between("crime", "other-theft", "2013-01", "2013-06") == Break("2013-05", "crime", "other-theft", "Narrower.", "narrower")
    assert breaks.between("crime", "burglary", "2013-01", "2013-06") is None
    assert breaks.between("crime", "burglary", "2014-03", "2014-04") is not None
    assert breaks.between("crime", "burglary", "2014-04", "2015-04") is None


def test_break_of_another_force_is_not_ours() -> None:
    assert break_texts(read_breaks(BREAKS, "loamshire").rows, "2013-01", "2015-01") == ("Narrower.", "New rules.")


def test_what_a_fault_says_in_the_words_of_the_reason_stands_once_in_the_box_with_its_source() -> None:
    boxes = [text(box) for box in parse(bake_examples("issues").encode()).iter("div") if box.get("class") == "notice missing read"]
    sentence = "Wealdmoor Police does not publish outcomes."
    (box,) = (box for box in boxes if sentence in box)
    # For a screen reader the link says the sentence again.
    assert box.replace(f": {sentence}", "").count(sentence) == 1
    assert "Source" in box
    assert any("No stop and search was supplied." in box and "supplied 3 files twice" in box for box in boxes)
