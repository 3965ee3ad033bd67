"""Two counts are called different only where chance alone would seldom make them so."""

from __future__ import annotations

import pytest

from sitegen.artefacts.figures import Missing, Recorded
from sitegen.artefacts.sections.changes import MonthVerdict
from sitegen.artefacts.sections.comparison import Pair, a_day, change_phrase, pair_of, year_sentence
from sitegen.artefacts.text.words import read_words

WORDS = read_words("en", ())
MONTHS = ("2025-06", "2024-06")


def told(now: int, before: int) -> MonthVerdict:
    """A verdict that these counts could have; the facts give it, not the pages."""
    return MonthVerdict("unclear" if abs(now - before) < 10 else "more" if now > before else "fewer")


NUMBERS = {"few": (4, 0), "same": (30, 30), "unclear": (312, 309), "more": (61, 36), "fewer": (98, 150)}
PAIRS: dict[str | None, Pair | None] = {name: Pair(*pair, told(*pair)) for name, pair in NUMBERS.items()}
PAIRS[None] = None


@pytest.mark.parametrize(
    ("now", "before", "verdict", "said"),
    [
        (312, 309, "unclear", "unclear"),
        (312, 312, "unclear", "same"),
        (61, 36, "more", "more"),
        (61, 36, "unclear", "unclear"),
        (0, 19, "fewer", "few"),
        (0, 0, "few", "few"),
        (61, 36, None, "few"),
    ],
)
def test_a_pair_says_what_the_facts_say_of_it_and_nothing_where_it_is_few_or_was_not_judged(
    now: int, before: int, verdict: str | None, said: str
) -> None:
    assert Pair(now, before, MonthVerdict(verdict) if verdict else None).verdict == said


def test_nothing_is_said_of_a_missing_or_partial_month() -> None:
    for now, before in ((Recorded(3), Missing("not_supplied")), (Missing("never"), Recorded(3)), (Recorded(3, partial=True), Recorded(30))):
        assert pair_of(now, before) is None
        assert change_phrase(WORDS, now, before, MONTHS, daily=False) == ""


def change(now: int, before: int, *, daily: bool = False, months: tuple[str, str] = MONTHS) -> str:
    return change_phrase(WORDS, Recorded(now), Recorded(before), months, daily=daily, told=told(now, before))


def test_change_is_in_words_with_the_earlier_count() -> None:
    assert change(61, 36) == "25 more than June 2024 (36)"
    assert change(1200, 2400) == "1,200 fewer than June 2024 (2,400)"
    assert change(96, 91) == "no clear difference from June 2024 (91)"
    assert change(12, 12) == "the same as June 2024 (12)"


def test_two_counts_that_were_not_judged_both_stand_and_a_step_of_the_force_is_no_change() -> None:
    figures = Recorded(61), Recorded(36)
    assert change_phrase(WORDS, *figures, MONTHS, daily=False) == "June 2024: 36"
    step = MonthVerdict("stepped", "2025-02")
    assert change_phrase(WORDS, *figures, MONTHS, daily=False, told=step) == "perhaps counted in another way since February 2025"
    assert year_sentence(WORDS, Pair(61, 36, step), None, MONTHS, daily=False) == "June 2024 had 36 crimes."


def test_of_numbers_under_twenty_together_the_other_number_stands_alone() -> None:
    assert change(4, 0) == change(4, 0, daily=True) == "June 2024: 0"
    assert change(1, 6) == "June 2024: 6"


def test_a_leap_day_makes_no_difference_a_day() -> None:
    # The same 330 crimes a day: a month of 28 days and one of 29.
    february = ("2025-02", "2024-02")
    assert change(28 * 330, 29 * 330) == "330 fewer than June 2024 (9,570)"
    assert change(28 * 330, 29 * 330, daily=True, months=february) == "330.0 a day; 330.0 a day in February 2024 (9,570)"
    assert year_sentence(WORDS, Pair(28 * 330, 29 * 330), None, february, daily=True) == (
        "That is 330.0 crimes a day; in February 2024 it was 330.0 a day."
    )
    assert a_day(WORDS, 366_000, [f"2024-{month:02d}" for month in range(1, 13)]) == "1,000"


def sentence(crime: str | None, asb: str | None, *, daily: bool = False) -> str:
    return year_sentence(WORDS, PAIRS[crime], PAIRS[asb], MONTHS, daily=daily)


def test_every_pair_of_verdicts_has_its_sentence_and_none_has_none() -> None:
    found = {(crime, asb): sentence(crime, asb) for crime in PAIRS for asb in PAIRS}
    assert found.pop((None, None)) == ""
    assert all("June 2024" in one for one in found.values())
    assert len(set(found.values())) == 24  # equal counts have the sentence of those that differ unclearly


def test_equal_counts_and_those_that_hardly_differ_have_one_sentence() -> None:
    assert sentence("same", "fewer") == sentence("unclear", "fewer")


def test_a_small_count_beside_a_large_one_has_its_own_sentence() -> None:
    assert sentence("few", "few") == "June 2024 had 0 crimes and 0 reports of antisocial behaviour."
    assert sentence("more", "few") == "That is more crimes than in June 2024. June 2024 had 0 reports of antisocial behaviour."
    assert sentence("few", "unclear") == "June 2024 had 0 crimes. There is no clear difference in reports of antisocial behaviour from June 2024."


def test_a_whole_force_is_told_a_day_and_without_a_verdict() -> None:
    assert sentence("more", "fewer", daily=True) == (
        "That is 2.0 crimes and 3.3 reports of antisocial behaviour a day; in June 2024 it was 1.2 and 5.0 a day."
    )
    assert sentence(None, "fewer", daily=True) == "That is 3.3 reports of antisocial behaviour a day; in June 2024 it was 5.0 a day."
    assert sentence("few", "fewer", daily=True).startswith("June 2024 had 0 crimes. That is 3.3 reports")
