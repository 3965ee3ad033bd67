"""A store that speaks S3, asked over the network as a real one is: what is published there, brought back and cleared away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sitegen.errors import TargetError
from sitegen.hosting.kept import prune, releases, roll_back
from sitegen.hosting.lock import holding
from sitegen.hosting.open_target import open_target
from sitegen.hosting.probe import probe
from sitegen.hosting.sending import Progress
from sitegen.hosting.store_target import StoreTarget
from sitegen.proof import keys
from tests.hosting.small_site import SIGNING, broken_pages, broken_release, put_out, release_in, write_release
from tests.proof.keys import KEY

PAGES = ("index.html", "gwent/index.html")


@pytest.fixture
def bucket(bucket_url: str) -> StoreTarget:
    """The bucket, as a target."""
    target = open_target(bucket_url)
    assert isinstance(target, StoreTarget)
    return target


def test_it_passes_the_probe(bucket: StoreTarget) -> None:
    assert probe(bucket).conditional


def test_two_releases_a_return_and_a_clearing(bucket: StoreTarget, tmp_path: Path) -> None:
    one, two = (release_in(write_release(tmp_path / str(number), number)) for number in (1, 2))
    first, again, second = (
        put_out(bucket, release, replace(SIGNING, today=day))
        for release, day in ((one, date(2025, 8, 1)), (one, date(2025, 8, 2)), (two, date(2025, 9, 1)))
    )
    assert first is not None
    assert second is not None
    assert (first.sequence, first.new, again, second.sequence) == (1, 9, None, 2)
    assert broken_pages(bucket, PAGES) == broken_release(bucket) == []
    assert roll_back(bucket, 1, replace(SIGNING, today=date(2025, 9, 2)), Progress()).sequence == 3
    assert (found := bucket.read("index.html")) is not None
    assert b"release 1" in found.data
    assert prune(bucket, KEY.public, date(2026, 1, 1), 1, say=lambda _line: None).releases == (2, 1)
    assert [one.pruned for one in releases(bucket, KEY.public)] == [False, True, True]
    assert broken_pages(bucket, PAGES) == broken_release(bucket) == []
    assert bucket.read(f"assets/site.{2:010x}.css") is None


def test_its_lock_keeps_a_second_publisher_out(bucket: StoreTarget) -> None:
    with holding(bucket), pytest.raises(TargetError, match="another publisher holds it for"), holding(bucket):
        pass
    assert bucket.read(keys.LOCK) is None
