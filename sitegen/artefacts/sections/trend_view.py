"""The trend of one place over the window: a chart whose title is its finding, and the same figures as a table."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.artefacts.figures import Figure, Recorded, numbers
from sitegen.artefacts.sections.charts import Trend, before_month, draw_trend
from sitegen.artefacts.sections.issues import Break, Breaks, Faults, Issue, break_texts
from sitegen.artefacts.sections.series import Monthly
from sitegen.artefacts.text.phrases import asb_phrase, crime_phrase, month_runs, months_without
from sitegen.artefacts.text.words import Words
from sitegen.comparing import is_touched, lies_between

_STREET = ("crime", "asb")


@dataclass(frozen=True, slots=True)
class GapLabel:
    """The words on a hatched band, and where they stand across the chart."""

    text: str
    x: str


@dataclass(frozen=True, slots=True)
class BreakMark:
    """A dotted upright where a definition changed: its words, where it stands across the chart, and whether the words stand left of it."""

    text: str
    x: str
    is_left: bool = False


class MonthRow(NamedTuple):
    """One month of the table under the chart."""

    month: str
    crime: Figure
    asb: Figure


@dataclass(frozen=True, slots=True)
class TrendView:
    """The chart over the window with its sentences, and the same figures as rows, newest first."""

    heading: str
    title: str
    note: str
    description: str
    chart: Trend
    gap_labels: tuple[GapLabel, ...]
    marks: tuple[BreakMark, ...]
    crime_label: str
    asb_label: str
    rows: tuple[MonthRow, ...]
    issues: tuple[Issue, ...]


def view_trend(monthly: Monthly, place: str, words: Words, *, breaks: Breaks, faults: Faults, are_listed: bool = False) -> TrendView | None:
    """The chart of one place; None where fewer than two months have a figure. It begins at `monthly.start`.

    A line is cut where what it counts changed; the title speaks of the months since then alone, and of those supplied in full. `are_listed`: the
    page lists the changes itself, so that the note does not.
    """
    start = monthly.start
    months, crime, asb = monthly.months[start:], monthly.crime[start:], monthly.asb[start:]
    counts, asb_counts = numbers(crime), numbers(asb)
    if max(len(months) - found.count(None) for found in (counts, asb_counts)) < 2:
        return None
    changes = [row for row in breaks.rows if any(is_touched(one, "", row.dataset, row.category) for one in _STREET)]
    cuts = cut_before(months, ((row.month, row.dataset) for row in changes))
    chart = draw_trend(months, counts, asb_counts, *cuts)
    whole, whole_asb = _newest_run(months, crime, cuts[0]), _newest_run(months, asb, cuts[1])
    missing = _missing_sentences(months, counts, asb_counts, words)
    told = () if are_listed else break_texts(changes, months[0], months[-1])
    wide = [band for band in chart.gaps if (band.last - band.first + 1) * 18 >= len(months)]
    return TrendView(
        heading=_heading(len(months), words),
        title=_title(whole, whole_asb, words),
        note=" ".join([_drawn(place, months, words), *missing, *_in_part(months, crime, asb, words), *told]),
        description=_description(_Line(crime, whole), _Line(asb, whole_asb), missing, months, words),
        chart=chart,
        gap_labels=tuple(GapLabel(words.figure(crime[band.first]), band.middle) for band in wide),
        marks=_marks(changes, months),
        crime_label=_crime_label(months, crime, chart.crime.end_index, words) if chart.crime else "",
        asb_label=_asb_label(months, asb, chart.asb.end_index, words) if chart.asb else "",
        rows=tuple(map(MonthRow._make, zip(months[::-1], crime[::-1], asb[::-1], strict=True))),
        issues=faults.touching(_STREET, months[0], months[-1]),
    )


def cut_before(months: Sequence[str], changes: Iterable[tuple[str, str]]) -> tuple[set[int], set[int]]:
    """Before which months, by index, the line of crime and that of antisocial behaviour are cut; of each change its month and its data set."""
    at = {month: index for index, month in enumerate(months)}
    within = [(at[month], dataset) for month, dataset in changes if month in at and lies_between(month, months[0], months[-1])]
    crime, asb = ({index for index, dataset in within if is_touched(one, "", dataset, "")} for one in _STREET)
    return crime, asb


def _marks(changes: Sequence[Break], months: Sequence[str]) -> tuple[BreakMark, ...]:
    """An upright for each month in which something changed, with the words of the first change."""
    labels = {row.month: row.label for row in reversed(changes)}
    return tuple(BreakMark(labels[month], before_month(index, len(months))) for index, month in enumerate(months) if index and month in labels)


class _Run(NamedTuple):
    """Months supplied in full between which nothing changed, and their numbers; `is_every`: they are all that the chart has."""

    months: Sequence[str]
    counts: Sequence[int]
    is_every: bool

    def when(self, words: Words) -> str:
        """Which months they are, in words: how many where others lie between the first and the last."""
        runs, span = month_runs(words, self.months), words.months(self.months[0], self.months[-1])
        if runs == span:
            return span
        return words.ngettext(
            "%(months)s, %(number)s month supplied in full", "%(months)s, %(number)s months supplied in full", len(self.months), months=span
        )


class _Line(NamedTuple):
    """The figures of a line, and the months of it that are held against one another."""

    figures: Sequence[Figure]
    run: _Run


def _newest_run(months: Sequence[str], figures: Sequence[Figure], cuts: Collection[int]) -> _Run:
    """The months supplied in full since the newest cut that has two of them behind it; where none has, one alone, or none."""
    starts = sorted({0, *cuts})
    spans = zip(starts, [*starts[1:], len(months)], strict=True)
    found = [[(months[at], one.number) for at in range(*span) if isinstance(one := figures[at], Recorded) and not one.partial] for span in spans]
    newest = max(enumerate(found), key=lambda run: (min(len(run[1]), 2), run[0]))[1]
    return _Run([month for month, _ in newest], [number for _, number in newest], len(newest) == len(months))


def _heading(months: int, words: Words) -> str:
    if months == 36:
        return words.gettext("Over three years")
    if months == 24:
        return words.gettext("Over two years")
    if months == 12:
        return words.gettext("Over a year")
    return words.ngettext("Over %(number)s month", "Over %(number)s months", months)


def _title(crime: _Run, asb: _Run, words: Words) -> str:
    """The finding: the range the numbers moved in, with nothing rounded and nothing read into it; of crime where two months of it are whole."""
    run, is_asb = (asb, True) if len(crime.counts) < min(len(asb.counts), 2) else (crime, False)
    if not run.counts:
        return words.gettext("No month was supplied in full")
    least, most = min(run.counts), max(run.counts)
    count = (asb_phrase if is_asb else crime_phrase)(words, Recorded(most))
    if len(run.counts) == 1:
        return words.gettext("%(count)s in %(month)s", count=count, month=words.month(run.months[0]))
    if run.is_every:
        return _range_of_asb(least, most, words) if is_asb else _range_of_crime(least, most, words)
    values = {"when": run.when(words), "least": words.number(least), "most": words.number(most), "count": count}
    if least == most:
        return words.gettext("%(when)s: %(count)s recorded each month", **values)
    if is_asb:
        return words.gettext("%(when)s: between %(least)s and %(most)s reports of antisocial behaviour recorded each month", **values)
    return words.gettext("%(when)s: between %(least)s and %(most)s crimes recorded each month", **values)


def _range_of_crime(least: int, most: int, words: Words) -> str:
    """The range over every month of the chart."""
    if not most:
        return words.gettext("No crime was recorded in any month supplied")
    if least == most:
        return words.ngettext("%(number)s crime was recorded each month", "%(number)s crimes were recorded each month", most)
    return words.gettext("Between %(least)s and %(most)s crimes were recorded each month", least=words.number(least), most=words.number(most))


def _range_of_asb(least: int, most: int, words: Words) -> str:
    """The same of a place of which crime is known in full for no two months."""
    if not most:
        return words.gettext("No report of antisocial behaviour was recorded in any month supplied")
    if least == most:
        return words.ngettext(
            "%(number)s report of antisocial behaviour was recorded each month",
            "%(number)s reports of antisocial behaviour were recorded each month",
            most,
        )
    return words.gettext(
        "Between %(least)s and %(most)s reports of antisocial behaviour were recorded each month", least=words.number(least), most=words.number(most)
    )


def _drawn(place: str, months: Sequence[str], words: Words) -> str:
    return words.gettext("%(place)s, each month from %(months)s.", place=place, months=words.months(months[0], months[-1]))


def _missing_sentences(months: Sequence[str], crime: Sequence[int | None], asb: Sequence[int | None], words: Words) -> list[str]:
    missing, missing_asb = months_without(words, months, crime), months_without(words, months, asb)
    if missing and missing == missing_asb:
        return [words.gettext("There are no figures for %(months)s.", months=missing)]
    sentences = []
    if missing:
        sentences.append(words.gettext("There are no figures for crime for %(months)s.", months=missing))
    if missing_asb:
        sentences.append(words.gettext("There are no figures for antisocial behaviour for %(months)s.", months=missing_asb))
    return sentences


def _in_part(months: Sequence[str], crime: Sequence[Figure], asb: Sequence[Figure], words: Words) -> list[str]:
    """That some of the numbers drawn are of months supplied in part."""
    pairs = zip(months, crime, asb, strict=True)
    if found := [month for month, *figures in pairs if any(isinstance(one, Recorded) and one.partial for one in figures)]:
        return [words.gettext("Supplied in part for %(months)s: the true numbers may be higher.", months=month_runs(words, found))]
    return []


def _description(crime: _Line, asb: _Line, missing: Sequence[str], months: Sequence[str], words: Words) -> str:
    """The chart told to those who cannot see it: lowest, highest and newest of each line, and where it breaks.

    Lowest and highest are of the months that are held against one another, and say which these are where there are others.
    """
    sentences = [words.gettext("Line chart.")]
    if crime.run.counts:
        sentences.append(
            words.gettext(
                "Crime%(when)s: lowest %(least)s in %(least_month)s, highest %(most)s in %(most_month)s, newest %(last)s in %(last_month)s.",
                **_extremes(crime, months, words),
            )
        )
    if asb.run.counts:
        sentences.append(
            words.gettext(
                "Reports of antisocial behaviour%(when)s: lowest %(least)s in %(least_month)s, highest %(most)s in %(most_month)s, "
                "newest %(last)s in %(last_month)s.",
                **_extremes(asb, months, words),
            )
        )
    breaks = any(0 < numbers(line.figures).count(None) < len(months) for line in (crime, asb))
    return " ".join([*sentences, *missing, *([words.gettext("A line breaks where there are none.")] if breaks else [])])


def _extremes(line: _Line, months: Sequence[str], words: Words) -> dict[str, str]:
    """The least and the most of the months held against one another, of equal ones the first; and the newest number there is."""
    run_months, counts, is_every = line.run
    least, most = min(counts), max(counts)
    month, last = next((month, one) for month, one in zip(reversed(months), reversed(line.figures), strict=True) if isinstance(one, Recorded))
    return {
        "when": "" if is_every else f" ({line.run.when(words)})",
        "least": words.number(least),
        "most": words.number(most),
        "last": f"{words.figure(last)} ({words.state('supplied_partial')})" if last.partial else words.figure(last),
        "least_month": words.month(run_months[counts.index(least)]),
        "most_month": words.month(run_months[counts.index(most)]),
        "last_month": words.month(month),
    }


def _crime_label(months: Sequence[str], crime: Sequence[Figure], index: int, words: Words) -> str:
    count = crime_phrase(words, crime[index])
    return count if index == len(months) - 1 else words.gettext("%(count)s in %(month)s", count=count, month=words.month(months[index]))


def _asb_label(months: Sequence[str], asb: Sequence[Figure], index: int, words: Words) -> str:
    count = words.gettext("%(number)s antisocial behaviour", number=words.figure(asb[index]))
    return count if index == len(months) - 1 else words.gettext("%(count)s in %(month)s", count=count, month=words.month(months[index]))
