"""A folder that is switched by a link: readers have one release or the other, never some pages of each."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, TargetError
from sitegen.hosting.kept import roll_back
from sitegen.hosting.open_target import open_target
from sitegen.hosting.prefix_target import PrefixTarget
from sitegen.hosting.sending import Progress
from tests.hosting.small_site import SIGNING, put_out, release_in, write_release


def shown(folder: Path) -> dict[str, bytes]:
    """The files that a web server has."""
    there = folder / "current"
    return {str(path.relative_to(there)): path.read_bytes() for path in there.rglob("*") if path.is_file()}


def built(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


class Watched(PrefixTarget):
    """Notes what a web server has while pages are put in place, and may fail at the last."""

    def __init__(self, folder: Path, *, fails: bool = False) -> None:
        super().__init__(folder)
        self.folder, self.fails, self.seen = folder, fails, list[dict[str, bytes]]()

    def copy_all(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """As of a folder."""

        def watched() -> Iterator[tuple[str, str]]:
            for pair in pairs:
                self.seen.append(shown(self.folder))
                yield pair
            if self.fails:
                raise TargetError("the disk is full")

        yield from super().copy_all(watched())


def test_readers_have_the_old_pages_until_the_last_new_one_is_there(tmp_path: Path) -> None:
    one, two = write_release(tmp_path / "1", 1), write_release(tmp_path / "2", 2)
    put_out(PrefixTarget(tmp_path / "www"), release_in(one))
    target = Watched(tmp_path / "www")
    put_out(target, release_in(two))
    assert len(target.seen) == 5
    assert all(built(one).items() <= seen.items() for seen in target.seen)
    assert built(two).items() <= shown(tmp_path / "www").items()
    assert (tmp_path / "www/current/release/current.json").is_file()


def test_a_publisher_that_fails_at_the_last_page_leaves_every_old_one(tmp_path: Path) -> None:
    one, two = write_release(tmp_path / "1", 1), write_release(tmp_path / "2", 2)
    put_out(PrefixTarget(tmp_path / "www"), release_in(one))
    with pytest.raises(TargetError, match="full"):
        put_out(Watched(tmp_path / "www", fails=True), release_in(two))
    assert built(one).items() <= shown(tmp_path / "www").items()
    put_out(PrefixTarget(tmp_path / "www"), release_in(two))
    assert built(two).items() <= shown(tmp_path / "www").items()


def test_two_folders_are_kept_and_their_files_are_one_on_the_disk(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        put_out(PrefixTarget(tmp_path / "www"), release_in(write_release(tmp_path / str(number), number)))
    assert sorted(path.name for path in (tmp_path / "www").glob("site-*")) == ["site-000002", "site-000003"]
    font, page = "assets/font.00000000aa.woff2", "about/index.html"
    assert all((tmp_path / "www/current" / path).samefile(tmp_path / "www/site-000002" / path) for path in (font, page))


def test_a_release_comes_back_in_one_step_too(tmp_path: Path) -> None:
    one, two = write_release(tmp_path / "1", 1), write_release(tmp_path / "2", 2)
    for folder in (one, two):
        put_out(PrefixTarget(tmp_path / "www"), release_in(folder))
    roll_back(PrefixTarget(tmp_path / "www"), 1, replace(SIGNING, today=date(2025, 10, 2)), Progress())
    assert built(one).items() <= shown(tmp_path / "www").items()


def test_a_new_folder_is_switched_by_prefix_and_one_in_use_as_it_was(tmp_path: Path) -> None:
    address = (tmp_path / "www").as_uri()
    assert isinstance(open_target(address), PrefixTarget)
    release = release_in(write_release(tmp_path / "1", 1))
    put_out(open_target(address, "in-place"), release)
    assert not isinstance(open_target(address), PrefixTarget)
    with pytest.raises(ConfigError, match="choose an empty folder"):
        open_target(address, "prefix")
    shutil.rmtree(tmp_path / "www")
    put_out(open_target(address), release)
    with pytest.raises(ConfigError, match="switches by prefix already"):
        open_target(address, "in-place")


def test_a_bucket_cannot_be_switched_by_prefix() -> None:
    with pytest.raises(ConfigError, match="a store has no links"):
        open_target("s3://bucket", "prefix")


def test_a_file_with_as_many_names_as_the_disk_allows_is_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = write_release(tmp_path / "1", 1), write_release(tmp_path / "2", 2)
    put_out(PrefixTarget(tmp_path / "www"), release_in(one))

    def at_its_limit(path: str, other: str) -> None:
        raise OSError(errno.EMLINK, "too many links", path, None, other)

    monkeypatch.setattr(os, "link", at_its_limit)
    put_out(PrefixTarget(tmp_path / "www"), release_in(two))
    assert built(two).items() <= shown(tmp_path / "www").items()
