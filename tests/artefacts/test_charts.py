"""Charts draw what is known and break where nothing is."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.artefacts.figures import missing_runs
from sitegen.artefacts.sections.charts import PLOT_HEIGHT, Line, draw_spark, draw_trend, draw_year, share_of

NUMBERS = st.lists(st.none() | st.integers(0, 20_000), min_size=1, max_size=36)


def heights(line: Line) -> dict[int, int]:
    """The heights along a path by month, read back from its text."""
    found: dict[int, int] = {}
    for part in line.path.split("M")[1:]:
        start, _, steps = part.removesuffix("h0").partition("l")
        month, height = (int(number) for number in start.split())
        found[month] = height
        numbers = [int(number) for number in steps.replace("-", " -").split()]
        for across, down in zip(numbers[::2], numbers[1::2], strict=True):
            month, height = month + across, height + down
            found[month] = height
    return found


@settings(deadline=None)
@given(NUMBERS)
def test_line_passes_through_every_known_month_and_no_other(values: list[int | None]) -> None:
    line = draw_spark(values).line
    known = {index for index, value in enumerate(values) if value is not None}
    assert (set(heights(line)) if line else set()) == known


@settings(deadline=None)
@given(NUMBERS)
def test_higher_numbers_never_lie_lower(values: list[int | None]) -> None:
    line = draw_trend([f"2024-{number:02d}" for number in range(len(values))], values, []).crime
    drawn = heights(line) if line else {}
    for index, height in drawn.items():
        assert 0 <= height <= PLOT_HEIGHT
        assert all(other <= height for place, other in drawn.items() if (values[place] or 0) >= (values[index] or 0))


@settings(deadline=None)
@given(NUMBERS)
def test_every_break_of_the_line_is_a_hatched_band(values: list[int | None]) -> None:
    spark = draw_spark(values)
    assert [(band.first, band.last) for band in spark.gaps] == missing_runs(values)


def test_zero_stands_on_the_foot_and_missing_is_not_drawn_there() -> None:
    assert draw_spark([0, 4, None]).line == Line(path="M0 16l1-14", end="M1 2h0", end_index=1)
    assert draw_spark([None, None]).line is None
    assert draw_spark([0, 0]).line is not None


def test_lone_month_between_gaps_is_a_dot() -> None:
    line = draw_spark([None, 5, None]).line
    assert line is not None
    assert line.path == "M1 2h0"


def test_scale_starts_at_nought_and_ends_on_a_round_number_above_the_highest() -> None:
    trend = draw_trend(["2025-01", "2025-02"], [312, 98], [40, 50])
    assert [tick.number for tick in trend.ticks] == [0, 100, 200, 300, 400]
    assert trend.ticks[0].y > trend.ticks[-1].y


def test_scale_of_nothing_but_noughts_still_has_a_step() -> None:
    assert [tick.number for tick in draw_trend(["2025-01", "2025-02"], [0, 0], [0, 0]).ticks] == [0, 1]


def test_labels_of_two_lines_stand_on_different_sides() -> None:
    trend = draw_trend(["2025-01", "2025-02"], [50, 50], [48, 48])
    assert trend.asb_label_y - trend.crime_label_y > 30
    turned = draw_trend(["2025-01", "2025-02"], [48, 48], [50, 50])
    assert turned.crime_label_y > turned.asb_label_y


def test_the_lower_line_s_label_stands_between_the_lines_where_they_are_far_apart() -> None:
    months = [f"2025-{month:02}" for month in range(1, 13)]
    trend = draw_trend(months, [600] * 12, [100, 100, 100, 100, 100, 100, 100, 100, 100, 180, 100, 100])
    crime_line, asb_crest = 20 + 190 * (1 - 600 / 600), 20 + 190 * (1 - 180 / 600)
    assert trend.crime_label_y <= crime_line
    assert crime_line < trend.asb_label_y - 14 < trend.asb_label_y < asb_crest


def test_years_begin_in_january() -> None:
    marks = draw_trend(["2024-11", "2024-12", "2025-01"], [1, 2, 3], [1, 2, 3]).years
    assert [(mark.year, mark.x) for mark in marks] == [("2025", "96%")]


def test_bar_of_any_number_can_be_seen_and_that_of_nought_cannot() -> None:
    assert [share_of(number, 5000) for number in (5000, 2500, 1, 0, None)] == [100, 50, 1, 0, 0]
    assert share_of(0, 0) == 0


def test_the_label_of_a_late_gap_stands_between_the_lines() -> None:
    """Months without a figure at the end of a line near the chart's head: the label lies under the line, not on its last number."""
    trend = draw_trend([f"2025-{month:02}" for month in range(1, 13)], [47, 46, 48, 47, 46, 47, 48, 47, 47, 47, None, None], [None] * 12)
    crime_line = 20 + 190 * (1 - 46 / 50)
    assert crime_line + 14 < trend.gap_label_y < 204


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(0, 60), min_size=12, max_size=12), st.lists(st.none() | st.integers(0, 60), min_size=12, max_size=12))
def test_the_label_of_a_gap_keeps_away_from_the_words_of_uprights_at_the_head(crime: list[int | None], asb: list[int | None]) -> None:
    months = [f"2025-{month:02}" for month in range(1, 13)]
    assert draw_trend(months, crime, asb, {5}).gap_label_y > 28


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(0, 60), min_size=12, max_size=12), st.lists(st.none() | st.integers(0, 60), min_size=12, max_size=12))
def test_the_label_of_a_gap_keeps_away_from_those_of_the_lines(now: list[int | None], before: list[int | None]) -> None:
    year = draw_year(now, before, [None] * 12)
    assert abs(year.gap_label_y - year.now_label_y) > 28
    assert year.before is None or abs(year.gap_label_y - year.before_label_y) > 28


@settings(deadline=None)
@given(st.lists(st.none() | st.integers(0, 60), min_size=12, max_size=12), st.lists(st.none() | st.integers(0, 60), min_size=12, max_size=12))
@example([0] * 12, [0] * 12)
def test_neither_of_the_labels_of_two_lines_stands_on_the_other(now: list[int | None], before: list[int | None]) -> None:
    year = draw_year(now, before, [None] * 12)
    assert abs(year.now_label_y - year.before_label_y) >= 18
    assert all(12 <= y <= 204 for y in (year.now_label_y, year.before_label_y))


@settings(deadline=None)
@given(st.lists(st.none() | st.tuples(st.floats(0, 20), st.floats(20, 60)), min_size=12, max_size=12))
def test_the_band_stands_in_the_months_that_have_one_and_within_the_chart(band: list[tuple[float, float] | None]) -> None:
    year = draw_year([5] * 12, [5] * 12, band)
    assert year.band.count("M") == year.band.count("z") == len([1 for at, one in enumerate(band) if one and (at == 0 or band[at - 1] is None)])
    assert year.ticks[-1].number >= max((one[1] for one in band if one), default=0)


@settings(deadline=None)
@given(NUMBERS, st.sets(st.integers(0, 40)))
def test_no_line_leads_across_a_cut_and_no_month_is_lost_by_it(values: list[int | None], cuts: set[int]) -> None:
    months = [f"2024-{number:02d}" for number in range(len(values))]
    line = draw_trend(months, values, [None] * len(values), cuts).crime
    assert (set(heights(line)) if line else set()) == {index for index, value in enumerate(values) if value is not None}
    for part in line.path.split("M")[1:] if line else ():
        start = int(part.split()[0])
        steps = part.removesuffix("h0").partition("l")[2]
        drawn = range(start, start + len(steps.replace("-", " -").split()) // 2 + 1)
        assert not cuts & set(drawn[1:])


def test_of_many_years_some_are_named() -> None:
    months = [f"{year}-{month:02d}" for year in range(2011, 2026) for month in range(1, 13)]
    years = draw_trend(months, [1] * len(months), [1] * len(months)).years
    assert [mark.year for mark in years] == ["2011", "2013", "2015", "2017", "2019", "2021", "2023", "2025"]
