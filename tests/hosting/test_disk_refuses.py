"""A disk that is full or may only be read: one line says so, and the site that stands is whole."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from sitegen.build import ROOT
from sitegen.hosting.open_target import open_target
from sitegen.proof.minisign import secret_key_file
from tests.command_line import Done, started
from tests.hosting.small_site import broken_pages, broken_release, put_out, release_in, write_release
from tests.proof.keys import KEY
from tests.settings import SETTINGS_FILE

DISK = """
mount -t tmpfs -o size={size} none disk && cp -a www disk/www && {then} || exit 77
"{python}" "{program}" publish "file://$PWD/disk/www" --key site.key --config site.toml --site two
code=$?
cp -a disk/www after
exit $code
"""


@pytest.fixture(params=["in-place", "prefix"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A folder with a target that has release 1, and release 2 with a large file, built."""
    put_out(open_target((tmp_path / "www").as_uri(), request.param), release_in(write_release(tmp_path / "one", 1)))
    write_release(tmp_path / "two", 2, more={"data/large.csv": os.urandom(600_000)})
    (tmp_path / "site.key").write_bytes(secret_key_file(KEY))
    (tmp_path / "site.key").chmod(0o600)
    (tmp_path / "site.toml").write_bytes(SETTINGS_FILE.read_bytes())
    (tmp_path / "disk").mkdir()
    return tmp_path


def published(place: Path, size: str, then: str) -> Done:
    """What publishing release 2 on a disk of its own says; `after` has what is on the disk then."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare: a disk of its own cannot be mounted here")
    script = DISK.format(size=size, then=then, python=sys.executable, program=ROOT / "build.py")
    done = started(place, [unshare, "-rm", "sh", "-c", script])
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this system does not let a test mount a disk of its own")
    return done


@pytest.mark.parametrize(
    ("size", "then", "said"),
    [("500k", "true", "the disk is full (bytes or inodes); free some space"), ("8m", "mount -o remount,ro disk", "the disk is read-only")],
    ids=["full", "read-only"],
)
def test_a_disk_that_refuses_is_told_in_one_line(place: Path, size: str, then: str, said: str) -> None:
    done = published(place, size, then)
    assert done.returncode == 1
    assert said in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    after = open_target((place / "after").as_uri())
    assert (found := after.read("index.html")) is not None
    assert b"release 1" in found.data
    assert broken_pages(after, ("index.html", "gwent/index.html")) == broken_release(after) == []
    put_out(after, release_in(place / "two"))
    assert broken_release(after) == []
