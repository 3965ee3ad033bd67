"""What a publish sends, and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import obstore
import pytest
from obstore.store import MemoryStore

from sitegen.errors import ConfigError, LossError, ProofError, StoreError
from sitegen.hosting.headers import headers_of
from sitegen.hosting.probe import probe
from sitegen.hosting.publish import Signing
from sitegen.hosting.refuse import refuse_loss, refuse_within
from sitegen.hosting.store_target import StoreTarget
from sitegen.hosting.target import Sent, Target
from tests.hosting.dying_target import DyingTarget
from tests.hosting.kinds import KINDS, empty_target
from tests.hosting.small_site import SIGNING, put_out, release_in, write_release
from tests.proof.keys import OTHER_KEY


@pytest.fixture(params=KINDS)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """A target with nothing in it."""
    return empty_target(request.param, tmp_path / "target")


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """The folder of release 1."""
    return write_release(tmp_path / "one", 1)


def test_the_same_site_again_sends_nothing(target: Target, one: Path) -> None:
    put_out(target, release_in(one))
    again = DyingTarget(target, 0)
    assert put_out(again, release_in(one), replace(SIGNING, today=date(2025, 8, 20))) is None
    assert [request for request in again.requests if request.startswith(("put", "copy", "create", "replace"))] == []


def test_a_release_that_will_soon_expire_is_renewed_though_nothing_changed(target: Target, one: Path) -> None:
    put_out(target, release_in(one))
    done = put_out(target, release_in(one), replace(SIGNING, today=date(2025, 9, 20)))
    assert done is not None
    assert (done.sequence, done.sent, done.switched) == (2, 0, 0)


def test_a_new_release_sends_only_what_changed(target: Target, one: Path, tmp_path: Path) -> None:
    put_out(target, release_in(one))
    second = DyingTarget(target, 0)
    put_out(second, release_in(write_release(tmp_path / "two", 2)))
    sent = {request.split()[1] for request in second.requests if request.startswith("put")}
    switched = {request.split()[1] for request in second.requests if request.startswith("copy")}
    assert {key for key in sent if not key.startswith("release/")} == {f"assets/site.{2:010x}.css", f"tiles/crime/2025-06/{2:016x}/5/15/10.mvt"}
    assert switched == {"index.html", "gwent/index.html", "data/coverage.csv", "manifest.json", "SHA256SUMS"}
    assert not any("about/index.html" in request or "font" in request for request in second.requests)


def test_a_large_file_of_the_same_size_is_sent_again_where_its_end_is_another(target: Target) -> None:
    for end in (b"one", b"two"):
        for _sent in target.put_all([Sent("large.bin", lambda end=end: bytes(3 << 20) + end, headers_of("large.bin"))], once=True):  # type: ignore[misc]
            pass
        found = target.read("large.bin")
        assert found is not None
        assert found.data.endswith(end)


def test_a_file_that_changed_since_the_build_is_not_published(target: Target, one: Path) -> None:
    (one / "index.html").write_text("altered", encoding="utf-8")
    with pytest.raises(StoreError, match=r"index\.html: has changed since it was built"):
        put_out(target, release_in(one))
    assert target.read("release/current.json") is None


def test_another_key_does_not_follow_unless_it_was_named(target: Target, one: Path, tmp_path: Path) -> None:
    put_out(target, release_in(one))
    two = release_in(write_release(tmp_path / "two", 2))
    other = Signing(OTHER_KEY, "", date(2025, 9, 1), 70)
    with pytest.raises(ProofError, match="names no key of yours"):
        put_out(target, two, other)
    put_out(target, release_in(one), replace(SIGNING, next_key=OTHER_KEY.public.text))
    done = put_out(target, two, other)
    assert done is not None
    assert done.sequence == 3


@pytest.mark.parametrize(
    ("gone", "months", "said"),
    [
        (("about/index.html", "data/coverage.csv"), ("2025-01", "2025-06"), "has 7 files, and the one that stands 9"),
        ((), ("2024-12", "2025-05"), "ends with 2025-05, and the one that stands with 2025-06"),
    ],
)
def test_a_shrunken_site_is_refused(target: Target, one: Path, tmp_path: Path, gone: tuple[str, ...], months: tuple[str, str], said: str) -> None:
    put_out(target, release_in(one))
    small = release_in(write_release(tmp_path / "small", 1, gone=gone, months=months))
    with pytest.raises(LossError, match=said):
        put_out(target, small, approve=lambda standing, changes: refuse_loss(standing, small.about, changes))


def test_every_kind_of_target_passes_the_probe_and_keep_nothing_of_it(target: Target, one: Path) -> None:
    assert probe(target).conditional
    put_out(target, release_in(one))
    assert probe(target).conditional


def test_types_and_times_go_with_every_object(one: Path) -> None:
    store = MemoryStore()
    put_out(StoreTarget("s3://bucket", store), release_in(one))
    keys = ("index.html", f"assets/site.{1:010x}.css", "release/current.json", "assets/font.00000000aa.woff2")
    sent = {key: obstore.get(store, key).attributes for key in keys}
    assert sent["index.html"]["Content-Type"] == "text/html; charset=utf-8"
    assert sent["index.html"]["Content-Encoding"] == "gzip"
    assert sent[f"assets/site.{1:010x}.css"]["Cache-Control"] == "public, max-age=31536000, immutable"
    assert sent["release/current.json"]["Cache-Control"] == "no-cache"
    assert "Content-Encoding" not in sent["assets/font.00000000aa.woff2"]


@pytest.mark.parametrize("inside", [".", "www", ".."])
def test_a_site_is_not_published_into_itself(one: Path, inside: str) -> None:
    with pytest.raises(ConfigError, match="apart from it"):
        refuse_within((one / inside).resolve().as_uri(), one, one.with_name("data"))
    refuse_within("s3://bucket", one, one)
    refuse_within(one.with_name("www").as_uri(), one, one.with_name("data"))
    with pytest.raises(ConfigError, match="and the data folder"):
        refuse_within((one.with_name("data") / "www").as_uri(), one, one.with_name("data"))
