"""Boundaries of neighbourhoods and force areas, as valid geometry."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.json_files import entries, member, read_list, read_object
from sitegen.sources.kml import Ring, UnusableError, read_kml, read_ring
from sitegen.sources.markup import plain_text
from sitegen.sources.vocabulary import force_names
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import force_name_key

_NAME_MOST = 120


def read_boundaries(*, force_id: str, boundary_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each boundary file of a force, sorted by neighbourhood; a file set aside has no geometry.

    Files are KML (`.../<id>.kml`) or the API's answers (`.../<id>/boundary.json`); of two files for one neighbourhood
    KML wins, then the first name. Reasons: those of `read_kml` and `read_ring`, `json-unreadable`, `no-polygon`, `no-area`,
    `another-file-used`; the note `repaired` marks a geometry that crossed itself.
    """
    rows: list[tuple[str | bytes | int | None, ...]] = []
    used: set[str] = set()
    for file in sorted(boundary_files, key=lambda file: (not _is_kml(file), file.name)):
        neighbourhood_id, source = _neighbourhood_id(file), "kml" if _is_kml(file) else "api"
        name, geometry, repaired, problem = None, None, False, None
        try:
            if neighbourhood_id in used:
                raise UnusableError("another-file-used")
            name, polygons = _read_kml(file, neighbourhood_id) if source == "kml" else (None, [(_read_api_ring(file), ())])
            geometry, repaired = _area(polygons)
            used.add(neighbourhood_id)
        except UnusableError as error:
            problem = str(error)
        wkb = None if geometry is None else shapely.to_wkb(geometry, byte_order=1)
        note = "repaired" if repaired else None
        rows.append((force_id, neighbourhood_id, name, wkb, source, file.name, 1 if problem or note else None, problem, note))
    return pl.DataFrame(rows, schema=SCHEMAS["boundaries"].types, orient="row").sort("force_id", "neighbourhood_id", "file")


def read_force_areas(
    *, force_area_files: tuple[RawFile, ...], force_vocabulary: tuple[RawFile, ...], boundaries: pl.DataFrame, force_ids: list[str]
) -> pl.DataFrame:
    """The area of each force that has one, sorted by force: from a GeoJSON file, else the union of its neighbourhoods.

    A feature belongs to the force whose ONS code, or else whose name, stands in one of its properties. Forces with
    neither file nor boundaries have no row. Raises InputError naming the file when it is no GeoJSON in degrees.
    """
    names = [force for force in force_names(force_vocabulary) if force.area_code]
    codes = {force.area_code: str(force.force_id) for force in names}
    keys = {force_name_key(force.name): str(force.force_id) for force in names}
    areas: dict[str, tuple[BaseGeometry, str]] = {}
    for file in sorted(force_area_files, key=lambda file: file.name):
        for force_id, geometry in sorted(_features(file, codes, keys).items()):
            areas.setdefault(force_id, (geometry, "file"))
    for (force_id,), rows in (
        boundaries.filter(pl.col("geometry").is_not_null()).sort("force_id", "neighbourhood_id").group_by("force_id", maintain_order=True)
    ):
        geometry = _only_areas(shapely.union_all(shapely.from_wkb(rows["geometry"].to_list())))
        areas.setdefault(str(force_id), (geometry, "union"))
    rows_out = [(force_id, shapely.to_wkb(areas[force_id][0], byte_order=1), areas[force_id][1]) for force_id in sorted(set(force_ids) & set(areas))]
    return pl.DataFrame(rows_out, schema=SCHEMAS["force_areas"].types, orient="row")


def _is_kml(file: RawFile) -> bool:
    return file.name.lower().endswith(".kml")


def _neighbourhood_id(file: RawFile) -> str:
    folder, _, name = file.name.rpartition("/")
    return name[: -len(".kml")] if _is_kml(file) else folder.rpartition("/")[2]


def _read_kml(file: RawFile, neighbourhood_id: str) -> tuple[str | None, list[tuple[Ring, tuple[Ring, ...]]]]:
    area = read_kml(file.data)
    # Many files give the id as the name and put the name in the description.
    names = [plain_text(text) for text in (area.name, area.description) if len(text) <= _NAME_MOST]
    return next((name for name in names if name and name != neighbourhood_id), None), list(area.polygons)


def _read_api_ring(file: RawFile) -> Ring:
    try:
        positions = read_list(file)
    except InputError as error:
        raise UnusableError("json-unreadable") from error
    if not positions:
        raise UnusableError("no-polygon")
    return read_ring([(member(position, "longitude"), member(position, "latitude")) for position in positions])


def _area(polygons: Iterable[tuple[Ring, tuple[Ring, ...]]]) -> tuple[BaseGeometry, bool]:
    """One valid geometry from polygons that may touch, overlap or cross themselves, and whether any had to be repaired."""
    shapes = [shapely.Polygon(outer, holes) for outer, holes in polygons]
    if not shapes:
        raise UnusableError("no-polygon")
    repaired = not all(shape.is_valid for shape in shapes)
    geometry = _only_areas(_joined([shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes]))
    if geometry.is_empty:
        raise UnusableError("no-area")
    return geometry, repaired


def _joined(shapes: list[BaseGeometry]) -> BaseGeometry:
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _only_areas(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry in canonical order: a repair leaves lines and points behind where rings crossed."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.normalize(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))


def _features(file: RawFile, codes: dict[str, str], keys: dict[str, str]) -> dict[str, BaseGeometry]:
    """The areas in one GeoJSON file by force; several features of one force are joined."""
    found: dict[str, list[BaseGeometry]] = {}
    for number, feature in enumerate(entries(read_object(file).get("features")), start=1):
        force_id = _force_of(member(feature, "properties"), codes, keys)
        if force_id is None:
            continue
        try:
            geometry, _ = _area(_polygons(member(feature, "geometry")))
        except UnusableError as error:
            raise InputError(
                f"{file.name} feature {number} ({force_id}): {error}; it must be polygons in longitude and latitude (EPSG:4326)"
            ) from error
        found.setdefault(force_id, []).append(geometry)
    return {force_id: _only_areas(_joined(shapes)) for force_id, shapes in found.items()}


def _force_of(properties: object, codes: dict[str, str], keys: dict[str, str]) -> str | None:
    texts = (
        [value.strip() for value in properties.values() if isinstance(value, str) and len(value) <= _NAME_MOST]
        if isinstance(properties, dict)
        else []
    )
    by_code = [codes[text] for text in texts if text in codes]
    by_name = [keys[force_name_key(text)] for text in texts if not re.search(r"\d", text) and force_name_key(text) in keys]
    return next(iter(by_code + by_name), None)


def _polygons(geometry: object) -> list[tuple[Ring, tuple[Ring, ...]]]:
    kind, coordinates = member(geometry, "type"), entries(member(geometry, "coordinates"))
    if kind not in {"Polygon", "MultiPolygon"}:
        raise UnusableError("no-polygon")
    polygons = [coordinates] if kind == "Polygon" else [entries(polygon) for polygon in coordinates]
    rings = [[read_ring([_pair(position) for position in entries(ring)]) for ring in polygon] for polygon in polygons]
    return [(polygon[0], tuple(polygon[1:])) for polygon in rings if polygon]


def _pair(position: object) -> tuple[object, object]:
    numbers = entries(position)
    return (numbers[0], numbers[1]) if len(numbers) >= 2 else (None, None)
