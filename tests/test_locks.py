"""Tests of sitegen.locks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.errors import StoreError
from sitegen.locks import hold

ROOT = Path(__file__).parents[1]
HOLDER = "import sys, pathlib, sitegen.locks as l; held = l.hold(pathlib.Path(sys.argv[1]), 'x'); print('held', flush=True); sys.stdin.read()"


def test_a_lock_is_refused_while_it_is_held_and_free_when_it_is_closed(tmp_path: Path) -> None:
    with hold(tmp_path / "lock", "in use"), pytest.raises(StoreError, match="in use"):
        hold(tmp_path / "lock", "in use")
    hold(tmp_path / "lock", "in use").close()


def test_a_killed_build_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen([sys.executable, "-c", HOLDER, path], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError):
            hold(path, "in use")
        holder.kill()
    assert path.exists()
    hold(path, "in use").close()


def test_a_lock_whose_file_was_removed_is_no_lock_for_the_next(tmp_path: Path) -> None:
    with hold(tmp_path / "lock", "in use"):
        (tmp_path / "lock").unlink()
        hold(tmp_path / "lock", "in use").close()


def test_a_link_is_never_taken_for_a_lock(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic"):
        hold(tmp_path / "lock", "in use")
    assert not (tmp_path / "elsewhere").exists()
