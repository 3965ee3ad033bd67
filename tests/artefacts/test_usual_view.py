"""Tests of sitegen.artefacts.sections.usual_view: a place beside its force, on one scale."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.artefacts.sections.changes import Beside, Change
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.sections.usual_view import UsualView, view_usual
from sitegen.artefacts.text.words import read_words

WORDS = read_words("en", ())
YEAR = "2025-05 2025-06"
CATEGORIES = (
    Category("burglary", "Burglary", "", True), Category("robbery", "Robbery", "", True), Category("anti-social-behaviour", "ASB", "", False),
)  # fmt: skip


def counted(now: int, compared: str = YEAR) -> Change:
    return Change(compared, now, 0.0, 1.0, now, 0.0, 1.0, "2025-06", 1.0)


FORCE = {"crime": counted(10_000), "burglary": counted(1_000), "robbery": counted(100), "anti-social-behaviour": counted(5)}


def view(here: Mapping[str, Change], people: Mapping[str, int]) -> UsualView | None:
    return view_usual("CG", here, FORCE, Beside("Kent Police", 2, FORCE["crime"], people), CATEGORIES, WORDS)


def test_where_all_residents_are_known_each_kind_is_counted_for_a_thousand_of_them() -> None:
    found = view({"crime": counted(500), "burglary": counted(100), "robbery": counted(0)}, {"CG": 5_000, "FF": 95_000})
    assert found is not None
    assert [row[:3] for row in found.rows] == [("Burglary", "20", "10"), ("Robbery", "0.0", "1.0")]
    assert [row[3:] for row in found.rows] == [("98%", "50%"), ("2%", "7%")]
    assert "Crimes for every 1,000 people who live there" in found.note
    assert "in the same months: 100 and 100 of all kinds." in found.note


def test_where_they_are_not_known_each_kind_is_a_share_of_all_crime() -> None:
    found = view({"crime": counted(500), "burglary": counted(100)}, {})
    assert found is not None
    assert [row[:3] for row in found.rows] == [("Burglary", "20", "10")]
    assert found.note.startswith("Of every 100 crimes, here and in all neighbourhoods of Kent Police")


def test_a_place_of_few_residents_and_many_visitors_is_said_to_be_one() -> None:
    here = {"crime": counted(500), "burglary": counted(100)}
    remark = "the rate says little about those who live here."
    told = [view(here, {"CG": people, "FF": 95_000}) for people in (500, 5_000)]
    assert [one is not None and one.note.endswith(remark) for one in told] == [True, False]


def test_nothing_is_set_side_by_side_that_counts_other_months() -> None:
    assert view({"crime": counted(500, "2025-06"), "burglary": counted(100, "2025-06")}, {}) is None
    assert view({"crime": counted(500), "burglary": counted(100, "2025-06")}, {}) is None
    assert view({}, {}) is None
    assert view_usual("CG", FORCE, FORCE, None, CATEGORIES, WORDS) is None
