"""What came of it: the outcomes of crimes of one age, by group, and how many of the newest are still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

import polars as pl

from sitegen.artefacts.sections.charts import share_of
from sitegen.artefacts.sections.evidence import Evidence
from sitegen.artefacts.sections.issues import Breaks, Issue
from sitegen.artefacts.supply import Supply
from sitegen.artefacts.text.phrases import month_runs
from sitegen.artefacts.text.words import Words
from sitegen.rules import COUNTED_STATES, SETTLING, SILENT_STATES
from sitegen.tables.outcome_groups import OPEN, WITH_OUTCOME, group_of
from sitegen.terms import BTP, YEAR_MONTHS, Month

GROUPS = (*WITH_OUTCOME, OPEN)
"""The groups every table has, in the order people read them; `unknown` and `none` follow where there are any."""

LEAST = 20
"""The crimes below which no share is given."""

NOWHERE = ""
"""The place that stands for the whole force."""


class OutcomeRow(NamedTuple):
    """One group or outcome: `share` is empty where there are too few crimes for one, `crimes` in words or as a number."""

    name: str
    crimes: str
    share: str = ""
    bar: int | None = None


@dataclass(frozen=True, slots=True)
class OutcomeView:
    """The section. `missing` is a sentence where there are no figures; `kinds` are for a force's page alone."""

    missing: str
    caption: str
    note: str
    rows: tuple[OutcomeRow, ...]
    newest: str
    about: tuple[str, ...]
    issues: tuple[Issue, ...]
    kinds: tuple[OutcomeRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcomes:
    """One force's outcomes, counted once for all its pages: crimes by place, month and group.

    `counted` are the months of the year looked at for which the force supplied crime; `missing` is a sentence where there
    is nothing to count, and the same for every place. The newest month is empty where it has no figures. `as_of` are the releases that tell the
    counted months, in their order, and `newest_as_of` that of the newest; empty text stands for a month folder.
    """

    by_place: Mapping[str, Mapping[str, int]]
    newest_by_place: Mapping[str, Mapping[str, int]]
    by_kind: Mapping[str, int]
    counted: tuple[str, ...]
    whole: bool
    newest: str
    missing: str
    note: str
    as_of: tuple[str, ...]
    newest_as_of: str
    about: tuple[str, ...]
    issues: tuple[Issue, ...]


def read_outcomes(
    rows: pl.DataFrame,
    kinds: pl.DataFrame,
    evidence: Evidence,
    *,
    by: str | None,
    words: Words,
) -> Outcomes:
    """What became of a force's crimes. `rows` is located_outcomes or force_outcomes, `by` its column of places, or None: the whole force.

    Crimes that British Transport Police recorded in a neighbourhood are left out.
    """
    months, crime, outcomes = evidence.months, evidence.supply.crime, evidence.supply.outcomes
    year = list(months[:-SETTLING])[-YEAR_MONTHS:]
    index_of = {month: index for index, month in enumerate(months)}
    counted = [month for month in year if _has_outcomes(crime, outcomes, index_of[month])]
    newest = months[-1] if months and _has_outcomes(crime, outcomes, len(months) - 1) else ""
    grouped = _summed(rows, by, [*counted, newest] if by else None).with_columns(group_of(kinds).alias("group"))
    settled = grouped.filter(pl.col("month").is_in(counted))
    given = settled.filter(pl.col("group") != "none").height > 0
    has_file = any(outcomes.counted(index_of[month]) for month in months)
    missing = _missing(year, counted, crime, outcomes, index_of, words, force_name=evidence.supply.force_name, given=given or has_file)
    return Outcomes(
        by_place=_nested(settled, "place"),
        newest_by_place=_nested(grouped.filter(pl.col("month") == newest), "place"),
        by_kind=_sums(settled.with_columns(pl.col("outcome").fill_null("")), "outcome") if by is None else {},
        counted=tuple(counted),
        whole=all(crime.states[index_of[month]] == "supplied" for month in counted),
        newest=newest if given or has_file else "",
        missing=missing,
        note=_note(counted, crime, index_of, words),
        as_of=tuple(evidence.releases.get(month, "") for month in counted),
        newest_as_of=evidence.releases.get(newest, ""),
        about=_about(months, counted, outcomes, index_of, evidence.breaks, words, has_file=has_file) if not missing else (),
        issues=evidence.faults.touching(["outcomes"], year[0] if year else "", months[-1] if months else ""),
    )


def view_outcomes(outcomes: Outcomes, place: str, words: Words) -> OutcomeView:
    """The section of one place; shares from 20 crimes on."""
    counts = outcomes.by_place.get(place, {})
    total = sum(counts.values())
    missing = outcomes.missing
    if not missing and not total:
        months = month_runs(words, outcomes.counted)
        missing = words.gettext("No crime is recorded here for %(months)s.", months=months) if outcomes.whole else _unknown(words, months)
    rows = _rows(_in_order(counts, whole=outcomes.whole), group_names(words), total, words) if not missing else ()
    return OutcomeView(
        missing=missing,
        caption="" if missing else _caption(total, outcomes.counted, words),
        note=" ".join(filter(None, (_as_of(counts, outcomes, words), outcomes.note))),
        rows=rows,
        newest=_newest_sentence(outcomes, place, words),
        about=outcomes.about,
        issues=outcomes.issues,
    )


def view_force_outcomes(outcomes: Outcomes, kinds: pl.DataFrame, words: Words) -> OutcomeView:
    """The section of the whole force, with every outcome under its plain name."""
    section = view_outcomes(outcomes, NOWHERE, words)
    if outcomes.missing:
        return section
    plain = dict(kinds.sort("position").select("outcome", "name").iter_rows())
    ordered = [slug for slug in (*plain, *sorted(set(outcomes.by_kind) - set(plain))) if outcomes.by_kind.get(slug)]
    none = group_names(words)["none"]
    named = {slug: plain.get(slug) or slug.replace("-", " ").capitalize() or none for slug in ordered}
    return replace(section, kinds=_rows({slug: outcomes.by_kind[slug] for slug in ordered}, named, sum(outcomes.by_kind.values()), words))


def outcome_months(months: Sequence[str], span: Sequence[str], crime: Supply, outcomes: Supply) -> tuple[str, ...]:
    """The months of `span` whose crimes have an outcome that can be told, even if it is that they are still open."""
    index_of = {month: index for index, month in enumerate(months)}
    return tuple(month for month in span if _has_outcomes(crime, outcomes, index_of[month]))


def _has_outcomes(crime: Supply, outcomes: Supply, index: int) -> bool:
    return crime.counted(index) and outcomes.states[index] not in SILENT_STATES


def _summed(rows: pl.DataFrame, by: str | None, months: Sequence[str] | None) -> pl.DataFrame:
    """Crimes by place, month and outcome, of all months or of these: far fewer rows, that are looked at more than once."""
    wanted = [pl.col("month").is_in(months)] if months is not None else []
    wanted += [pl.col("recorded_by") != BTP] if "recorded_by" in rows.columns else []
    wanted += [pl.col(by).is_not_null()] if by else []
    place = pl.col(by) if by else pl.lit(NOWHERE)
    return rows.filter(*wanted).group_by(place.alias("place"), "month", "outcome").agg(pl.col("crimes").cast(pl.Int64).sum())


def _nested(rows: pl.DataFrame, key: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for outer, group, crimes in rows.group_by(key, "group").agg(pl.col("crimes").sum()).sort(key, "group").iter_rows():
        found.setdefault(outer, {})[group] = crimes
    return found


def _sums(rows: pl.DataFrame, key: str) -> dict[str, int]:
    return dict(rows.group_by(key).agg(pl.col("crimes").sum()).sort(key).iter_rows())


def _missing(
    year: Sequence[str],
    counted: Sequence[str],
    crime: Supply,
    outcomes: Supply,
    index_of: Mapping[str, int],
    words: Words,
    *,
    force_name: str,
    given: bool,
) -> str:
    """Why there are no figures at all; empty where there are."""
    if not year:
        return words.gettext("The months shown here are too few: a crime is counted once it is at least six months old.")
    values = {"force": force_name, "months": words.months(year[0], year[-1])}
    if counted:
        return "" if given else words.gettext("No outcomes were supplied for the crimes of %(months)s.", **values)
    states = {outcomes.states[index_of[month]] for month in year}
    if states == {"never"}:
        return words.gettext("%(force)s does not publish outcomes.", **values)
    supplied = {crime.states[index_of[month]] for month in year}
    if not supplied & COUNTED_STATES and "not_in_copy" in supplied:
        return words.gettext("This copy was given no crimes of %(force)s for %(months)s, so there are no outcomes to show.", **values)
    if not supplied & COUNTED_STATES:
        return words.gettext("%(force)s supplied no crimes for %(months)s, so there are no outcomes to show.", **values)
    return words.gettext("%(force)s has withheld the outcomes for %(months)s.", **values)


def _note(counted: Sequence[str], crime: Supply, index_of: Mapping[str, int], words: Words) -> str:
    sentences = []
    if counted and len(counted) < YEAR_MONTHS:
        sentences.append(words.ngettext("This is %(number)s month and not a year.", "These are %(number)s months and not a year.", len(counted)))
    part = [month for month in counted if crime.states[index_of[month]] == "supplied_partial"]
    if part:
        sentences.append(words.gettext("Supplied in part for %(months)s: the true numbers may be higher.", months=month_runs(words, part)))
    return " ".join(sentences)


def _as_of(counts: Mapping[str, int], outcomes: Outcomes, words: Words) -> str:
    """Of when the outcomes are, how old the crimes were then, and what can be asked of that age: most have an outcome only where most have."""
    if not any(outcomes.as_of):
        return words.gettext("As this copy’s files have them: when they were made is not said. Serious cases can take years.")
    if not all(outcomes.as_of):
        return words.gettext("As this copy’s files have them: when some of them were made is not said. Serious cases can take years.")
    then = words.list([words.month(release) for release in sorted(set(outcomes.as_of))])
    if any(release < str(Month.parse(month).plus(SETTLING)) for month, release in zip(outcomes.counted, outcomes.as_of, strict=True)):
        return words.gettext("As they stood in %(month)s, for some crimes less than six months after; serious cases can take years.", month=then)
    ended = sum(counts.get(group, 0) for group in WITH_OUTCOME)
    if sum(counts.values()) >= LEAST and 2 * ended > sum(counts.values()):
        return words.gettext(
            "As they stood in %(month)s, six months after or more: most have an outcome by then; serious cases can take years.", month=then
        )
    return words.gettext("As they stood in %(month)s, six months after or more; serious cases can take years.", month=then)


def _about(
    months: Sequence[str], counted: Sequence[str], outcomes: Supply, index_of: Mapping[str, int], breaks: Breaks, words: Words, *, has_file: bool
) -> tuple[str, ...]:
    """Where the outcomes come from, what is known to be missing of them, and what changed in them."""
    # A change of outcomes alone holds from then on; one of all the data is of interest only where the window has both sides of it.
    sentences = [row.text for row in breaks.of("outcomes") if row.month <= months[-1] and (row.dataset == "outcomes" or row.month > months[0])]
    if not has_file:
        sentences.insert(0, words.gettext("No file of outcomes was supplied: these are the outcomes as last given in the street-crime files."))
    else:
        gaps = [month for month in months[index_of[counted[0]] :] if outcomes.states[index_of[month]] not in COUNTED_STATES]
        if gaps:
            sentences.insert(
                0,
                words.gettext(
                    "No file of outcomes was supplied for %(months)s, so more of these crimes may have one.", months=month_runs(words, gaps)
                ),
            )
    return tuple(dict.fromkeys(sentences))


def _unknown(words: Words, months: str) -> str:
    return words.gettext("The crimes of %(months)s were supplied in part, and none of them lies here.", months=months)


def _caption(total: int, counted: Sequence[str], words: Words) -> str:
    return words.ngettext(
        "What became of %(number)s crime of %(months)s",
        "What became of the %(number)s crimes of %(months)s",
        total,
        months=month_runs(words, counted),
    )


def _in_order(counts: Mapping[str, int], *, whole: bool) -> dict[str, int]:
    """The groups of a table; a group without crimes is a nought only where every month was supplied in full.

    A force that calls all it has no news of "unavailable" calls nothing open: then a nought of open crimes would be untrue.
    """
    silent = bool(counts.get("unknown")) and not counts.get("open")
    always = {group: counts.get(group, 0) for group in GROUPS if (whole and not (silent and group == "open")) or counts.get(group)}
    return {**always, **{group: counts[group] for group in ("unknown", "none") if counts.get(group)}}


def _rows(counts: Mapping[str, int], names: Mapping[str, str], total: int, words: Words) -> tuple[OutcomeRow, ...]:
    """A row for each count; with a share, the number stands in words under the name."""
    if total < LEAST:
        return tuple(OutcomeRow(names[key], words.number(crimes)) for key, crimes in counts.items())
    return tuple(
        OutcomeRow(
            names[key], words.ngettext("%(number)s crime", "%(number)s crimes", crimes), share_text(crimes, total, words), share_of(crimes, total)
        )
        for key, crimes in counts.items()
    )


def share_text(crimes: int, total: int, words: Words) -> str:
    """Whole per cent, rounded half up; what is there and rounds to nothing is less than one."""
    share = (200 * crimes + total) // (2 * total)
    if crimes and not share:
        return words.gettext("under 1%%")
    return words.gettext("%(share)s%%", share=share)


def _newest_sentence(outcomes: Outcomes, place: str, words: Words) -> str:
    """How far the newest month's crimes have come. That a force gives no news of a crime does not say that it has no outcome."""
    counts = outcomes.newest_by_place.get(place, {})
    crimes = sum(counts.values())
    if not outcomes.newest or not crimes:
        return ""
    still, silent, none = (counts.get(group, 0) for group in ("open", "unknown", "none"))
    ended = crimes - still - silent - none
    parts = (
        (ended, words.ngettext("%(number)s with an outcome", "%(number)s with an outcome", ended)),
        (still, words.ngettext("%(number)s still open", "%(number)s still open", still)),
        (
            silent,
            words.ngettext(
                "%(number)s of which the force gave no news (status update unavailable)",
                "%(number)s of which the force gave no news (status update unavailable)",
                silent,
            ),
        ),
        (none, words.ngettext("%(number)s without any outcome given", "%(number)s without any outcome given", none)),
    )
    values = {"month": words.month(outcomes.newest), "parts": words.list([part for count, part in parts if count])}
    if not outcomes.newest_as_of:
        return words.ngettext(
            "%(number)s crime of %(month)s, as this copy’s file has it: %(parts)s. Newer crimes have had less time.",
            "%(number)s crimes of %(month)s, as this copy’s file has them: %(parts)s. Newer crimes have had less time.",
            crimes,
            **values,
        )
    age = Month.parse(outcomes.newest).months_to(Month.parse(outcomes.newest_as_of))
    if not age:
        return words.ngettext(
            "%(number)s crime of %(month)s, by the release of that month: %(parts)s. Newer crimes have had less time.",
            "%(number)s crimes of %(month)s, by the release of that month: %(parts)s. Newer crimes have had less time.",
            crimes,
            **values,
        )
    return words.ngettext(
        "%(number)s crime of %(month)s, by the release %(age)s after: %(parts)s. Newer crimes have had less time.",
        "%(number)s crimes of %(month)s, by the release %(age)s after: %(parts)s. Newer crimes have had less time.",
        crimes,
        age=words.ngettext("%(number)s month", "%(number)s months", age),
        **values,
    )


@cache
def group_names(words: Words) -> dict[str, str]:
    """The name of each group of outcomes, in the order people read them."""
    return {
        "no-suspect": words.gettext("Investigation finished, no suspect identified"),
        "evidential": words.gettext("Suspect identified, but not possible to prosecute"),
        "charged": words.gettext("Charged or summonsed"),
        "out-of-court": words.gettext("Dealt with without court (caution, community resolution)"),
        "other": words.gettext("Other outcomes"),
        "open": words.gettext("Still open"),
        "unknown": words.gettext("The force gave no news of it (status update unavailable)"),
        "none": words.gettext("No outcome was given"),
    }


def short_group_names(words: Words) -> dict[str, str]:
    """The same groups for a narrow list that is repeated hundreds of times."""
    return {
        **group_names(words),
        "no-suspect": words.gettext("No suspect identified"),
        "evidential": words.gettext("Suspect identified, not possible to prosecute"),
        "out-of-court": words.gettext("Dealt with without court"),
        "unknown": words.gettext("The force gave no news of it"),
    }
