"""A file that cannot be read costs itself: the site is built, the operator told, the file counted, and its month not supplied."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest

from sitegen.build import Options, build_site
from tests.settings import SETTINGS
from tests.small_world import FORCES, put, put_world, street_file
from tests.sources.basemap_files import STREET, geopackage

pytestmark = pytest.mark.site

SPOILT = "archive/2025-05/2025-05-loamshire-street.csv"
RENAMED = "archive/2025-05/2025-05-loamshire-outcomes.csv"
MONTHS = ("2025-04", "2025-05")


@dataclass(frozen=True)
class Built:
    """A built site and what its operator was told."""

    output: Path
    said: list[str]

    def rows(self, name: str) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO((self.output / "data" / name).read_text())))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """A small world in which files of several folders are broken."""
    folder = tmp_path_factory.mktemp("aside")
    put_world(folder / "data", MONTHS)
    put(
        folder / "data",
        {
            SPOILT: b"\x89PNG\r\n\x1a\n" + bytes(200),
            RENAMED: street_file(FORCES[0], "2025-05"),
            "postcodes/np.csv": b"\0" * 100,
            "places/names.csv": b"a,b,c\n1,2,3\n",
            "population/people.csv": b"code,females\nE01000001,3\n",
            "basemap/broken.gpkg": b"",
            "basemap/elsewhere.gpkg": geopackage({"roads": ("kind", [("minor", STREET)])}).data,
            "basemap/tiles.pmtiles": b"PMTiles\3" + bytes(200),
        },
    )
    said: list[str] = []
    build_site(Options(folder / "data", folder / "cache"), SETTINGS, folder / "output", say=said.append)
    return Built(folder / "output", said)


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        (SPOILT, "column-missing"),
        (RENAMED, "another-kind-of-file"),
        ("postcodes/np.csv", "file-not-text"),
        ("places/names.csv", "another-kind-of-file"),
        ("population/people.csv", "column-missing"),
        ("basemap/broken.gpkg", "file-unreadable"),
        ("basemap/tiles.pmtiles", "file-unreadable"),
        ("basemap/elsewhere.gpkg", "nothing-here"),
    ],
)
def test_each_is_told_and_counted(built: Built, file: str, reason: str) -> None:
    assert [line for line in built.said if line.startswith(f"note: {file}: ")]
    assert [(row["kind"], row["reason"], row["rows"]) for row in built.rows("quality.csv") if row["file"] == file] == [("set-aside", reason, "1")]


def test_only_the_month_of_its_force_is_not_supplied(built: Built) -> None:
    states = {(row["force_id"], row["month"]): row["state"] for row in built.rows("coverage.csv") if row["dataset"] == "crime"}
    assert states == {
        ("loamshire", "2025-04"): "supplied",
        ("loamshire", "2025-05"): "not_supplied",
        ("wealdmoor", "2025-04"): "supplied",
        ("wealdmoor", "2025-05"): "supplied",
    }
    reasons = {row["dataset"]: row["reason"] for row in built.rows("coverage.csv") if (row["force_id"], row["month"]) == ("loamshire", "2025-05")}
    assert {dataset: reasons[dataset] for dataset in ("crime", "asb", "outcomes")} == dict.fromkeys(("crime", "asb", "outcomes"), "file-unreadable")
