"""How fast a release goes out: objects to a store on this machine, half a million files to a folder and a copy, what a month costs at a million."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.build import ROOT
from sitegen.hosting.open_target import open_target
from sitegen.hosting.publish import Signing, publish
from sitegen.hosting.sending import Progress, Release
from sitegen.hosting.site_folder import about_site
from sitegen.proof import minisign, record
from sitegen.proof.minisign import secret_key_file
from sitegen.proof.segments import File, changed, cut, packed
from sitegen.publish.manifest import Manifest
from tests.command_line import command_line
from tests.hosting.small_site import write_lists
from tests.proof.keys import KEY

pytestmark = pytest.mark.bench

OBJECTS, FILES, NATIONAL = 10_000, 500_000, 1_000_000
SIGNING = Signing(KEY, "", date(2025, 8, 1), 70)


def content(path: str) -> bytes:
    """Some 2.2 KB that shrink as pages do."""
    return (f"<p>{sha256(path.encode()).hexdigest()}</p>" * 31).encode()


def listed(files: int, month: int = 0) -> dict[str, tuple[str, int]]:
    """A national site by its paths, in the shares that OPERATING.md tells: 36 months of tiles, the newest twelve summed, a basemap, pages.

    A month brings tiles of its own for the oldest, all of the newest twelve months and every page anew.
    """
    a_month, of_year, of_boundaries, of_base, pages = (files * share // 10_000 for share in (196, 699, 157, 1573, 524))
    made = {f"force-{number % 43}/area-{number}/index.html": f"{number} {month}" for number in range(pages)}
    for name, digest, tiles in (
        *((f"crime/{2022 + tileset // 12}-{tileset % 12 + 1:02d}", tileset, a_month) for tileset in range(month, 36 + month)),
        ("crime/last-12", 1000 + month, of_year),
        ("boundaries", 2000, of_boundaries),
        ("base", 3000, of_base),
    ):
        made |= {
            f"tiles/{name}/{digest:016x}/14/{8000 + number // 120}/{5000 + number % 120}.mvt": f"{name} {digest} {number}" for number in range(tiles)
        }
    return {path: (sha256(said.encode()).hexdigest(), 2232) for path, said in made.items()}


def written(files: int) -> tuple[dict[str, tuple[str, int]], Callable[[File], bytes]]:
    """The same with bytes that can be sent."""
    paths = listed(files)
    return {path: (sha256(content(path)).hexdigest(), len(content(path))) for path in paths}, lambda file: content(file.path)


def release(files: Mapping[str, tuple[str, int]], read: Callable[[File], bytes] | None = None) -> Release:
    texts = dict(cut(files))
    manifest = Manifest("Crime", "release", ("2025-01", "2025-06"), preview=False, invented="", files=files)
    return Release(about_site(manifest, files, tuple(texts), "example.org"), texts, read)


@contextmanager
def local_store() -> Iterator[str]:
    """A store in a process of its own."""
    command = [sys.executable, "-m", "tests.hosting.little_store"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield process.stdout.readline().strip()
        process.stdin.close()


def timed(url: str, made: Release) -> float:
    began = time.perf_counter()
    assert publish(open_target(url), made, SIGNING, lambda *_seen: None, Progress()) is not None
    return time.perf_counter() - began


def test_objects_to_a_store_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ACCESS_KEY_ID", "a"), ("SECRET_ACCESS_KEY", "b"), ("REGION", "eu-west-2")):
        monkeypatch.setenv(f"AWS_{name}", value)
    with local_store() as address:
        monkeypatch.setenv("AWS_ENDPOINT", address)
        files, read = written(OBJECTS)
        took = timed("s3://bucket/site", release(files, read))
        switched = sum(path.endswith(".html") for path in files)
        print(f"{OBJECTS:,} objects in {took:.1f} s, {switched:,} of them copied and read back: {OBJECTS / took:,.0f} a second")
        assert OBJECTS / took >= 900


def test_half_a_million_files_to_a_folder_and_into_a_copy_of_it() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "site.key").write_bytes(secret_key_file(KEY))
        (folder / "site.key").chmod(0o600)
        for month in (0, 1, 36):
            write_national(folder / f"month-{month}", month)
        publishing = ("publish", (folder / "www").as_uri(), "--key", "site.key", "--accept-loss", "--site")
        first_s = measured(folder, "first", *publishing, "month-0")
        measured(folder, "the same again", *publishing, "month-0")
        measured(folder, "a month later", *publishing, "month-1")
        measured(folder, "three years later, no crime tile the same", *publishing, "month-36")
        measured(folder, "a copy", "mirror", "www", "copy")
        measured(folder, "the copy proved", "verify", "copy")
        measured(folder, "proved where it was published", "verify", "www")
        assert FILES / first_s >= 3000


def write_national(folder: Path, month: int) -> None:
    """The site of a month as a build leaves it."""
    digests, made = {}, set[Path]()
    for path, (said, _size) in listed(FILES, month).items():
        data, place = content(said), folder / path
        if place.parent not in made:
            place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        place.write_bytes(data)
        digests[path] = sha256(data).hexdigest(), len(data)
    write_lists(folder, digests, f"release-{month}", ("2025-01", "2025-06"))


def measured(folder: Path, what: str, *arguments: str) -> float:
    """Seconds that a command takes, which in a process of its own may hold 500 MiB at most."""
    began = time.perf_counter()
    with (folder / "said").open("wb") as said:
        process = subprocess.Popen([*command_line(*arguments)], cwd=folder, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
    took, peak = time.perf_counter() - began, usage.ru_maxrss / 1024
    assert os.waitstatus_to_exitcode(status) == 0, (folder / "said").read_text()
    print(f"{FILES:,} files, {what}: {took:.0f} s, {FILES / took:,.0f} a second, at most {peak:,.0f} MiB")
    assert peak <= 500
    return took


def test_a_month_of_a_million_files_and_the_proof_of_its_record() -> None:
    before, after = (dict(cut(listed(NATIONAL, month))) for month in (0, 1))
    _gone, fresh = changed(before, after)
    size = sum(len(packed(after[segment])) for segment in fresh)
    made = release(listed(1000)).about
    data = record.record_bytes(replace(made, segments=tuple(after), published="2025-08-01", expires="2025-10-10", key=KEY.public.text))
    signature = minisign.sign(data, KEY, "a release")
    began = time.perf_counter()
    for _ in range(200):
        minisign.verify(data, signature, KEY.public)
    took_ms = (time.perf_counter() - began) * 5
    print(f"{NATIONAL:,} files, {len(after):,} lists, {len(fresh):,} of them new in a month: {size / 1e6:.1f} MB; record {len(data) / 1000:.0f} KB")
    print(f"its signature is checked in {took_ms:.2f} ms")
    assert size <= 6e6
    assert took_ms <= 1
