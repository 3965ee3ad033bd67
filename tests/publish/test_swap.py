"""Tests of sitegen.publish.swap."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, StoreError
from sitegen.publish import swap as swapping
from sitegen.publish.manifest import Manifest, manifest_bytes
from sitegen.publish.swap import plain_folder, publishing, recover, refuse_overlap, retired_folder, staging_folder, standing, swap

ROOT = Path(__file__).parents[2]
OURS = manifest_bytes(
    Manifest("Title", "2025-12", ("2025-12", "2025-12"), preview=False, invented="", files=dict.fromkeys(("index.html", "deep/index.html"), ("0", 3)))
)


def make_site(folder: Path, word: str) -> None:
    (folder / "deep").mkdir(parents=True)
    for name in ("index.html", "deep/index.html"):
        (folder / name).write_text(word)
    (folder / "manifest.json").write_bytes(OURS)


def word_of(folder: Path) -> str:
    """What every page of a whole site says."""
    words = {(folder / name).read_text() for name in ("index.html", "deep/index.html")}
    assert len(words) == 1
    return words.pop()


def test_the_new_site_takes_the_place_of_the_old_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    output = tmp_path / "out"
    make_site(output, "old")
    with publishing(output):
        make_site(staging_folder(output), "new")
        swap(output)
    assert word_of(output) == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_the_first_site_needs_no_old_one(tmp_path: Path) -> None:
    output = tmp_path / "a" / "out"
    with publishing(output):
        make_site(staging_folder(output), "new")
        swap(output)
    assert word_of(output) == "new"


def test_an_empty_folder_may_be_filled(tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    with publishing(output):
        make_site(staging_folder(output), "new")
        swap(output)
    assert word_of(output) == "new"


def test_without_an_exchange_in_the_system_two_renames_do_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(swapping, "_exchange_folders", lambda one, other: False)
    test_the_new_site_takes_the_place_of_the_old_and_leaves_nothing_beside_it(tmp_path)


def test_a_site_moved_aside_by_a_stopped_build_comes_back(tmp_path: Path) -> None:
    output = tmp_path / "out"
    make_site(retired_folder(output), "old")
    make_site(staging_folder(output), "new")
    recover(output)
    assert word_of(output) == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_failed_build_leaves_the_old_site_and_no_half_made_one(tmp_path: Path) -> None:
    output = tmp_path / "out"
    make_site(output, "old")
    with suppress(RuntimeError), publishing(output):
        make_site(staging_folder(output), "new")
        raise RuntimeError
    assert word_of(output) == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_somebody_elses_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(ConfigError, match="did not make"), publishing(tmp_path):
        pytest.fail("held a folder that is not ours")
    assert (tmp_path / "thesis.txt").read_text() == "mine"


@pytest.mark.parametrize("stray", ["CNAME", ".git/HEAD", "sub/manifest.json", "deep/mine.txt"])
def test_a_stray_file_among_ours_is_refused_and_kept(tmp_path: Path, stray: str) -> None:
    output = tmp_path / "out"
    make_site(output, "old")
    (output / stray).parent.mkdir(exist_ok=True)
    (output / stray).write_text("mine")
    with pytest.raises(ConfigError) as caught, publishing(output):
        pytest.fail("held a folder with a file that is not ours")
    assert str(caught.value) == (f"{output}: holds {stray}, which this program did not make; move it away, or name another folder with --output")
    assert (output / stray).read_text() == "mine"


def test_compressed_siblings_of_our_files_do_not_stop_a_build(tmp_path: Path) -> None:
    output = tmp_path / "out"
    make_site(output, "old")
    for path in [path for path in output.rglob("*") if path.is_file()]:
        path.with_name(f"{path.name}.gz").write_bytes(b"")
    with publishing(output):
        make_site(staging_folder(output), "new")
        swap(output)
    assert word_of(output) == "new"


def test_a_stray_file_that_comes_during_the_build_is_kept_too(tmp_path: Path) -> None:
    output = tmp_path / "out"
    make_site(output, "old")
    with suppress(ConfigError), publishing(output):
        make_site(staging_folder(output), "new")
        (output / "CNAME").write_text("mine")
        swap(output)
    assert (output / "CNAME").read_text() == "mine"
    assert word_of(output) == "old"


@pytest.mark.parametrize("cache", ["out/.cache", "out", ".", ".out.new/cache", "elsewhere/../out/cache"])
def test_neither_output_nor_cache_may_lie_in_the_other(tmp_path: Path, cache: str) -> None:
    with pytest.raises(ConfigError, match="name a folder outside it"):
        refuse_overlap(tmp_path / "out", tmp_path / cache, tmp_path.parent / "data")
    refuse_overlap(tmp_path / "out", tmp_path / "out2", tmp_path / "out3")


@pytest.mark.parametrize(
    ("output", "cache", "data", "flag"),
    [
        ("data/out", "cache", "data", "--output"),
        ("data", "cache", "data", "--data"),
        ("out", "cache", "out/data", "--data"),
        ("out", "cache", ".out.new/data", "--data"),
        ("out", "data/cache", "data", "--cache"),
        ("out", "data", "data", "--cache"),
        ("out", "cache", "cache/data", "--data"),
        ("out", "cache", ".", "--output"),
    ],
)
def test_the_data_folder_lies_apart_from_output_and_cache(tmp_path: Path, output: str, cache: str, data: str, flag: str) -> None:
    with pytest.raises(ConfigError, match=f"{flag} .*; name a folder outside it"):
        refuse_overlap(tmp_path / output, tmp_path / cache, tmp_path / data)


def test_an_output_in_a_published_site_is_refused(tmp_path: Path) -> None:
    make_site(tmp_path / "out", "old")
    with pytest.raises(ConfigError, match=r"--output .*out/deep/er: lies in .*out, which holds a site already; name a folder outside it"):
        refuse_overlap(tmp_path / "out/deep/er", tmp_path / "cache", tmp_path / "data")
    refuse_overlap(tmp_path / "out", tmp_path / "cache", tmp_path / "data")


def test_a_detour_is_left_out_of_a_folder(tmp_path: Path) -> None:
    assert plain_folder(tmp_path / "a/../a") == tmp_path / "a"
    assert plain_folder(Path("a/b")) == Path("a/b")
    assert plain_folder(Path("a/..")) == Path("a/..")


@pytest.mark.parametrize("step", [1, 2])
def test_a_stop_between_the_two_renames_puts_one_site_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    output = tmp_path / "out"
    make_site(output, "old")
    stood, steps, rename = standing(output), 0, Path.rename

    def stopped(path: Path, target: Path) -> Path:
        nonlocal steps
        done, steps = rename(path, target), steps + 1
        if steps == step:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(swapping, "_exchange_folders", lambda one, other: False)
    monkeypatch.setattr(Path, "rename", stopped)
    with suppress(KeyboardInterrupt), publishing(output):
        make_site(staging_folder(output), "new")
        swap(output)
    assert word_of(output) == ("old" if step == 1 else "new")
    assert (standing(output) == stood) is (step == 1)


@pytest.mark.parametrize("kind", ["file", "link", "broken link"])
def test_an_output_that_is_no_folder_is_refused(tmp_path: Path, kind: str) -> None:
    output = tmp_path / "out"
    if kind == "file":
        output.write_text("x")
    else:
        (tmp_path / "elsewhere").mkdir()
        output.symlink_to(tmp_path / ("elsewhere" if kind == "link" else "nowhere"))
    with pytest.raises(ConfigError, match=str(output)), publishing(output):
        pytest.fail("held an output that is no folder")


@pytest.mark.parametrize("name", [".", "..", "/"])
def test_an_output_without_a_name_of_its_own_is_refused(name: str) -> None:
    with pytest.raises(ConfigError, match="name of a folder"), publishing(Path(name)):
        pytest.fail("held an output without a name")


@pytest.mark.parametrize("leftover", [staging_folder, retired_folder])
def test_links_beside_the_output_are_removed_not_followed(tmp_path: Path, leftover: object) -> None:
    assert callable(leftover)
    output, precious = tmp_path / "out", tmp_path / "precious"
    make_site(output, "old")
    make_site(precious, "keep")
    leftover(output).symlink_to(precious)
    with publishing(output):
        make_site(staging_folder(output), "new")
        (staging_folder(output) / "escape").symlink_to(precious)
        swap(output)
    recover(output)
    assert word_of(precious) == "keep"
    assert word_of(output) == "new"


def test_two_builds_cannot_write_one_output(tmp_path: Path) -> None:
    output = tmp_path / "out"
    with publishing(output):
        with pytest.raises(StoreError, match="another build"), publishing(output):
            pytest.fail("both held the output")
        assert not output.exists()


KILLED = """
import os, shutil, signal, sys
from pathlib import Path
sys.path.insert(0, {root!r})
from sitegen.publish import swap as s

point, with_exchange, output = int(sys.argv[1]), sys.argv[2] == "exchange", Path(sys.argv[3])
calls = 0

def dying(function):
    def wrapped(*args, **kwargs):
        global calls
        calls += 1
        if calls == point:
            os.kill(os.getpid(), signal.SIGKILL)
        done = function(*args, **kwargs)
        calls += 1
        if calls == point:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    return wrapped

if not with_exchange:
    s._exchange_folders = lambda one, other: False
with s.publishing(output):
    new = s.staging_folder(output)
    (new / "deep").mkdir(parents=True)
    os.mkdir, os.rename, os.unlink, os.rmdir = (dying(f) for f in (os.mkdir, os.rename, os.unlink, os.rmdir))
    s._exchange_folders, s.sync_disk = dying(s._exchange_folders), dying(s.sync_disk)
    for name in ("index.html", "deep/index.html"):
        (new / name).write_text("new")
    shutil.copy(output / "manifest.json", new / "manifest.json")
    s.swap(output)
print("finished")
"""


@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_a_kill_at_any_step_leaves_one_whole_site_for_the_next_build(tmp_path: Path, way: str) -> None:
    seen = []
    for point in range(1, 60):
        output = tmp_path / str(point) / "out"
        make_site(output, "old")
        ran = subprocess.run(
            [sys.executable, "-c", KILLED.format(root=str(ROOT)), str(point), way, str(output)], capture_output=True, text=True, check=False
        )
        if way == "exchange":
            seen.append(word_of(output))
        recover(output)
        assert word_of(output) in {"old", "new"}
        with publishing(output):
            make_site(staging_folder(output), "next")
            swap(output)
        assert word_of(output) == "next"
        assert [entry.name for entry in output.parent.iterdir()] == ["out"]
        if ran.returncode == 0:
            break
        assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert ran.stdout == "finished\n"
    if way == "exchange":
        assert {"old", "new"} == set(seen)
