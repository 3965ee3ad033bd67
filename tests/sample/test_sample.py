"""The invented county is a place: its land is tiled, its files are in the upstream formats, its oddities are where they were planted."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from collections import Counter
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from sitegen.errors import ConfigError
from sitegen.sample.county import BTP_NAME, FORCES, NEIGHBOURHOODS
from sitegen.sample.land import lonlat
from sitegen.sample.places import API_ONLY
from sitegen.sample.street_crime import HEADER, NOT_SUPPLIED
from sitegen.sample.streets import snap_points
from sitegen.sample.write import SampleReport, write_sample

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SampleReport]:
    folder = tmp_path_factory.mktemp("sample")
    return folder, write_sample(folder, seed=1)


@pytest.fixture(scope="module")
def shapes(sample: tuple[Path, SampleReport]) -> list[shapely.Geometry]:
    """The neighbourhoods as written, in their order: what a reader gets, not what the generator meant."""
    return [written_shape(sample[0], hood.force_id, hood.id) for hood in NEIGHBOURHOODS]


def written_shape(folder: Path, force_id: str, neighbourhood_id: str) -> shapely.Geometry:
    answer = folder / "policing" / force_id / neighbourhood_id / "boundary.json"
    if answer.exists():
        ring = [(float(corner["longitude"]), float(corner["latitude"])) for corner in json.loads(answer.read_text(encoding="utf-8"))]
        return shapely.MultiPolygon([shapely.Polygon(ring)])
    root = ET.fromstring((folder / "boundaries" / force_id / f"{neighbourhood_id}.kml").read_text(encoding="utf-8"))
    parts = []
    for polygon in root.iter(f"{KML}Polygon"):
        outer, holes = ([kml_ring(ring) for ring in polygon.findall(f"{KML}{side}BoundaryIs")] for side in ("outer", "inner"))
        parts.append(shapely.Polygon(outer[0], holes))
    return shapely.MultiPolygon(parts)


def kml_ring(side: ET.Element) -> list[tuple[float, float]]:
    corners = [corner.split(",") for corner in side.findtext(f".//{KML}coordinates", "").split()]
    assert {len(corner) for corner in corners} == {3}
    return [(float(corner[0]), float(corner[1])) for corner in corners]


def digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return whole.hexdigest()


def street_files(folder: Path) -> dict[str, bytes]:
    """Every street file by its name, release members included."""
    files = {str(path.relative_to(folder)): path.read_bytes() for path in folder.glob("archive/*/*.csv")}
    for path in sorted(folder.glob("archive/*.zip")):
        with zipfile.ZipFile(path) as archive:
            files.update({f"{path.name}!{name}": archive.read(name) for name in archive.namelist()})
    return files


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(sample: tuple[Path, SampleReport], tmp_path: Path) -> None:
    write_sample(tmp_path / "again", seed=1)
    write_sample(tmp_path / "other", seed=2)
    assert digest(tmp_path / "again") == digest(sample[0])
    assert digest(tmp_path / "other") != digest(sample[0])


def test_neighbourhoods_tile_the_land_without_overlap_or_gap(shapes: list[shapely.Geometry]) -> None:
    assert all(shapely.is_valid(shape) for shape in shapes)
    overlaps = {(a, b) for a, b in combinations(range(len(shapes)), 2) if shapely.intersection(shapes[a], shapes[b]).area > 1e-12}
    assert overlaps == set()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert [len(part.interiors) for part in shapely.get_parts(whole)] == [0] * shapely.get_num_geometries(whole)
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=1e-9)


def test_one_neighbourhood_has_islands_and_one_has_a_hole_that_is_another(shapes: list[shapely.Geometry]) -> None:
    by_id = {str(hood.id): shape for hood, shape in zip(NEIGHBOURHOODS, shapes, strict=True)}
    assert shapely.get_num_geometries(by_id["CPT WSM"]) >= 3
    holes = [hole for part in shapely.get_parts(by_id["Nl-6"]) for hole in part.interiors]
    assert len(holes) == 1
    assert shapely.Polygon(holes[0]).equals(by_id["HayX"])


def test_only_one_neighbourhood_has_islands_and_the_enclave_is_a_town(shapes: list[shapely.Geometry]) -> None:
    by_id = {str(hood.id): shape for hood, shape in zip(NEIGHBOURHOODS, shapes, strict=True)}
    assert [name for name, shape in by_id.items() if shapely.get_num_geometries(shape) > 1] == ["CPT WSM"]
    points = snap_points()
    assert shapely.contains_xy(by_id["HayX"], points.lon, points.lat).sum() > 30


def test_street_files_have_the_twelve_columns_and_one_value_for_each(sample: tuple[Path, SampleReport]) -> None:
    for name, data in street_files(sample[0]).items():
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert tuple(rows[0]) == HEADER, name
        assert {len(row) for row in rows} == {12}, name


def test_the_files_hold_the_oddities_of_life(sample: tuple[Path, SampleReport]) -> None:
    folder, _ = sample
    files = street_files(folder)
    text = {name: data.decode("utf-8-sig") for name, data in files.items()}
    rows = [row for body in text.values() for row in csv.DictReader(io.StringIO(body, newline=""))]
    assert any(data.startswith(b"\xef\xbb\xbf") for data in files.values())
    assert any(b"\r\n" in data for data in files.values())
    assert not [name for name in files if f"{NOT_SUPPLIED[1]}-{NOT_SUPPLIED[0]}" in name]
    assert [name for name, body in text.items() if len(body.splitlines()) == 1]
    assert {row["Crime ID"] for row in rows if row["Crime type"] == "Anti-social behaviour"} == {""}
    assert {row["Last outcome category"] for row in rows if row["Crime type"] == "Anti-social behaviour"} == {""}
    assert {row["Crime type"] for row in rows if row["Reported by"] == BTP_NAME} & {"Anti-social behaviour"} == set()
    assert max(Counter(row["Crime ID"] for row in rows if row["Crime ID"]).values()) > 1
    assert max(Counter(tuple(row.values()) for row in rows).values()) > 1
    assert [row for row in rows if row["Location"] == "On or near "]
    assert [row for row in rows if row["Location"] == "No Location" and not row["Longitude"] and not row["LSOA code"]]
    assert [row for row in rows if "ŵ" in row["Location"] or "ŷ" in row["Location"]]
    assert [row for row in rows if "," in row["LSOA name"]]


def test_every_planted_reason_is_reported(sample: tuple[Path, SampleReport]) -> None:
    assert {planted.reason for planted in sample[1].planted} == {
        "coordinate-not-a-number",
        "coordinates-swapped",
        "coordinate-outside-uk",
        "coordinate-incomplete",
        "category-empty",
        "category-unknown",
        "month-differs",
        "month-unreadable",
    }


def test_planted_rows_stand_in_the_month_the_report_names(sample: tuple[Path, SampleReport]) -> None:
    assert {(planted.force_id, planted.month) for planted in sample[1].planted} == {("loamshire", "2025-02")}
    body = (sample[0] / "archive/2025-02/2025-02-loamshire-street.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(body, newline="")))[-len(sample[1].planted) :]
    assert [row["Longitude"] for row in rows if row["Longitude"] in {"west", "120.500000"}] == ["west", "120.500000"]
    assert [row["Latitude"] for row in rows if row["Latitude"] in {"NaN", "1e999", ""}] == ["NaN", "1e999", ""]
    assert [row["Crime type"] for row in rows if row["Crime type"] in {"", "Cyber nuisance"}] == ["", "Cyber nuisance"]
    assert [row["Month"] for row in rows if row["Month"] != "2025-02"] == ["2025-01", "Feb 2025"]
    assert len([row for row in rows if row["Longitude"].startswith("52.")]) == 1


def test_rows_reported_are_rows_of_the_file_the_site_must_use(sample: tuple[Path, SampleReport]) -> None:
    for name, data in street_files(sample[0]).items():
        found = re.search(r"(\d{4}-\d\d)-([a-z-]+)-street.csv$", name)
        assert found is not None
        month, force_id = found.groups()
        superseded = name.startswith("2025-05.zip!") and force_id == "loamshire"
        rows = len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))) - 1
        assert (rows == sample[1].rows[force_id, month]) is not superseded, name


def test_rows_far_from_home_lie_in_open_sea_within_the_uk_box(sample: tuple[Path, SampleReport], shapes: list[shapely.Geometry]) -> None:
    with zipfile.ZipFile(sample[0] / "archive/2025-06.zip") as archive:
        body = archive.read("2025-06/2025-06-loamshire-street.csv").decode()
    county = shapely.union_all(shapes).envelope
    placed = [row for row in csv.DictReader(io.StringIO(body, newline="")) if row["Longitude"]]
    far = {(row["Longitude"], row["Latitude"]) for row in placed if not shapely.contains_xy(county, float(row["Longitude"]), float(row["Latitude"]))}
    # North of Norfolk by some 80 km.
    assert far == {("1.459513", "53.733956")}


def test_each_force_has_some_crime_in_the_area_of_the_other(sample: tuple[Path, SampleReport], shapes: list[shapely.Geometry]) -> None:
    areas = {
        force_id: shapely.union_all([shape for hood, shape in zip(NEIGHBOURHOODS, shapes, strict=True) if hood.force_id == force_id])
        for force_id in ("loamshire", "dyffryn-aeddan")
    }
    for force_id, other in (("loamshire", "dyffryn-aeddan"), ("dyffryn-aeddan", "loamshire")):
        body = (sample[0] / f"archive/2025-04/2025-04-{force_id}-street.csv").read_text(encoding="utf-8")
        placed = [row for row in csv.DictReader(io.StringIO(body, newline="")) if row["Longitude"]]
        away = sum(shapely.contains_xy(areas[other], float(row["Longitude"]), float(row["Latitude"])) for row in placed)
        assert 0 < away < 0.05 * len(placed)


def test_releases_overlap_and_only_the_older_has_one_month(sample: tuple[Path, SampleReport]) -> None:
    members = {}
    for name in ("2025-05", "2025-06"):
        with zipfile.ZipFile(sample[0] / "archive" / f"{name}.zip") as archive:
            members[name] = {entry: archive.read(entry) for entry in archive.namelist()}
    both = set(members["2025-05"]) & set(members["2025-06"])
    assert both
    assert all(members["2025-05"][name] != members["2025-06"][name] for name in both)
    assert set(members["2025-05"]) - set(members["2025-06"])


def test_api_answers_are_json_with_the_quirks_of_life(sample: tuple[Path, SampleReport]) -> None:
    answers = {path.relative_to(sample[0]): json.loads(path.read_text(encoding="utf-8")) for path in sample[0].glob("policing/**/*.json")}
    text = json.dumps(list(answers.values()))
    assert "&amp;amp;" in text
    assert "<script" in text
    assert "javascript:" in text
    assert [body for path, body in answers.items() if path.name == "people.json" and body == []]
    assert len(json.loads((sample[0] / "policing" / "forces.json").read_text())) == len(FORCES)


def test_every_listed_neighbourhood_but_one_has_a_boundary(sample: tuple[Path, SampleReport]) -> None:
    listed = {(path.parent.name, entry["id"]) for path in sample[0].glob("policing/*/neighbourhoods.json") for entry in json.loads(path.read_text())}
    shaped = {(path.parent.name, path.stem) for path in sample[0].glob("boundaries/*/*.kml")}
    shaped |= {(path.parent.parent.name, path.parent.name) for path in sample[0].glob("policing/*/*/boundary.json")}
    assert ("dyffryn-aeddan", API_ONLY) in shaped
    assert listed - shaped == {("loamshire", "NB99")}
    for path in sample[0].glob("boundaries/*/*.kml"):
        assert ET.fromstring(path.read_text(encoding="utf-8")).find(f".//{KML}outerBoundaryIs") is not None


def test_postcodes_lie_on_the_land_and_one_on_a_line(sample: tuple[Path, SampleReport], shapes: list[shapely.Geometry]) -> None:
    rows = [row for path in sample[0].glob("postcodes/Data/CSV/*.csv") for row in csv.reader(path.open(encoding="utf-8"))]
    placed = [row for row in rows if row[2] != "0"]
    assert 450 <= len(placed) <= 550
    assert {len(row[0]) for row in rows} == {7}
    assert all(path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") for path in sample[0].glob("postcodes/Data/CSV/*.csv"))
    assert [row for row in rows if row[1:4] == ["90", "0", "0"]]
    lon, lat = lonlat(np.array([int(row[2]) for row in placed]), np.array([int(row[3]) for row in placed]))
    lon, lat = np.round(lon, 8), np.round(lat, 8)  # Positions of postcodes are read to 8 decimals.
    hits = [{i for i, shape in enumerate(shapes) if shapely.intersects_xy(shape, x, y)} for x, y in zip(lon, lat, strict=True)]
    assert sum(len(found) >= 1 for found in hits) >= 0.98 * len(hits)
    on_line = [row[0].replace(" ", "") for row, found in zip(placed, hits, strict=True) if len(found) == 2]
    assert on_line == [sample[1].straddling_postcode.replace(" ", "")]


def test_a_folder_with_other_things_in_it_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(ConfigError, match="not a sample"):
        write_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
