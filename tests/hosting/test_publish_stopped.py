"""A publisher that is stopped at any moment leaves a site that works, and the next one ends where it would have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.hosting import publish as publishing
from sitegen.hosting import sending
from sitegen.hosting.headers import headers_of
from sitegen.hosting.target import Sent, Target
from sitegen.proof import keys
from tests.hosting.dying_target import DeadError, DyingTarget
from tests.hosting.kinds import empty_target
from tests.hosting.small_site import broken_pages, broken_release, put_out, release_in, write_release

PAGES = ("index.html", "gwent/index.html", "about/index.html")
Fresh = Callable[[], Target]


@pytest.fixture(params=["store", "folder"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Fresh:
    """Makes a target with nothing in it."""
    numbers = iter(range(10_000))
    return lambda: empty_target(request.param, tmp_path / f"target-{next(numbers)}")


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Three releases of the small site; the third lacks a page."""
    folders = tmp_path / "one", tmp_path / "two", tmp_path / "three"
    for number, folder in enumerate(folders, 1):
        write_release(folder, number, gone=("about/index.html",) if number == 3 else ())
    return folders


def stopped_states(fresh: Fresh, sites: tuple[Path, Path, Path]) -> Iterator[tuple[str, Target]]:
    """A target with release 1 for each moment at which a publisher of release 2 can be stopped, and what that moment was."""
    whole = DyingTarget(_with_first(fresh, sites), 0)
    put_out(whole, release_in(sites[1]))
    for number in range(1, len(whole.requests) + 1):
        for after in (False, True):
            target = _with_first(fresh, sites)
            with pytest.raises(DeadError):
                put_out(DyingTarget(target, number, after=after), release_in(sites[1]))
            yield f"{'after' if after else 'before'} {whole.requests[number - 1]}", target


def everything(target: Target, keys: list[str]) -> dict[str, bytes | None]:
    """What lies at these keys."""
    return {key: found.data if (found := target.read(key)) else None for key in keys}


def test_no_page_ever_names_a_file_that_is_not_there(fresh: Fresh, sites: tuple[Path, Path, Path]) -> None:
    wrong = [(moment, broken_pages(target, PAGES), broken_release(target)) for moment, target in stopped_states(fresh, sites)]
    assert len(wrong) > 60
    assert [found for found in wrong if found[1] or found[2]] == []


def test_publishing_again_ends_with_the_bytes_of_one_that_was_never_stopped(fresh: Fresh, sites: tuple[Path, Path, Path]) -> None:
    whole = DyingTarget(_with_first(fresh, sites), 0)
    put_out(whole, release_in(sites[1]))
    written = sorted({request.split()[1] for request in whole.requests})
    expected = everything(whole, written)
    for moment, target in stopped_states(fresh, sites):
        put_out(target, release_in(sites[1]))
        assert everything(target, written) == expected, moment


def test_another_site_published_after_a_stopped_one_is_whole(fresh: Fresh, sites: tuple[Path, Path, Path]) -> None:
    for moment, target in stopped_states(fresh, sites):
        put_out(target, release_in(sites[2]))
        expected = {page: (sites[2] / page).read_bytes() for page in PAGES[:2]}
        assert everything(target, list(expected)) == expected, moment
        assert broken_pages(target, PAGES[:2]) == broken_release(target) == [], moment


def test_the_first_site_again_undoes_a_stopped_one(fresh: Fresh, sites: tuple[Path, Path, Path]) -> None:
    for moment, target in stopped_states(fresh, sites):
        put_out(target, release_in(sites[0]))
        expected = {page: (sites[0] / page).read_bytes() for page in PAGES}
        assert everything(target, list(expected)) == expected, moment
        assert broken_release(target) == [], moment


def test_pages_before_what_they_name_would_be_noticed(fresh: Fresh, sites: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted wrong order: pages are put in place as they are sent."""
    monkeypatch.setattr(keys, "holds", lambda path, _digest: path)
    monkeypatch.setattr(publishing, "switch", lambda *_given: None)
    assert any(broken_pages(target, PAGES) for _moment, target in stopped_states(fresh, sites))


def test_a_pointer_before_the_files_would_be_noticed(fresh: Fresh, sites: tuple[Path, Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted wrong order: the pointer moves before the files are sent."""
    target = _with_first(fresh, sites)
    monkeypatch.setattr(publishing, "send_files", lambda *_given: 0)
    monkeypatch.setattr(publishing, "switch", lambda *_given: None)
    put_out(target, release_in(sites[1]))
    assert broken_release(target)


def _with_first(fresh: Fresh, sites: tuple[Path, Path, Path]) -> Target:
    target = fresh()
    put_out(target, release_in(sites[0]))
    return target


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noted after every second file how far a publisher has come."""
    monkeypatch.setattr(sending, "NOTED_EVERY", 2)


def sent_by(target: Target, site: Path) -> list[str]:
    """The site's files that publishing it sends."""
    watched = DyingTarget(target, 0)
    put_out(watched, release_in(site))
    return [request.split()[1] for request in watched.requests if request.startswith("put") and not request.startswith(OF_PROOF)]


OF_PROOF = tuple(f"put release/{name}" for name in ("records/", "segments/", "log/", "key.pub", "pending", "sending"))


def stopped_after(fresh: Fresh, site: Path, files: int) -> Target:
    """A target whose publisher was stopped after so many of the site's files."""
    whole = DyingTarget(fresh(), 0)
    put_out(whole, release_in(site))
    sent = [number for number, request in enumerate(whole.requests, 1) if request.startswith("put") and not request.startswith(OF_PROOF)]
    target = fresh()
    with pytest.raises(DeadError):
        put_out(DyingTarget(target, sent[files - 1], after=True), release_in(site))
    return target


@pytest.mark.usefixtures("noted")
def test_what_a_stopped_publisher_sent_is_not_sent_again(fresh: Fresh, sites: tuple[Path, Path, Path]) -> None:
    every = sent_by(fresh(), sites[0])
    again = stopped_after(fresh, sites[0], 7)
    assert sent_by(again, sites[0]) == every[6:]
    assert broken_release(again) == broken_pages(again, PAGES) == []
    assert again.read(keys.SENDING) is None


@pytest.mark.usefixtures("noted")
def test_another_site_sends_none_of_its_files_that_a_stopped_publisher_sent(fresh: Fresh, sites: tuple[Path, Path, Path]) -> None:
    target = stopped_after(fresh, sites[0], 8)
    shared = {path for path in sent_by(fresh(), sites[0]) if path in sent_by(fresh(), sites[1])}
    assert shared
    assert not shared & set(sent_by(target, sites[1]))
    assert broken_release(target) == broken_pages(target, PAGES) == []


@pytest.mark.usefixtures("noted")
def test_a_note_that_cannot_be_read_is_none(fresh: Fresh, sites: tuple[Path, Path, Path]) -> None:
    target = stopped_after(fresh, sites[0], 7)
    list(target.put_all([Sent(keys.SENDING, lambda: b"<html>", headers_of(keys.SENDING))], once=False))
    assert len(sent_by(target, sites[0])) == 9
