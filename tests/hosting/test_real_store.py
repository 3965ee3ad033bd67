"""Stores that speak S3, asked over the network as real ones are: what is published there, brought back, cleared away and taken down."""

from __future__ import annotations

import os
import threading
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sitegen.errors import TargetError
from sitegen.hosting.headers import headers_of
from sitegen.hosting.kept import prune, releases, roll_back
from sitegen.hosting.lock import Held, holding
from sitegen.hosting.probe import probe
from sitegen.hosting.sending import Progress
from sitegen.hosting.store_target import StoreTarget
from sitegen.hosting.takedown import take_down
from sitegen.hosting.target import Sent
from sitegen.mirroring.mirror import mirror
from sitegen.mirroring.source import SiteSource
from sitegen.mirroring.verify import verify
from sitegen.proof import keys
from tests.hosting.conftest import bucket_at
from tests.hosting.small_site import SIGNING, broken_pages, broken_release, put_out, release_in, write_release
from tests.proof.keys import KEY

PAGES = ("index.html", "gwent/index.html")
AT_ONCE = 8


def test_it_passes_the_probe(bucket: StoreTarget) -> None:
    assert probe(bucket).conditional


def test_two_releases_a_return_and_a_clearing(bucket_url: str, tmp_path: Path) -> None:
    one, two = (release_in(write_release(tmp_path / str(number), number)) for number in (1, 2))
    first, again, second = (
        put_out(bucket_at(bucket_url), release, replace(SIGNING, today=day))
        for release, day in ((one, date(2025, 8, 1)), (one, date(2025, 8, 2)), (two, date(2025, 9, 1)))
    )
    assert first is not None
    assert second is not None
    assert (first.sequence, first.sent, again, second.sequence) == (1, 9, None, 2)
    bucket = bucket_at(bucket_url)
    assert broken_pages(bucket, PAGES) == broken_release(bucket) == []
    assert roll_back(bucket_at(bucket_url), 1, replace(SIGNING, today=date(2025, 9, 2)), Progress()).sequence == 3
    assert (found := bucket.read("index.html")) is not None
    assert b"release 1" in found.data
    assert prune(bucket_at(bucket_url), KEY.public, date(2026, 1, 1), 1, say=lambda _line: None).releases == (2, 1)
    assert [one.pruned for one in releases(bucket, KEY.public)] == [False, True, True]
    assert broken_pages(bucket, PAGES) == broken_release(bucket) == []
    assert bucket.read(f"assets/site.{2:010x}.css") is None


def test_a_copy_of_what_readers_get_is_proved_and_follows_a_takedown(bucket_url: str, web_address: str, tmp_path: Path) -> None:
    secret = "gwent/nb85/index.html"
    for number in (1, 2):
        put_out(bucket_at(bucket_url), release_in(write_release(tmp_path / str(number), number, more={secret: b"a child's name"})))
    source, copy = SiteSource(web_address), tmp_path / "copy"
    assert verify(source, [KEY.public], lambda _files: None, lambda: None).whole
    mirror(source, copy, "", date(2025, 8, 2), lambda _files: None, lambda: None)
    assert (copy / secret).is_file()
    assert take_down(bucket_at(bucket_url), [secret], SIGNING, Progress()).sequence == 4
    assert verify(source, [KEY.public], lambda _files: None, lambda: None).whole
    assert source.read(secret) is None
    mirror(source, copy, "", date(2025, 8, 3), lambda _files: None, lambda: None)
    assert not (copy / secret).exists()


def test_readers_are_told_type_and_packing_and_how_long_to_keep_it(bucket: StoreTarget, web_address: str, tmp_path: Path) -> None:
    put_out(bucket, release_in(write_release(tmp_path / "1", 1)))
    for path in (*PAGES, f"assets/site.{1:010x}.css", "assets/font.00000000aa.woff2", "data/coverage.csv", keys.POINTER):
        with urllib.request.urlopen(f"{web_address}{path}") as answer:
            told = answer.headers["Content-Type"], answer.headers["Cache-Control"], answer.headers["Content-Encoding"] or ""
        expected = headers_of(path)
        assert told == (expected.content_type, expected.cache_control, expected.content_encoding), path


def test_names_that_mean_something_in_an_address_are_kept_copied_and_removed(bucket: StoreTarget) -> None:
    for name in ("a b+c%d&é.html", "heol-y-môr/index.html", "q?x=1.html", "h#a.html", "tilde~'(!)*.html"):
        assert [*bucket.put_all([Sent(name, name.encode, headers_of(name))], once=True)]
        assert [*bucket.copy_all([(name, f"copy/{name}")])] == [f"copy/{name}"]
        assert (found := bucket.read(f"copy/{name}")) is not None
        assert found.data == name.encode()
        bucket.delete_all([name, f"nowhere/{name}", f"copy/{name}"])
        assert bucket.read(name) is bucket.read(f"copy/{name}") is None


def test_its_lock_keeps_a_second_publisher_out(bucket: StoreTarget) -> None:
    with holding(bucket), pytest.raises(TargetError, match="another publisher holds it for"), holding(bucket):
        pass
    assert bucket.read(keys.LOCK) is None


@pytest.mark.soak
def test_of_many_who_want_the_lock_of_ceph_at_the_same_moment_one_gets_it(ceph_bucket_url: str) -> None:
    # Free at first, and then held by the one before, whose time is over.
    assert [takers(ceph_bucket_url, timedelta(minutes=4 * turn)) for turn in range(12)] == [1] * 12


def takers(url: str, later: timedelta) -> int:
    """How many of some publishers get the lock, so much later."""
    together = threading.Barrier(AT_ONCE)

    def takes(number: int) -> bool:
        held = Held(bucket_at(url), f"publisher-{number}", timedelta(minutes=3), lambda: datetime.now(UTC) + later)
        together.wait()
        try:
            held.take()
        except TargetError as error:
            assert "another publisher" in str(error)  # noqa: PT017  one of them gets it
            return False
        return True

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(threads.map(takes, range(AT_ONCE)))


@pytest.mark.soak
@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "another"}, "the credentials are wrong; check the environment"),
        ({"AWS_ACCESS_KEY_ID": "NOBODY"}, "the credentials are wrong; check the environment"),
        ({"BUCKET": "s3://nowhere/crime"}, "there is no such bucket; make it first"),
    ],
)
def test_what_ceph_refuses_is_told_in_words(ceph_bucket_url: str, wrong: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    url = os.environ.get("BUCKET", ceph_bucket_url)
    with pytest.raises(TargetError) as error:
        probe(bucket_at(url))
    assert str(error.value) == f"{url}: {said}"
