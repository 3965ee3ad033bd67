"""Two publishers at one target: one wins, the other says so, the site is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import MemoryStore

from sitegen.errors import LostLockError, TargetError
from sitegen.hosting import store_target
from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.headers import Headers, headers_of
from sitegen.hosting.lock import holding
from sitegen.hosting.store_target import StoreTarget
from sitegen.hosting.target import Sent, Target
from sitegen.proof import keys
from tests.hosting.small_site import broken_pages, broken_release, put_out, release_in, write_release

PAGES = ("index.html", "gwent/index.html")


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2025, 8, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


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


class StandingStill(StoreTarget):
    """A publisher's view of a bucket that stands still at one moment, and wakes up after its lock was taken over and another has published."""

    def __init__(self, bucket: StoreTarget, moment: str, meanwhile: Callable[[], None]) -> None:
        super().__init__(bucket.url, bucket._store)
        self._moment, self._meanwhile, self.stood = moment, meanwhile, False

    def copy_all(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Stands still once the first page is on its way."""
        for pair in pairs:
            self._stand_still("page")
            yield from super().copy_all([pair])

    def replace(self, key: str, data: bytes, headers: Headers, mark: str) -> bool:
        """Stands still before the pointer moves."""
        if key == keys.POINTER:
            self._stand_still("pointer")
        return super().replace(key, data, headers, mark)

    def put_all(self, objects: Iterable[Sent], *, once: bool) -> Iterator[int]:
        """Stands still before the first file is sent."""
        self._stand_still("file")
        return super().put_all(objects, once=once)

    def _stand_still(self, moment: str) -> None:
        if moment == self._moment and not self.stood:
            self.stood = True
            self._meanwhile()


@pytest.mark.parametrize("moment", ["file", "page", "pointer"])
def test_of_two_publishers_that_overlap_one_wins_and_the_other_says_so(
    bucket: StoreTarget, tmp_path: Path, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = Clock()
    monkeypatch.setattr(store_target, "holding", lambda target: holding(target, 180, clock))
    put_out(bucket, release_in(write_release(tmp_path / "1", 1)))

    def overtake() -> None:
        clock.now += timedelta(seconds=181)
        put_out(StoreTarget("s3://bucket", bucket._store), release_in(write_release(tmp_path / "3", 3)))

    slow = StandingStill(bucket, moment, overtake)
    with pytest.raises(TargetError, match="another publisher"):
        put_out(slow, release_in(write_release(tmp_path / "2", 2)))
    assert slow.stood
    assert all("release 3" in page or "map 3" in page for page in pages(bucket))
    assert broken_pages(bucket, PAGES) == broken_release(bucket) == []
    assert bucket.read(keys.LOCK) is None


def pages(target: Target) -> list[str]:
    return [found.data.decode() if (found := target.read(page)) else "" for page in PAGES]
