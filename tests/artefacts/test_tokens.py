"""Tests of sitegen.artefacts.assets.tokens: each colour of the site stands in one place, for its light scheme and for its dark one."""

from __future__ import annotations

import json
import re

import pytest

from sitegen.artefacts.assets.names import asset_files
from sitegen.artefacts.assets.tokens import colour_of, coloured, read_tokens
from sitegen.errors import InputError
from sitegen.raw import RawFile
from tests.artefacts.inputs import ASSETS, SCRIPTS, TEMPLATES

TOKENS_FILE = "templates/styles/tokens.css"
TOKENS = {scheme: read_tokens(ASSETS, scheme) for scheme in ("light", "dark")}
SPECIFICATION = json.loads(next(file.data for file in ASSETS if file.name.endswith("map-style.json")))


def test_the_dark_scheme_changes_what_it_names_and_keeps_the_rest() -> None:
    sheet = RawFile(TOKENS_FILE, b":root{--a:#fff; --b:#123456}@media (prefers-color-scheme:dark){:root{--a:#000}}@media print{:root{--b:#999}}")
    assert read_tokens((sheet,)) == {"--a": "#fff", "--b": "#123456"}
    assert read_tokens((sheet,), "dark") == {"--a": "#000", "--b": "#123456"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_the_map_is_a_token_of_the_stylesheet(scheme: str) -> None:
    assert {name: colour_of(TOKENS[scheme], token) for name, token in SPECIFICATION["colours"].items()}
    used = set(re.findall(r'"@(\w+)"', json.dumps([SPECIFICATION["ground"], SPECIFICATION["figures"]])))
    assert used == set(SPECIFICATION["colours"])


def test_the_map_is_dark_in_the_dark() -> None:
    same = [name for name, token in SPECIFICATION["colours"].items() if colour_of(TOKENS["light"], token) == colour_of(TOKENS["dark"], token)]
    assert same == []


@pytest.mark.parametrize(
    "name", sorted({file.name for file in (*ASSETS, *TEMPLATES) if file.name.endswith((".js", ".json", ".svg", ".html", ".css"))} - {TOKENS_FILE})
)
def test_no_other_file_has_a_colour_of_its_own(name: str) -> None:
    text = next(file.data for file in (*ASSETS, *TEMPLATES) if file.name == name).decode()
    if not name.startswith("vendor/"):
        assert re.findall(r"[\"':\s(](#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6}))[\"';\s)}]", re.sub(r'href="#[^"]*"', "", text)) == []


def test_the_icon_is_written_with_the_colours_of_the_stylesheet() -> None:
    icon = next(data for path, data in asset_files(assets=ASSETS, scripts=SCRIPTS) if path.endswith(".svg")).decode()
    assert "var(" not in icon
    assert set(re.findall(r"#[0-9a-f]{6}", icon)) == {colour_of(TOKENS["light"], token) for token in ("--m-land", "--count", "--c4")}


def test_a_colour_that_is_nowhere_stops_with_its_name() -> None:
    with pytest.raises(InputError, match="no colour --nothing"):
        coloured(b'<path fill="var(--nothing)"/>', {})
