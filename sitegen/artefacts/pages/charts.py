"""The geometry of charts: lines over months that break where nothing was supplied, as SVG paths and percentages.

A chart keeps its text at a readable size at every width: lines live in a nested svg that stretches
(`preserveAspectRatio="none"`, one unit a month), everything else stands at percentages. Words come from the caller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SPARK_HEIGHT = 40
"""Units from the foot to the head of a sparkline."""

PLOT_HEIGHT = 100
"""Units from the foot to the head of a trend chart's lines."""

_TOP, _FOOT = 20, 210
"""Pixels from the head of the trend chart to its highest grid line and to its base."""

_LEFT, _WIDTH = 8.0, 88.0
"""Per cent of the chart's width: where the lines begin, and how far they run."""

Values = Sequence[int | None]
"""One number a month; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Band:
    """A run of months without a number, as percentages of the chart's width, with the months' indexes."""

    first: int
    last: int
    x: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: the path, and the place of its last known number."""

    path: str
    end: str
    end_index: int
    end_height: float


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline: `span` is the width of its viewBox, one unit a month; `line` is None where nothing is known."""

    span: int
    line: Line | None
    gaps: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A grid line with its number, in pixels from the head of the chart."""

    number: int
    y: int


@dataclass(frozen=True, slots=True)
class YearMark:
    """Where a calendar year begins, as a percentage of the chart's width."""

    year: str
    x: str


@dataclass(frozen=True, slots=True)
class Trend:
    """A chart of crimes, and of reports of antisocial behaviour, over months."""

    span: int
    ticks: tuple[Tick, ...]
    years: tuple[YearMark, ...]
    gaps: tuple[Band, ...]
    crime: Line | None
    asb: Line | None
    crime_label_y: int
    asb_label_y: int


def draw_spark(values: Values) -> Spark:
    """A sparkline on its own scale, from 0 to its highest number."""
    top = max((value for value in values if value is not None), default=0)
    span = max(len(values) - 1, 1)
    gaps = tuple(_band(first, last, len(values), 0.0, 100.0) for first, last in missing_runs(values))
    return Spark(span, _line(values, top, SPARK_HEIGHT, head=2), gaps)


def draw_trend(months: Sequence[str], crime: Values, asb: Values) -> Trend:
    """The chart of both series on one scale that starts at 0; hatched bands stand where crime is not known."""
    step, top = _scale(max((value for value in (*crime, *asb) if value is not None), default=0))
    ticks = tuple(Tick(number, round(_FOOT - (_FOOT - _TOP) * number / top)) for number in range(0, top + 1, step))
    span = max(len(months) - 1, 1)
    years = tuple(YearMark(month[:4], _percent(_LEFT + _WIDTH * index / span)) for index, month in enumerate(months) if month.endswith("-01"))
    gaps = tuple(_band(first, last, len(months), _LEFT, _WIDTH) for first, last in missing_runs(crime))
    crime_line, asb_line = (_line(values, top, PLOT_HEIGHT, head=0) for values in (crime, asb))
    crime_y, asb_y = _label_heights(crime_line, asb_line)
    return Trend(span, ticks, years, gaps, crime_line, asb_line, crime_y, asb_y)


def missing_runs(values: Values) -> list[tuple[int, int]]:
    """First and last index of every run of months without a number, in order."""
    runs: list[tuple[int, int]] = []
    for index, value in enumerate(values):
        if value is not None:
            continue
        if runs and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
    return runs


def share_of(number: int | None, most: int) -> int:
    """A bar's length: whole per cent of the longest, at least 1 for any number above 0."""
    if not number or most <= 0:
        return 0
    return max(1, round(100 * number / most))


def _line(values: Values, top: int, height: int, head: int) -> Line | None:
    """The path of the known numbers, lifted off at every unknown one; a lone month is drawn as a short level dash."""
    known = [index for index, value in enumerate(values) if value is not None]
    if not known:
        return None
    parts: list[str] = []
    before: tuple[int, int] | None = None
    for index in known:
        at = (index, _height(values[index] or 0, top, height, head))
        if before is None or before[0] != index - 1:
            alone = index + 1 == len(values) or values[index + 1] is None
            parts.append(f"M{at[0]} {at[1]}{'h0' if alone else 'l'}")
        else:
            step = at[1] - before[1]
            parts.append(f"{'' if parts[-1].endswith('l') else ' '}1{'' if step < 0 else ' '}{step}")
        before = at
    last = known[-1]
    end = _height(values[last] or 0, top, height, head)
    return Line("".join(parts), f"M{last} {end}h0", last, end / height)


def _height(value: int, top: int, height: int, head: int) -> int:
    return round(height - (height - head) * value / top) if top else height


def _band(first: int, last: int, months: int, left: float, width: float) -> Band:
    """The months' own share of the width, half a step to each side, cut off at the edges of the plot."""
    step = width / max(months - 1, 1)
    start = max(left, left + (first - 0.5) * step)
    end = min(left + width, left + (last + 0.5) * step)
    return Band(first, last, _percent(start), _percent(end - start), _percent((start + end) / 2))


def _scale(most: int) -> tuple[int, int]:
    """Step and end of an axis from 0 that holds `most`, in whole round numbers and at most five steps."""
    base = 1
    while True:
        for factor in (1, 2, 5):
            step = base * factor
            if step * 5 >= most:
                return step, max(step, -(-most // step) * step)
        base *= 10


def _label_heights(crime: Line | None, asb: Line | None) -> tuple[int, int]:
    """Baselines of the two direct labels: the higher line's above its end, the lower line's below it."""
    crime_y = _end_pixel(crime)
    asb_y = _end_pixel(asb)
    if asb is None or crime is None:
        return max(crime_y - 14, 14), max(asb_y - 14, 14)
    if crime_y <= asb_y:
        return max(crime_y - 14, 14), min(max(asb_y + 24, crime_y + 24), _FOOT - 6)
    return min(max(crime_y + 24, asb_y + 24), _FOOT - 6), max(asb_y - 14, 14)


def _end_pixel(line: Line | None) -> int:
    return round(_TOP + (_FOOT - _TOP) * line.end_height) if line else _FOOT


def _percent(value: float) -> str:
    text = f"{value:.1f}"
    return f"{text.removesuffix('.0')}%"
