"""What came of crimes at equal age: each month's crimes when they were one, three, six and twelve months old."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

import polars as pl

from sitegen.artefacts.sections.charts import Trend, before_month, draw_trend, share_of
from sitegen.artefacts.sections.evidence import Evidence
from sitegen.artefacts.sections.issues import Break, Breaks
from sitegen.artefacts.sections.outcome_view import LEAST, OutcomeRow, group_names, share_text
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.sections.trend_view import BreakMark, GapLabel
from sitegen.artefacts.text.phrases import month_runs, month_spans
from sitegen.artefacts.text.words import Words
from sitegen.rules import OUTCOME_AGES, SETTLING, SILENT_STATES, UNDATED_MOST
from sitegen.tables.outcome_groups import UNDATED, UNSAID, WITH_OUTCOME
from sitegen.terms import YEAR_MONTHS, Month

_UNSAID_MOST = 5
"""Per cent of such crimes from which on the finding says so."""
_CHART_LEAST = 3
"""Known months below which nothing is drawn."""


class At(NamedTuple):
    """One month's crimes at one age: those with an outcome then, and all; both None where that is not known. Of those `unsaid` nobody tells it."""

    state: str
    reason: str
    witness: str
    ended: int | None
    crimes: int | None
    unsaid: int = 0


class AgeCell(NamedTuple):
    """A share in words, or why there is none for so many ages together: `silent`, nobody told it, or too `recent`."""

    text: str
    columns: int = 1
    silent: bool = False
    recent: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class AgeMonth:
    """One month's crimes at each age in the order of the heads; `cells` is empty where nothing was supplied, `missing` says why."""

    month: str
    cells: tuple[AgeCell, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class AgeChart:
    """Shares within six months, by month, as the trend's drawing takes them; `title` is the finding."""

    title: str
    note: str
    description: str
    chart: Trend
    gap_labels: tuple[GapLabel, ...]
    crime_label: str
    marks: tuple[BreakMark, ...] = ()
    asb_label: str = ""


@dataclass(frozen=True, slots=True)
class AgesView:
    """The page's figures. `missing` is a sentence where there is none at all; `counted` names the months of the finding, `rest` says more of it."""

    missing: str
    finding: str
    rest: tuple[str, ...]
    chart: AgeChart | None
    heads: tuple[str, ...]
    months: tuple[AgeMonth, ...]
    caption: str
    groups: tuple[OutcomeRow, ...]
    kinds_caption: str
    kinds: tuple[OutcomeRow, ...]
    about: tuple[str, ...]


Found = Mapping[tuple[str, int], At]
"""By month and age."""


def read_ages(outcome_ages: pl.DataFrame) -> Found:
    """One force's months at each age."""
    ended = pl.col("crimes").filter(pl.col("group").is_in(WITH_OUTCOME)).sum()
    firsts = [pl.col(name).first().fill_null("") for name in ("state", "reason", "witness")]
    unsaid = pl.col("crimes").filter(pl.col("group").is_in(UNSAID)).sum()
    told = pl.col("crimes").count()
    rows = outcome_ages.group_by("month", "age").agg(
        *firsts, ended.alias("ended"), pl.col("crimes").sum(), unsaid.alias("unsaid"), told.alias("told")
    )
    return {
        (month, age): At(state, reason, witness, ended if told else None, crimes if told else None, unsaid)
        for month, age, state, reason, witness, ended, crimes, unsaid, told in rows.sort("month", "age").iter_rows()
    }


def view_ages(outcome_ages: pl.DataFrame, categories: Sequence[Category], evidence: Evidence, words: Words) -> AgesView:
    """The page of one force. Shares from LEAST crimes on; the finding and the tables by outcome and category are of the newest year known."""
    found, months, changed = read_ages(outcome_ages), evidence.months, share_breaks(evidence.breaks)
    silent = _missing(found, months, evidence.supply.force_name, words)
    year = _newest_year(found, months, changed)
    total, ended = _sums(found, year)
    of_year = outcome_ages.filter(pl.col("age") == SETTLING, pl.col("month").is_in(year))
    groups = {**group_names(words), UNDATED: words.gettext("With an outcome of unknown date")}
    names = {category.slug: category.name for category in categories}
    span = month_runs(words, year)
    return AgesView(
        missing=silent,
        finding=_finding(ended, total, span, words) if total else "",
        rest=() if silent else _rest(found, year, (total, ended), changed, words),
        chart=_chart(found, months, changed, words),
        heads=tuple(words.ngettext("%(number)s month", "%(number)s months", age) for age in OUTCOME_AGES),
        months=() if silent else tuple(_month(month, found, words) for month in reversed(months)),
        caption=words.gettext("Crimes of %(months)s by what had come of them within six months", months=span),
        groups=_groups(of_year, groups, total, words),
        kinds_caption=words.gettext("Crimes of %(months)s with an outcome within six months, by category", months=span),
        kinds=_kinds(of_year, names, words),
        about=() if silent else _about(found, months, words),
    )


def share_breaks(breaks: Breaks) -> tuple[Break, ...]:
    """The changes of definition that part the shares of a whole force: of outcomes, and of all crime, of which they are shares.

    A change of all the data is one of where things are counted, such as new map points: it leaves a whole force's shares as they were.
    """
    return tuple(row for row in breaks.rows if row.dataset in {"outcomes", "crime"} and not row.category)


def _missing(found: Found, months: Sequence[str], force_name: str, words: Words) -> str:
    """Why there is nothing to show; empty where there is."""
    at_all = [found[key] for key in sorted(found) if key[0] in months]
    if any(at.crimes is not None for at in at_all):
        return ""
    reasons = {at.reason for at in at_all}
    if reasons == {"never"}:
        return words.gettext("%(force)s does not publish outcomes.", force=force_name)
    if reasons and reasons <= SILENT_STATES:
        return words.gettext("%(force)s has withheld the outcomes of these months.", force=force_name)
    return words.gettext(
        "What had come of crimes at any one age is not known here: that takes releases made at that age, or files of outcomes without a gap."
    )


def _newest_year(found: Found, months: Sequence[str], changed: Sequence[Break]) -> tuple[str, ...]:
    """The months that are known in full at six months, of the twelve that end with the newest of them; none from before a change in these."""
    known = [month for month in months if _state(found, month) == "known"]
    if not known:
        return ()
    first = max([str(Month.parse(known[-1]).plus(1 - YEAR_MONTHS)), *(row.month for row in changed if row.month <= known[-1])])
    return tuple(month for month in known if month >= first)


def _state(found: Found, month: str, age: int = SETTLING) -> str:
    return found[month, age].state if (month, age) in found else ""


def _sums(found: Found, months: Sequence[str]) -> tuple[int, int]:
    """Crimes and those with an outcome within six months."""
    at = [found[month, SETTLING] for month in months]
    return sum(one.crimes or 0 for one in at), sum(one.ended or 0 for one in at)


def _finding(ended: int, total: int, span: str, words: Words) -> str:
    if total < LEAST:
        return words.ngettext(
            "Of %(number)s crime of %(months)s, %(ended)s had an outcome within six months.",
            "Of %(number)s crimes of %(months)s, %(ended)s had an outcome within six months.",
            total,
            months=span,
            ended=words.number(ended),
        )
    return words.gettext(
        "%(share)s of the %(number)s crimes of %(months)s had an outcome within six months.",
        share=share_text(ended, total, words),
        number=words.number(total),
        months=span,
    )


def _rest(found: Found, year: Sequence[str], sums: tuple[int, int], changed: Sequence[Break], words: Words) -> tuple[str, ...]:
    """On how few months the finding rests, the year before at the same age where no change lies between, and what six months can tell."""
    total, ended = sums
    said = _how_few(year, words)
    said += unsaid_sentence(sum(found[month, SETTLING].unsaid for month in year), total, words)
    before = [str(Month.parse(month).plus(-YEAR_MONTHS)) for month in year]
    if between := {change.dataset for change in changed if year and before[0] < change.month <= year[-1]}:
        if "outcomes" in between:
            said.append(words.gettext("What counts as an outcome has changed since the year before, so nothing is said of a change."))
        else:
            said.append(words.gettext("The rules for counting crime have changed since the year before, so nothing is said of a change."))
    elif year and all(_state(found, month) == "known" for month in before):
        earlier, earlier_ended = _sums(found, before)
        if min(total, earlier) >= LEAST:
            said.append(
                words.gettext(
                    "Of the %(number)s crimes of the same months a year before, %(share)s had one when they were as old.",
                    number=words.number(earlier),
                    share=share_text(earlier_ended, earlier, words),
                )
            )
    elif year:
        said.append(words.gettext("The same months a year before are not all known at this age, so nothing is said of a change."))
    if total >= LEAST and 2 * ended > total:
        said.append(words.gettext("Most have an outcome by then; serious cases can take years."))
    else:
        said.append(words.gettext("Serious cases can take years."))
    return tuple(said)


def unsaid_sentence(unsaid: int, total: int, words: Words) -> Iterator[str]:
    """That of many of these crimes nobody tells whether they had an outcome; nothing where they are few, or all are."""
    if total >= LEAST and 100 * unsaid >= _UNSAID_MOST * total:
        share = share_text(unsaid, total, words)
        yield words.gettext("Of another %(share)s it is not told: the force gave no news of them, no outcome or no date.", share=share)


def _how_few(year: Sequence[str], words: Words) -> list[str]:
    """That the finding is of less than a year, and of months that lie apart."""
    if not year or len(year) >= YEAR_MONTHS:
        return []
    said = [words.ngettext("This is %(number)s month and not a year.", "These are %(number)s months and not a year.", len(year))]
    if str(Month.parse(year[0]).plus(len(year) - 1)) != year[-1]:
        said.append(words.gettext("The months between them are not known at this age, and their shares may be others."))
    return said


def _chart(found: Found, months: Sequence[str], changed: Sequence[Break], words: Words) -> AgeChart | None:
    """Shares in whole per cent by month; only months known in full with enough crimes are drawn, and the line breaks at all others."""
    shares: dict[str, int] = {}
    for month in months:
        at = found.get((month, SETTLING))
        if at and at.state == "known" and at.crimes is not None and at.ended is not None and at.crimes >= LEAST:
            shares[month] = (200 * at.ended + at.crimes) // (2 * at.crimes)
    if len(shares) < _CHART_LEAST:
        return None
    drawn = [month for month in months if month >= min(shares)]
    values = [shares.get(month) for month in drawn]
    turns = [change for change in changed if change.month in drawn[1:]]
    trend = draw_trend(drawn, values, [None] * len(drawn), [drawn.index(change.month) for change in turns])
    least, most = min(shares, key=lambda month: (shares[month], month)), max(shares, key=lambda month: (shares[month], month))
    last = max(shares)
    labels = []
    for band in trend.gaps:
        if (band.last - band.first + 1) * 12 >= len(drawn):
            recent = _state(found, drawn[band.first]) == "too_recent"
            labels.append(GapLabel(words.gettext("too recent") if recent else words.gettext("not known"), band.middle))
    said = {"least": str(shares[least]), "most": str(shares[most]), "least_month": words.month(least), "most_month": words.month(most)}
    return AgeChart(
        title=words.gettext("Between %(least)s%% and %(most)s%% of a month’s crimes had an outcome within six months", **said)
        if shares[least] != shares[most]
        else words.gettext("%(most)s%% of every month’s crimes had an outcome within six months", **said),
        note=words.gettext("Per cent of the crimes of each month from %(months)s, all of the same age.", months=words.months(drawn[0], drawn[-1])),
        description=words.gettext(
            "Line chart. Lowest %(least)s%% in %(least_month)s, highest %(most)s%% in %(most_month)s, newest %(last)s%% in %(last_month)s. "
            "The line breaks where a month is not known or too recent, and where counting changed.",
            **said,
            last=str(shares[last]),
            last_month=words.month(last),
        ),
        chart=trend,
        gap_labels=tuple(labels),
        marks=tuple(BreakMark(change.label, before_month(drawn.index(change.month), len(drawn))) for change in turns),
        crime_label=words.gettext("%(share)s%% in %(month)s", share=str(shares[last]), month=words.month(last)),
    )


def _month(month: str, found: Found, words: Words) -> AgeMonth:
    at = [found.get((month, age)) for age in OUTCOME_AGES]
    reasons = {one.reason for one in at if one}
    if len(reasons) == 1 and (reason := min(reasons)) and words.state(reason) != reason:
        return AgeMonth(month, (), words.state(reason))
    return AgeMonth(month, tuple(_together(_cell(one, words) for one in at)))


def _together(cells: Iterable[AgeCell]) -> Iterator[AgeCell]:
    """Cells beside one another that have the same reason as one."""
    for (_text, has_share), alike in groupby(cells, key=lambda cell: (cell.text, not (cell.silent or cell.recent))):
        same = list(alike)
        if has_share:
            yield from same
        else:
            yield same[0]._replace(columns=len(same))


def _cell(at: At | None, words: Words) -> AgeCell:
    if at is None or at.crimes is None or at.ended is None:
        recent = at is not None and at.state == "too_recent"
        return AgeCell(words.gettext("too recent") if recent else words.gettext("not known"), silent=not recent, recent=recent)
    few = words.gettext("%(ended)s of %(crimes)s", ended=words.number(at.ended), crimes=words.number(at.crimes))
    return AgeCell(few if at.crimes < LEAST else share_text(at.ended, at.crimes, words), partial=at.state == "partial")


def _groups(rows: pl.DataFrame, names: Mapping[str, str], total: int, words: Words) -> tuple[OutcomeRow, ...]:
    counts = dict(rows.group_by("group").agg(pl.col("crimes").sum()).iter_rows())
    return tuple(_row(names[group], counts[group], total, words) for group in names if counts.get(group))


def _row(name: str, crimes: int, total: int, words: Words) -> OutcomeRow:
    if total < LEAST:
        return OutcomeRow(name, words.number(crimes))
    told = words.ngettext("%(number)s crime", "%(number)s crimes", crimes)
    return OutcomeRow(name, told, share_text(crimes, total, words), share_of(crimes, total))


def _kinds(rows: pl.DataFrame, names: Mapping[str, str], words: Words) -> tuple[OutcomeRow, ...]:
    """Each category with its own share, in the order of the site; of few crimes the numbers alone."""
    ended = pl.col("crimes").filter(pl.col("group").is_in(WITH_OUTCOME)).sum()
    counts = {slug: (crimes, told) for slug, crimes, told in rows.group_by("category").agg(pl.col("crimes").sum(), ended.alias("ended")).iter_rows()}
    told = []
    for slug in (*names, *sorted(set(counts) - set(names))):
        if slug not in counts:
            continue
        crimes, number = counts[slug]
        few = words.ngettext("%(ended)s of %(number)s crime", "%(ended)s of %(number)s crimes", crimes, ended=words.number(number))
        name = names.get(slug, slug)
        if crimes < LEAST:
            told.append(OutcomeRow(name, few, words.gettext("too few")))
        else:
            told.append(OutcomeRow(name, few, share_text(number, crimes, words), share_of(number, crimes)))
    return tuple(told)


def _about(found: Found, months: Sequence[str], words: Words) -> tuple[str, ...]:
    """By which witness each age is known, and why months are not known at which ages."""
    said = []
    for witness in ("release", "outcomes"):
        ages = [age for age in OUTCOME_AGES if any(at.witness == witness for (_month, at_age), at in found.items() if at_age == age)]
        if ages:
            said.append(witness_sentence(witness, ages, words))
    for reason in ("no-state", "undated", "state-in-part", "other-witness"):
        ages_of: dict[tuple[str, ...], list[int]] = {}
        for age in OUTCOME_AGES:
            unknown = tuple(month for month in months if (month, age) in found and found[month, age].reason == reason)
            ages_of.setdefault(unknown, []).append(age)
        said += [_unknown(reason, _ages(ages, words), month_spans(words, unknown), words) for unknown, ages in ages_of.items() if unknown]
    return tuple(said)


def _ages(ages: Iterable[int], words: Words) -> str:
    return words.list([words.ngettext("%(number)s month", "%(number)s months", age) for age in ages])


def witness_sentence(witness: str, of_ages: Iterable[int], words: Words) -> str:
    """By what the months of these ages are known, and what that witness cannot tell."""
    ages = _ages(of_ages, words)
    if witness == "release":
        return words.gettext("At an age of %(ages)s: known from releases that were made when the crimes were just so old.", ages=ages)
    return words.gettext(
        "At an age of %(ages)s: known from files of outcomes, which give each outcome its month. They do not have crimes without an id: up to "
        "%(most)s of a month’s crimes may have an outcome without a date, so the true share may be so much higher.",
        ages=ages,
        most=f"{UNDATED_MOST:.0%}",
    )


def _unknown(reason: str, ages: str, months: str, words: Words) -> str:
    values = {"ages": ages, "months": months}
    if reason == "undated":
        return words.gettext("Not known at an age of %(ages)s for %(months)s: too many outcomes have no date.", **values)
    if reason == "state-in-part":
        return words.gettext("Not known at an age of %(ages)s for %(months)s: the release of that age had only a part of the crimes.", **values)
    if reason == "other-witness":
        return words.gettext(
            "Not known at an age of %(ages)s for %(months)s: only another source tells of them, and all months of one age are told from one source.",
            **values,
        )
    return words.gettext(
        "Not known at an age of %(ages)s for %(months)s: there is no release of that age, and the files of outcomes until then are not all there.",
        **values,
    )
