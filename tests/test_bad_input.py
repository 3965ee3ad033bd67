"""Bad input gets one clear line, and the old site stays whole."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line import Done, run
from tests.settings import SETTINGS_FILE

pytestmark = pytest.mark.site

HEADER = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n"
ROW = ",2025-06,Loamshire Constabulary,Loamshire Constabulary,{lon},{lat},On or near Mill Lane,E01000001,Loam 001A,{kind},,\n"


def street(lon: str = "-1.5", lat: str = "52.5", kind: str = "Burglary", rows: int = 40) -> str:
    return HEADER + ROW.format(lon=lon, lat=lat, kind=kind) * rows


def write(data: Path, text: str | bytes, name: str = "archive/2025-06/2025-06-loamshire-street.csv") -> None:
    path = data / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)


def build(data: Path, output: Path) -> Done:
    return run(
        data.parent, "build", "--data", data, "--output", output, "--cache", output.with_name("cache"), "--workers", "1", "--config", SETTINGS_FILE
    )


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small data folder, the site built from it, and the cache of that build."""
    folder = tmp_path_factory.mktemp("bad")
    write(folder / "data", street())
    done = build(folder / "data", folder / "output")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def data(good: Path, tmp_path: Path) -> Path:
    """A copy of the data, to be spoiled; what is made of it finds the cache of the good build beside it."""
    shutil.copytree(good / "cache", tmp_path / "cache")
    return shutil.copytree(good / "data", tmp_path / "data")


def truncated_zip(data: Path) -> None:
    path = data / "archive" / "2025-07.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2025-07/2025-07-loamshire-street.csv", street())
    path.write_bytes(path.read_bytes()[:-40])


def bomb_zip(data: Path) -> None:
    with zipfile.ZipFile(data / "archive" / "2025-07.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("2025-07/2025-07-loamshire-street.csv", b"0" * 200_000_000)


def climbing_zip(data: Path) -> None:
    with zipfile.ZipFile(data / "archive" / "2025-07.zip", "w") as archive:
        archive.writestr("../../2025-07-loamshire-street.csv", street())


def kml(body: str) -> Callable[[Path], None]:
    return lambda data: write(data, body, "boundaries/loamshire/L1.kml")


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (street(lon="52.5", lat="-1.5"), "coordinates-swapped"),
        (street(lon="nan"), "coordinate-not-a-number"),
        (street(lat="inf"), "coordinate-not-a-number"),
        (street(lon="140.1"), "coordinate-outside-uk"),
    ],
)
def test_a_file_of_bad_rows_is_named_with_its_reason_and_the_old_site_stays(good: Path, data: Path, bad: str, reason: str) -> None:
    before = (good / "output" / "manifest.json").read_bytes()
    write(data, bad)
    done = build(data, good / "output")
    assert done.returncode == 1, done.stdout + done.stderr
    lines = done.stderr.splitlines()
    assert f"note: archive/2025-06/2025-06-loamshire-street.csv: nothing in it could be used ({reason})" in lines
    assert [line for line in lines if line.startswith("loss: ")], done.stderr
    assert len([line for line in lines if line.startswith("error: ")]) == 1
    assert "Traceback" not in done.stderr
    assert (good / "output" / "manifest.json").read_bytes() == before


@pytest.mark.parametrize(
    "spoil",
    [
        kml("<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;'>]><kml>&y;</kml>"),
        kml("<kml>" + "<a>" * 200_000),
        kml("<kml><Document><Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>nan,nan 1,1</coordinates>"),
    ],
)
def test_a_bad_boundary_is_set_aside_by_name_and_the_site_is_built(data: Path, tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    spoil(data)
    done = build(data, tmp_path / "output")
    assert done.returncode == 0, done.stderr
    quality = (tmp_path / "output" / "data" / "quality.csv").read_text()
    assert [line for line in quality.splitlines() if "boundaries/loamshire/L1.kml" in line and "set-aside" in line]


def test_bad_zip_files_cost_themselves_and_are_named(data: Path, tmp_path: Path) -> None:
    for month, spoil in (("2025-08", truncated_zip), ("2025-09", bomb_zip), ("2025-10", climbing_zip)):
        spoil(data)
        (data / "archive/2025-07.zip").rename(data / f"archive/{month}.zip")
    done = build(data, tmp_path / "output")
    assert done.returncode == 0, done.stderr
    for month in ("2025-08", "2025-09", "2025-10"):
        assert f"note: archive/{month}.zip: " in done.stderr


def test_an_unknown_category_is_kept_under_its_own_name(data: Path, tmp_path: Path) -> None:
    write(data, street() + ROW.format(lon="-1.5", lat="52.5", kind="Cyber nuisance"))
    done = build(data, tmp_path / "output")
    assert done.returncode == 0, done.stderr
    quality = (tmp_path / "output" / "data" / "quality.csv").read_text()
    assert [line for line in quality.splitlines() if "category-unknown" in line]
    tilejson = json.loads((tmp_path / "output" / "tiles" / "crime" / "2025-06.json").read_text())
    assert "cyber-nuisance" in json.dumps(tilejson["vector_layers"])


@pytest.mark.parametrize("name", ["archive/2025-06/2025-06-..%2f..%2fetc-street.csv", "boundaries/loamshire/..kml", "policing/loamshire/CON.json"])
def test_names_that_play_tricks_lead_nowhere(data: Path, tmp_path: Path, name: str) -> None:
    write(data, "{}", name)
    done = build(data, tmp_path / "output")
    assert "Traceback" not in done.stderr
    assert not [path for path in tmp_path.rglob("*") if path.name in {"etc", "CON.json", "con"} and data not in path.parents]


def test_an_empty_data_folder_says_what_was_looked_for(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    done = build(tmp_path / "data", tmp_path / "output")
    assert done.returncode == 1
    assert "archive" in done.stderr
    assert not (tmp_path / "output").exists()
