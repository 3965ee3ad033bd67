"""However a file is damaged, its reader gives its table: what cannot be read is set aside, and nothing else is raised."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import shapely
from hypothesis import HealthCheck, given, settings

from sitegen.raw import RawFile
from sitegen.sources.basemap import read_basemap
from sitegen.sources.places import read_places
from sitegen.sources.population import read_population
from sitegen.sources.postcodes import read_postcodes
from sitegen.sources.stop_search import read_stops
from sitegen.tables.schemas import SCHEMAS
from tests.damage import Change, damaged, damages
from tests.sources import test_crimes as crimes
from tests.sources import test_outcomes as outcomes
from tests.sources import test_stop_search as stops
from tests.sources import tile_files as tiles
from tests.sources.basemap_files import BOW_TIE, POND, SPOT, STREET, Layers, geojson, geopackage

SOME = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def some_features() -> dict[str, bytes]:
    """A small file of each kind of basemap that is read whole."""
    layers: Layers = {
        "gis_osm_roads_free": ("osm_id code fclass name", [("1", 5111, "motorway", "M1", STREET), ("2", 5141, "service", None, STREET)]),
        "water": ("kind name", [("lake", "Pond", POND), ("lake", None, shapely.MultiPolygon([POND, BOW_TIE]))]),
    }
    features = [({"layer": "road", "kind": "minor"}, STREET), ({"layer": "water"}, BOW_TIE), ({"layer": "place", "name": "Usk"}, SPOT)]
    return {"map.gpkg": geopackage(layers).data, "map.geojson": geojson(*features).data}


def some_tiles(folder: Path) -> dict[str, bytes]:
    """A small file of each kind of tiles."""
    made = {(tiles.COLUMN, tiles.ROW): tiles.OPENMAPTILES, (tiles.COLUMN + 1, tiles.ROW): tiles.OPENMAPTILES}
    written = {"map.mbtiles": tiles.mbtiles(folder, made, json='{"vector_layers": []}'), "map.pmtiles": tiles.pmtiles(folder, made)}
    return {name: file.path.read_bytes() for name, file in written.items() if file.path}


FEATURES = some_features()
AROUND = tiles.around((tiles.COLUMN, tiles.ROW))


def drawn(name: str, data: bytes, folder: Path | None = None) -> pl.DataFrame:
    path = None if folder is None else folder / f"damaged.{name}"
    if path is not None:
        path.write_bytes(data)
    file = RawFile(f"basemap/{name}", b"" if path else data, path)
    table = read_basemap(basemap_files=(file,), boundaries=AROUND if path else None)
    assert dict(table.schema) == SCHEMAS["basemap"].types
    assert not table.is_empty()
    assert (table["problem"].is_null() == table["geometry"].is_not_null()).all()
    return table


@pytest.mark.parametrize("name", FEATURES)
@SOME
@given(damages())
def test_a_damaged_file_of_features(name: str, changes: list[Change]) -> None:
    drawn(name, damaged(FEATURES[name], changes))


@pytest.mark.parametrize("name", ["map.mbtiles", "map.pmtiles"])
@SOME
@given(damages())
def test_a_damaged_file_of_tiles(tmp_path: Path, name: str, changes: list[Change]) -> None:
    whole = tmp_path / "whole"
    if not whole.is_dir():
        whole.mkdir()
        some_tiles(whole)
    drawn(name, damaged((whole / name).read_bytes(), changes), tmp_path)


@SOME
@given(damages())
def test_a_damaged_tile(tmp_path: Path, changes: list[Change]) -> None:
    tile = damaged(gzip.decompress(tiles.packed(tiles.OLD_PROTOMAPS)), changes)
    (tmp_path / "map.mbtiles").unlink(missing_ok=True)
    file = tiles.with_tile(tiles.mbtiles(tmp_path, {}), tile)
    table = read_basemap(basemap_files=(file,), boundaries=tiles.around((tiles.COLUMN + 1, tiles.ROW)))
    assert dict(table.schema) == SCHEMAS["basemap"].types


def test_files_cut_off_anywhere(tmp_path: Path) -> None:
    for name, data in FEATURES.items():
        for end in range(0, len(data), max(1, len(data) // 60)):
            drawn(name, data[:end])
    for name, data in some_tiles(tmp_path).items():
        for end in range(0, len(data), max(1, len(data) // 60)):
            drawn(name, data[:end], tmp_path)


def lines(*parts: bytes | str) -> bytes:
    return b"".join((part if isinstance(part, bytes) else part.encode()) + b"\n" for part in parts)


def read_damaged_stops(data: bytes) -> pl.DataFrame:
    return read_stops(force_id="loamshire", month="2024-08", stop_search_files=(RawFile(stops.NAME, data),), stop_words=stops.WORDS)


def read_damaged_postcodes(data: bytes) -> pl.DataFrame:
    return read_postcodes(area="np", postcode_files=(RawFile("x.csv", data),))


def read_damaged_places(data: bytes) -> pl.DataFrame:
    return read_places(place_files=(RawFile("x.csv", data),))


def read_damaged_people(data: bytes) -> pl.DataFrame:
    return read_population(population_files=(RawFile("x.csv", data), RawFile("list.csv", b"id,description\nP01001,All Persons\n")))


TABLES: dict[str, tuple[str, Callable[[bytes], pl.DataFrame], bytes]] = {
    "street crime": ("crimes", crimes.read, lines(crimes.HEADER, crimes.GOOD, crimes.line(lon="", lat=""), crimes.line(place='"a ""b"", c"'))),
    "street crime of 2011": (
        "crimes",
        crimes.read,
        lines(crimes.GRID_HEADER, "2025-06,Loamshire Police,Loamshire Police,459327,304196,On or near High Street,Burglary,"),
    ),
    "outcomes": ("outcomes", outcomes.read, lines(outcomes.HEADER, outcomes.line(), outcomes.line())),
    "stops": ("stops", read_damaged_stops, lines(stops.HEADER, stops.GOOD, stops.GOOD)),
    "Code-Point": (
        "postcodes",
        read_damaged_postcodes,
        lines('"NP100AA",10,327201,188959,"","","","","",""', '"NP100AB",10,327201,188960,"","","","","",""'),
    ),
    "a directory": (
        "postcodes",
        read_damaged_postcodes,
        lines("pcds,doterm,lat,long,lsoa21,osward", "NP10 0AA,,51.5,-3.0,W01000001,W05000001", "NP10 0AB,202401,51.5,-3.0,W01000001,W05000001"),
    ),
    "the Index of Place Names": (
        "places",
        read_damaged_places,
        lines("place15nm,descnm,lat,long", "Usk,LOC,51.7,-2.9", '"Hammer, Abinger",LOC,51.2,-0.4'),
    ),
    "Open Names": ("places", read_damaged_places, lines("id,uri,Usk,eng,Brynbuga,cym,populatedPlace,Town,337000,200000" + "," * 24)),
    "people": ("population", read_damaged_people, lines("code,name,year,all persons", 'E01000001,A,2022,"1,234"', "E01000002,B,2022,55")),
    "a long table of people": ("population", read_damaged_people, lines("period,zone_id,var_id,value", "2011,W06000022,P01001,145736")),
}


@pytest.mark.parametrize("name", TABLES)
@SOME
@given(damages())
def test_a_damaged_table(name: str, changes: list[Change]) -> None:
    table, read, data = TABLES[name]
    assert dict(read(damaged(data, changes)).schema) == SCHEMAS[table].types


@pytest.mark.parametrize("name", TABLES)
def test_a_table_cut_off_anywhere(name: str) -> None:
    table, read, data = TABLES[name]
    for end in range(0, len(data), max(1, len(data) // 40)):
        assert dict(read(data[:end]).schema) == SCHEMAS[table].types
