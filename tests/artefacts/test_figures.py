"""A number nobody supplied cannot be shown, and a zero needs evidence."""

from __future__ import annotations

import pytest

from sitegen.artefacts.figures import Figure, Missing, Recorded, figure, total
from sitegen.errors import SchemaError


def test_number_with_supply_is_recorded() -> None:
    assert figure(312, "supplied") == Recorded(312)
    assert figure(12, "supplied_partial") == Recorded(12, partial=True)


@pytest.mark.parametrize("state", ["not_supplied", "withheld", "never", "not_yet", "out_of_window", "not_applicable"])
def test_number_without_supply_is_refused(state: str) -> None:
    with pytest.raises(SchemaError, match=state):
        figure(5, state)


def test_zero_stands_only_for_full_supply() -> None:
    assert figure(0, "supplied") == Recorded(0)
    with pytest.raises(SchemaError, match="evidence"):
        figure(0, "supplied_partial")


def test_absent_number_keeps_its_reason() -> None:
    assert figure(None, "not_supplied", "empty-file") == Missing("not_supplied", "empty-file")


def test_sum_with_a_gap_is_missing() -> None:
    figures: list[Figure] = [Recorded(3), Missing("withheld"), Recorded(4)]
    assert total(figures) == Missing("withheld")
    assert total([Recorded(3), Recorded(4, partial=True)]) == Recorded(7, partial=True)


def test_sum_of_nothing_is_refused() -> None:
    with pytest.raises(SchemaError):
        total([])
