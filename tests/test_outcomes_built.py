"""Outcomes from files to the site: months later, within one force only, and gone when their row is."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sitegen.build import Options, build_site
from sitegen.terms import parse_snap_point_id
from tests.settings import SETTINGS

pytestmark = pytest.mark.site

ID = "00ff" * 16
STREET = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"
OUTCOMES = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n"
WESTERN, EASTERN = "-1.500000,52.500000", "-1.490000,52.500000"


def write(data: Path, name: str, text: str) -> None:
    path = data / "archive" / name[:7] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def crime(month: str, place: str, crime_id: str = ID) -> str:
    return f"{crime_id},{month},A Police,A Police,{place},On or near Mill Lane,,,Burglary,Under investigation,\n"


def outcome(month: str, result: str, crime_id: str = ID) -> str:
    return f"{crime_id},{month},A Police,A Police,{WESTERN},On or near Mill Lane,,,{result}\n"


def ends(folder: Path, month: str) -> dict[int, dict[str, int]]:
    """The crimes of a month by outcome, at each point from west to east."""
    points: dict[int, dict[str, int]] = {}
    for path in (folder / "site" / "outcomes" / month).rglob("*.json"):
        shard = json.loads(path.read_bytes())
        for name, counts in shard["points"].items():
            points[parse_snap_point_id(name)[0]] = {shard["outcomes"][at][0]: n for at, n in zip(counts[::2], counts[1::2], strict=True)}
    return dict(sorted(points.items()))


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((folder / "site" / "data" / name).read_text(encoding="utf-8"))))


def build(folder: Path) -> None:
    build_site(Options(folder / "data", folder / "cache"), SETTINGS, folder / "site")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two forces with one id between them; the western one's crime is charged a month later, and an older one's is closed."""
    folder = tmp_path_factory.mktemp("outcomes")
    data = folder / "data"
    for month in ("2025-05", "2025-06"):
        write(data, f"{month}-loamshire-street.csv", STREET + crime(month, WESTERN, ID if month == "2025-05" else "") * 2)
        write(data, f"{month}-wealdmoor-street.csv", STREET + crime(month, EASTERN, ID if month == "2025-05" else ""))
    write(data, "2025-05-loamshire-outcomes.csv", OUTCOMES)
    write(
        data, "2025-06-loamshire-outcomes.csv", OUTCOMES + outcome("2025-06", "Suspect charged") + outcome("2025-06", "Local resolution", "ab" * 32)
    )
    build(folder)
    return folder


def test_an_outcome_reaches_every_crime_of_its_id_in_its_own_force_only(folder: Path) -> None:
    assert list(ends(folder, "2025-05").values()) == [{"charged": 2}, {"under-investigation": 1}]
    assert list(ends(folder, "2025-06").values()) == [{"under-investigation": 2}, {"under-investigation": 1}]


def test_a_file_with_a_header_alone_supplies_no_outcomes(folder: Path) -> None:
    states = {(row["force_id"], row["month"]): (row["state"], row["reason"]) for row in table(folder, "coverage.csv") if row["dataset"] == "outcomes"}
    assert states == {
        ("loamshire", "2025-05"): ("not_supplied", "file-without-rows"),
        ("loamshire", "2025-06"): ("supplied", ""),
        ("wealdmoor", "2025-05"): ("not_supplied", ""),
        ("wealdmoor", "2025-06"): ("not_supplied", ""),
    }


def test_every_row_of_the_outcome_files_is_accounted_for(folder: Path) -> None:
    rows = [(row["file"][-31:], row["kind"], row["reason"], row["rows"]) for row in table(folder, "quality.csv") if row["dataset"] == "outcomes"]
    assert rows == [
        ("/2025-05-loamshire-outcomes.csv", "counted", "counted", "0"),
        ("/2025-06-loamshire-outcomes.csv", "counted", "counted", "2"),
        ("/2025-06-loamshire-outcomes.csv", "noted", "orphan", "1"),
    ]


def test_a_crime_id_is_nowhere_in_the_site(folder: Path) -> None:
    assert not [path for path in (folder / "site").rglob("*") if path.is_file() and ID[:16].encode() in path.read_bytes()]


def test_when_its_row_is_gone_an_outcome_is_gone(folder: Path) -> None:
    write(folder / "data", "2025-06-loamshire-outcomes.csv", OUTCOMES + outcome("2025-06", "Local resolution", "ab" * 32))
    build(folder)
    assert list(ends(folder, "2025-05").values()) == [{"under-investigation": 2}, {"under-investigation": 1}]
