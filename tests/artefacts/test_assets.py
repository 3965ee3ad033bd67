"""Assets have names that change with their bytes, and stay within what a slow line can carry."""

from __future__ import annotations

import gzip
import re

import pytest

from sitegen.artefacts.assets.names import asset_files, asset_paths
from sitegen.errors import InputError
from sitegen.raw import RawFile
from tests.artefacts.inputs import ASSETS

STYLE = RawFile("templates/assets/site.css", b"a{}")


def test_name_changes_with_the_bytes_and_only_with_them() -> None:
    one, other = (asset_paths(assets=(RawFile(STYLE.name, data),))["path"][0] for data in (b"a{}", b"b{}"))
    assert re.fullmatch(r"assets/site\.[0-9a-f]{10}\.css", one)
    assert one != other
    assert asset_paths(assets=(STYLE,)).rows() == [("site.css", one)]


def test_every_asset_lies_at_its_public_path() -> None:
    assets = (STYLE, RawFile("vendor/maplibre-gl-csp.js", b"//"))
    assert [path for path, _ in asset_files(assets=assets)] == asset_paths(assets=assets)["path"].to_list()
    assert dict(asset_files(assets=assets))[asset_paths(assets=assets)["path"][1]] == b"//"


def test_two_assets_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match=r"site\.css"):
        asset_paths(assets=(STYLE, RawFile("site.css", b"")))


@pytest.mark.parametrize(("name", "most"), [("site.css", 10), ("search.js", 6), ("site.js", 3)])
def test_asset_stays_within_its_budget_of_kilobytes(name: str, most: int) -> None:
    data = next(file.data for file in ASSETS if file.name == f"templates/assets/{name}")
    assert len(gzip.compress(data, 9, mtime=0)) <= most * 1024


def test_style_loads_nothing() -> None:
    style = next(file.data.decode() for file in ASSETS if file.name == "templates/assets/site.css")
    assert "@import" not in style
    assert not re.search(r"url\((?!#)", style)
