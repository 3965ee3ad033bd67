"""A copy of a published site: brought up to date, believed from its signer only, never put back."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, ProofError, SiteError, StoreError
from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.kept import roll_back
from sitegen.hosting.sending import Progress
from sitegen.mirroring.mirror import Mirrored, mirror
from sitegen.mirroring.source import open_source
from sitegen.proof import keys
from sitegen.proof.reader import Found, Reader
from tests.command_line import run
from tests.hosting.small_site import SIGNING, put_out, release_in, write_release
from tests.proof.keys import KEY, OTHER_KEY
from tests.serving import serving
from tests.small_disk import small_files

TODAY = date(2025, 8, 2)


class Watched:
    """A source that notes what it is asked for, and gives other bytes for some keys."""

    def __init__(self, source: Reader, **instead: bytes | None) -> None:
        self.url, self.asked, self._source, self.instead = source.url, list[str](), source, instead

    def read(self, key: str) -> Found | None:
        """As of a source."""
        self.asked.append(key)
        named = next((part for part in self.instead if key == part or (part in {"release/records/000002", "minisig"} and part in key)), None)
        if named is not None:
            data = self.instead[named]
            return None if data is None else Found(data, "")
        return self._source.read(key)

    def read_all(self, keys: Iterable[str]) -> Iterator[tuple[str, Found | None]]:
        """As of a source."""
        for key in keys:
            yield key, self.read(key)


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A folder in which release 1 is published."""
    put_out(FolderTarget(tmp_path / "www"), release_in(write_release(tmp_path / "one", 1)))
    return tmp_path / "www"


def publish_next(published: Path, number: int) -> None:
    put_out(FolderTarget(published), release_in(write_release(published.with_name(f"site-{number}"), number)), replace(SIGNING, today=TODAY))


def bring(source: Reader | Path | str, copy: Path, key: str = "", today: date = TODAY) -> Mirrored:
    place = open_source(str(source)) if isinstance(source, Path | str) else source
    return mirror(place, copy, key, today, lambda _files: None, lambda: None)


def state(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest() for path in sorted(folder.rglob("*")) if path.is_file()}


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    before = state(folder)
    yield
    assert state(folder) == before


def test_a_copy_has_every_byte_of_the_release(published: Path, tmp_path: Path) -> None:
    assert bring(published, tmp_path / "copy").fetched == 9
    site = {path: digest for path, digest in state(published).items() if not path.startswith("release/blobs/")}
    assert state(tmp_path / "copy") == site


def test_a_copy_is_brought_over_the_web_too(published: Path, tmp_path: Path) -> None:
    with serving(published, "/mirror/a/") as address:
        assert bring(address, tmp_path / "copy").fetched == 9
        assert bring(address, tmp_path / "copy").fetched == 0
        publish_next(published, 2)
        assert bring(address, tmp_path / "copy").fetched == 7
    assert "release 2" in (tmp_path / "copy/index.html").read_text(encoding="utf-8")


def test_only_what_changed_is_fetched(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    publish_next(published, 2)
    source = Watched(open_source(str(published)))
    done = bring(source, tmp_path / "copy")
    assert (done.fetched, done.linked) == (7, 2)
    assert not any("font" in key or key == "about/index.html" for key in source.asked)
    assert not (tmp_path / "copy" / f"assets/site.{1:010x}.css").exists()


def test_a_copy_that_is_current_asks_for_no_file(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    source = Watched(open_source(str(published)))
    assert bring(source, tmp_path / "copy").fetched == 0
    assert len(source.asked) <= 6


def test_a_current_copy_that_was_damaged_is_made_whole(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    before = state(tmp_path / "copy")
    (tmp_path / "copy/about/index.html").unlink()
    (tmp_path / "copy/index.html").unlink()
    (tmp_path / "copy/index.html").write_text("altered", encoding="utf-8")
    assert bring(published, tmp_path / "copy").fetched == 2
    assert state(tmp_path / "copy") == before


def test_a_copy_whose_own_proof_is_damaged_says_whose_it_is_and_stays(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    next((tmp_path / "copy/release/records").glob("*.json")).unlink()
    with (
        unchanged(tmp_path / "copy"),
        pytest.raises(ProofError, match=r"the proof of the copy here is damaged .*; move .*/copy away and run the same"),
    ):
        bring(published, tmp_path / "copy")


def test_a_copy_of_a_copy_is_whole(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    bring(tmp_path / "copy", tmp_path / "again")
    assert state(tmp_path / "again") == state(tmp_path / "copy")


def test_pages_that_are_switched_meanwhile_come_from_where_they_lie_for_good(published: Path, tmp_path: Path) -> None:
    (published / "index.html").unlink()
    (published / "index.html").write_text("a page of the next release", encoding="utf-8")
    bring(published, tmp_path / "copy")
    assert "release 1" in (tmp_path / "copy/index.html").read_text(encoding="utf-8")


def test_a_file_of_the_copy_that_was_altered_is_fetched_again(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    (tmp_path / "copy/about/index.html").write_text("altered", encoding="utf-8")
    publish_next(published, 2)
    assert bring(published, tmp_path / "copy").fetched == 8
    assert "same in every release" in (tmp_path / "copy/about/index.html").read_text(encoding="utf-8")


def test_a_rolled_back_site_is_followed(published: Path, tmp_path: Path) -> None:
    publish_next(published, 2)
    bring(published, tmp_path / "copy")
    roll_back(FolderTarget(published), 1, replace(SIGNING, today=TODAY), Progress())
    assert bring(published, tmp_path / "copy").stated.record.rolls_back_to == 1
    assert "release 1" in (tmp_path / "copy/index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("instead", "said"),
    [
        ({"assets/font.00000000aa.woff2": b"other"}, "font.00000000aa.woff2 has other bytes than were signed"),
        ({"assets/font.00000000aa.woff2": b"<!DOCTYPE html><p>Sign in"}, "a web page came in its place"),
        ({"assets/font.00000000aa.woff2": None}, "font.00000000aa.woff2 is missing"),
        ({keys.POINTER: None}, "no published release is there"),
        ({keys.POINTER: b"<html>"}, "current.json: a web page came in its place; check the address"),
        ({keys.POINTER: b"{}"}, "current.json: it is damaged; ask another mirror"),
        ({"release/records/000002": b"{}\n"}, "not the one its pointer names"),
        ({"minisig": b"x"}, "not in minisign's format"),
        ({keys.CHECKPOINT: b"x"}, "no signed note"),
        ({keys.CHECKPOINT: None}, "is not there"),
    ],
)
def test_what_is_not_as_it_was_signed_changes_nothing(published: Path, tmp_path: Path, instead: dict[str, bytes | None], said: str) -> None:
    bring(published, tmp_path / "copy")
    shutil.rmtree(tmp_path / "copy/assets")
    publish_next(published, 2)
    with unchanged(tmp_path / "copy"), pytest.raises(SiteError, match=said) as refused:
        bring(Watched(open_source(str(published)), **instead), tmp_path / "copy")
    assert "\n" not in str(refused.value)
    assert not (tmp_path / ".copy.new").exists()


class Breaking(Watched):
    """A source that cannot be reached any more after some answers."""

    def __init__(self, source: Reader, answers: int) -> None:
        super().__init__(source)
        self.left = answers

    def read(self, key: str) -> Found | None:
        """As of a source, while answers are left."""
        self.left -= 1
        if self.left < 0:
            raise StoreError("nobody answers there")
        return super().read(key)


def test_a_fetch_that_broke_off_goes_on_and_asks_for_no_file_twice(published: Path, tmp_path: Path) -> None:
    first = Breaking(open_source(str(published)), 10)
    with pytest.raises(StoreError):
        bring(first, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    fetched = {path for path in state(tmp_path / ".copy.new") if not path.startswith("release/")}
    assert 0 < len(fetched) < 9
    done = bring(published, tmp_path / "copy")
    assert (done.fetched, done.linked) == (9 - len(fetched), len(fetched))
    bring(published, tmp_path / "whole")
    assert state(tmp_path / "copy") == state(tmp_path / "whole")
    assert not (tmp_path / ".copy.new").exists()


def test_what_a_stopped_mirror_left_is_believed_only_where_it_is_proved(published: Path, tmp_path: Path) -> None:
    for path, text in {"index.html": "cut sh", "extra.html": "of nobody", "release/current.json": "{}"}.items():
        (tmp_path / ".copy.new" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / ".copy.new" / path).write_text(text, encoding="utf-8")
    assert bring(published, tmp_path / "copy").fetched == 9
    bring(published, tmp_path / "whole")
    assert state(tmp_path / "copy") == state(tmp_path / "whole")


def test_a_disk_that_takes_no_more_is_one_line_and_the_old_copy_stays(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    publish_next(published, 2)
    with unchanged(tmp_path / "copy"), small_files(), pytest.raises(StoreError, match="run the same command again") as refused:
        bring(published, tmp_path / "copy")
    assert "\n" not in str(refused.value)
    assert bring(published, tmp_path / "copy").stated.record.sequence == 2


def test_an_older_state_is_refused(published: Path, tmp_path: Path) -> None:
    shutil.copytree(published, tmp_path / "old")
    publish_next(published, 2)
    bring(published, tmp_path / "copy")
    with unchanged(tmp_path / "copy"), pytest.raises(ProofError, match="states release 1, and this copy has 2"):
        bring(tmp_path / "old", tmp_path / "copy")


def test_another_history_is_refused(published: Path, tmp_path: Path) -> None:
    shutil.copytree(published, tmp_path / "fork")
    publish_next(published, 2)
    bring(published, tmp_path / "copy")
    publish_next(tmp_path / "fork", 3)
    publish_next(tmp_path / "fork", 4)
    with unchanged(tmp_path / "copy"), pytest.raises(ProofError, match="two histories"):
        bring(tmp_path / "fork", tmp_path / "copy")


def test_an_expired_release_is_refused(published: Path, tmp_path: Path) -> None:
    with pytest.raises(ProofError, match=r"until 2025-10-10, 1 days ago"):
        bring(published, tmp_path / "copy", today=date(2025, 10, 11))
    assert not (tmp_path / "copy").exists()


def test_another_key_than_the_one_given_is_refused(published: Path, tmp_path: Path) -> None:
    with pytest.raises(ProofError, match="not the one trusted"):
        bring(published, tmp_path / "copy", key=OTHER_KEY.public.text)
    bring(published, tmp_path / "copy", key=KEY.public.text)


def test_another_signer_is_followed_only_where_the_last_one_named_it(published: Path, tmp_path: Path) -> None:
    bring(published, tmp_path / "copy")
    other = replace(SIGNING, key=OTHER_KEY, today=TODAY)
    put_out(FolderTarget(tmp_path / "theirs"), release_in(write_release(tmp_path / "x", 5)), other)
    with pytest.raises(ProofError, match="not the one trusted"):
        bring(tmp_path / "theirs", tmp_path / "copy")
    put_out(FolderTarget(published), release_in(write_release(tmp_path / "y", 2)), replace(SIGNING, next_key=OTHER_KEY.public.text))
    bring(published, tmp_path / "copy")
    put_out(FolderTarget(published), release_in(write_release(tmp_path / "z", 3)), other)
    assert bring(published, tmp_path / "copy").stated.record.sequence == 3


def test_a_folder_of_something_else_is_left_alone(published: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    (tmp_path / "copy/letter.txt").write_text("mine", encoding="utf-8")
    with unchanged(tmp_path / "copy"), pytest.raises(ConfigError, match="no copy of a published site"):
        bring(published, tmp_path / "copy")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("copy", "https://example.org/crime/"), "is an address, no folder; the source comes first: build.py mirror SOURCE FOLDER"),
        (("s3://bucket/site", "copy"), "s3://bucket/site: is where an operator publishes to; give the address that readers have"),
        (("file://srv/site", "copy"), "file://srv/site: names a machine, srv; a folder has three slashes: file:///srv/site"),
        (("www", "copy", "--key", "site.key.pub"), "--key site.key.pub: is no public key; give the line of a .pub file that begins with RW"),
    ],
)
def test_what_is_written_wrongly_is_one_line_and_makes_nothing(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, "mirror", *arguments)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert said in line
    assert [*tmp_path.iterdir()] == []
