"""Tests of sitegen.artefacts.pages.offline: the worker knows its shell, and changes whenever that does."""

from __future__ import annotations

import json
from typing import Any

import polars as pl

from sitegen.artefacts.pages.offline import make
from sitegen.raw import RawFile
from tests.artefacts.inputs import ASSET_PATHS, SCRIPTS, SITE, TEMPLATES, files_of, raw_group

PAGE, WORDS, WORKER = "offline/index.html", "offline/words.json", "sw.js"


def made(templates: tuple[RawFile, ...] = TEMPLATES, asset_paths: pl.DataFrame = ASSET_PATHS, **site: object) -> dict[str, bytes]:
    return files_of(make, templates=templates, locales=(), asset_paths=asset_paths, scripts=SCRIPTS, site={**SITE, **site})


def about(files: dict[str, bytes]) -> dict[str, Any]:
    line, _, source = files[WORKER].partition(b"\n")
    assert b"respondWith" in source
    found: dict[str, Any] = json.loads(line.removeprefix(b"const SITE = ").removesuffix(b";"))
    return found


def test_the_shell_is_the_page_of_saved_areas_with_all_it_names() -> None:
    files = made()
    shell = about(files)["shell"]
    paths = dict(ASSET_PATHS.select("name", "path").iter_rows())
    assert shell[:2] == ["offline/", "offline/words.json"]
    assert {paths[name] for name in ("site.css", "site.js", "saved.js", "search.js", "icon.svg")} == set(shell[2:])
    assert all(path.encode() in files[PAGE] for path in shell[2:])


def test_the_same_site_gives_the_same_worker_and_a_new_month_another() -> None:
    assert made() == made()
    assert about(made())["version"] != about(made(last_month="2025-07"))["version"]


def test_a_changed_asset_gives_another_worker_and_other_words() -> None:
    changed = ASSET_PATHS.with_columns(pl.col("path").str.replace(r"site\.\w+\.css", "site.0123456789.css"))
    one, other = made(), made(asset_paths=changed)
    assert about(one)["version"] != about(other)["version"]
    assert json.loads(one[WORDS])["version"] != json.loads(other[WORDS])["version"]


def test_the_words_name_the_newest_month_and_every_place_is_one_the_script_fills() -> None:
    words = json.loads(made()[WORDS])
    assert words["month"] == "2025-06"
    assert words["map"] == "map/"
    places = {place.partition("}")[0] for text in words["texts"].values() for place in text.split("{")[1:]}
    assert places == {"size", "month", "date", "done", "all", "name"}


def test_months_have_names_in_each_language_since_browsers_lack_some() -> None:
    site = {**SITE, "languages": ["en", "cy"]}
    files = files_of(make, templates=TEMPLATES, locales=raw_group("content/locales"), asset_paths=ASSET_PATHS, scripts=SCRIPTS, site=site)
    assert json.loads(files[WORDS])["months"][5] == "June"
    assert json.loads(files["cy/offline/words.json"])["months"][5] == "Mehefin"
    assert about(files)["languages"]["cy"]["months"][0] == "Ionawr"
    assert about(files)["languages"]["cy"]["offline"] == "cy/offline/"
