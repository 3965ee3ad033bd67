"""A reader who knows the rule and replays it learns no more of a rare value than that it is rare: searched at the real threshold."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import settings

from sitegen.facts.suppression import shown_values
from sitegen.rules import THRESHOLD

IS_WIDE = settings.default is not None and settings.default.max_examples >= 1000
"""`--hypothesis-profile wide` looks at larger tables; it takes minutes."""


def rows_of(total: int, values: int) -> Iterator[tuple[int, ...]]:
    """Every row of so many values with the total."""
    if values == 1:
        yield (total,)
        return
    for first in range(total + 1):
        yield from ((first, *rest) for rest in rows_of(total - first, values - 1))


def publications(total: int, values: int, *, with_others: bool) -> dict[tuple[int, ...], list[tuple[int, ...]]]:
    """What is published of each row of a total, -1 where nothing is told, with all rows of which it is; the last number of a row may be others."""
    found: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for row in rows_of(total, values + with_others):
        counts = np.array(row[:values])
        shown = shown_values(counts, others=row[values] if with_others else 0)
        found.setdefault(tuple(int(count) if told else -1 for count, told in zip(counts, shown, strict=True)), []).append(row)
    return found


@pytest.mark.parametrize(
    ("values", "most", "with_others"),
    [(2, 40, False), (3, 50 if IS_WIDE else 40, False), (2, 40 if IS_WIDE else 31, True), *([(4, 38, False), (3, 34, True)] if IS_WIDE else [])],
)
def test_a_rare_value_fits_what_is_published_with_as_many_numbers_as_a_rule_can_leave(values: int, most: int, with_others: bool) -> None:
    for total in range(THRESHOLD, most):
        for told, rows in publications(total, values, with_others=with_others).items():
            together = total - sum(count for count in told if count >= 0)
            # A reader may know, too, that there are no stops whose values are never told.
            for known in (rows, [row for row in rows if not row[-1]]) if with_others else (rows,):
                for place in [place for place, count in enumerate(told) if count < 0]:
                    possible = {row[place] for row in known}
                    if any(0 < number < THRESHOLD for number in possible):
                        assert len(possible) >= min(THRESHOLD - 1, together), (total, told, sorted(possible))


def test_two_values_that_their_sum_would_give_away_take_another_with_them() -> None:
    assert shown_values(np.array([9, 9, 10])).tolist() == [False] * 3
    assert shown_values(np.array([9, 9, 18])).tolist() == [False, False, True]
    assert shown_values(np.array([9, 9, 0, 10])).tolist() == [False, False, False, True]
