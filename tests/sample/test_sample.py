"""The invented county is a place: its land is tiled, its files are in the upstream formats, its oddities are where they were planted."""

from __future__ import annotations

import csv
import hashlib
import json
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import shapely

from sitegen.errors import ConfigError
from sitegen.sample.boundaries import API_ONLY
from sitegen.sample.county_land import neighbourhoods
from sitegen.sample.land import lonlat
from sitegen.sample.world import make_world
from sitegen.sample.write import SampleReport, write_sample

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def sample(sample_data: Path, sample_report: SampleReport) -> tuple[Path, SampleReport]:
    return sample_data, sample_report


@pytest.fixture(scope="module")
def shapes(sample: tuple[Path, SampleReport]) -> list[shapely.Geometry]:
    """The neighbourhoods as written, in their order: what a reader gets, not what the generator meant."""
    return [written_shape(sample[0], hood.force_id, hood.id) for hood in neighbourhoods()]


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


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(sample: tuple[Path, SampleReport], tmp_path: Path) -> None:
    write_sample(tmp_path / "again", seed=1, months=13)
    write_sample(tmp_path / "other", seed=2, months=13)
    assert digest(tmp_path / "again") == digest(sample[0])
    assert digest(tmp_path / "other") != digest(sample[0])
    for land in ("basemap", "boundaries", "places", "population", "postcodes"):
        assert digest(tmp_path / "other" / land) == digest(sample[0] / land), land


def test_neighbourhoods_tile_the_land_without_overlap_or_gap(shapes: list[shapely.Geometry]) -> None:
    assert all(shapely.is_valid(shape) for shape in shapes)
    overlaps = {(a, b) for a, b in combinations(range(len(shapes)), 2) if shapely.intersection(shapes[a], shapes[b]).area > 1e-12}
    assert overlaps == set()
    assert shapely.coverage_is_valid(shapes)
    whole = shapely.union_all(shapes)
    assert [len(part.interiors) for part in shapely.get_parts(whole)] == [0] * shapely.get_num_geometries(whole)
    assert sum(shape.area for shape in shapes) == pytest.approx(whole.area, rel=1e-9)


def test_one_neighbourhood_has_islands_and_one_has_a_hole_that_is_another(shapes: list[shapely.Geometry]) -> None:
    by_id = {str(hood.id): shape for hood, shape in zip(neighbourhoods(), shapes, strict=True)}
    assert shapely.get_num_geometries(by_id["CPT WSM"]) >= 3
    holes = [hole for part in shapely.get_parts(by_id["Nl-6"]) for hole in part.interiors]
    assert len(holes) == 1
    assert shapely.Polygon(holes[0]).equals(by_id["HayX"])


def test_only_one_neighbourhood_has_islands_and_the_enclave_is_a_town(shapes: list[shapely.Geometry]) -> None:
    by_id = {str(hood.id): shape for hood, shape in zip(neighbourhoods(), shapes, strict=True)}
    assert [name for name, shape in by_id.items() if shapely.get_num_geometries(shape) > 1] == ["CPT WSM"]
    points = make_world("county").points
    assert shapely.contains_xy(by_id["HayX"], points.lon, points.lat).sum() > 30


def test_every_listed_neighbourhood_but_one_has_a_boundary(sample: tuple[Path, SampleReport]) -> None:
    listed = {(path.parent.name, entry["id"]) for path in sample[0].glob("policing/*/neighbourhoods.json") for entry in json.loads(path.read_text())}
    shaped = {(path.parent.name, path.stem) for path in sample[0].glob("boundaries/*/*.kml")}
    shaped |= {(path.parent.parent.name, path.parent.name) for path in sample[0].glob("policing/*/*/boundary.json")}
    assert ("dyffryn-aeddan", API_ONLY) in shaped
    assert listed - shaped == {("loamshire", "NB99")}
    for path in sample[0].glob("boundaries/*/*.kml"):
        assert ET.fromstring(path.read_text(encoding="utf-8")).find(f".//{KML}outerBoundaryIs") is not None


def code_point(folder: Path) -> list[list[str]]:
    return [row for path in folder.glob("postcodes/Data/CSV/*.csv") for row in csv.reader(path.open(encoding="utf-8"))]


def directory(folder: Path) -> list[dict[str, str]]:
    return [row for path in folder.glob("postcodes/*/Data/multi_csv/*.csv") for row in csv.DictReader(path.open(encoding="utf-8"))]


def test_postcodes_lie_on_the_land_and_one_on_a_line(sample: tuple[Path, SampleReport], shapes: list[shapely.Geometry]) -> None:
    rows = code_point(sample[0])
    placed = [row for row in rows if row[2] != "0"]
    assert 4000 <= len(placed) <= 5000
    assert {len(row[0]) for row in rows} == {7}
    assert len({row[0] for row in rows}) == len(rows)
    assert all(path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n") for path in sample[0].glob("postcodes/Data/CSV/*.csv"))
    assert [row for row in rows if row[1:4] == ["90", "0", "0"]]
    lon, lat = lonlat(np.array([int(row[2]) for row in placed]), np.array([int(row[3]) for row in placed]))
    # Positions of postcodes are read to 8 decimals.
    found, _ = shapely.STRtree(shapes).query(shapely.points(np.round(lon, 8), np.round(lat, 8)), predicate="intersects")
    hits = np.bincount(found, minlength=len(placed))
    assert (hits >= 1).mean() >= 0.98
    on_line = [placed[number][0].replace(" ", "") for number in np.flatnonzero(hits == 2)]
    assert on_line == [sample[1].straddling_postcode.replace(" ", "")]


def test_the_directory_has_terminated_postcodes_and_some_without_a_position(sample: tuple[Path, SampleReport]) -> None:
    rows = directory(sample[0])
    assert 1300 <= len(rows) <= 2000
    assert len({row["pcds"] for row in rows}) == len(rows)
    assert {len(row["pcd"]) for row in rows} == {7}
    assert len([row for row in rows if row["doterm"]]) > 40
    assert {row["long"] for row in rows if row["lat"] == "99.999999"} == {"0.000000"}
    assert {row["pcds"][:2] for row in rows} == {"AE"}


def test_every_lsoa_of_a_crime_or_postcode_has_residents(sample: tuple[Path, SampleReport]) -> None:
    (path,) = sample[0].glob("population/*.csv")
    people = {row["LSOA 2021 Code"]: int(row["Total"]) for row in csv.DictReader(path.open(encoding="utf-8"))}
    assert {code[:5] for code in people} == {"E0109", "W0109"}
    assert set(make_world("county").points.lsoa_code) == set(people)
    assert {row["lsoa21"] for row in directory(sample[0]) if row["lsoa21"]} <= set(people)
    assert 1000 < sum(people.values()) / len(people) < 2000


def test_place_names_lie_on_the_land(sample: tuple[Path, SampleReport], shapes: list[shapely.Geometry]) -> None:
    index = list(csv.DictReader((sample[0] / "places" / "index-of-place-names.csv").open(encoding="utf-8")))
    assert {"Market Loam", "Pont-y-Dŵr", "Cold Thorn", "Larkhill"} <= {row["LOCd"] for row in index}
    near = shapely.union_all(shapes).buffer(0.002)
    assert [row["LOCd"] for row in index if not shapely.contains_xy(near, float(row["x_lon"]), float(row["y_lat"]))] == []
    names = list(csv.reader((sample[0] / "places" / "opname_csv" / "Data" / "SN07.csv").open(encoding="utf-8")))
    assert {len(row) for row in names} == {34}
    assert {"Town", "Village", "Hamlet", "Suburban Area"} <= {row[7] for row in names}
    assert [row[4] for row in names if row[2] == "Aberaeddan"] == ["Aeddanmouth"]


def test_a_folder_with_other_things_in_it_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(ConfigError, match="not a sample"):
        write_sample(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_sample_written_over_another_leaves_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "invented.json").write_text("{}")
    (tmp_path / "boundaries" / "elsewhere").mkdir(parents=True)
    (tmp_path / "boundaries" / "elsewhere" / "E1.kml").write_text("")
    write_sample(tmp_path, months=1)
    assert not (tmp_path / "boundaries" / "elsewhere").exists()


@pytest.mark.parametrize("months", [0, -3])
def test_a_sample_without_a_month_is_refused(tmp_path: Path, months: int) -> None:
    with pytest.raises(ConfigError, match="at least one"):
        write_sample(tmp_path / "new", months=months)
