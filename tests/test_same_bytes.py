"""The same input gives the same bytes: on any number of workers, in any locale, in any order of rows."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import re
import shutil
from pathlib import Path

import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles

from tests.command_line import Done, run
from tests.settings import SETTINGS_FILE

pytestmark = pytest.mark.site

OF_DIGESTS = re.compile(r"(?:cy/)?(?:[^/]+/)?releases/.*|data/releases/.*|(?:cy/)?data/index\.html|data/(?:datapackage\.json|dcat\.jsonld)")
"""What tells the digests of the upstream files themselves, which hang on their bytes, and what lies at addresses with them."""


def build(data: Path, output: Path, *flags: str) -> Done:
    """A build of one process with its cache beside its output."""
    where = ("--data", data, "--output", output, "--cache", output.with_name("cache"), "--config", SETTINGS_FILE)
    return run(output.parent, "build", *where, "--workers", "1", *flags)


def manifest(output: Path) -> dict[str, list[object]]:
    files = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert isinstance(files, dict)
    assert len(files) > 50
    return files


@pytest.fixture(scope="module")
def first(built_few: Path) -> Path:
    """What every other build is held against."""
    return built_few


def test_workers_hash_seed_time_zone_and_locale_do_not_reach_a_byte(built_elsewhere: Path, first: Path) -> None:
    assert manifest(built_elsewhere / "output") == manifest(first)


def test_the_order_of_rows_does_not_reach_a_byte(few_months: Path, first: Path, tmp_path: Path) -> None:
    shuffled = tmp_path / "data"
    shutil.copytree(few_months, shuffled)
    changed = 0
    for path in sorted(shuffled.glob("archive/????-??/*-street.csv")):
        text = path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline="")))
        if any(len(row) != len(rows[0]) for row in rows):
            continue
        body = rows[1:]
        random.Random(3).shuffle(body)
        changed += body != rows[1:]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([rows[0], *body])
    assert changed >= 4
    # What is made of equal tables is at hand: anything made anew is made of tables that differ.
    shutil.copytree(first.with_name("cache"), tmp_path / "cache")
    done = build(shuffled, tmp_path / "site")
    assert done.returncode == 0, done.stderr
    found, known = manifest(tmp_path / "site"), manifest(first)
    assert [path for path in found.keys() ^ known.keys() if not OF_DIGESTS.fullmatch(path)] == []
    assert [path for path in found.keys() & known.keys() if found[path] != known[path] and not OF_DIGESTS.fullmatch(path)] == []
    counts = [sorted(str(said[0]) for path, said in one.items() if path.endswith("/counts.csv")) for one in (found, known)]
    assert counts[0] == counts[1] != []


def test_a_second_build_with_nothing_changed_does_nothing(few_months: Path, first: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in first.rglob("*") if path.is_file()}
    done = build(few_months, first)
    assert done.returncode == 0, done.stderr
    assert "0 tasks" in done.stdout + done.stderr
    assert {path: path.stat().st_mtime_ns for path in first.rglob("*") if path.is_file()} == before


@pytest.fixture(scope="module")
def archived(few_months: Path, first: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("archived") / "pmtiles"
    shutil.copytree(first.with_name("cache"), output.with_name("cache"))
    done = build(few_months, output, "--tiles", "pmtiles")
    assert done.returncode == 0, done.stderr
    return output


def test_another_form_of_tiles_leaves_every_page_but_the_maps_alone(first: Path, archived: Path) -> None:
    other = manifest(archived)
    assert [path for path in other if path.endswith(".pmtiles")]
    assert not [path for path in other if path.endswith(".mvt")]
    pages = {path for path in manifest(first) if path.endswith(".html") and not path.removeprefix("cy/").startswith("map/")}
    assert {path for path in pages if other[path] != manifest(first)[path]} == set()


def test_archives_hold_the_tiles_of_the_folders_one_by_one(first: Path, archived: Path) -> None:
    def address(path: Path) -> tuple[int, int, int]:
        z, x, y = (int(part) for part in path.with_suffix("").parts[-3:])
        return z, x, y

    folders = {path.parents[2].relative_to(first) for path in first.rglob("*.mvt")}
    assert {path.relative_to(archived).with_suffix("") for path in (archived / "tiles").rglob("*.pmtiles")} == folders
    assert {folder.parts[1] for folder in folders} == {"base", "boundaries", "crime", "stops"}
    for folder in sorted(folders):
        tiles = {address(path): path.read_bytes() for path in (first / folder).rglob("*.mvt")}
        source = MemorySource((archived / folder).with_suffix(".pmtiles").read_bytes())  # type: ignore[no-untyped-call]
        assert {place: gzip.decompress(data) for place, data in all_tiles(source)} == tiles  # type: ignore[no-untyped-call]
        reader = Reader(source)  # type: ignore[no-untyped-call]
        for (z, x, y), data in tiles.items():
            assert gzip.decompress(reader.get(z, x, y)) == data  # type: ignore[no-untyped-call]
