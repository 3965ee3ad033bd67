"""A build that is killed, refused or out of disk leaves the old site whole, and the next one goes on from what was done."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from sitegen.build import ROOT, Options, build_site, clean
from sitegen.engine.store import open_store
from sitegen.errors import StoreError
from sitegen.publish import assemble
from sitegen.publish.record import Record, save_record
from sitegen.publish.swap import publishing
from tests.command_line import Done, run, started
from tests.one_street import write_data
from tests.settings import SETTINGS, SETTINGS_FILE

pytestmark = pytest.mark.site


def killed(folder: Path, moment: str, count: int, *arguments: str | Path) -> Done:
    """A build that SIGKILL ends at a moment; see tests/stopped_build.py."""
    return started(folder, [sys.executable, "-m", "tests.stopped_build", moment, str(count), "build", "--workers", "1", *map(str, arguments)])


def digests(site: Path) -> dict[str, str]:
    """Every file of a folder with the digest of its bytes."""
    return {str(path.relative_to(site)): sha256(path.read_bytes()).hexdigest() for path in sorted(site.rglob("*")) if path.is_file()}


def is_whole(site: Path) -> bool:
    """True where every file is there with the bytes the manifest names, and nothing else."""
    files = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["files"]
    found = digests(site)
    return {path: digest for path, (digest, _size) in files.items()} == {
        path: digest for path, digest in found.items() if path not in {"manifest.json", "SHA256SUMS"}
    }


@pytest.fixture
def place(june: Path, tmp_path: Path) -> Path:
    """The finished June, with the upstream file of May waiting to be built."""
    shutil.copytree(june, tmp_path / "place", copy_function=shutil.copy2)
    write_data(tmp_path / "place" / "data", ("05",))
    return tmp_path / "place"


@pytest.fixture(scope="module")
def never_stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of May and June as one build makes it that knows of no other; to be read only."""
    folder = tmp_path_factory.mktemp("never-stopped")
    write_data(folder / "data")
    done = run(folder, "build", "--workers", "1")
    assert done.returncode == 0, done.stderr
    return folder / "output"


@pytest.mark.parametrize(
    ("moment", "count", "shows"), [("task", 1, "old"), ("task", 15, "old"), ("file", 1, "old"), ("file", 9, "old"), ("swap", 1, "new")]
)
def test_a_killed_build_leaves_a_whole_site_and_the_next_goes_on_from_it(
    place: Path, never_stopped: Path, moment: str, count: int, shows: str
) -> None:
    old = digests(place / "output")
    stopped = killed(place, moment, count)
    assert stopped.returncode == -signal.SIGKILL, stopped.stderr
    assert is_whole(place / "output")
    assert (digests(place / "output") == old) == (shows == "old")
    done = run(place, "build", "--workers", "1")
    assert done.returncode == 0, done.stderr
    (said,) = re.findall(r"^going on from a build that was not published: ([\d,]+) of ([\d,]+) tasks are done$", done.stderr, re.MULTILINE)
    finished, tasks = (int(number.replace(",", "")) for number in said)
    assert count <= finished if moment == "task" else finished == tasks
    ran = re.search(r"^([\d,]+) tasks run, ([\d,]+) reused", done.stdout, re.MULTILINE)
    assert ran
    assert int(ran[2]) >= finished
    assert "going on" not in run(place, "build", "--workers", "1").stderr
    assert [entry.name for entry in sorted(place.iterdir())] == [".cache", "data", "output"]
    assert digests(place / "output") == digests(never_stopped)


def errors(done: Done) -> str:
    """What a build says after its notes."""
    return "".join(line for line in done.stderr.splitlines(keepends=True) if line.startswith("error: "))


def test_a_refused_build_is_gone_on_from_when_its_cause_is_accepted(place: Path) -> None:
    assert errors(run(place, "build", "--workers", "1", "--strict"))
    assert "going on from a build that was not published: " in run(place, "build", "--workers", "1").stderr


def test_one_cache_serves_one_build_at_a_time(place: Path) -> None:
    with open_store(place / ".cache"):
        done = run(place, "build", "--workers", "1", "--output", "elsewhere")
        cleaning = run(place, "clean")
    says = "error: .cache: another build is using it; wait until it is done, or use another folder\n"
    assert (done.returncode, errors(done)) == (1, says)
    assert (cleaning.returncode, cleaning.stdout, cleaning.stderr) == (1, "", says)
    assert not (place / "elsewhere").exists()


@pytest.mark.parametrize("cache", [".cache", "another-cache"])
def test_one_output_serves_one_build_at_a_time_whatever_its_cache(place: Path, cache: str) -> None:
    with publishing(place / "output"):
        done = run(place, "build", "--workers", "1", "--cache", cache)
    says = "error: output: another build is writing here; wait until it ends, or give another --output\n"
    assert (done.returncode, errors(done)) == (1, says)
    assert is_whole(place / "output")


def no_room(*_arguments: object, **_named: object) -> Any:  # Any: stands for calls of every kind
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "somewhere")


def filling_up(function: Callable[..., Any], calls: int) -> Callable[..., Any]:
    """The function until the disk, or its table of inodes, is full after so many calls."""

    def wrapped(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls -= 1
        return (function if calls >= 0 else no_room)(*arguments, **named)

    return wrapped


@pytest.mark.parametrize(
    ("owner", "name", "calls"),
    [
        (assemble, "_write", 0),
        (assemble, "_write", 7),
        (os, "link", 3),
        (os, "makedirs", 0),
        (os, "makedirs", 2),
        (Path, "replace", 0),
        (Path, "replace", 20),
        ("sitegen.build", "save_record", 0),
        ("sitegen.build", "assemble", 0),
        ("sitegen.publish.swap", "sync_disk", 0),
    ],
)
def test_a_disk_that_fills_up_at_any_step_leaves_the_old_site_whole(
    place: Path, monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, calls: int
) -> None:
    old = digests(place / "output")
    options, settings = Options(place / "data", place / ".cache"), SETTINGS
    with monkeypatch.context() as patch:
        target = __import__(owner, fromlist=[name]) if isinstance(owner, str) else owner
        patch.setattr(target, name, filling_up(getattr(target, name), calls))
        if name == "link":  # no room for a link: the bytes are written instead, and there is room for those
            assert build_site(options, settings, place / "output").written
        else:
            with pytest.raises((StoreError, OSError), match=r"disk is full|No space left"):
                build_site(options, settings, place / "output")
            assert digests(place / "output") == old
    assert [entry.name for entry in sorted(place.iterdir())] == [".cache", "data", "output"]
    build_site(options, settings, place / "output")
    assert is_whole(place / "output")


SMALL_DISK = """
mount -t tmpfs -o size={size},nr_inodes={inodes} none disk && cp -r output disk/output || exit 77
"{python}" "{program}" build --workers 1 --output disk/output
code=$?
cp -r disk/output after
ls -A disk > left
exit $code
"""


@pytest.mark.parametrize("short_of", ["bytes", "inodes"])
def test_a_small_disk_of_its_own_keeps_the_old_site(place: Path, short_of: str) -> None:
    (place / "disk").mkdir()
    files = sorted((place / "output").rglob("*"))
    blocks = sum(-(-path.stat().st_size // 4096) for path in files if path.is_file())
    size = f"{(blocks + 30) * 4}k" if short_of == "bytes" else "1g"
    inodes = len(files) + 20 if short_of == "inodes" else 100_000
    script = SMALL_DISK.format(size=size, inodes=inodes, python=sys.executable, program=ROOT / "build.py")
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no unshare: a disk of its own cannot be mounted here")
    done = started(place, [unshare, "-rm", "sh", "-c", script])
    if done.returncode == 77 or "unshare" in done.stderr:
        pytest.skip("this system does not let a test mount a disk of its own")
    assert done.returncode == 1, done.stderr
    assert re.search(r"^error: disk/\S+: the disk is full \(bytes or inodes\); free some space, then run the same command again$", done.stderr, re.M)
    assert digests(place / "after") == digests(place / "output")
    assert (place / "left").read_text() == "output\n"


def test_clean_frees_what_the_last_build_did_not_use_and_leaves_the_site(place: Path) -> None:
    assert run(place, "build", "--workers", "1").returncode == 0
    site = digests(place / "output")
    done = run(place, "clean")
    assert re.fullmatch(r"[\d.]+ MiB freed, [\d.]+ MiB of finished work kept in .cache\n", done.stdout), done.stderr
    assert not done.stdout.startswith("0.0 MiB freed")
    assert run(place, "clean").stdout.startswith("0.0 MiB freed")
    assert "0 tasks run" in run(place, "build", "--workers", "1").stdout
    everything = run(place, "clean", "--all")
    assert everything.stdout.endswith(" 0.0 MiB of finished work kept in .cache\n")
    assert not (place / ".cache").exists()
    assert digests(place / "output") == site
    assert clean_again(place) == 1


def clean_again(place: Path) -> int:
    return run(place, "clean", "--all").returncode


def test_cleaning_frees_what_it_says(place: Path) -> None:
    def size() -> int:
        return sum(path.stat().st_size for path in (place / ".cache").rglob("*") if path.is_file())

    build_site(Options(place / "data", place / ".cache"), SETTINGS, place / "output")
    before = size()
    cleaned = clean(place / ".cache")
    assert 0 < cleaned.freed_bytes <= before
    before = size()
    assert clean(place / ".cache", everything=True).freed_bytes == before


def test_a_build_larger_than_the_cap_is_told_and_kept(place: Path) -> None:
    settings = SETTINGS_FILE.read_text().replace("keep_gib = 20", "keep_gib = 0")
    (place / "site.toml").write_text(settings)
    done = run(place, "build", "--workers", "1", "--config", "site.toml")
    assert (
        len(re.findall(r"^note: this build alone needs .* GiB of cache, more than cache.keep_gib = 0; nothing older is kept$", done.stderr, re.M))
        == 1
    )
    assert "0 tasks run" in run(place, "build", "--workers", "1", "--config", "site.toml").stdout


def test_a_record_that_cannot_be_saved_leaves_no_half_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "write_bytes", no_room)
    with pytest.raises(StoreError, match="disk is full"):
        save_record(tmp_path / "published" / "x.json", Record())
    assert not list((tmp_path / "published").iterdir())
