"""A force redraws its neighbourhoods: every old address still answers, in the whole site, and what is wrong in the history costs itself."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.build import Options, Result, build_site, plan_site
from sitegen.errors import ConfigError
from sitegen.publish.checks.run import check_site
from tests.settings import SETTINGS
from tests.small_world import Force, put, put_world

pytestmark = pytest.mark.site

MONTH, FORCES = "2025-06", (Force("loamshire", 0, ("NB01", "NB02")), Force("wealdmoor", 1, ("W1", "W2")))
HISTORY = "history/loamshire/neighbourhoods.json"
Build = Callable[..., Result]


def history(*ids: str) -> bytes:
    entries = [{"entry": {"id": one, "name": f"Area {one}"}, "first": "2024-01-02", "last": "2025-05-30"} for one in ids]
    return json.dumps({"format": 1, "entries": entries}).encode()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two forces, of which one has redrawn its neighbourhoods."""
    put_world(tmp_path / "data", [MONTH], FORCES)
    put(tmp_path / "data", {HISTORY: history("NB01", "OLD1", "OLD2")})
    return tmp_path / "data"


@pytest.fixture
def options(data: Path) -> Options:
    return Options(data, data.with_name("cache"))


def old_addresses(site: Path) -> dict[str, bool]:
    """The pages at old addresses, and whether each takes its reader on by itself."""
    pages = {path.relative_to(site).as_posix(): path.read_text() for path in site.rglob("*.html")}
    return {path: 'http-equiv="refresh"' in text for path, text in pages.items() if "data-moved" in text}


def test_what_the_list_lost_keeps_its_address_and_the_whole_site_passes_its_checks(options: Options, tmp_path: Path) -> None:
    put(options.data, {"moved.toml": b'[[moved]]\nfrom = "loamshire/OLD1"\nto = ["wealdmoor/W1"]\n'})
    result = build_site(options, SETTINGS, tmp_path / "site")
    assert old_addresses(tmp_path / "site") == {
        f"loamshire/{folder}/{rest}index.html": leads for folder, leads in (("old1", True), ("old2", False)) for rest in ("", "streets/")
    }
    report = check_site(tmp_path / "site")
    assert report.findings == ()
    assert [path for path in report.unlinked if "old" in path] == []
    assert set(old_addresses(tmp_path / "site")) <= set(result.manifest.files)
    assert "old1" not in (tmp_path / "site/loamshire/ids.json").read_text()


def test_without_history_and_table_there_is_no_page_and_nothing_is_said(options: Options, tmp_path: Path) -> None:
    (options.data / HISTORY).unlink()
    result = build_site(options, SETTINGS, tmp_path / "site")
    assert old_addresses(tmp_path / "site") == {}
    assert not [note for note in result.notes if "history" in note]


def test_a_damaged_history_costs_itself_and_is_told_and_counted(options: Options, tmp_path: Path) -> None:
    (options.data / HISTORY).write_text("{")
    put(options.data, {"history/wealdmoor/neighbourhoods.json": history("W9")})
    result = build_site(options, SETTINGS, tmp_path / "site")
    assert set(old_addresses(tmp_path / "site")) == {"wealdmoor/w9/index.html", "wealdmoor/w9/streets/index.html"}
    assert f"{HISTORY}: nothing in it could be used (json-unreadable)" in result.notes
    with (tmp_path / "site/data/quality.csv").open(newline="") as file:
        told = [(row["dataset"], row["kind"], row["reason"]) for row in csv.DictReader(file) if row["file"] == HISTORY]
    assert told == [("past-neighbourhoods", "set-aside", "json-unreadable")]


@pytest.mark.parametrize(
    ("entry", "why"),
    [
        ('from = "loamshire/NB01"\nto = []', "moved.toml: moved 1: from loamshire/NB01 is still a neighbourhood of this data folder"),
        ('from = "loamshire/OLD1"\nto = ["wealdmoor/W9"]', "moved.toml: moved 1: to wealdmoor/W9: no such neighbourhood"),
        ('from = "loamshire/OLD1"\nto = ["loamshire/OLD1"]', "moved.toml: moved 1: from loamshire/OLD1 leads back to itself"),
    ],
)
def test_a_wrong_entry_stops_the_build_and_says_what_to_do(options: Options, tmp_path: Path, entry: str, why: str) -> None:
    put(options.data, {"moved.toml": f"[[moved]]\n{entry}\n".encode()})
    with pytest.raises(ConfigError) as raised:
        build_site(options, SETTINGS, tmp_path / "site")
    assert why in str(raised.value)


def test_a_force_that_nobody_knows_is_refused_before_anything_is_made(options: Options) -> None:
    put(options.data, {"moved.toml": b'[[moved]]\nfrom = "loamshre/OLD1"\nto = []\n'})
    with pytest.raises(ConfigError, match=r"moved\.toml: moved 1: no force is called loamshre; did you mean loamshire\?"):
        plan_site(options, SETTINGS)
