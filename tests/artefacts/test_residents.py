"""The number of people is said with its year and source, and a rate only where both of its numbers are known."""

from __future__ import annotations

import pytest

from sitegen.artefacts.figures import Missing, Recorded
from sitegen.artefacts.pages import force, neighbourhood
from sitegen.artefacts.sections.residents import Residents, rate_sentences, read_residents, residents_sentence
from sitegen.artefacts.sections.series import Monthly
from sitegen.artefacts.text.words import read_words
from tests.artefacts import loamshire
from tests.artefacts.html import parse, text
from tests.artefacts.inputs import table

WORDS = read_words("en", ())
MONTHS = tuple(f"2024-{number:02d}" for number in range(1, 13)) + tuple(f"2025-{number:02d}" for number in range(1, 5))
POPULATIONS = table(
    "populations",
    {"force_id": "loamshire", "people": 576_750, "year": 2011, "kind": "district"},
    {"force_id": "loamshire", "neighbourhood_id": "MB 1", "people": 8_140, "year": 2021, "kind": "ward"},
    {"force_id": "loamshire", "neighbourhood_id": "cg", "people": 20, "year": 2021, "kind": "ward"},
)


def recorded(missing: str = "", partial: str = "") -> Monthly:
    """A hundred crimes in every month but one."""
    figures = tuple(Missing("not_supplied") if month == missing else Recorded(100, partial=month == partial) for month in MONTHS)
    return Monthly(MONTHS, figures, figures, {})


@pytest.mark.parametrize(
    ("residents", "sentence"),
    [
        (Residents(576_750, 2011, "district"), "About 577,000 people live here (figures of 2011, added up from local authority districts)."),
        (Residents(8_140, 2021, "ward"), "About 8,100 people live here (figures of 2021, worked out from wards)."),
        (Residents(730, None, "lsoa"), "About 730 people live here (worked out from census areas)."),
    ],
)
def test_people_are_said_with_year_and_source(residents: Residents, sentence: str) -> None:
    assert residents_sentence(WORDS, residents) == sentence


def test_a_rate_is_of_the_newest_twelve_months() -> None:
    sentence, caveat = rate_sentences(WORDS, Residents(20_000, 2021, "ward"), recorded())
    assert sentence == "In the 12 months May 2024 to April 2025, 60 crimes were recorded for every 1,000 people who live here."
    assert "that of 2021" in caveat


def test_a_month_that_was_not_supplied_in_full_is_left_out_and_the_span_said() -> None:
    for monthly in (recorded(missing="2024-12"), recorded(partial="2024-12")):
        sentence = rate_sentences(WORDS, Residents(20_000, 2021, "ward"), monthly)[0]
        assert sentence.startswith(
            "In the 12 newest months that were supplied in full, April 2024 to November 2024 and January 2025 to April 2025, 60"
        )


def test_nothing_is_said_of_fewer_months_or_unknown_people() -> None:
    short = Monthly(MONTHS[:11], recorded().crime[:11], recorded().asb[:11], {})
    assert rate_sentences(WORDS, Residents(20_000, 2021, "ward"), short) == ()
    assert rate_sentences(WORDS, None, recorded()) == ()
    assert rate_sentences(WORDS, Residents(0, 2021, "ward"), recorded()) == ()


def test_people_of_a_force_stand_under_none() -> None:
    assert read_residents(POPULATIONS) == {
        None: Residents(576_750, 2011, "district"),
        "MB 1": Residents(8_140, 2021, "ward"),
        "cg": Residents(20, 2021, "ward"),
    }


def test_the_force_page_says_how_many_people_live_there_and_the_rate() -> None:
    page = text(parse(loamshire.pages(force, populations=POPULATIONS)["loamshire/index.html"]))
    assert "About 577,000 people live here (figures of 2011, added up from local authority districts)." in page
    assert "In the 12 newest months that were supplied in full, June 2024 to December 2024 and February 2025 to June 2025, " in page
    assert "for every 1,000 people" not in text(parse(loamshire.pages(force)["loamshire/index.html"]))


def test_a_neighbourhood_page_keeps_the_force_s_own_number() -> None:
    pages = loamshire.pages(neighbourhood, populations=POPULATIONS)
    assert "About 19,400 people live here." in text(parse(pages["loamshire/cg/index.html"]))
    assert "About 8,100 people live here (figures of 2021, worked out from wards)." in text(parse(pages["loamshire/mb-1/index.html"]))
    assert "people live here" not in text(parse(pages["loamshire/ff/index.html"]))
