"""What the guides say is so: paths they name exist in a built site, commands in the command line, patterns sort every file rightly."""

from __future__ import annotations

import hashlib
import json
import re
import shlex
import tomllib
from pathlib import Path

import click
import pytest

from sitegen import urls
from sitegen.build import ROOT
from sitegen.cli import commands
from tests.settings import SETTINGS_FILE

GUIDES = {name: (ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("DATA.md", "OPERATING.md")}
EXAMPLES = re.compile(r"`([^`\n]+)`")
COMMANDS = re.compile(r"(?:build\.py|^    sitegen) ([a-z]+ [^`#\n]*|[a-z]+)", re.MULTILINE)
STANDS_FOR = {
    "<force>": "[a-z-]+",
    "<neighbourhood>": "[a-z0-9-]+",
    "<id>": "[^/]+",
    "<YYYY-MM>": r"\d{4}-\d\d",
    "<month>": r"\d{4}-\d\d",
    "<OUTCODE>": "[A-Z0-9]+",
    "<outcode>": "[a-z0-9]+",
    "<beginning>": "[a-z0-9-]+",
    "<letter>": "[a-z]",
    "<zoom>": r"\d+",
    "<x>": r"\d+",
    "<y>": r"\d+",
    "<day>-<time>": "[0-9-]+",
}
ROOTS = ("search/", "postcodes/", "tiles/", "streets/", "outcomes/", "data/", "find/", "<force>/", "cy/", "meetings", "loamshire/", "offline/")


def published(site: Path) -> dict[str, tuple[str, int]]:
    files = json.loads((site / "manifest.json").read_text(encoding="utf-8"))["files"]
    assert isinstance(files, dict)
    return files


def is_path(example: str) -> bool:
    """True for what is written as a path of the site: from one of its folders, without a space or a command's sign."""
    return example.startswith(ROOTS) and not re.search(r"[ ,;=*]", re.sub("<[^>]*>", "", example)) and ("." in example or example.endswith("/"))


def as_pattern(example: str) -> re.Pattern[str]:
    """The example as a pattern of whole paths; a folder stands for its page."""
    path = example.partition("#")[0]
    text = re.escape(path)
    for name, stands_for in STANDS_FOR.items():
        text = text.replace(re.escape(name), stands_for)
    return re.compile(f"(.*/)?{text}{'.*' if path.endswith('/') else ''}")


@pytest.mark.parametrize("example", sorted({one for text in GUIDES.values() for one in EXAMPLES.findall(text) if is_path(one)}))
def test_a_path_that_a_guide_names_exists_in_a_built_site_or_the_data_it_was_built_from(
    built_site: Path, older: Path, sample_data: Path, example: str
) -> None:
    pattern = as_pattern(example)
    found = [*published(built_site), *published(older / "output"), *(str(path.relative_to(sample_data)) for path in sample_data.rglob("*"))]
    assert any(map(pattern.fullmatch, found))


@pytest.mark.parametrize("line", sorted({line for text in GUIDES.values() for line in COMMANDS.findall(text)}))
def test_a_command_that_a_guide_names_can_be_given(line: str) -> None:
    name, *rest = shlex.split(line.replace("URL", "loamshire/"))
    command = commands.commands[name]
    known = {option for one in command.params for option in one.opts}
    assert {word for word in rest if word.startswith("--")} <= known
    command.make_context(name, [*rest], obj={}, resilient_parsing=True)
    assert isinstance(command, click.Command)


def test_every_option_of_build_stands_in_the_operators_guide() -> None:
    options = {option for one in commands.commands["build"].params for option in one.opts} - {"--traceback"}
    assert not sorted(option for option in options if option not in GUIDES["OPERATING.md"])


def test_every_setting_stands_in_the_operators_guide() -> None:
    settings = tomllib.loads(SETTINGS_FILE.read_text(encoding="utf-8"))
    assert not [f"{table}.{key}" for table, keys in settings.items() for key in keys if f"`{table}.{key}`" not in GUIDES["OPERATING.md"]]


def keeping(path: str) -> str:
    """How long a file may be kept, by the patterns of the guide."""
    ways = {"for ever": urls.KEPT_FOR_EVER, "never": urls.ASKED_EACH_TIME}
    return next((way for way, patterns in ways.items() if any(re.fullmatch(pattern, path) for pattern in patterns)), "for a while")


def test_the_patterns_of_keeping_stand_in_the_operators_guide() -> None:
    for pattern in (*urls.KEPT_FOR_EVER, *urls.ASKED_EACH_TIME):
        assert f"^/{pattern}$" in GUIDES["OPERATING.md"].replace("\\|", "|")  # a bar in a table of Markdown


def test_what_may_be_kept_for_ever_is_named_by_its_content(built_site: Path) -> None:
    files = published(built_site)
    tilesets = tiles_by_contract(built_site, files)
    for path, (digest, _size) in files.items():
        named_by_content = digest[:10] in path if path.startswith("assets/") else path in tilesets
        assert (keeping(path) == "for ever") == named_by_content, path
    assert tilesets


def tiles_by_contract(site: Path, files: dict[str, tuple[str, int]]) -> set[str]:
    """The tiles in the folders that their TileJSON names by the digest of all their bytes."""
    found: set[str] = set()
    for contract in (path for path in files if re.fullmatch(r"tiles/.*\.json", path) and b'"tilejson":"3' in (site / path).read_bytes()[:4000]):
        about = json.loads((site / contract).read_text(encoding="utf-8"))
        folder = f"{contract.rpartition('/')[0]}/{about['tiles'][0].partition('{')[0]}"
        tiles = {path: (site / path).read_bytes() for path in files if path.startswith(folder)}
        ordered = sorted(tiles, key=lambda path: [int(part.removesuffix(".mvt")) for part in path.removeprefix(folder).split("/")])
        whole = hashlib.sha256()
        for path in ordered:
            whole.update(f"{path.removeprefix(folder).removesuffix('.mvt')} {len(tiles[path])}\n".encode() + tiles[path])
        assert whole.hexdigest()[:16] in folder, contract
        found.update(tiles)
    return found


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("tiles/boundaries/loamshire.json", "for a while"),
        ("tiles/boundaries.json", "for a while"),
        ("tiles/crime/2025-06.json", "for a while"),
        ("tiles/boundaries/0123456789abcdef.pmtiles", "for ever"),
        ("tiles/crime/last-12/0123456789abcdef.pmtiles", "for ever"),
        ("streets/12/1/2.json", "for a while"),
        ("cy/offline/words.json", "never"),
        ("sw.js", "never"),
        ("index.html", "for a while"),
    ],
)
def test_a_path_is_kept_as_long_as_it_stays_the_same(path: str, how: str) -> None:
    assert keeping(path) == how
