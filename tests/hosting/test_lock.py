"""The lock of a target: one publisher holds it, others are told so, and one that was stopped loses it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from sitegen.errors import LostLockError, TargetError
from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.headers import headers_of
from sitegen.hosting.lock import holding
from sitegen.hosting.store_target import StoreTarget
from sitegen.proof import keys
from tests.hosting.clock import Clock


@pytest.fixture
def bucket() -> StoreTarget:
    """A bucket with nothing in it."""
    return StoreTarget("s3://bucket", MemoryStore())


def test_a_second_publisher_is_told_how_long_the_first_may_hold(bucket: StoreTarget) -> None:
    clock = Clock()
    with holding(bucket, 180, clock):
        clock.now += timedelta(seconds=60)
        with pytest.raises(TargetError, match="another publisher holds it for 120 s more"), holding(bucket, 180, clock):
            pass


def test_a_lock_ends_with_its_holder(bucket: StoreTarget) -> None:
    with holding(bucket):
        pass
    assert bucket.read(keys.LOCK) is None
    with holding(bucket):
        pass


def test_an_expired_lock_is_taken_over_and_its_holder_finds_out_before_it_goes_on(bucket: StoreTarget) -> None:
    clock = Clock()
    with ExitStack() as stack:
        first = stack.enter_context(holding(bucket, 180, clock))
        clock.now += timedelta(seconds=181)
        with holding(bucket, 180, clock) as second:
            with pytest.raises(LostLockError, match="taken over"):
                first.confirm()
            second.confirm()
        stack.pop_all()
    assert bucket.read(keys.LOCK) is None


def test_what_a_stranger_left_as_a_lock_holds_nothing(bucket: StoreTarget) -> None:
    bucket.create(keys.LOCK, b"<html>", headers_of(keys.LOCK))
    with holding(bucket) as held:
        held.confirm()


def test_a_folder_has_one_publisher_at_a_time(tmp_path: Path) -> None:
    one, other = FolderTarget(tmp_path / "www"), FolderTarget(tmp_path / "www")
    with one.locked(), pytest.raises(TargetError, match="another publisher is writing here"), other.locked():
        pass
