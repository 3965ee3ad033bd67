"""A publisher that stands still while another takes over and publishes: one wins, the other says so, the site is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from sitegen.errors import TargetError
from sitegen.hosting import store_target
from sitegen.hosting.headers import Headers
from sitegen.hosting.lock import holding
from sitegen.hosting.store_target import StoreTarget
from sitegen.hosting.target import Sent, Target
from sitegen.proof import keys
from tests.hosting.clock import Clock
from tests.hosting.small_site import broken_pages, broken_release, put_out, release_in, write_release

PAGES = ("index.html", "gwent/index.html")


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
        put_out(StoreTarget(bucket.url, bucket._store), release_in(write_release(tmp_path / "3", 3)))

    slow = StandingStill(bucket, moment, overtake)
    with pytest.raises(TargetError, match="another publisher"):
        put_out(slow, release_in(write_release(tmp_path / "2", 2)))
    assert slow.stood
    assert all("release 3" in page or "map 3" in page for page in pages(bucket))
    assert broken_pages(bucket, PAGES) == broken_release(bucket) == []
    assert bucket.read(keys.LOCK) is None


def pages(target: Target) -> list[str]:
    return [found.data.decode() if (found := target.read(page)) else "" for page in PAGES]
