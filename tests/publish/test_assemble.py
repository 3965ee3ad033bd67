"""Tests of sitegen.publish.assemble, and of sitegen.publish.record with it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, StoreError
from sitegen.publish.assemble import Assembled, assemble, complete, settled, still_published
from sitegen.publish.manifest import Manifest, read_manifest
from sitegen.publish.paths import SiteFile
from sitegen.publish.record import Record, load_record, record_path, save_record
from sitegen.publish.swap import publishing, staging_folder, swap

BARE = Manifest("Title", "2025-12", ("2025-12", "2025-12"), preview=True, invented="")
PAGES = {"index.html": b"home", "gwent/index.html": b"gwent", "gwent/nb85/index.html": b"stow hill"}


def manifest_of(files: Mapping[str, bytes]) -> Manifest:
    return complete(BARE, [SiteFile(path, sha256(data).hexdigest(), len(data), "pages") for path, data in files.items()])


def publish(files: Mapping[str, bytes], output: Path, record: Record) -> Assembled:
    with publishing(output):
        made = assemble(manifest_of(files), files.__getitem__, staging_folder(output), output, record)
        swap(output)
    return replace(made, record=settled(made.record, output))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_folder_holds_every_file_and_the_manifest(tmp_path: Path) -> None:
    made = publish(PAGES, tmp_path / "out", Record())
    found = contents(tmp_path / "out")
    assert {path: data for path, data in found.items() if path in PAGES} == PAGES
    assert set(found) == {*PAGES, "manifest.json", "SHA256SUMS"}
    assert made.written == set(PAGES)
    assert made.size_bytes == sum(map(len, found.values()))
    assert read_manifest(tmp_path / "out") == manifest_of(PAGES)


def test_the_same_site_needs_nothing_done(tmp_path: Path) -> None:
    made = publish(PAGES, tmp_path / "out", Record())
    assert still_published(manifest_of(PAGES), tmp_path / "out", made.record)
    assert not still_published(manifest_of({**PAGES, "index.html": b"HOME"}), tmp_path / "out", made.record)
    assert not still_published(manifest_of(PAGES), tmp_path / "out", Record())
    assert not still_published(manifest_of(PAGES), tmp_path / "other", made.record)


@pytest.mark.parametrize("path", ["index.html", "gwent/nb85/index.html", "SHA256SUMS"])
@pytest.mark.parametrize("change", ["edited", "removed", "replaced"])
def test_a_touched_output_is_not_taken_for_the_published_site(tmp_path: Path, path: str, change: str) -> None:
    made = publish(PAGES, tmp_path / "out", Record())
    file = tmp_path / "out" / path
    data, times = file.read_bytes(), file.stat()
    if change == "edited":
        file.write_bytes(data + b" ")
    else:
        file.unlink()
    if change == "replaced":
        (tmp_path / "spare").write_bytes(data)
        os.utime(tmp_path / "spare", ns=(times.st_atime_ns, times.st_mtime_ns))
        file.symlink_to(tmp_path / "spare")
    assert not still_published(manifest_of(PAGES), tmp_path / "out", made.record)
    publish(PAGES, tmp_path / "out", made.record)
    assert {name: found for name, found in contents(tmp_path / "out").items() if name in PAGES} == PAGES
    assert not file.is_symlink()


@pytest.mark.parametrize("path", ["index.html", "SHA256SUMS"])
def test_bytes_changed_in_place_with_their_time_restored_are_not_taken_for_what_was_published(tmp_path: Path, path: str) -> None:
    made = publish(PAGES, tmp_path / "out", Record())
    file = tmp_path / "out" / path
    data, times = file.read_bytes(), file.stat()
    with file.open("r+b") as out:
        out.write(b"#")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not still_published(manifest_of(PAGES), tmp_path / "out", made.record)
    publish({**PAGES, "new.html": b"new"}, tmp_path / "out", made.record)
    assert file.read_bytes() == data or path == "SHA256SUMS"
    assert contents(tmp_path / "out")["index.html"] == PAGES["index.html"]


def test_a_file_with_another_link_is_known_by_its_bytes_and_then_not_read_again(tmp_path: Path) -> None:
    made = publish(PAGES, tmp_path / "out", Record())
    os.link(tmp_path / "out/index.html", tmp_path / "backup.html")
    seen = still_published(manifest_of(PAGES), tmp_path / "out", made.record)
    assert seen is not None
    assert seen != made.record
    assert still_published(manifest_of(PAGES), tmp_path / "out", seen) == seen


def test_what_was_linked_is_recorded_as_the_swap_leaves_it(tmp_path: Path) -> None:
    first = publish(PAGES, tmp_path / "out", Record())
    second = publish({**PAGES, "index.html": b"new home"}, tmp_path / "out", first.record)
    for path, known in second.record.files.items():
        # Not one of them has to be read to be known again.
        assert known.changed_ns == (tmp_path / "out" / path).stat().st_ctime_ns


def test_a_stray_file_in_the_output_is_noticed_and_kept(tmp_path: Path) -> None:
    made = publish(PAGES, tmp_path / "out", Record())
    (tmp_path / "out/gwent/stray.html").write_text("x")
    assert not still_published(manifest_of(PAGES), tmp_path / "out", made.record)
    with pytest.raises(ConfigError, match=r"holds gwent/stray\.html, which this program did not make"):
        publish(PAGES, tmp_path / "out", made.record)
    assert contents(tmp_path / "out")["gwent/stray.html"] == b"x"


def test_unchanged_files_are_linked_and_keep_their_time(tmp_path: Path) -> None:
    first = publish(PAGES, tmp_path / "out", Record())
    before = (tmp_path / "out/gwent/index.html").stat()
    second = publish({**PAGES, "index.html": b"new home"}, tmp_path / "out", first.record)
    after = (tmp_path / "out/gwent/index.html").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert (second.written, second.linked) == (frozenset({"index.html"}), 2)
    assert (tmp_path / "out/index.html").read_bytes() == b"new home"


def test_colliding_paths_are_refused_before_anything_is_written() -> None:
    with pytest.raises(StoreError, match="cannot both be published"):
        complete(BARE, [SiteFile("a", "0", 1, "one"), SiteFile("A", "0", 1, "two")])


def test_the_record_survives_its_file(tmp_path: Path) -> None:
    made = publish(PAGES, tmp_path / "out", Record())
    path = record_path(tmp_path / "cache", tmp_path / "out")
    save_record(path, made.record)
    assert load_record(path) == made.record
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"files":{"a":[1]},"checker":""}', b'{"files":3}', b"\xff\xfe"])
def test_a_damaged_record_counts_as_none(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / "record.json").write_bytes(damage)
    assert load_record(tmp_path / "record.json") == Record()


def test_two_outputs_have_two_records(tmp_path: Path) -> None:
    assert record_path(tmp_path, tmp_path / "a") != record_path(tmp_path, tmp_path / "b")


def test_one_output_has_one_record_however_it_is_spelled(tmp_path: Path) -> None:
    assert record_path(tmp_path, tmp_path / "a/../a") == record_path(tmp_path, tmp_path / "a")


def test_a_full_disk_is_one_line_and_leaves_the_old_site(tmp_path: Path) -> None:
    publish(PAGES, tmp_path / "out", Record())
    before = contents(tmp_path / "out")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(StoreError) as caught:
            publish({**PAGES, "big.json": b"x" * 5000}, tmp_path / "out", Record())
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert "\n" not in str(caught.value)
    assert contents(tmp_path / "out") == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


@pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="only root on Linux can mount a small disk")
def test_a_really_full_disk_is_one_line_and_leaves_the_old_site(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], capture_output=True, check=False).returncode:
        pytest.skip("this system does not let root mount a small disk")
    try:
        publish(PAGES, disk / "out", Record())
        before = contents(disk / "out")
        with pytest.raises(StoreError, match="disk is full"):
            publish({**PAGES, "big.json": b"x" * 100_000}, disk / "out", Record())
        assert contents(disk / "out") == before
        assert [entry.name for entry in disk.iterdir()] == ["out"]
    finally:
        subprocess.run(["umount", str(disk)], check=True)
