"""Tests of sitegen.artefacts.sections.usual_view: a place beside its force, each kind of crime on a scale with a dot for every neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.artefacts.sections.changes import Beside, Change
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.sections.usual_dots import draw_dots
from sitegen.artefacts.sections.usual_view import UsualView, read_usuals, view_usual
from sitegen.artefacts.text.words import read_words

WORDS = read_words("en", ())
YEAR = "2025-05 2025-06"
CATEGORIES = (
    Category("burglary", "Burglary", "", True), Category("robbery", "Robbery", "", True), Category("anti-social-behaviour", "ASB", "", False),
)  # fmt: skip


def counted(now: int, compared: str = YEAR) -> Change:
    return Change(compared, now, now, "2025-06", 1.0)


FORCE = {"crime": counted(10_000), "burglary": counted(1_000), "robbery": counted(100), "anti-social-behaviour": counted(5)}


def view(here: dict[str, Change], people: Mapping[str, int], **others: dict[str, Change]) -> UsualView | None:
    beside = Beside("Kent Police", 2, FORCE["crime"], people)
    changes: dict[str | None, dict[str, Change]] = {None: FORCE, "CG": here}
    changes.update(others.items())
    return view_usual("CG", "Castle Gate", here, read_usuals(changes, beside, CATEGORIES), WORDS)


def test_where_all_residents_are_known_each_kind_is_counted_for_a_thousand_of_them() -> None:
    found = view({"crime": counted(500), "burglary": counted(100), "robbery": counted(0)}, {"CG": 5_000, "FF": 95_000})
    assert found is not None
    assert [row[:3] for row in found.rows] == [("Burglary", "20", "10"), ("Robbery", "0.0", "1.0")]
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
    assert view_usual("CG", "Castle Gate", FORCE, read_usuals({None: FORCE}, None, CATEGORIES), WORDS) is None


def test_every_neighbourhood_has_a_dot_and_the_place_stands_over_its_own() -> None:
    others = {f"N{number}": {"crime": counted(100), "burglary": counted(5)} for number in range(3)}
    found = view({"crime": counted(100), "burglary": counted(20)}, {}, **others)
    assert found is not None
    row = found.rows[0]
    # The scale runs to 20 of 100: three stand at a quarter of it, the place itself at its end, the force at half.
    assert row.dots == draw_dots([20, 5, 5, 5], 20)
    assert row.dots.path.startswith("M10 ")
    assert "M40 " in row.dots.path
    assert (row.here_x, row.force_x) == ("95%", "50%")
    assert (found.place, found.each) == ("Castle Gate", "each of 4 neighbourhoods")


def test_a_neighbourhood_far_above_all_others_does_not_press_them_together_unless_it_is_the_one_shown() -> None:
    quiet, loud = {"crime": counted(100), "burglary": counted(10)}, {"crime": counted(100), "burglary": counted(90)}
    beside_it, itself = view(quiet, {}, FF=loud), view(loud, {}, FF=quiet)
    assert beside_it is not None
    assert itself is not None
    assert beside_it.rows[0].dots == draw_dots([10, 90], 30)
    assert beside_it.rows[0].here_x == "34.2%"
    assert itself.rows[0].dots == draw_dots([10, 90], 90)
    assert itself.rows[0].here_x == "95%"


def test_a_neighbourhood_with_too_few_crimes_for_a_share_has_no_dot_and_that_is_said() -> None:
    here = {"crime": counted(100), "burglary": counted(20)}
    found = view(here, {}, FF={"crime": counted(19), "burglary": counted(10)})
    assert found is not None
    assert found.rows[0].dots == draw_dots([20], 20)
    assert found.each == "1 neighbourhood"
    assert found.scale.endswith("1 neighbourhood with fewer than 20 crimes has no dot.")


def test_dots_of_nearly_equal_value_are_stacked_and_a_high_stack_is_drawn_closer() -> None:
    apart, close, crowd = draw_dots([1, 2, 3], 3), draw_dots([1, 1.001, 3], 3), draw_dots([1] * 100 + [3], 3)
    assert [one.path.count("M") for one in (apart, close, crowd)] == [3, 2, 2]
    assert apart.height < close.height < crowd.height < 60
    assert float(crowd.step) < float(close.step) == float(apart.step)
    assert draw_dots([3, 1, 2], 3) == apart


def test_a_place_beyond_the_funnel_is_named_with_its_kinds_and_others_lie_within() -> None:
    others = {f"P{at}": {"crime": counted(400 + at), "burglary": counted(38 + at % 5), "robbery": counted(4)} for at in range(20)}
    people = {"CG": 4_000, **dict.fromkeys(others, 4_000)}

    def said(burglaries: int) -> str:
        found = view({"crime": counted(500), "burglary": counted(burglaries), "robbery": counted(4)}, people, **others)
        assert found is not None
        return found.beyond

    unexplained = "by more than chance and the usual differences between neighbourhoods explain"
    assert said(90) == f"Higher than in Kent Police as a whole, {unexplained}: Burglary."
    assert said(2) == f"Lower than in Kent Police as a whole, {unexplained}: Burglary."
    assert said(45) == (
        "No kind of crime with enough to judge is further from Kent Police as a whole than chance and the usual differences between "
        "neighbourhoods explain."
    )


def test_beside_few_neighbourhoods_nothing_is_said_of_their_range() -> None:
    found = view({"crime": counted(500), "burglary": counted(400)}, {})
    assert found is not None
    assert found.beyond == ""


def test_a_kind_of_which_few_are_expected_is_not_placed() -> None:
    others = {f"P{at}": {"crime": counted(40), "burglary": counted(4), "robbery": counted(1)} for at in range(20)}
    found = view(
        {"crime": counted(40), "burglary": counted(0), "robbery": counted(9)}, {"CG": 400, "rest": 1_000_000, **dict.fromkeys(others, 400)}, **others
    )
    assert found is not None
    assert found.beyond == ""
