"""Whatever bytes a reader is given, it gives its table, or refuses them by an error of ours: nothing else comes out of it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.damage import Change, damaged, damages
from tests.fuzz.targets import TARGETS

SOME = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", TARGETS)
def test_what_a_reader_is_made_for_is_read(name: str) -> None:
    target = TARGETS[name]
    assert all(target.accepts(seed) for seed in target.seeds)


@pytest.mark.parametrize("name", TARGETS)
@SOME
@given(st.data())
def test_damaged_bytes_cost_themselves(name: str, data: st.DataObject) -> None:
    target = TARGETS[name]
    changes: list[Change] = data.draw(damages())
    target.accepts(damaged(data.draw(st.sampled_from(target.seeds)), changes))


@pytest.mark.parametrize("name", TARGETS)
@pytest.mark.parametrize(
    "odd", [b"", b"\0", b"\xff\xfe", b"[" * 100_000, b'{"a":' * 100_000, b"9" * 5_000, b'"' + b"a" * 1_000_000], ids=lambda odd: odd[:3].hex()
)
def test_odd_bytes_cost_themselves(name: str, odd: bytes) -> None:
    TARGETS[name].accepts(odd)
