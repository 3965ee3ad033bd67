"""Two counts are called different only where chance alone would seldom make them so."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.artefacts.figures import Missing, Recorded
from sitegen.artefacts.pages.comparison import Verdict, change_phrase, compare, compare_figures, year_sentence
from sitegen.artefacts.pages.words import read_words

WORDS = read_words("en", ())
VERDICTS: tuple[Verdict | None, ...] = ("same", "about", "more", "fewer", None)


@pytest.mark.parametrize(
    ("now", "before", "verdict"),
    [
        (312, 309, "about"),
        (312, 312, "same"),
        (61, 36, "more"),
        (4, 1, "about"),
        (0, 4, "about"),
        (0, 5, "fewer"),
        (0, 0, "same"),
        (98, 150, "fewer"),
    ],
)
def test_difference_counts_beyond_twice_the_root_of_the_sum(now: int, before: int, verdict: str) -> None:
    assert compare(now, before) == verdict


@settings(deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_more_one_way_is_fewer_the_other(now: int, before: int) -> None:
    turned = {"more": "fewer", "fewer": "more"}
    assert compare(before, now) == turned.get(compare(now, before), compare(now, before))


def test_nothing_is_said_of_a_missing_or_partial_month() -> None:
    for now, before in ((Recorded(3), Missing("not_supplied")), (Missing("never"), Recorded(3)), (Recorded(3, partial=True), Recorded(30))):
        assert compare_figures(now, before) is None
        assert change_phrase(WORDS, now, before, "2024-06") == ""


def test_change_is_in_words_with_the_earlier_count() -> None:
    assert change_phrase(WORDS, Recorded(61), Recorded(36), "2024-06") == "25 more than June 2024 (36)"
    assert change_phrase(WORDS, Recorded(1200), Recorded(2400), "2024-06") == "1,200 fewer than June 2024 (2,400)"
    assert change_phrase(WORDS, Recorded(96), Recorded(91), "2024-06") == "about the same as June 2024 (91)"


def test_every_pair_of_verdicts_has_one_sentence_and_none_has_none() -> None:
    sentences = {(crime, asb): year_sentence(WORDS, crime, asb, "2024-06") for crime in VERDICTS for asb in VERDICTS}
    assert sentences.pop((None, None)) == ""
    assert all(sentence.startswith("That is ") and "June 2024" in sentence for sentence in sentences.values())
    assert len(set(sentences.values())) == 15


def test_sentence_of_equal_and_nearly_equal_counts_is_the_same() -> None:
    assert year_sentence(WORDS, "same", "fewer", "2024-06") == year_sentence(WORDS, "about", "fewer", "2024-06")
