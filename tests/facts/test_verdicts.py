"""Tests of sitegen.facts.verdicts: a word is given where chance and scatter do not explain a change, and seldom otherwise."""

from __future__ import annotations

import math

import numpy as np
import pytest

from sitegen.comparing import FALSE_SHARE, LEVEL
from sitegen.facts.chance import Numbers
from sitegen.facts.dispersion import Dispersion
from sitegen.facts.verdicts import Verdicts, interval, judge, least_visible, level_of, p_value
from tests.bench.bench_method import WAYS, seen_share, tally


def array(*values: float) -> Numbers:
    return np.array(values, dtype=np.float64)


def one(before: float, now: float, ratio: float = 1.0, freedom: float = np.inf) -> Verdicts:
    return judge(array(before), array(now), Dispersion(array(ratio), array(freedom)), np.zeros(1, np.int64))


@pytest.mark.parametrize(
    ("before", "now", "ratio", "word"),
    [
        (61, 120, 1.0, "more"),
        (120, 61, 1.0, "fewer"),
        (61, 120, 4.0, "unclear"),
        (312, 309, 1.0, "unclear"),
        (1, 18, 1.0, "few"),
        (0, 20, 1.0, "more"),
        (5, 15, 1.0, "unclear"),
        (30, 30, 1.0, "unclear"),
    ],
)
def test_more_or_fewer_is_said_at_one_in_a_hundred_and_of_fewer_than_twenty_together_nothing(before: int, now: int, ratio: float, word: str) -> None:
    assert one(before, now, ratio).words.tolist() == [word]


def test_where_nothing_is_known_of_how_counts_scatter_nothing_is_said() -> None:
    found = one(10, 1000, freedom=0)
    assert found.words.tolist() == ["few"]
    assert np.isnan(found.p[0])


def test_a_scatter_that_few_places_show_asks_for_a_larger_change() -> None:
    assert one(100, 150, 1.5, np.inf).words.tolist() == ["more"]
    assert one(100, 150, 1.5, 3).words.tolist() == ["unclear"]


def test_small_counts_without_scatter_have_the_exact_test() -> None:
    assert p_value(array(5), array(15), array(1), array(np.inf))[0] == pytest.approx(0.0414, abs=1e-4)
    assert p_value(array(5), array(15), array(1.001), array(np.inf))[0] == pytest.approx(0.0254, abs=1e-4)


def test_what_chance_makes_of_many_is_bounded_by_benjamini_and_hochberg() -> None:
    # Their example of 1995, section 3.1: fifteen p-values, of which the four smallest are rejected at 5 %; at 10 % nine of them are.
    p = array(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0)
    assert level_of(p) == LEVEL  # theirs is 9 / 15 of a tenth: the level of the single test is the narrower
    assert level_of(np.concatenate([p, np.ones(885)])) == pytest.approx(FALSE_SHARE / 900)  # among 900, the smallest alone
    assert level_of(array()) == LEVEL


def test_one_of_many_needs_a_clearer_sign_than_one_alone() -> None:
    before, now = np.full(400, 100.0), np.full(400, 100.0)
    now[0] = 148
    many = judge(before, now, Dispersion(np.ones(400), np.full(400, np.inf)), np.zeros(400, np.int64))
    assert (many.words[0], one(100, 148).words[0]) == ("unclear", "more")
    apart = judge(before, now, Dispersion(np.ones(400), np.full(400, np.inf)), np.minimum(np.arange(400), 1))
    assert apart.words[0] == "more"


@pytest.mark.parametrize("ratio", [1.0, 2.5])
@pytest.mark.parametrize("freedom", [3.0, 7.0, 30.0, np.inf])
def test_a_visible_rise_is_seen_in_eight_of_ten_cases(ratio: float, freedom: float) -> None:
    usual = 3000.0
    rise = float(least_visible(array(2 * usual), array(ratio), array(LEVEL), array(freedom))[0])
    stream = np.random.Generator(np.random.PCG64(5))

    def counts(mean: float) -> Numbers:
        drawn: Numbers = (stream.poisson(mean, 4000) if ratio == 1 else stream.negative_binomial(mean / (ratio - 1), 1 / ratio, 4000)).astype(
            np.float64
        )
        return drawn

    before, now = counts(usual), counts(usual * (1 + rise))
    measured = np.full(4000, ratio) if np.isinf(freedom) else ratio * stream.chisquare(freedom, 4000) / freedom
    found = (p_value(before, now, measured, np.full(4000, freedom)) <= LEVEL).mean()
    assert 0.76 < found < 0.84


@pytest.mark.parametrize("count", [10, 30, 100])
def test_the_band_is_that_of_the_mid_p_interval(count: int) -> None:
    def above(mean: float) -> float:
        """How often chance makes more of a mean than the count, half of an equal count among it."""
        shares = [math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1)]
        return 1 - sum(shares) + shares[-1] / 2

    low, high = interval(array(count), array(1))
    # Byar's form is close to the exact limits, at which that share is 2.5 and 97.5 in 100.
    assert above(low[0]) == pytest.approx(0.025, abs=0.004)
    assert above(high[0]) == pytest.approx(0.975, abs=0.004)
    assert interval(array(0), array(1))[0][0] == 0


@pytest.mark.parametrize("way", WAYS)
def test_where_nothing_changed_hardly_a_word_is_false(way: str) -> None:
    seen = tally(next(one for one in WAYS if one == way), 12, 3)
    assert seen.judged > 1000
    assert seen.false <= 0.015 * seen.judged
    assert seen.pages_false <= 0.1 * seen.pages
    assert 0.92 <= seen.held / seen.bands <= 0.975


def test_a_doubling_is_seen_where_there_are_two_hundred_a_year() -> None:
    assert seen_share("Poisson", 1.0, 2)["200 to 1,000"] > 0.9
    assert seen_share("Poisson", 0.0, 2)["200 to 1,000"] < 0.05
