"""What a newer release brought to an age: the months whose crimes became old enough, and what had come of them by then."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import polars as pl

from sitegen.artefacts.sections.ages_view import At, read_ages, unsaid_sentence
from sitegen.artefacts.sections.outcome_view import LEAST, share_text
from sitegen.artefacts.text.phrases import month_runs
from sitegen.artefacts.text.words import Words
from sitegen.rules import OUTCOME_AGES
from sitegen.terms import Month

_UNKNOWN, _PARTIAL = "unknown", "partial"


class _Reached(NamedTuple):
    """One month at one age, with the release that came when it was old enough."""

    release: str
    age: int
    month: str
    at: At


def view_reached(outcome_ages: pl.DataFrame, release_changes: pl.DataFrame, words: Words) -> Mapping[str, tuple[str, ...]]:
    """Sentences by release, of all but the oldest: each of OUTCOME_AGES that months of the force came to since the release before, with their share.

    A share is that of the facts, of months of one age together, those supplied in part apart. A month that is not known at its age is said to be
    so; nothing is said where the force publishes no outcomes or supplied no crime.
    """
    releases = sorted({*release_changes["release"], *release_changes["before"].drop_nulls()})
    by_release: dict[str, list[_Reached]] = {}
    for one in _reached(outcome_ages, releases):
        by_release.setdefault(one.release, []).append(one)
    return {release: tuple(_sentences(by_release[release], words)) for release in by_release}


def _reached(outcome_ages: pl.DataFrame, releases: Sequence[str]) -> Iterator[_Reached]:
    for (month, age), at in read_ages(outcome_ages).items():
        then = str(Month.parse(month).plus(age))
        # What was old enough for the oldest release came to its age before anything here was told.
        if releases and then > releases[0] and (newer := [release for release in releases if release >= then]):
            yield _Reached(newer[0], age, month, at)


def _sentences(reached: Sequence[_Reached], words: Words) -> Iterator[str]:
    is_told = False
    for age in OUTCOME_AGES:
        for is_part in (False, True):
            told = [one for one in reached if one.age == age and one.at.crimes is not None and (one.at.state == _PARTIAL) is is_part]
            if told:
                is_told = True
                yield from _of_age(age, told, words)
                if is_part:
                    yield words.gettext("These crimes were supplied in part, so the true numbers may be others.")
    if any(one.at.state == _UNKNOWN and not _is_silent(one.at) for one in reached):
        if is_told:
            yield words.gettext("Of other months that have come to an age of 1, 3, 6 or 12 months since then it is not known.")
        else:
            yield words.gettext(
                "Months have come to an age of 1, 3, 6 or 12 months since the release before; what had come of their crimes by then is not known."
            )


def _is_silent(at: At) -> bool:
    """Whether a month is unknown because nothing was supplied that could be known."""
    return at.reason not in {"no-state", "state-in-part", "undated", "other-witness"}


def _of_age(age: int, told: Sequence[_Reached], words: Words) -> Iterator[str]:
    crimes, ended, unsaid = (sum(numbers) for numbers in zip(*((one.at.crimes or 0, one.at.ended or 0, one.at.unsaid) for one in told), strict=True))
    yield words.ngettext(
        "%(number)s crime of %(months)s has come to an age of %(age)s since the release before; with an outcome within %(age)s: %(share)s.",
        "%(number)s crimes of %(months)s have come to an age of %(age)s since the release before; with an outcome within %(age)s: %(share)s.",
        crimes,
        months=month_runs(words, sorted(one.month for one in told)),
        age=words.ngettext("%(number)s month", "%(number)s months", age),
        share=share_text(ended, crimes, words) if crimes >= LEAST else words.number(ended),
    )
    yield from unsaid_sentence(unsaid, crimes, words)
