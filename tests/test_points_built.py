"""A note that the operator adds to a point is told in every file that speaks of the point, in the whole site, which passes its checks."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import polars as pl
import pytest

from sitegen.build import Options, build_site
from sitegen.errors import CheckError, ConfigError
from sitegen.publish.checks.run import check_site
from tests.settings import SETTINGS
from tests.small_world import Force, put, put_world

pytestmark = pytest.mark.site

TEXT = "The records office: crimes without a place are put here."


@pytest.fixture
def options(tmp_path: Path) -> Options:
    put_world(tmp_path / "data", ["2025-06"], (Force("loamshire", 0, ("NB01", "NB02")),))
    return Options(tmp_path / "data", tmp_path / "cache")


def notes_of(site: Path) -> list[tuple[str, str, str]]:
    with (site / "data/point-notes.csv").open(newline="") as file:
        return [(row["point"], row["reason"], row["text"]) for row in csv.DictReader(file)]


def test_a_note_of_the_operator_reaches_street_map_table_and_list(options: Options, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build_site(options, SETTINGS, site)
    assert notes_of(site) == []
    assert "No point of these months is marked" in (site / "points/index.html").read_text()
    shards = {path: json.loads(path.read_bytes())["points"] for path in site.glob("streets/12/*/*.json")}
    shard, point = next((path, point) for path, points in sorted(shards.items()) for point, (_, areas) in sorted(points.items()) if areas)
    put(options.data, {"point_notes.toml": f'[[point]]\nid = "{point}"\nsay = "add"\ntext = "{TEXT}"\n'.encode()})
    build_site(options, SETTINGS, site)
    assert notes_of(site) == [(point, "told", TEXT)]
    assert json.loads(shard.read_bytes())["points"][point][2:] == [["told"]]
    told = pl.read_parquet(site / "data/points.parquet").filter(pl.col("notes").is_not_null())
    assert told.select("point", "notes").rows() == [(point, "told")]
    streets = [path.read_text() for path in sorted(site.glob("loamshire/*/streets/index.html"))]
    assert sum(TEXT in page for page in streets) == len(shards[shard][point][1])
    assert TEXT in (site / "points/index.html").read_text()
    assert check_site(site).findings == ()
    dated = f'[[point]]\nid = "{point}"\nsay = "add"\ntext = "Opened on 2025-06-01."\n'
    put(options.data, {"point_notes.toml": dated.encode()})
    with pytest.raises(CheckError) as raised:
        build_site(options, SETTINGS, site)
    assert any(line.startswith("dates: ") and "2025-06-01" in line for line in raised.value.findings)


def test_a_wrong_note_stops_the_build_and_says_where(options: Options, tmp_path: Path) -> None:
    put(options.data, {"point_notes.toml": b'[[point]]\nid = "4wt5e-3bft2"\nsay = "delete"\ntext = "No."\n'})
    with pytest.raises(ConfigError, match=r"point_notes\.toml: point 1: say must be one of add, remove"):
        build_site(options, SETTINGS, tmp_path / "site")
