"""Tests of sitegen.sources.scripts: modules become one classic script for each entry point, the same from the same modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import ConfigError, InputError
from sitegen.raw import RawFile
from sitegen.sources.scripts import read_scripts

ROOT = Path(__file__).resolve().parents[2]
BUNDLER = tuple(RawFile("node_modules/esbuild", b"", path) for path in ROOT.glob("node_modules/@esbuild/*/bin/esbuild"))
MAP = {"map.js": "/* The map. */\nimport { fold } from './shared/names.js';\nfold(`a  b`);\n"}
FOLD = {"shared/names.js": "export const fold = (name) => console.log(name);\nexport const unused = 'never asked for';\n"}


def bundled(modules: dict[str, str], bundler: tuple[RawFile, ...] = BUNDLER) -> dict[str, str]:
    files = tuple(RawFile(f"templates/scripts/{name}", text.encode()) for name, text in modules.items())
    return dict(read_scripts(script_files=files, bundler=bundler).iter_rows())


def test_an_entry_point_is_one_script_with_what_it_imports_and_nothing_else() -> None:
    (text,) = bundled(MAP | FOLD).values()
    assert text == '"use strict";\n(()=>{var o=e=>console.log(e);o("a  b");})();\n'


def test_modules_of_the_folder_are_entry_points_and_those_below_are_parts() -> None:
    assert list(bundled({"site.js": "go();"} | MAP | FOLD)) == ["map.js", "site.js"]
    assert bundled({}) == {}


def test_the_same_modules_give_the_same_script_in_any_order_and_beside_any_others() -> None:
    alone = bundled(MAP | FOLD)["map.js"]
    assert bundled({**FOLD, "site.js": "go();", **MAP})["map.js"] == alone
    assert bundled({"map.js": "\n" + MAP["map.js"]} | FOLD)["map.js"] == alone


def test_letters_stand_in_a_script_as_they_were_written() -> None:
    assert "’" in bundled({"a.js": "say('’');"})["a.js"]


@pytest.mark.parametrize(
    ("modules", "message"),
    [
        ({"map.js": "const a = ;"}, r'templates/scripts/: the scripts cannot be bundled: Unexpected ";" map\.js:1:10'),
        (MAP, r'Could not resolve "\./shared/names\.js" map\.js:2:21'),
        (MAP | {"shared/names.js": "export const other = 1;"}, r'No matching export in "shared/names\.js" for import "fold" map\.js:2:9'),
    ],
)
def test_a_module_that_cannot_be_read_is_named_with_its_line(modules: dict[str, str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        bundled(modules)


@pytest.mark.parametrize("found", [b"", b"\x7fELF of another kind of machine"])
def test_a_bundler_that_cannot_be_run_says_what_to_do(tmp_path: Path, found: bytes) -> None:
    program = tmp_path / "esbuild"
    if found:
        program.write_bytes(found)
        program.chmod(0o755)
    with pytest.raises(ConfigError, match=r"node_modules/esbuild: cannot be run \(.*`make setup`"):
        bundled(MAP | FOLD, (RawFile("node_modules/esbuild", b"", program),))


def test_texts_that_were_bundled_before_need_no_bundler() -> None:
    before = (RawFile("bundled/b.js", b"2"), RawFile("bundled/a.js", "\N{EM DASH}".encode()))
    assert bundled({"a.js": "one()", "b.js": "two()"}, before) == {"a.js": "\N{EM DASH}", "b.js": "2"}
    assert [*bundled({}, before)] == ["a.js", "b.js"]
