"""The geometry of charts: lines over months that break where nothing was supplied, as SVG paths and percentages.

A chart keeps its text at a readable size at every width: lines live in a nested svg that stretches
(`preserveAspectRatio="none"`, one unit a month), everything else stands at percentages. Words come from the caller.
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import sub
from typing import NamedTuple

from sitegen.artefacts.figures import missing_runs, runs

SPARK_HEIGHT = 16
"""Units from the foot to the head of a sparkline."""

PLOT_HEIGHT = 100
"""Units from the foot to the head of a trend chart's lines."""

_TOP, _FOOT = 20, 210
"""Pixels from the head of the trend chart to its highest grid line and to its base."""

_LABEL, _ABOVE, _BELOW = 14, 14, 26
"""Pixels of a line's label: its height, and how far its baseline stands above or below the line."""

_SLOTS = (_LABEL, (_TOP + _FOOT) // 2, _FOOT - 6)
"""Baselines that the label of a gap may have; two labels of lines leave one of three."""

_LEFT, _WIDTH = 8.0, 88.0
"""Per cent of the chart's width: where the lines begin, and how far they run."""

# A minus separates numbers by itself.
_STEPS = {step: f"1{step}" if step < 0 else f"1 {step}" for step in range(-PLOT_HEIGHT, PLOT_HEIGHT + 1)}
"""One month on and so many units down, as part of a path."""

_YEARS_NAMED = 8
"""Names of years that have room side by side on a telephone."""

Values = Sequence[int | None]
"""One number a month; None where it is not known."""


@dataclass(frozen=True, slots=True)
class Band:
    """A run of months without a number: the months' indexes, and its place across the chart, as percentages."""

    first: int
    last: int
    x: str
    width: str
    middle: str


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its path, a path of no length at its last known number, and that number's month."""

    path: str
    end: str
    end_index: int


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
    """A chart of crimes, and of reports of antisocial behaviour, over months; `span` is the width of the lines' viewBox."""

    span: int
    ticks: tuple[Tick, ...]
    years: tuple[YearMark, ...]
    gaps: tuple[Band, ...]
    crime: Line | None
    asb: Line | None
    crime_label_y: int
    asb_label_y: int
    gap_label_y: int
    """Baseline for the label of a gap, away from those of the lines."""


@dataclass(frozen=True, slots=True)
class Year:
    """A chart of twelve months over the same months a year before; `span` is the width of the lines' viewBox.

    `band` is the path of the area around the year before, empty where no month has one; `xs` are the months' places across.
    """

    span: int
    ticks: tuple[Tick, ...]
    xs: tuple[str, ...]
    gaps: tuple[Band, ...]
    now: Line | None
    before: Line | None
    band: str
    now_label_y: int
    before_label_y: int
    gap_label_y: int


def draw_spark(values: Values, unused: Sequence[bool] = ()) -> Spark:
    """A sparkline on its own scale, from 0 to its highest number; `unused` months are left blank: there was nothing to count."""
    top = max(filter(None, values), default=0)
    gaps: Values = [0 if off else value for value, off in zip(values, unused, strict=True)] if unused else values
    return Spark(max(len(values) - 1, 1), _line(values, top, SPARK_HEIGHT, head=2), _bands(gaps, 0.0, 100.0))


def draw_trend(months: Sequence[str], crime: Values, asb: Values, crime_cuts: Collection[int] = (), asb_cuts: Collection[int] = ()) -> Trend:
    """The chart of both series on one scale that starts at 0; hatched bands stand where crime is not known.

    A line is cut before each month whose index is in its cuts. Of many years every second or third alone is named.
    """
    step, top = _scale(max((value for value in (*crime, *asb) if value is not None), default=0))
    span = max(len(months) - 1, 1)
    crime_line, asb_line = (_line(values, top, PLOT_HEIGHT, 0, cuts) for values, cuts in ((crime, crime_cuts), (asb, asb_cuts)))
    januaries = [index for index, month in enumerate(months) if month.endswith("-01")]
    named = januaries[:: -(-len(januaries) // _YEARS_NAMED) or 1]
    crime_y, asb_y = _label_heights(crime, asb, top)
    return Trend(
        span=span,
        ticks=_ticks(step, top),
        years=tuple(YearMark(months[index][:4], _percent(_LEFT + _WIDTH * index / span)) for index in named),
        gaps=_bands(crime, _LEFT, _WIDTH),
        crime=crime_line,
        asb=asb_line,
        crime_label_y=crime_y,
        asb_label_y=asb_y,
        gap_label_y=_free_height([y for y, line in ((crime_y, crime_line), (asb_y, asb_line)) if line], is_marked=bool(crime_cuts) or bool(asb_cuts)),
    )


def draw_year(now: Values, before: Values, band: Sequence[tuple[float, float] | None], unused: Sequence[bool] = ()) -> Year:
    """The chart of a year over the year before, on a scale that starts at 0 and holds the band; hatched where `now` has no number.

    All three have one entry a month; `unused` months are left blank: there was nothing to count.
    """
    known = [value for value in (*now, *before) if value is not None]
    step, top = _scale(math.ceil(max((*known, *(one[1] for one in band if one)), default=0)), steps=4)
    span = max(len(now) - 1, 1)
    gaps: Values = [0 if off else value for value, off in zip(now, unused, strict=True)] if unused else now
    before_line = _line(before, top, PLOT_HEIGHT, head=0)
    now_y, before_y = _label_heights(now, before, top)
    return Year(
        span=span,
        ticks=_ticks(step, top),
        xs=_places(len(now)),
        gaps=_bands(gaps, _LEFT, _WIDTH),
        now=_line(now, top, PLOT_HEIGHT, head=0),
        before=before_line,
        band=_area(band, top),
        now_label_y=now_y,
        before_label_y=before_y,
        gap_label_y=_free_height([now_y, *([before_y] if before_line else [])]),
    )


@lru_cache(maxsize=256)
def _ticks(step: int, top: int) -> tuple[Tick, ...]:
    return tuple(Tick(number, round(_FOOT - (_FOOT - _TOP) * number / top)) for number in range(0, top + 1, step))


@lru_cache(maxsize=64)
def _places(months: int) -> tuple[str, ...]:
    """Where so many months lie across the chart."""
    return tuple(_percent(_LEFT + _WIDTH * index / max(months - 1, 1)) for index in range(months))


def _area(band: Sequence[tuple[float, float] | None], top: int) -> str:
    """The closed path between the lower and the upper ends, a part for each run of months; a month alone is half a month wide."""
    path = ""
    for first, last, known in runs([one is not None for one in band]):
        if not known:
            continue
        ends = [(round(PLOT_HEIGHT * (1 - low / top)), round(PLOT_HEIGHT * (1 - high / top))) for low, high in filter(None, band[first : last + 1])]
        if first == last:
            path += f"M{first - 0.25:g} {ends[0][1]}h.5V{ends[0][0]}h-.5z"
            continue
        there = " ".join(f"{first + at} {high}" for at, (_, high) in enumerate(ends))
        back = " ".join(f"{last - at} {low}" for at, (low, _) in enumerate(reversed(ends)))
        path += f"M{there} {back}z"
    return path


def before_month(index: int, months: int) -> str:
    """Where the trend chart of so many months has the upright between a month and the one before it, as a percentage."""
    return _percent(_LEFT + _WIDTH * (index - 0.5) / max(months - 1, 1))


def share_of(number: int | None, most: int) -> int:
    """A bar's length: whole per cent of the longest, at least 1 for any number above 0."""
    if not number or most <= 0:
        return 0
    return max(1, round(100 * number / most))


def _line(values: Values, top: int, height: int, head: int, cuts: Collection[int] = ()) -> Line | None:
    """The path of the known numbers, `head` units free above the highest; it breaks at every unknown number and before each index in `cuts`."""
    path = ""
    last = y = -1
    height_of = _heights(top, height, head)
    for first, last in _cut(_known_runs(values), cuts):
        heights = list(map(height_of.__getitem__, values[first : last + 1]))  # type: ignore[arg-type]
        steps = list(map(_STEPS.__getitem__, map(sub, heights[1:], heights)))
        path += f"M{first} {heights[0]}l{' '.join(steps)}" if steps else f"M{first} {heights[0]}h0"
        y = heights[-1]
    return Line(path, f"M{last} {y}h0", last) if path else None


@lru_cache(maxsize=512)
def _heights(top: int, height: int, head: int) -> Mapping[int, int]:
    return _Heights(top, height, head)


class _Heights(dict[int, int]):
    """How far below the head each number stands, worked out once for all lines of one scale."""

    def __init__(self, top: int, height: int, head: int) -> None:
        super().__init__()
        self._scale = top, height, head

    def __missing__(self, number: int) -> int:
        top, height, head = self._scale
        self[number] = round(height - (height - head) * number / top) if top else height
        return self[number]


def _known_runs(values: Values) -> list[tuple[int, int]]:
    """First and last index of every run of months with a number, in order."""
    if None not in values:
        return [(0, len(values) - 1)] if values else []
    return [(first, last) for first, last, known in runs([value is not None for value in values]) if known]


def _bands(values: Values, left: float, width: float) -> tuple[Band, ...]:
    """The runs of unknown months with their share of the width: half a step to each side, cut off at the edges."""
    step = width / max(len(values) - 1, 1)
    bands = []
    for first, last in missing_runs(values):
        start = max(left, left + (first - 0.5) * step)
        end = min(left + width, left + (last + 0.5) * step)
        bands.append(Band(first, last, _percent(start), _percent(end - start), _percent((start + end) / 2)))
    return tuple(bands)


def _cut(runs_of_months: list[tuple[int, int]], cuts: Collection[int]) -> list[tuple[int, int]]:
    """The runs, each ended before an index in `cuts` and begun again with it."""
    parts = []
    for first, last in runs_of_months:
        starts = [first, *sorted(cut for cut in cuts if first < cut <= last)]
        parts += list(zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True))
    return parts


def _scale(most: int, steps: int = 5) -> tuple[int, int]:
    """Step and end of an axis from 0 that holds `most`, in round whole numbers and at most so many steps."""
    base = 1
    while True:
        for factor in (1, 2, 5):
            step = base * factor
            if step * steps >= most:
                return step, max(step, -(-most // step) * step)
        base *= 10


def _free_height(taken: Sequence[int], *, is_marked: bool = False) -> int:
    """Baseline for the label of a gap, away from those of the lines, also in letters of twice the size: the head, else the middle, else the foot.

    `is_marked`: at the head stand the words of uprights, so that of the two others the one that is farther from the lines' labels is left.
    """
    slots = _SLOTS[1:] if is_marked else _SLOTS
    free = (slot for slot in slots if all(abs(slot - y) > 2.8 * _LABEL for y in taken))
    return next(free, None) or max(slots, key=lambda slot: min(abs(slot - y) for y in taken))


def _label_heights(crime: Values, asb: Values, top: int) -> tuple[int, int]:
    """Baselines of the two direct labels, where the lines of the months beside them leave room.

    The higher line's stands above it; the lower line's between the two where they are far enough apart, else below it.
    """
    ends = [_near_end(values, top) for values in (crime, asb)]
    higher, lower = sorted((0, 1), key=lambda line: (ends[line].last, line))
    found = [0, 0]
    found[higher] = max(ends[higher].crest - _ABOVE, _LABEL - 2)
    between = ends[lower].crest - _ABOVE
    has_room = between - _LABEL > ends[higher].trough + 4
    found[lower] = between if has_room else min(ends[lower].trough + _BELOW, _FOOT - 6)
    # Two lines at the foot of a chart leave no room below: the higher label gives way.
    found[higher] = max(min(found[higher], found[lower] - _LABEL - 4), _LABEL - 2)
    return found[0], found[1]


class _NearEnd(NamedTuple):
    """A line beside its label, in pixels from the head of the chart: its highest place, its lowest and its last."""

    crest: int
    trough: int
    last: int


def _near_end(values: Values, top: int) -> _NearEnd:
    """Of the newest third of the months; all at the base where nothing is known of them."""
    known = [value for value in values[-max(len(values) // 3, 1) :] if value is not None]
    heights = [round(_FOOT - (_FOOT - _TOP) * value / top) for value in known] if top else []
    return _NearEnd(min(heights), max(heights), heights[-1]) if heights else _NearEnd(_FOOT, _FOOT, _FOOT)


def _percent(value: float) -> str:
    text = f"{value:.1f}"
    return f"{text.removesuffix('.0')}%"
