"""Forces beside one another by what had come of their crimes at one age, from A to Z; those whose months or sources differ apart, with the reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import polars as pl

from sitegen.artefacts.lists.places import alphabetical
from sitegen.artefacts.sections.ages_view import witness_sentence
from sitegen.artefacts.sections.outcome_view import LEAST, share_text
from sitegen.artefacts.text.phrases import month_runs
from sitegen.artefacts.text.words import Words
from sitegen.rules import OUTCOME_AGES


class BesideRow(NamedTuple):
    """One force: its share in words, of few crimes the number alone, the crimes in words, and the share of those nobody tells of."""

    force_id: str
    name: str
    share: str
    crimes: str
    unsaid: str


class ApartRow(NamedTuple):
    """Why forces are not set beside the others, and which."""

    why: str
    forces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgeBeside:
    """One age: a table of the forces beside one another, none where no two can be, what is to be said of it, and the forces apart."""

    age: int
    title: str
    caption: str
    rows: tuple[BesideRow, ...]
    about: tuple[str, ...]
    apart: tuple[ApartRow, ...]


def view_beside(outcomes_beside: pl.DataFrame, names: Mapping[str, str], words: Words) -> tuple[AgeBeside, ...]:
    """Each of OUTCOME_AGES in order, its forces from A to Z."""
    order = {force_id: place for place, force_id in enumerate(sorted(names, key=lambda one: (alphabetical(names[one]), one)))}
    rows = sorted((row for row in outcomes_beside.iter_rows(named=True) if row["force_id"] in order), key=lambda row: order[row["force_id"]])
    return tuple(_age(age, [row for row in rows if row["age"] == age], names, words) for age in OUTCOME_AGES)


_Row = Mapping[str, Any]  # Any: the cells of a row of the table


def _age(age: int, rows: Sequence[_Row], names: Mapping[str, str], words: Words) -> AgeBeside:
    beside = [row for row in rows if row["state"] == "beside"]
    title = words.ngettext("Within %(number)s month", "Within %(number)s months", age)
    months = beside[0]["months"] if beside else []
    by_reason: dict[str, list[str]] = {}
    for row in rows:
        if row["state"] != "beside":
            by_reason.setdefault(_why(row, months, words), []).append(names[row["force_id"]])
    return AgeBeside(
        age=age,
        title=title,
        caption=_caption(age, months, words) if beside else "",
        rows=tuple(_beside(row, names, words) for row in beside),
        about=_about(age, beside, words) if beside else (words.gettext("No two forces can be set side by side at this age."),),
        apart=tuple(ApartRow(why, tuple(forces)) for why, forces in by_reason.items()),
    )


def _caption(age: int, months: Sequence[str], words: Words) -> str:
    return words.ngettext(
        "Crimes of %(months)s with an outcome within %(number)s month",
        "Crimes of %(months)s with an outcome within %(number)s months",
        age,
        months=month_runs(words, months),
    )


def _beside(row: _Row, names: Mapping[str, str], words: Words) -> BesideRow:
    crimes, ended, unsaid = row["crimes"], row["ended"], row["unsaid"]
    is_few = crimes < LEAST
    return BesideRow(
        row["force_id"],
        names[row["force_id"]],
        words.number(ended) if is_few else share_text(ended, crimes, words),
        words.ngettext("of %(number)s crime", "of %(number)s crimes", crimes),
        "" if not unsaid else words.number(unsaid) if is_few else share_text(unsaid, crimes, words),
    )


def _about(age: int, beside: Sequence[_Row], words: Words) -> tuple[str, ...]:
    crimes, ended = (sum(row[name] for row in beside) for name in ("crimes", "ended"))
    is_most = crimes >= LEAST and 2 * ended > crimes
    return (
        witness_sentence(beside[0]["witness"], [age], words),
        words.gettext("Most have an outcome by then; serious cases can take years.") if is_most else words.gettext("Serious cases can take years."),
    )


def _why(row: _Row, shared: Sequence[str], words: Words) -> str:
    """Why a force is not beside the others; `shared` are the months of those."""
    reason = row["reason"]
    if reason == "other-months":
        return words.gettext("not known in full for %(months)s", months=month_runs(words, sorted(set(shared) - set(row["months"]))))
    if reason == "other-witness":
        of_release = words.gettext("known from releases, the others from files of outcomes")
        return of_release if row["witness"] == "release" else words.gettext("known from files of outcomes, the others from releases")
    return {
        "fault": words.gettext("there is a known fault of the outcomes in these months"),
        "changed": words.gettext("what is counted changed in these months"),
        "alone": words.gettext("no other force is known for the same months from the same source"),
        "partial": words.gettext("the crimes were supplied in part"),
        "too_recent": words.gettext("the crimes have not been so old in any release"),
        "never": words.gettext("no outcomes are published"),
        "withheld": words.gettext("crimes or outcomes are withheld"),
        "no-state": words.gettext("there is no release of that age, and the files of outcomes until then are not all there"),
        "undated": words.gettext("too many outcomes have no date"),
        "state-in-part": words.gettext("the release of that age had only a part of the crimes"),
        "not_in_copy": words.gettext("no crimes in this copy of the site"),
    }.get(reason) or words.gettext("crimes not known: %(state)s", state=words.state(reason))
