"""Boundaries of neighbourhoods, today's and those of earlier months, as valid geometry."""

import polars as pl
import shapely

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.areas import area_of, note_of
from sitegen.sources.json_files import member, read_list
from sitegen.sources.kml import Polygon, Ring, UnusableError, read_kml, read_ring
from sitegen.sources.markup import plain_text
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import canonical_id

_NAME_MOST = 120


def read_boundaries(*, force_id: str, boundary_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each boundary file of a force, sorted by neighbourhood; a file set aside has no geometry.

    Files are KML (`.../<id>.kml`) or the API's answers (`.../<id>/boundary.json`); of two files for one neighbourhood
    KML wins, then the first name. Reasons: those of `read_kml` and `area_of`, `json-unreadable`, `no-polygon`,
    `another-file-used`; notes: those of `note_of`.
    """
    rows: list[tuple[str | bytes | int | None, ...]] = []
    used: set[str] = set()
    for file in sorted(boundary_files, key=lambda file: (not _is_kml(file), file.name)):
        neighbourhood_id, source = _neighbourhood_id(file), "kml" if _is_kml(file) else "api"
        name, geometry, note, problem = None, None, None, None
        try:
            if neighbourhood_id in used:
                raise UnusableError("another-file-used")
            name, polygons, left_out = _read_kml(file, neighbourhood_id) if source == "kml" else (None, ((_read_api_ring(file), ()),), 0)
            area = area_of(polygons)
            geometry, note = shapely.to_wkb(area.geometry, byte_order=1), note_of(area, left_out)
            used.add(neighbourhood_id)
        except UnusableError as error:
            problem = str(error)
        row = 1 if problem or note else None
        rows.append((force_id, neighbourhood_id, name, geometry, source, file.name, row, problem, note))
    return pl.DataFrame(rows, schema=SCHEMAS["boundaries"].types, orient="row").sort("force_id", "neighbourhood_id", "file")


def read_past_boundaries(*, force_id: str, boundary_month: str, past_boundary_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """The same of the files that one month's zip file has of a force."""
    read = read_boundaries(force_id=force_id, boundary_files=past_boundary_files)
    return read.select("force_id", pl.lit(boundary_month).alias("month"), pl.exclude("force_id"))


def _is_kml(file: RawFile) -> bool:
    return file.name.lower().endswith(".kml")


def _neighbourhood_id(file: RawFile) -> str:
    folder, _, name = file.name.rpartition("/")
    return canonical_id(name[: -len(".kml")] if _is_kml(file) else folder.rpartition("/")[2])


def _read_kml(file: RawFile, neighbourhood_id: str) -> tuple[str | None, tuple[Polygon, ...], int]:
    area = read_kml(file.data)
    # Many files give the id as the name and put the name in the description.
    names = [plain_text(text) for text in (area.name, area.description) if len(text) <= _NAME_MOST]
    return next((name for name in names if name and name != neighbourhood_id), None), area.polygons, area.left_out


def _read_api_ring(file: RawFile) -> Ring:
    try:
        positions = read_list(file)
    except InputError as error:
        raise UnusableError("json-unreadable") from error
    if not positions:
        raise UnusableError("no-polygon")
    return read_ring([(member(position, "longitude"), member(position, "latitude")) for position in positions])
