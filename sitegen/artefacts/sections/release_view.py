"""What releases changed in months that were told before, as people read it: sentences, months and outcomes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.sections.reached_view import view_reached
from sitegen.artefacts.text.phrases import month_runs
from sitegen.artefacts.text.words import Words
from sitegen.rules import RELEASE_CHANGES, THRESHOLD

Numbers = tuple[int | None, ...]
"""Added, withdrawn and, of crime, given another outcome; None: not told."""


@dataclass(frozen=True, slots=True)
class ChangedMonth:
    """One month of crimes: its age in the release, how many that has of it, and how many were added, withdrawn and given another outcome."""

    month: str
    age: str
    crimes: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChangedOutcome:
    """Crimes whose outcome went from one to another, as sentences name them; all others together where `was` is empty."""

    was: str
    outcome: str
    crimes: str


@dataclass(frozen=True, slots=True)
class ReleaseChange:
    """What one release changed of a force: a summary, and below it the months with a change and the outcomes; `unchanged` may be empty.

    `reached` tells which months came to an age at which months are compared, and what had come of their crimes.
    `ages` says how old the months were whose crimes have another outcome.
    `is_single`: all its files of months compared lie in month folders, and it is no release of the police.
    """

    release: str
    is_single: bool
    summary: tuple[str, ...]
    ages: str
    reached: tuple[str, ...]
    is_changed: bool
    months: tuple[ChangedMonth, ...]
    unchanged: str
    outcomes: tuple[ChangedOutcome, ...]


def view_changes(
    release_changes: pl.DataFrame, outcome_ages: pl.DataFrame, outcome_names: Mapping[str, str], words: Words
) -> tuple[ReleaseChange, ...]:
    """What each release changed of one force, the newest first; a release that has no month of an older one is left out."""
    by_release = release_changes.sort("release", descending=True, maintain_order=True).partition_by("release", maintain_order=True)
    reached = view_reached(outcome_ages, release_changes, words)
    return tuple(_view(rows, reached, outcome_names, words) for rows in by_release)


def _view(rows: pl.DataFrame, reached: Mapping[str, tuple[str, ...]], outcome_names: Mapping[str, str], words: Words) -> ReleaseChange:
    release, before = str(rows["release"][0]), rows.filter(pl.col("part") == "month")["before"].unique().sort().to_list()
    crime, asb = (rows.filter(pl.col("dataset") == dataset) for dataset in ("crime", "asb"))
    compared = rows.filter(pl.col("part") == "month", ~pl.col("others"))["month"].unique().sort().to_list()
    single = rows.filter(pl.col("part") == "month", pl.col("single"))["month"].unique().sort().to_list()
    together = {name: _numbers(of.filter(pl.col("part") == "all")) for name, of in (("crime", crime), ("asb", asb))}
    at_least = {name: _numbers(_of_months(of)) for name, of in (("crime", crime), ("asb", asb))}
    is_changed = any(number != 0 for numbers in together.values() for number in numbers)
    told = {name: tuple(_told(words, *pair) for pair in zip(together[name], at_least[name], strict=True)) for name in together}
    months = [*_months(crime.filter(pl.col("part") == "month", ~pl.col("others")))]
    changed = [month for month, *_, numbers in months if any(number != 0 for number in numbers)]
    ages = _ages(words, [age for _, age, _, numbers in months if numbers[-1] != 0])
    return ReleaseChange(
        release=release,
        is_single=single == compared,
        summary=(*_compared(words, release, before, compared, single), *_summary(words, told, ages, is_changed=is_changed)),
        ages=ages,
        reached=reached.get(release, ()),
        is_changed=is_changed,
        months=tuple(_month(words, *month) for month in months if month[0] in changed),
        unchanged=_unchanged(words, [month for month, *_ in months if month not in changed]) if changed else "",
        outcomes=tuple(_outcomes(crime.filter(pl.col("part") == "outcome"), outcome_names, words)),
    )


def _numbers(rows: pl.DataFrame) -> Numbers:
    """The numbers of each change in the order people read them; those the rows do not have are left out."""
    found = dict(rows.select("change", "crimes").iter_rows())
    return tuple(found[change] for change in RELEASE_CHANGES if change in found)


def _months(rows: pl.DataFrame) -> Iterator[tuple[str, int | None, int, Numbers]]:
    for (month,), of in rows.sort("month", descending=True).group_by("month", maintain_order=True):
        yield str(month), of["age"][0], int(of["rows"][0]), _numbers(of)


def _month(words: Words, month: str, age: int | None, crimes: int, numbers: Numbers) -> ChangedMonth:
    changes = tuple(_in_table(words, number) for number in numbers)
    old = words.gettext("age not said") if age is None else words.ngettext("at %(number)s month", "at %(number)s months", age)
    return ChangedMonth(month, old, words.ngettext("%(number)s crime", "%(number)s crimes", crimes), changes)


def _compared(words: Words, release: str, before: Sequence[str], months: Sequence[str], single: Sequence[str]) -> Iterator[str]:
    """What was compared with what; of files in month folders that nobody knows when they were made."""
    values = {"before": words.list([words.month(one) for one in before]), "months": month_runs(words, months)}
    if single == months:
        yield words.ngettext(
            "Files of single months, compared with the release of %(before)s in %(number)s month: %(months)s. "
            "When they were made is not said; they are taken as the newest.",
            "Files of single months, compared with the release of %(before)s in %(number)s months: %(months)s. "
            "When they were made is not said; they are taken as the newest.",
            len(months),
            **values,
        )
        return
    yield words.ngettext(
        "The release of %(release)s, compared with that of %(before)s in %(number)s month: %(months)s.",
        "The release of %(release)s, compared with that of %(before)s in %(number)s months: %(months)s.",
        len(months),
        release=words.month(release),
        **values,
    )
    if single:
        yield words.gettext(
            "For %(months)s files of single months stand in its place. When they were made is not said; they are taken as the newest.",
            months=month_runs(words, single),
        )


def _ages(words: Words, ages: Sequence[int | None]) -> str:
    """How old the months were whose crimes have another outcome; empty where there are none, or a file does not say when it was made."""
    known = sorted({age for age in ages if age is not None})
    if not known or None in ages:
        return ""
    if len(known) == 1:
        return words.ngettext(
            "Those with another outcome are of a month that was %(number)s month old.",
            "Those with another outcome are of a month that was %(number)s months old.",
            known[0],
        )
    return words.gettext(
        "Those with another outcome are of months that were from %(least)s to %(most)s months old.",
        least=words.number(known[0]),
        most=words.number(known[-1]),
    )


def _summary(words: Words, told: Mapping[str, tuple[str, ...]], ages: str, *, is_changed: bool) -> Iterator[str]:
    if not is_changed:
        yield words.gettext("Nothing has changed.")
        return
    if told["crime"]:
        added, withdrawn, reoutcomed = told["crime"]
        yield words.gettext(
            "Crimes added: %(added)s. Crimes taken out: %(withdrawn)s. Crimes with another outcome: %(reoutcomed)s.",
            added=added,
            withdrawn=withdrawn,
            reoutcomed=reoutcomed,
        )
        if ages:
            yield ages
    if told["asb"]:
        added, withdrawn = told["asb"]
        yield words.gettext("Reports of antisocial behaviour added: %(added)s. Taken out: %(withdrawn)s.", added=added, withdrawn=withdrawn)


def _of_months(rows: pl.DataFrame) -> pl.DataFrame:
    """What the months that are told have together, by change."""
    return rows.filter(pl.col("part") == "month").group_by("change").agg(pl.col("crimes").sum())


def _told(words: Words, number: int | None, at_least: int | None) -> str:
    """A number in a sentence; where it is not told, what the months that are told have together."""
    if number is not None:
        return words.number(number) if number else words.gettext("none")
    if at_least:
        return words.gettext("more than %(number)s", number=words.number(at_least))
    return words.gettext("fewer than %(number)s in any month", number=words.number(THRESHOLD))


def _in_table(words: Words, number: int | None) -> str:
    if number is None:
        return words.gettext("under %(number)s", number=words.number(THRESHOLD))
    return words.number(number) if number else words.gettext("none")


def _unchanged(words: Words, months: Sequence[str]) -> str:
    return words.gettext("Every crime as before: %(months)s.", months=month_runs(words, sorted(months))) if months else ""


def _outcomes(rows: pl.DataFrame, names: Mapping[str, str], words: Words) -> Iterator[ChangedOutcome]:
    none = words.gettext("No outcome given")
    for was, outcome, others, crimes in (
        rows.sort("others", "crimes", descending=[False, True], maintain_order=True).select("was", "outcome", "others", "crimes").iter_rows()
    ):
        if others:
            yield ChangedOutcome("", "", words.number(crimes))
        else:
            yield ChangedOutcome(names.get(was, was) if was else none, names.get(outcome, outcome) if outcome else none, words.number(crimes))
