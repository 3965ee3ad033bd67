"""Assets have names that change with their bytes, and stay within what a slow line can carry."""

from __future__ import annotations

import gzip
import re

import pytest

from sitegen.artefacts.assets.minify import minify
from sitegen.artefacts.assets.names import asset_files, asset_paths
from sitegen.errors import InputError
from sitegen.publish.checks import sizes
from sitegen.raw import RawFile
from tests.artefacts.inputs import ASSETS, SCRIPTS, table

STYLE = RawFile("templates/assets/site.css", b"a{}")
NONE = table("scripts")


def test_name_changes_with_the_bytes_and_only_with_them() -> None:
    one, other = (asset_paths(assets=(RawFile(STYLE.name, data),), scripts=NONE)["path"][0] for data in (b"a{}", b"b{}"))
    assert re.fullmatch(r"assets/site\.[0-9a-f]{10}\.css", one)
    assert one != other
    assert asset_paths(assets=(STYLE,), scripts=NONE).rows() == [("site.css", one)]


def test_every_asset_lies_at_its_public_path() -> None:
    assets = (STYLE, RawFile("vendor/pmtiles.js", b"//"))
    assert [path for path, _ in asset_files(assets=assets, scripts=NONE)] == asset_paths(assets=assets, scripts=NONE)["path"].to_list()
    assert dict(asset_files(assets=assets, scripts=NONE))[asset_paths(assets=assets, scripts=NONE)["path"][1]] == b"//"


def test_two_assets_of_one_name_are_refused() -> None:
    with pytest.raises(InputError, match=r"site\.css"):
        asset_paths(assets=(STYLE, RawFile("site.css", b"")), scripts=NONE)


OWN = {f"{name}.css": most for name, most in sizes.STYLES.items()} | {f"{name}.js": most for name, most in sizes.SCRIPTS.items()}


@pytest.mark.parametrize("name", OWN)
def test_asset_stays_within_its_budget(name: str) -> None:
    assert _weight(name) <= OWN[name]


def test_scripts_are_assets_and_the_worker_is_none() -> None:
    scripts = table("scripts", {"name": "map.js", "text": "map()"}, {"name": "sw.js", "text": "work()"})
    assert [data for _, data in asset_files(assets=(STYLE,), scripts=scripts)] == [b"map()", b"a{}"]
    assert asset_paths(assets=(STYLE,), scripts=scripts)["name"].to_list() == ["map.js", "site.css"]


def test_written_styles_have_no_comments_and_keep_what_calc_needs() -> None:
    source = b'/* All. */\na > b { width: calc(1px + 2px); content: "a  b" }\n@media (min-width: 64em) { c { margin: 0 } }\n'
    assert minify("a.css", source) == b'a>b{width:calc(1px + 2px);content:"a  b"}@media (min-width:64em){c{margin:0}}'


def test_libraries_are_written_as_they_came() -> None:
    assert minify("vendor/a.js", b"/* licence */ a ( )") == b"/* licence */ a ( )"


def test_the_path_names_what_is_written_not_its_source() -> None:
    one, other = (asset_paths(assets=(RawFile(STYLE.name, data),), scripts=NONE)["path"][0] for data in (b"a{}", b"/* more */ a {}"))
    assert one == other


def test_style_loads_nothing() -> None:
    for name in ("site", "map"):
        style = next(data.decode() for path, data in asset_files(assets=ASSETS, scripts=SCRIPTS) if re.fullmatch(rf"assets/{name}\.\w+\.css", path))
        assert "@import" not in style
        assert not re.search(r"url\((?!#)", style)


def _weight(name: str) -> int:
    """Bytes after gzip as written."""
    stem, ending = name.split(".")
    data = next(data for path, data in asset_files(assets=ASSETS, scripts=SCRIPTS) if re.fullmatch(rf"assets/{stem}\.[0-9a-f]+\.{ending}", path))
    return len(gzip.compress(data, 9, mtime=0))
