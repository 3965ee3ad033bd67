"""Upstream is asked no faster than it allows, waits as it says, and by as many as ask at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sitegen.fetching.fetch import fetch
from sitegen.fetching.pace import Bucket
from tests.fetching.small_upstream import LOAMSHIRE, TurnedClock, small_upstream, upstream_of
from tests.upstream.fake import Fault


def test_a_burst_goes_at_once_and_the_rest_at_the_rate() -> None:
    clock = TurnedClock()
    bucket = Bucket(15, 30, clock)
    moments = []
    for _ in range(330):
        bucket.take()
        moments.append(clock.passed)
    assert moments[29] == 0
    assert round(moments[-1], 6) == 20  # three hundred more, fifteen a second
    assert all(later - moment > 0.999999 for moment, later in zip(moments[30:], moments[45:], strict=False))


def test_many_who_ask_share_one_rate() -> None:
    clock = TurnedClock()
    bucket = Bucket(15, 30, clock)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: bucket.take(), range(60)))
    assert clock.passed >= 2 - 1e-9


def test_only_the_api_is_asked_slowly(tmp_path: Path) -> None:
    clock = TurnedClock()
    with small_upstream(tmp_path) as fake:
        fetch(tmp_path / "data", upstream_of(fake, requests_per_second=1, burst=1), LOAMSHIRE, clock=clock)
        asked = len(fake.statuses("^/api/"))
    assert clock.passed >= asked - 1


def test_what_the_server_says_of_waiting_holds_for_all(tmp_path: Path) -> None:
    clock = TurnedClock()
    with small_upstream(tmp_path) as fake:
        fake.faults.append(Fault("^/api/forces$", "429", 1))
        done = fetch(tmp_path / "data", upstream_of(fake), LOAMSHIRE, clock=clock)
    assert not done.faults
    assert clock.waits[0] >= 2
