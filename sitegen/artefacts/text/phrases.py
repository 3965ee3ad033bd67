"""Counts and their evidence in words, the same on every page."""

from collections.abc import Sequence
from functools import lru_cache

from sitegen.artefacts.figures import Figure, Missing, Recorded, missing_runs
from sitegen.artefacts.supply import Supply
from sitegen.artefacts.text.words import Words
from sitegen.terms import runs_of_months

_RUNS_MOST = 3
"""Runs of months that a sentence names; of more it says from when until when, and how many."""


def counts_phrase(words: Words, crime: Figure, asb: Figure) -> str:
    """Both counts in a few words: `312 crimes and 98 reports of antisocial behaviour`."""
    if isinstance(crime, Missing) and isinstance(asb, Missing):
        if crime.state in {"not_in_copy", "without_location"}:
            return words.gettext("No figures: %(state)s", state=words.figure(crime))
        return words.gettext("No figures to show")
    if isinstance(asb, Missing):
        return words.gettext("%(crimes)s; antisocial behaviour was not supplied", crimes=crime_phrase(words, crime))
    if isinstance(crime, Missing):
        return words.gettext("%(reports)s; crime was not supplied", reports=asb_phrase(words, asb))
    return words.gettext("%(crimes)s and %(reports)s", crimes=crime_phrase(words, crime), reports=asb_phrase(words, asb))


def crime_phrase(words: Words, count: Figure) -> str:
    """`312 crimes`, or why there is no number."""
    return words.ngettext("%(number)s crime", "%(number)s crimes", count.number) if isinstance(count, Recorded) else words.figure(count)


def asb_phrase(words: Words, count: Figure) -> str:
    """`98 reports of antisocial behaviour`, or why there is no number."""
    if isinstance(count, Missing):
        return words.figure(count)
    return words.ngettext("%(number)s report of antisocial behaviour", "%(number)s reports of antisocial behaviour", count.number)


def supply_note(words: Words, crime: Supply, asb: Supply, index: int, force_name: str) -> str:
    """What the force supplied for a month, in a sentence for the margin."""
    values = {"force": force_name, "crime": words.state(crime.states[index]), "asb": words.state(asb.states[index])}
    if crime.states[index] == asb.states[index] == "supplied":
        return words.gettext("%(force)s supplied data on crime and antisocial behaviour for this month.", **values)
    return words.gettext("%(force)s, this month: crime %(crime)s, antisocial behaviour %(asb)s.", **values)


def months_without(words: Words, months: Sequence[str], counts: Sequence[int | None]) -> str:
    """The months without a number: `February 2024 to March 2024 and June 2025`; empty where there are none."""
    return words.list([words.months(months[first], months[last]) for first, last in missing_runs(counts)])


def month_runs(words: Words, months: Sequence[str]) -> str:
    """Months in order as their runs: `January 2024 to March 2024 and May 2024`."""
    return _month_runs(words, tuple(months))


@lru_cache(maxsize=256)
def _month_runs(words: Words, months: tuple[str, ...]) -> str:
    return words.list([words.months(first, last) for first, last in runs_of_months(months)])


def month_spans(words: Words, months: Sequence[str]) -> str:
    """Months in order as their runs; of more than _RUNS_MOST from the first to the last, and how many of these."""
    if len(runs_of_months(months)) <= _RUNS_MOST:
        return month_runs(words, months)
    span = words.months(months[0], months[-1])
    return words.ngettext("%(months)s (%(number)s month of these)", "%(months)s (%(number)s months of these)", len(months), months=span)


def no_figures_sentence(words: Words, state: str, force: str, month: str) -> str:
    """Why there are no figures for a month, written out, and what that does not mean."""
    if state == "not_in_copy":
        return words.gettext("This copy of the site has no figures for %(month)s. That does not mean that nothing happened.", month=month)
    if state == "without_location":
        return words.gettext(
            "What %(force)s supplied for %(month)s has no locations, so nothing can be counted here. That does not mean that nothing happened.",
            force=force,
            month=month,
        )
    return words.gettext("%(force)s supplied no figures for %(month)s. That does not mean that nothing happened.", force=force, month=month)
