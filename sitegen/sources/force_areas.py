"""Areas of police forces, from GeoJSON files or from the boundaries of their neighbourhoods."""

import re

import polars as pl
import shapely

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.areas import area_of, note_of, only_areas
from sitegen.sources.features import system_of
from sitegen.sources.json_files import entries, member, read_object
from sitegen.sources.kml import Pairs, UnusableError, read_rings
from sitegen.sources.reference_systems import to_degrees
from sitegen.sources.vocabulary import force_names
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import force_name_key

_NAME_MOST = 120


def read_force_shapes(*, force_area_files: tuple[RawFile, ...], force_vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each feature of the GeoJSON files, sorted by force, file and place in the file; one set aside has no geometry.

    A feature belongs to the force whose ONS code, or else whose name, stands in one of its properties. Reasons: `force-unknown` of one that
    names no force, `json-unreadable` and `json-unexpected` of a whole file, `other-system` of one whose reference system nobody knows, and those of
    `read_rings` and `area_of`, which metres fail as `coordinate-outside-uk` where the file names no system; notes: those of `note_of`.
    """
    names = [force for force in force_names(force_vocabulary) if force.area_code]
    codes = {force.area_code: str(force.force_id) for force in names}
    keys = {force_name_key(force.name): str(force.force_id) for force in names}
    rows: list[tuple[str | bytes | int | None, ...]] = []
    for file in force_area_files:
        try:
            collection = read_object(file, nan_as_null=True)
        except InputError:
            rows.append((None, None, file.name, 1, "json-unreadable", None))
            continue
        features, system = collection.get("features"), system_of(collection)
        turned = None if system is None else to_degrees(system)
        if not isinstance(features, list):  # such as a feature alone
            rows.append((None, None, file.name, 1, "json-unexpected", None))
            continue
        for number, feature in enumerate(features, start=1):
            force_id = _force_of(member(feature, "properties"), codes, keys)
            geometry, note, problem = None, None, None
            try:
                if force_id is None:
                    raise UnusableError("force-unknown")
                if turned is None:
                    raise UnusableError("other-system")
                polygons, left_out = read_rings(_polygons(member(feature, "geometry")), turned)
                area = area_of(polygons)
                geometry, note = shapely.to_wkb(area.geometry, byte_order=1), note_of(area, left_out)
            except UnusableError as error:
                problem = str(error)
            rows.append((force_id, geometry, file.name, number if problem or note else None, problem, note))
    return pl.DataFrame(rows, schema=SCHEMAS["force_shapes"].types, orient="row").sort("force_id", "file", "row", "geometry", nulls_last=True)


def read_force_areas(*, force_shapes: pl.DataFrame, boundaries: pl.DataFrame, force_ids: list[str]) -> pl.DataFrame:
    """The area of each force that has one, sorted by force: from a file, else the union of its neighbourhoods.

    Several features of one file for a force are joined; of several files the first that has it is used. Forces with neither file nor
    boundaries have no row.
    """
    areas: dict[str, tuple[shapely.Geometry, str]] = {}
    good = force_shapes.filter(pl.col("geometry").is_not_null())
    for (force_id, _), rows in good.sort("force_id", "file", "geometry").group_by("force_id", "file", maintain_order=True):
        areas.setdefault(str(force_id), (_joined(rows), "file"))
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).sort("force_id", "neighbourhood_id")
    for (force_id,), rows in shaped.group_by("force_id", maintain_order=True):
        if force_id not in areas:
            areas[str(force_id)] = (_joined(rows), "union")
    rows_out = [(force_id, shapely.to_wkb(areas[force_id][0], byte_order=1), areas[force_id][1]) for force_id in sorted(set(force_ids) & set(areas))]
    return pl.DataFrame(rows_out, schema=SCHEMAS["force_areas"].types, orient="row")


def _joined(rows: pl.DataFrame) -> shapely.Geometry:
    return only_areas(shapely.union_all(shapely.from_wkb(rows["geometry"].to_list())))


def _force_of(properties: object, codes: dict[str, str], keys: dict[str, str]) -> str | None:
    texts = (
        [value.strip() for value in properties.values() if isinstance(value, str) and len(value) <= _NAME_MOST]
        if isinstance(properties, dict)
        else []
    )
    by_code = [codes[text] for text in texts if text in codes]
    by_name = [keys[force_name_key(text)] for text in texts if not re.search(r"\d", text) and force_name_key(text) in keys]
    return next(iter(by_code + by_name), None)


def _polygons(geometry: object) -> list[list[Pairs]]:
    """The rings of each polygon; raises UnusableError for a geometry that is no area."""
    kind, coordinates = member(geometry, "type"), entries(member(geometry, "coordinates"))
    if not isinstance(kind, str) or kind not in {"Polygon", "MultiPolygon"} or not coordinates:
        raise UnusableError("no-polygon")
    polygons = [coordinates] if kind == "Polygon" else [entries(polygon) for polygon in coordinates]
    return [[[_pair(position) for position in entries(ring)] for ring in polygon] for polygon in polygons]


def _pair(position: object) -> tuple[object, object]:
    numbers = entries(position)
    return (numbers[0], numbers[1]) if len(numbers) >= 2 else (None, None)
