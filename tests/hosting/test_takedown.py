"""What is taken down is kept nowhere, and told by nothing but its digest; what else there is stays whole."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, ProofError
from sitegen.hosting import publish as publishing
from sitegen.hosting.kept import releases, roll_back
from sitegen.hosting.sending import Progress
from sitegen.hosting.takedown import TakenDown, take_down
from sitegen.hosting.target import Target
from sitegen.mirroring.mirror import mirror
from sitegen.mirroring.source import FolderSource
from sitegen.mirroring.verify import verify
from tests.hosting.dying_target import DeadError, DyingTarget
from tests.hosting.kinds import KINDS, empty_target
from tests.hosting.small_site import SIGNING, broken_release, put_out, release_in, write_release
from tests.proof.keys import KEY

SECRET, NEXT, OTHER = b"the name of a child", b"the name of a child, spelt otherwise", b"no harm in this"
PAGE, PHOTO = "gwent/nb85/index.html", "assets/photo.00000000bb.jpg"
TODAY = replace(SIGNING, today=date(2025, 10, 2))


def site(folder: Path, number: int) -> Path:
    """Release 1 has a page and a picture that must go, 2 another version of the page, 3 neither."""
    more = {1: {PAGE: SECRET, PHOTO: SECRET + b" as a picture"}, 2: {PAGE: NEXT}, 3: {"gwent/nb86/index.html": OTHER}}
    return write_release(folder / str(number), number, more=more[number])


@pytest.fixture(params=KINDS)
def published(request: pytest.FixtureRequest, tmp_path: Path) -> Target:
    """A target with two releases; the page and the picture stood in both or one."""
    return _published(empty_target(request.param, tmp_path / "target"), tmp_path, (1, 2))


def _published(target: Target, folder: Path, numbers: tuple[int, ...]) -> Target:
    for number in numbers:
        put_out(target, release_in(site(folder, number)), replace(SIGNING, today=date(2025, 7 + number, 1)))
    return target


def taken(target: Target, *wanted: str) -> TakenDown:
    return take_down(target, wanted, TODAY, Progress())


def kept_bytes(folder: Path) -> Iterator[bytes]:
    """Every file of a folder, whatever it is called, and what its lists say."""
    for path in folder.rglob("*"):
        if path.is_file() and not path.is_symlink():
            data = path.read_bytes()
            yield gzip.decompress(data) if path.suffix == ".gz" else data
        yield str(path).encode()


@pytest.mark.parametrize("kind", ["folder", "prefix"])
def test_neither_bytes_nor_names_are_left_of_it(kind: str, tmp_path: Path) -> None:
    target = _published(empty_target(kind, tmp_path / "target"), tmp_path, (1, 2))
    taken(target, PAGE, PHOTO)
    for data in kept_bytes(tmp_path / "target"):
        assert b"the name of a child" not in data
        assert PAGE.encode() not in data
        assert PHOTO.encode() not in data


def test_the_first_name_of_a_list_is_not_left_in_a_record_either(tmp_path: Path) -> None:
    target = empty_target("folder", tmp_path / "target")
    for number in (1, 2):
        folder = write_release(tmp_path / str(number), number, more={"0-first.txt": SECRET})
        put_out(target, release_in(folder), replace(SIGNING, today=date(2025, 7 + number, 1)))
    taken(target, "0-first.txt")
    assert [one.record.sequence for one in releases(target, KEY.public)] == [4, 3]
    assert all(b"0-first.txt" not in data for data in kept_bytes(tmp_path / "target"))
    assert broken_release(target) == []


def test_the_release_that_stands_is_whole_and_states_the_digests(published: Target) -> None:
    done = taken(published, PAGE, PHOTO)
    assert (done.digests, done.rewritten, done.sequence) == (3, 2, 4)
    stands = releases(published, KEY.public)[0].record
    assert set(stands.withdrawn) == {sha256(data).hexdigest() for data in (SECRET, NEXT, SECRET + b" as a picture")}
    assert broken_release(published) == []
    assert published.read(PAGE) is None
    assert (found := published.read("index.html")) is not None
    assert b"release 2" in found.data


def test_an_earlier_release_can_still_be_brought_back_without_it(published: Target) -> None:
    taken(published, PAGE)
    assert [(one.record.sequence, one.record.rolls_back_to, one.pruned) for one in releases(published, KEY.public)] == [
        (4, 2, False),
        (3, 1, False),
        (2, 0, True),
        (1, 0, True),
    ]
    roll_back(published, 3, TODAY, Progress())
    assert broken_release(published) == []
    assert published.read(PAGE) is None
    assert (found := published.read("index.html")) is not None
    assert b"release 1" in found.data


def test_by_its_digest_one_version_goes_and_the_other_stays(published: Target) -> None:
    done = taken(published, sha256(SECRET).hexdigest())
    assert done.digests == 1
    assert (found := published.read(PAGE)) is not None
    assert found.data == NEXT
    assert broken_release(published) == []


def test_a_site_that_still_has_it_is_refused_and_one_without_it_keeps_it_withdrawn(published: Target, tmp_path: Path) -> None:
    taken(published, PAGE)
    with pytest.raises(ConfigError, match=f"{PAGE}: these very bytes were taken down"):
        put_out(published, release_in(tmp_path / "2"), TODAY)
    put_out(published, release_in(site(tmp_path, 3)), TODAY)
    assert len(releases(published, KEY.public)[0].record.withdrawn) == 2
    assert broken_release(published) == []


def test_what_stays_beside_a_page_that_goes_is_named_in_every_language(tmp_path: Path) -> None:
    answer, elsewhere = "api/gwent/NB85/people/index.json", ("api/gwent/NB851/people/index.json", "gwent/nb851/index.html", "gwent/index.html")
    beside = {answer: b"[1]", "gwent/nb85/feed.atom": b"a feed", f"cy/{PAGE}": b"in Welsh", **dict.fromkeys(elsewhere, OTHER)}
    target = empty_target("folder", tmp_path / "target")
    put_out(target, release_in(write_release(tmp_path / "1", 1, more={PAGE: SECRET, **beside})))
    done = take_down(target, [PAGE], TODAY, Progress(), dry_run=True)
    assert done.paths == (PAGE,)
    assert done.beside == (answer, f"cy/{PAGE}", "gwent/nb85/feed.atom")
    assert taken(target, PAGE).beside == done.beside
    assert taken(target, *done.beside).beside == ()


def test_what_is_nowhere_changes_nothing(published: Target) -> None:
    with pytest.raises(ConfigError, match="nothing was changed"):
        taken(published, "gwent/nb99/index.html")
    taken(published, PAGE)
    with pytest.raises(ConfigError, match="taken down before"):
        taken(published, PAGE)


def test_a_takedown_that_was_stopped_is_ended_by_the_same_again(tmp_path: Path) -> None:
    numbers = iter(range(1000))

    def fresh() -> Target:
        return _published(empty_target("folder", tmp_path / f"target-{next(numbers)}"), tmp_path, (1, 2))

    whole = DyingTarget(fresh(), 0)
    taken(whole, PAGE, PHOTO)
    for number in range(1, len(whole.requests) + 1, 3):
        target = fresh()
        with pytest.raises(DeadError):
            taken(DyingTarget(target, number), PAGE, PHOTO)
        assert broken_release(target) == [], whole.requests[number - 1]
        _again(lambda target=target: taken(target, PAGE, PHOTO))  # type: ignore[misc]
        left = b"\n".join(kept_bytes(Path(target.url.removeprefix("file://"))))
        assert b"the name of a child" not in left, whole.requests[number - 1]
        assert PAGE.encode() not in left, whole.requests[number - 1]
        assert broken_release(target) == []


def _again(take: Callable[[], TakenDown]) -> None:
    try:
        take()
    except ConfigError as error:
        assert "taken down before" in str(error)  # noqa: PT017  it may or may not have come to its end


def test_a_mirror_drops_it(tmp_path: Path) -> None:
    target = _published(empty_target("folder", tmp_path / "target"), tmp_path, (1, 2))
    source, copy = FolderSource(tmp_path / "target"), tmp_path / "copy"
    mirror(source, copy, "", date(2025, 10, 1), lambda _files: None, lambda: None)
    assert (copy / PAGE).is_file()
    taken(target, PAGE)
    mirror(source, copy, "", date(2025, 10, 2), lambda _files: None, lambda: None)
    assert not (copy / PAGE).exists()
    assert all(b"the name of a child" not in data for data in kept_bytes(copy))
    assert verify(FolderSource(copy), [KEY.public], lambda _files: None, lambda: None, copy).whole


def test_a_mirror_refuses_a_release_that_lists_it_nonetheless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = _published(empty_target("folder", tmp_path / "target"), tmp_path, (1, 2))
    taken(target, PAGE)
    monkeypatch.setattr(publishing, "refuse_withdrawn", lambda *_given: None)
    put_out(target, release_in(tmp_path / "2"), TODAY)
    with pytest.raises(ProofError, match="lists a file whose bytes were taken down"):
        mirror(FolderSource(tmp_path / "target"), tmp_path / "copy", "", date(2025, 10, 2), lambda _files: None, lambda: None)
    assert not (tmp_path / "copy").exists()
