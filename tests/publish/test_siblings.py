"""Compressed siblings: made of what shrinks, the same each time, listed apart, and held against their files."""

from __future__ import annotations

import gzip
import json
import shutil
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from urllib.request import Request, urlopen

import brotli
import pytest

from sitegen.build import build_site
from sitegen.hosting.site_folder import release_of
from sitegen.inputs import Options
from sitegen.publish.checks.run import check_site
from sitegen.publish.siblings import list_bytes, original, read_list, siblings_of
from tests.serving import serving
from tests.settings import SETTINGS

PAGE = b"<!doctype html><p>On or near Mill Lane</p>" * 100


def siblings(path: str, data: bytes) -> dict[str, bytes]:
    return dict(siblings_of(path, data))


def test_a_page_has_two_siblings_that_hold_its_bytes() -> None:
    found = siblings("gwent/index.html", PAGE)
    assert gzip.decompress(found["gwent/index.html.gz"]) == brotli.decompress(found["gwent/index.html.br"]) == PAGE
    assert [*found] == ["gwent/index.html.gz", "gwent/index.html.br"]
    assert all(original(path, data, len(PAGE)) == PAGE for path, data in found.items())


def test_the_same_bytes_give_the_same_siblings_wherever_they_lie() -> None:
    assert [*siblings("a.html", PAGE).values()] == [*siblings("b/c.html", PAGE).values()]


@pytest.mark.parametrize("path", ["map.pmtiles", "icon.png", "font.woff2", "archive.zip", "table.parquet", "LICENSE"])
def test_what_is_compressed_in_itself_or_read_by_parts_has_none(path: str) -> None:
    assert siblings(path, PAGE) == {}


def test_what_is_small_or_does_not_shrink_has_none() -> None:
    assert siblings("a.json", b"[]" * 100) == {}
    noise = b"".join(bytes([(number * number * 7919) >> 8 & 255]) for number in range(1, 1100))
    assert all(len(packed) < len(noise) for packed in siblings("a.mvt", noise).values())


@pytest.mark.parametrize("more", [gzip.compress(b"and more", mtime=0), brotli.compress(b"and more"), b"and more"])
def test_a_sibling_with_anything_behind_its_end_stands_for_nothing(more: bytes) -> None:
    assert [original(path, data + more, len(PAGE)) for path, data in siblings("a.html", PAGE).items()] == [None, None]


@pytest.mark.parametrize("path", ["a.html.gz", "a.html.br"])
@pytest.mark.parametrize("data", [b"", b"no archive", gzip.compress(PAGE, mtime=0)[:-9]], ids=["empty", "none", "cut short"])
def test_a_damaged_sibling_stands_for_nothing(path: str, data: bytes) -> None:
    assert original(path, data, len(PAGE)) is None


@pytest.mark.parametrize(("form", "bomb"), [("gz", gzip.compress(bytes(50 << 20), mtime=0)), ("br", brotli.compress(bytes(50 << 20), quality=5))])
def test_a_sibling_that_unpacks_to_more_than_its_file_stands_for_nothing_and_fills_no_memory(form: str, bomb: bytes) -> None:
    tracemalloc.start()
    try:
        assert original(f"a.html.{form}", bomb, len(PAGE)) is None
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_a_list_is_read_as_it_was_written_and_names_nothing_but_siblings(tmp_path: Path) -> None:
    listed = {"a.html.gz": "0" * 64, "a.html.br": "1" * 64, "api/loamshire/CPT KTX/index.json.gz": "3" * 64}
    (tmp_path / "SHA256SUMS.compressed").write_bytes(list_bytes(listed) + b"2" * 64 + b"  secret.html\nnonsense\n")
    assert read_list(tmp_path) == listed
    assert read_list(tmp_path / "none") == {}


def findings(folder: Path) -> list[str]:
    return [finding.line for finding in check_site(folder).findings]


@pytest.fixture(scope="module")
def compressed(june: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """June of one street built again with siblings, beside its data and cache."""
    place = tmp_path_factory.mktemp("compressed")
    shutil.copytree(june, place, copy_function=shutil.copy2, dirs_exist_ok=True)
    build(place)
    return place


def build(place: Path, *, compress: bool = True) -> tuple[int, int]:
    """Build in a folder; how many files were written and how many siblings there are."""
    made = build_site(Options(place / "data", place / ".cache", compress=compress), SETTINGS, place / "output")
    return made.written, made.siblings


@pytest.mark.site
def test_siblings_leave_the_site_as_it_is(compressed: Path, june: Path) -> None:
    output = compressed / "output"
    assert (output / "manifest.json").read_bytes() == (june / "output" / "manifest.json").read_bytes()
    files = json.loads((output / "manifest.json").read_bytes())["files"]
    listed = read_list(output)
    assert {path.rpartition(".")[0] for path in listed} < files.keys()
    assert {"index.html.br", "index.html.gz"} < listed.keys()
    there = {str(path.relative_to(output)) for path in output.rglob("*") if path.is_file()}
    assert there == {*files, *listed, "manifest.json", "SHA256SUMS", "SHA256SUMS.compressed"}
    assert findings(output) == []


@pytest.mark.site
def test_a_build_again_writes_and_compresses_nothing(compressed: Path) -> None:
    found = len(read_list(compressed / "output"))
    assert build(compressed) == (0, found)


@pytest.mark.site
def test_siblings_come_from_the_cache_where_the_site_is_gone_and_go_where_they_are_not_asked_for(compressed: Path, tmp_path: Path) -> None:
    place = tmp_path / "place"
    shutil.copytree(compressed, place)
    shutil.rmtree(place / "output")
    said: list[str] = []
    build_site(Options(place / "data", place / ".cache", compress=True), SETTINGS, place / "output", say=said.append)
    assert not [line for line in said if line.startswith("compressing")]
    assert read_list(place / "output") == read_list(compressed / "output")
    build(place, compress=False)
    assert not [*(place / "output").rglob("*.br"), *(place / "output").rglob("SHA256SUMS.*")]


@pytest.mark.site
def test_a_server_sends_a_sibling_for_its_file(compressed: Path) -> None:
    with serving(compressed / "output") as address, urlopen(Request(address, headers={"Accept-Encoding": "br"})) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert brotli.decompress(answer.read()) == (compressed / "output" / "index.html").read_bytes()


@pytest.mark.site
def test_a_release_has_the_files_and_not_their_siblings(compressed: Path) -> None:
    files = json.loads((compressed / "output" / "manifest.json").read_bytes())["files"]
    assert release_of(compressed / "output", "").about.files == len({*files, "manifest.json", "SHA256SUMS"})


def _gone(folder: Path) -> None:
    (folder / "index.html.br").unlink()


def _other(folder: Path) -> None:
    (folder / "index.html.gz").write_bytes(gzip.compress(b"<p>Another page"))


def _unlisted(folder: Path) -> None:
    (folder / "manifest.json.gz").write_bytes(gzip.compress((folder / "manifest.json").read_bytes()))


def _orphan(folder: Path) -> None:
    (folder / "none.html.gz").write_bytes(b"x")
    with (folder / "SHA256SUMS.compressed").open("a") as listed:
        listed.write(f"{'0' * 64}  none.html.gz\n")


@pytest.mark.site
@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_gone, "siblings: index.html.br: is listed in SHA256SUMS.compressed but not in the folder"),
        (_other, "siblings: index.html.gz: holds other bytes than index.html"),
        (_unlisted, "manifest: manifest.json.gz: is not in the manifest"),
        (_orphan, "siblings: none.html.gz: stands for no file of the manifest"),
    ],
)
def test_a_sibling_that_is_not_what_it_should_be_is_found(compressed: Path, tmp_path: Path, damage: Callable[[Path], None], said: str) -> None:
    folder = tmp_path / "site"
    shutil.copytree(compressed / "output", folder)
    damage(folder)
    (found,) = findings(folder)
    assert found.startswith(said)
