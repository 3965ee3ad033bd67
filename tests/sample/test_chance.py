"""Chance is the same on every machine, and picks as it is told."""

from __future__ import annotations

import numpy as np
import polars as pl

from sitegen.sample.chance import crime_ids, hex_texts, pick, pick_each, uniform


def test_a_purpose_has_its_own_numbers_and_always_the_same() -> None:
    assert uniform(1, "rain", 3).tolist() == [0.838247879907889, 0.022855937097056356, 0.4289176482344186]
    assert uniform(1, "rain", 5)[:3].tolist() == uniform(1, "rain", 3).tolist()
    assert uniform(1, "snow", 3).tolist() != uniform(1, "rain", 3).tolist() != uniform(2, "rain", 3).tolist()


def test_an_entry_is_picked_as_often_as_its_weight_says_and_never_without_weight() -> None:
    found = np.bincount(pick(np.array([1.0, 0.0, 3.0, 0.0]), uniform(1, "picks", 40_000)), minlength=4)
    assert found[1] == found[3] == 0
    assert abs(found[0] - 10_000) < 300


def test_each_row_picks_from_its_own_shares_and_none_where_they_are_used_up() -> None:
    shares = np.array([[0.5, 0.5], [0.0, 0.25]])
    assert pick_each(shares, np.array([0, 0, 1, 1, 1]), np.array([0.1, 0.9, 0.1, 0.3, 0.9])).tolist() == [0, 1, 1, 2, 2]


def test_ids_are_written_as_64_hexadecimal_digits() -> None:
    assert hex_texts(np.array([[0, 1, 255, 2**64 - 1]], dtype=np.uint64)).to_list() == ["0" * 31 + "1" + "0" * 14 + "ff" + "f" * 16]
    assert hex_texts(crime_ids(1, "none", 0)).dtype == pl.String
    assert hex_texts(crime_ids(1, "ids", 500)).str.contains("^[0-9a-f]{64}$").all()
    assert hex_texts(crime_ids(1, "ids", 500)).n_unique() == 500
