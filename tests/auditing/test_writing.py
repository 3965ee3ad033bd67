"""What an audit writes lies in the site as if a build had put it there: listed, compressed beside, and all else untouched."""

from __future__ import annotations

import gzip
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen import urls
from sitegen.auditing.writing import put, refuse_unwritable
from sitegen.errors import ConfigError
from sitegen.publish.checks import listing, siblings
from sitegen.publish.checks.run import check_site
from sitegen.publish.manifest import read_manifest
from sitegen.publish.siblings import list_bytes, siblings_of
from tests.publish.site_files import good_files, write_site

NEW = {urls.AUDIT_REPORT: b'{"format":1}' * 200, "index.html": good_files()["index.html"].replace(b"Gwent", b"Usk")}


def findings(site: Path) -> tuple[object, ...]:
    return check_site(site, checks=(listing.CHECK, siblings.CHECK)).findings


def test_files_lie_there_and_are_listed_with_their_digests(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    assert put(site, NEW) == 2
    manifest = read_manifest(site)
    assert manifest is not None
    for path, data in NEW.items():
        assert (site / path).read_bytes() == data
        assert manifest.files[path] == (sha256(data).hexdigest(), len(data))
    assert findings(site) == ()


def test_all_other_files_stay_the_very_ones_they_were(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    before = {path: (site / path).stat() for path in good_files() if path not in NEW}
    put(site, NEW)
    for path, was in before.items():
        now = (site / path).stat()
        assert (now.st_ino, now.st_mtime_ns) == (was.st_ino, was.st_mtime_ns)


def test_what_is_there_already_is_not_written_again(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    put(site, NEW)
    was = (site / urls.MANIFEST).stat().st_ino
    assert put(site, NEW) == 0
    assert (site / urls.MANIFEST).stat().st_ino == was


def test_compressed_siblings_follow(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {**good_files(), urls.AUDIT_REPORT: b"old " * 1000})
    beside = dict(siblings_of(urls.AUDIT_REPORT, b"old " * 1000))
    for path, data in beside.items():
        (site / path).write_bytes(data)
    (site / urls.SIBLINGS).write_bytes(list_bytes({path: sha256(data).hexdigest() for path, data in beside.items()}))
    put(site, NEW)
    assert gzip.decompress((site / f"{urls.AUDIT_REPORT}.gz").read_bytes()) == NEW[urls.AUDIT_REPORT]
    assert findings(site) == ()


def test_a_site_that_never_had_siblings_gets_none(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    put(site, NEW)
    assert not (site / f"{urls.AUDIT_REPORT}.gz").exists()


@pytest.mark.parametrize("damage", ["no manifest", "a file of somebody else"])
def test_a_folder_that_is_not_this_programs_is_left_alone(tmp_path: Path, damage: str) -> None:
    site = write_site(tmp_path / "site", good_files())
    if damage == "no manifest":
        (site / urls.MANIFEST).unlink()
    else:
        (site / "notes.txt").write_text("mine")
    before = {path: path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}
    with pytest.raises(ConfigError):
        put(site, NEW)
    assert {path: path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()} == before


def test_a_listed_file_that_is_lost_is_named(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", good_files())
    (site / "find/index.html").unlink()
    with pytest.raises(ConfigError, match=r"find/index\.html is listed and not there"):
        put(site, NEW)


@pytest.mark.parametrize("odd", ["release/current.json", "notes.txt"])
def test_a_folder_with_more_than_a_build_wrote_is_refused_at_once(tmp_path: Path, odd: str) -> None:
    site = write_site(tmp_path / "site", good_files())
    refuse_unwritable(site)
    (site / odd).parent.mkdir(exist_ok=True)
    (site / odd).write_text("{}")
    with pytest.raises(ConfigError, match=rf"{odd}.*use --read-only"):
        refuse_unwritable(site)


def test_a_linked_folder_is_refused_at_once(tmp_path: Path) -> None:
    write_site(tmp_path / "site", good_files())
    (tmp_path / "current").symlink_to("site")
    with pytest.raises(ConfigError, match=r"is a link; .*use --read-only"):
        refuse_unwritable(tmp_path / "current")
