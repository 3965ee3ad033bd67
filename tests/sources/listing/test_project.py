"""The project's own files and its libraries are groups by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import InputError
from sitegen.sources.inventory import take_inventory
from sitegen.sources.listing.project import SHIPPED
from tests.sources.data_folder import names, put, street, take


def test_the_projects_own_files_are_groups_by_name(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    put(
        tmp_path / "p", "content/site.toml", "content/known_issues.toml", "content/vocabulary/forces.toml", "content/pages/about.md",
        "content/pages/cy/about.md", "content/locales/site.pot", "content/locales/cy/LC_MESSAGES/site.po",
        "templates/layouts/base.html", "templates/layouts/base.css", "templates/assets/site.css", "templates/assets/.x.swp",
        "templates/scripts/map.js", "templates/scripts/map/time.js", "templates/scripts/globals.d.ts",
    )  # fmt: skip
    inventory = take(data, project=tmp_path / "p")
    assert names(inventory, "vocabulary") == ["content/vocabulary/forces.toml"]
    assert names(inventory, "known_issue_file") == ["content/known_issues.toml"]
    by_language = {name: {part: [ref.name for ref in refs] for part, refs in inventory.raw[name].files.items()} for name in ("content", "locales")}
    assert by_language == {
        "content": {("en",): ["content/pages/about.md"], ("cy",): ["content/pages/cy/about.md"]},
        "locales": {("cy",): ["content/locales/cy/LC_MESSAGES/site.po"], ("en",): ["content/locales/en"]},
    }
    assert names(inventory, "templates") == ["templates/layouts/base.html"]
    assert names(inventory, "assets") == ["templates/assets/site.css", "templates/layouts/base.css"]
    assert names(inventory, "script_files") == ["templates/scripts/map.js", "templates/scripts/map/time.js"]


def test_known_issues_of_the_data_folder_stand_beside_the_projects_own(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    put(tmp_path / "p", "content/known_issues.toml")
    put(data, "known_issues.toml")
    inventory = take(data, project=tmp_path / "p")
    assert names(inventory, "known_issue_file") == ["content/known_issues.toml", "known_issues.toml"]
    assert names(take(data), "known_issue_file") == ["known_issues.toml"]
    assert not [note for note in inventory.notes if "known_issues" in note]


def test_links_of_the_data_folder_are_read_after_the_projects_own(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    put(tmp_path / "p", "content/links.toml")
    put(data, "links.toml")
    assert names(take(data, project=tmp_path / "p"), "link_files") == ["content/links.toml", "links.toml"]
    assert names(take(data), "link_files") == ["links.toml"]


def test_a_library_that_is_not_installed_is_named(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    with pytest.raises(InputError, match=r"node_modules/pmtiles/dist/pmtiles\.js is missing; run npm ci"):
        take_inventory(data, tmp_path, tmp_path, tmp_path / "node_modules", months=None, window_months=36, forces=())


def test_libraries_are_assets_of_a_vendor(data: Path, tmp_path: Path) -> None:
    street(data, "2025-06 loamshire")
    libraries = ("pmtiles/dist/pmtiles.js", "sql.js/dist/sql-wasm-browser.wasm")
    modules = (
        "@mapbox/point-geometry/index.js",
        "@mapbox/point-geometry/package.json",
        "@mapbox/vector-tile/index.js",
        "@mapbox/vector-tile/package.json",
        "fzstd/esm/index.mjs",
        "fzstd/package.json",
        "hyparquet/package.json",
        "hyparquet/src/index.js",
        "pbf/index.js",
        "pbf/package.json",
        "sql.js/dist/sql-wasm-browser.js",
        "sql.js/package.json",
    )
    put(
        tmp_path / "node_modules",
        "@esbuild/linux-x64/bin/esbuild",
        *libraries,
        *modules,
        *(f"{package}/LICENSE" for package in SHIPPED),
    )
    inventory = take_inventory(data, tmp_path, tmp_path, tmp_path / "node_modules", months=None, window_months=36, forces=())
    assert names(inventory, "assets") == ["vendor/pmtiles.js", "vendor/sqlite.wasm"]
    assert names(inventory, "script_files") == [f"node_modules/{path}" for path in modules]
    assert "node_modules/pmtiles/LICENSE" in names(inventory, "licence_files")
    assert names(inventory, "bundler") == ["node_modules/esbuild"]
