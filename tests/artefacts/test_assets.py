"""Assets have names that change with their bytes, and stay within what a slow line can carry."""

from __future__ import annotations

import gzip
import re

import pytest

from sitegen.artefacts.assets.minify import minify
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
    assert _weight(name) <= most * 1024


def test_the_map_code_stays_within_its_budget() -> None:
    assert _weight("map.js") <= 17 * 1024


def test_parts_of_a_script_are_written_within_it_before_it() -> None:
    parts = tuple(RawFile(f"templates/assets/{name}.js", name.encode()) for name in ("map", "map-find", "map-data", "mapper"))
    assert [data for _, data in asset_files(assets=parts)] == [b"map-data\nmap-find\nmap", b"mapper"]
    assert asset_paths(assets=parts)["name"].to_list() == ["map.js", "mapper.js"]


def test_written_scripts_have_no_comments_and_keep_what_their_texts_say() -> None:
    source = b"/* Says. */\n(function () {\n  // a\n  const url = `http://${host}/a  b//c`;\n  return /[/*]  /.test(url) ? 'a  b' : 1 + +x;\n})();\n"
    assert minify("a.js", source) == b"(function(){const url=`http://${host}/a  b//c`;return/[/*]  /.test(url)?'a  b':1+ +x;})();"


def test_written_styles_have_no_comments_and_keep_what_calc_needs() -> None:
    source = b'/* All. */\na > b { width: calc(1px + 2px); content: "a  b" }\n@media (min-width: 64em) { c { margin: 0 } }\n'
    assert minify("a.css", source) == b'a>b{width:calc(1px + 2px);content:"a  b"}@media (min-width:64em){c{margin:0}}'


def test_libraries_are_written_as_they_came() -> None:
    assert minify("vendor/a.js", b"/* licence */ a ( )") == b"/* licence */ a ( )"


def test_the_path_names_what_is_written_not_its_source() -> None:
    one, other = (asset_paths(assets=(RawFile("templates/assets/a.js", data),))["path"][0] for data in (b"a()", b"/* more */ a()"))
    assert one == other


def test_style_loads_nothing() -> None:
    for name in ("site", "map"):
        style = next(data.decode() for path, data in asset_files(assets=ASSETS) if re.fullmatch(rf"assets/{name}\.\w+\.css", path))
        assert "@import" not in style
        assert not re.search(r"url\((?!#)", style)


def _weight(name: str) -> int:
    """Bytes after gzip as written."""
    stem, ending = name.split(".")
    data = next(data for path, data in asset_files(assets=ASSETS) if re.fullmatch(rf"assets/{stem}\.[0-9a-f]+\.{ending}", path))
    return len(gzip.compress(data, 9, mtime=0))
