"""The trend of one place over the window: a chart whose title is its finding, and the same figures as a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sitegen.artefacts.figures import Figure, numbers
from sitegen.artefacts.sections.charts import Trend, before_month, draw_trend
from sitegen.artefacts.sections.issues import Break, Breaks, Faults, Issue, break_texts
from sitegen.artefacts.sections.series import Monthly
from sitegen.artefacts.text.phrases import crime_phrase, months_without
from sitegen.artefacts.text.words import Words

_DATASETS = ("crime", "asb", "all")


@dataclass(frozen=True, slots=True)
class GapLabel:
    """The words on a hatched band, and where they stand across the chart."""

    text: str
    x: str


@dataclass(frozen=True, slots=True)
class BreakMark:
    """A dotted upright where a definition changed: its words, and where it stands across the chart."""

    text: str
    x: str


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


def view_trend(monthly: Monthly, place: str, words: Words, *, breaks: Breaks, faults: Faults) -> TrendView | None:
    """The chart of one place; None where fewer than two months have a figure. It begins at `monthly.start`."""
    start = monthly.start
    months, crime, asb = monthly.months[start:], monthly.crime[start:], monthly.asb[start:]
    counts, asb_counts = numbers(crime), numbers(asb)
    known, known_asb = _known(months, counts), _known(months, asb_counts)
    if max(len(known.counts), len(known_asb.counts)) < 2:
        return None
    chart = draw_trend(months, counts, asb_counts)
    missing = _missing_sentences(months, counts, asb_counts, words)
    changes = [row for row in breaks.rows if row.dataset in _DATASETS and not row.category and months[0] < row.month <= months[-1]]
    wide = [band for band in chart.gaps if (band.last - band.first + 1) * 18 >= len(months)]
    return TrendView(
        heading=_heading(len(months), words),
        title=_title(known.counts, known_asb.counts, words),
        note=" ".join([_drawn(place, months, words), *missing, *break_texts(changes, months[0], months[-1])]),
        description=_description(known, known_asb, missing, len(months), words),
        chart=chart,
        gap_labels=tuple(GapLabel(words.figure(crime[band.first]), band.middle) for band in wide),
        marks=_marks(changes, months),
        crime_label=_crime_label(months, crime, chart.crime.end_index, words) if chart.crime else "",
        asb_label=_asb_label(months, asb, chart.asb.end_index, words) if chart.asb else "",
        rows=tuple(map(MonthRow._make, zip(months[::-1], crime[::-1], asb[::-1], strict=True))),
        issues=faults.touching(("crime", "asb"), months[0], months[-1]),
    )


def _marks(changes: Sequence[Break], months: Sequence[str]) -> tuple[BreakMark, ...]:
    """An upright for each month in which something changed, with the words of the first change."""
    labels = {row.month: row.label for row in reversed(changes)}
    return tuple(BreakMark(labels[month], before_month(index, len(months))) for index, month in enumerate(months) if month in labels)


class _Known(NamedTuple):
    """The months with a number, and their numbers."""

    months: Sequence[str]
    counts: Sequence[int]


def _known(months: Sequence[str], counts: Sequence[int | None]) -> _Known:
    found = [count for count in counts if count is not None]
    if len(found) == len(months):
        return _Known(months, found)
    return _Known([month for month, count in zip(months, counts, strict=True) if count is not None], found)


def _heading(months: int, words: Words) -> str:
    if months == 36:
        return words.gettext("Over three years")
    if months == 24:
        return words.gettext("Over two years")
    if months == 12:
        return words.gettext("Over a year")
    return words.ngettext("Over %(number)s month", "Over %(number)s months", months)


def _title(crime: Sequence[int], asb: Sequence[int], words: Words) -> str:
    """The finding: the range the numbers moved in, with nothing rounded and nothing read into it."""
    if len(crime) < 2:
        return _range_of_asb(min(asb), max(asb), words)
    least, most = min(crime), max(crime)
    if not most:
        return words.gettext("No crime was recorded in any month supplied")
    if least == most:
        return words.ngettext("%(number)s crime was recorded each month", "%(number)s crimes were recorded each month", most)
    return words.gettext("Between %(least)s and %(most)s crimes were recorded each month", least=words.number(least), most=words.number(most))


def _range_of_asb(least: int, most: int, words: Words) -> str:
    """The same of a place of which crime is known for no two months."""
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


def _description(known: _Known, known_asb: _Known, missing: Sequence[str], months: int, words: Words) -> str:
    """The chart told to those who cannot see it: lowest, highest and newest of each line, and where it breaks."""
    sentences = [words.gettext("Line chart.")]
    if known.counts:
        sentences.append(
            words.gettext(
                "Crime: lowest %(least)s in %(least_month)s, highest %(most)s in %(most_month)s, newest %(last)s in %(last_month)s.",
                **_extremes(known, words),
            )
        )
    if known_asb.counts:
        sentences.append(
            words.gettext(
                "Reports of antisocial behaviour: lowest %(least)s in %(least_month)s, highest %(most)s in %(most_month)s, "
                "newest %(last)s in %(last_month)s.",
                **_extremes(known_asb, words),
            )
        )
    breaks = any(0 < len(line.counts) < months for line in (known, known_asb))
    return " ".join([*sentences, *missing, *([words.gettext("A line breaks where there are none.")] if breaks else [])])


def _extremes(known: _Known, words: Words) -> dict[str, str]:
    """The least, the most and the newest number with their months; of equal ones the first."""
    months, counts = known
    least, most = min(counts), max(counts)
    return {
        "least": words.number(least),
        "most": words.number(most),
        "last": words.number(counts[-1]),
        "least_month": words.month(months[counts.index(least)]),
        "most_month": words.month(months[counts.index(most)]),
        "last_month": words.month(months[-1]),
    }


def _crime_label(months: Sequence[str], crime: Sequence[Figure], index: int, words: Words) -> str:
    count = crime_phrase(words, crime[index])
    return count if index == len(months) - 1 else words.gettext("%(count)s in %(month)s", count=count, month=words.month(months[index]))


def _asb_label(months: Sequence[str], asb: Sequence[Figure], index: int, words: Words) -> str:
    count = words.gettext("%(number)s antisocial behaviour", number=words.figure(asb[index]))
    return count if index == len(months) - 1 else words.gettext("%(count)s in %(month)s", count=count, month=words.month(months[index]))
