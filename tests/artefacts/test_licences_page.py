"""Every library whose code a page ships has its notice: on the page of licences, and in the file beside it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from sitegen.artefacts.pages.licences import make
from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.listing.project import SHIPPED, list_project
from sitegen.sources.notices import read_notices
from tests.artefacts.html import faults, parse, text
from tests.artefacts.inputs import ASSET_PATHS, ROOT, SITE, TEMPLATES, files_of, table

MODULES = ROOT / "node_modules"
LOCK = RawFile("package-lock.json", json.dumps({"packages": {"node_modules/one": {"version": "1.2.3", "license": "ISC"}}}).encode())
MINE = RawFile("LICENSE", b"MIT License\n\nAnybody may.")


def _pages(*files: RawFile) -> dict[str, bytes]:
    given = {"notices": read_notices(licence_files=files), "components": table("components")}
    return files_of(make, templates=TEMPLATES, locales=(), asset_paths=ASSET_PATHS, **given, site=SITE)


def _installed() -> tuple[RawFile, ...]:
    refs = list_project(ROOT / "content", ROOT / "templates", MODULES, lambda _: None)["licence_files"].files[()]
    return tuple(RawFile(ref.name, ref.path.read_bytes()) for ref in refs if ref.path)


def test_a_notice_has_name_version_and_licence_from_the_lock_file() -> None:
    files = (MINE, LOCK, RawFile("node_modules/one/LICENSE", b"Copyright One\r\n"), RawFile("licences/two.txt", b"Copyright Two"))
    assert read_notices(licence_files=files).rows() == [
        ("", "", "MIT", "MIT License\n\nAnybody may."),
        ("one", "1.2.3", "ISC", "Copyright One"),
        ("two", "", "", "Copyright Two"),
    ]


def test_a_text_of_our_own_stands_for_a_package_that_brings_none() -> None:
    assert read_notices(licence_files=(LOCK, RawFile("licences/one.txt", b"Copyright One"))).rows() == [("one", "1.2.3", "ISC", "Copyright One")]


@pytest.mark.parametrize("file", [RawFile("node_modules/one/LICENSE", b" \n"), RawFile("node_modules/three/LICENSE", b"Copyright Three")])
def test_an_empty_notice_or_one_of_a_package_nobody_locked_stops(file: RawFile) -> None:
    with pytest.raises(InputError, match="node_modules/"):
        read_notices(licence_files=(LOCK, file))


def test_page_and_file_have_every_notice_whole() -> None:
    files = _pages(MINE, LOCK, RawFile("node_modules/one/LICENSE", b"Copyright One\n\nUse it\nas you <like>.\n\n-----\n"))
    page = text(parse(files["licences/index.html"]))
    assert faults(files["licences/index.html"]) == []
    assert "one 1.2.3 (ISC)" in page
    assert "Use it as you <like>." in page
    assert "one 1.2.3 (ISC)\n" in files["licences/notices.txt"].decode()
    assert "Copyright One\n\nUse it\nas you <like>." in files["licences/notices.txt"].decode()


def test_a_choice_of_licences_stands_in_one_pair_of_brackets() -> None:
    lock = RawFile("package-lock.json", json.dumps({"packages": {"node_modules/one": {"version": "1.2.3", "license": "(MIT OR ISC)"}}}).encode())
    files = _pages(MINE, lock, RawFile("node_modules/one/LICENSE", b"Copyright One"))
    assert "one 1.2.3 (MIT OR ISC)Copyright" in text(parse(files["licences/index.html"]))
    assert "one 1.2.3 (MIT OR ISC)\n" in files["licences/notices.txt"].decode()


def test_a_copy_without_libraries_says_so() -> None:
    assert "carries no code of others" in text(parse(_pages(MINE)["licences/index.html"]))


@pytest.mark.skipif(not MODULES.is_dir(), reason="the libraries are not installed")
def test_every_package_that_the_shipped_files_were_bundled_from_has_a_notice() -> None:
    modules = list_project(ROOT / "content", ROOT / "templates", MODULES, lambda _: None)["script_files"].files[()]
    package = re.compile(r".*node_modules/((?:@[^/]+/)?[^/]+)/")
    sources = [ref.name for ref in modules] + json.loads((MODULES / "pmtiles/dist/pmtiles.js.map").read_text(encoding="utf-8"))["sources"]
    bundled = {"pmtiles", *(found[1] for source in sources if (found := package.match(source)))}
    assert bundled == set(SHIPPED)
    notices = read_notices(licence_files=_installed())
    assert set(notices["name"]) == {"", *SHIPPED}
    assert notices.filter((notices["version"] == "") & (notices["name"] != "")).is_empty()


@pytest.mark.skipif(not MODULES.is_dir(), reason="the libraries are not installed")
def test_a_library_without_a_notice_stops_the_listing(tmp_path: Path) -> None:
    for package in SHIPPED:
        (tmp_path / "node_modules" / package).mkdir(parents=True)
    for name in ("pmtiles/dist/pmtiles.js", "sql.js/dist/sql-wasm-browser.wasm"):
        (tmp_path / "node_modules" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "node_modules" / name).write_text("x")
    with pytest.raises(InputError, match=r"@mapbox/point-geometry: no licence text came with it"):
        list_project(tmp_path / "content", tmp_path / "templates", tmp_path / "node_modules", lambda _: None)
