"""Two copies, or two builds, are told to be of the same release, or each file that differs is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.errors import ProofError
from sitegen.hosting.folder_target import FolderTarget
from sitegen.mirroring.compare import Differences, differences, read_listed
from sitegen.mirroring.source import open_source
from tests.command_line import run
from tests.hosting.small_site import put_out, release_in, write_release


@pytest.fixture
def one(tmp_path: Path) -> Path:
    """A build of release 1."""
    return write_release(tmp_path / "one", 1)


def compared(one: Path, other: Path) -> Differences:
    return differences(*(read_listed(open_source(str(place))) for place in (one, other)))


def test_two_builds_of_the_same_release_are_the_same(one: Path, tmp_path: Path) -> None:
    assert compared(one, write_release(tmp_path / "again", 1)).number == 0


def test_a_build_and_what_was_published_of_it_are_the_same(one: Path, tmp_path: Path) -> None:
    put_out(FolderTarget(tmp_path / "www"), release_in(one))
    assert compared(one, tmp_path / "www").number == 0


def test_each_file_that_differs_is_named_with_how(one: Path, tmp_path: Path) -> None:
    found = compared(one, write_release(tmp_path / "two", 2, gone=("about/index.html",)))
    assert found.only_one == ("about/index.html", "assets/site.0000000001.css", "tiles/crime/2025-06/0000000000000001/5/15/10.mvt")
    assert found.only_other == ("assets/site.0000000002.css", "tiles/crime/2025-06/0000000000000002/5/15/10.mvt")
    assert found.other_bytes == ("SHA256SUMS", "data/coverage.csv", "gwent/index.html", "index.html", "manifest.json")


def test_a_folder_that_is_no_site_has_nothing_to_compare(one: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other/manifest.json").write_text(json.dumps({"name": "another program's"}), encoding="utf-8")
    with pytest.raises(ProofError, match="is no site of this program"):
        compared(one, tmp_path / "other")


def test_the_command_leaves_with_3_where_two_differ(one: Path, tmp_path: Path) -> None:
    write_release(tmp_path / "two", 2)
    same, other = run(tmp_path, "compare", "one", "one"), run(tmp_path, "compare", "one", "two")
    assert (same.returncode, other.returncode) == (0, 3)
    assert "both list the same files" in same.stdout
    assert "other bytes: index.html" in other.stdout
    assert "one and two differ in 9 files" in other.stderr
