"""The basemap: what the maps draw under the figures, from files of several publishers, as one table."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.basemap_kinds import KINDS, OSM, ROAD_LAYERS, WANTED, Recognised, recognise, text
from sitegen.sources.basemap_tiles import read_tiled
from sitegen.sources.features import Features, read_geojson, read_geopackage
from sitegen.sources.positions import EAST, NORTH, SOUTH, WEST
from sitegen.surroundings import READ, around_neighbourhoods
from sitegen.tables.schemas import SCHEMAS
from tiles.repair import repair

_POINT, _LINE, _AREA = 0, 1, 2
_DIMENSIONS = {"water": (_LINE, _AREA), "road": (_LINE,), "rail": (_LINE,), "place": (_POINT, _AREA)}
"""What a layer's shapes may be; those of the others are areas."""

_LINE_MOST = 200

Flags = NDArray[np.bool_]
Shapes = NDArray[np.object_]


def read_basemap(*, basemap_files: tuple[RawFile, ...], boundaries: pl.DataFrame | None = None) -> pl.DataFrame:
    """One row for each feature of the basemap files; those set aside have no geometry.

    Of files of vector tiles only what lies around the boundaries is read (all of it where there are none), and only what is drawn. What a file,
    or a layer of it, cannot be read for stands in `told`, of a file that gives nothing in a row for the whole of it.

    Reasons: `layer-unknown`, `not-drawn` (known and not for this map), `coarser-copy` (the same shape again for smaller scales),
    `geometry-unreadable`, `geometry-kind` (a point where a line or an area is needed, and the like), `outside-uk`, `no-area`, `nothing-here` (no
    feature of the file lies around the boundaries), `other-system` (a layer in a reference system that nobody knows);
    of a whole layer `layer-unreadable`, of a tile `tile-unreadable`, of a feature in one `feature-unreadable`, of a whole file `file-unreadable`,
    `file-without-features`; notes: `repaired`, `kind-unknown`, `rows-from-north` (the rows of tiles of the file were counted from there).
    Raises InputError for lines of `attribution.txt` that name no file.
    """
    files = [file for file in sorted(basemap_files, key=lambda file: file.name) if not file.name.endswith("/attribution.txt")]
    told = _read_attributions(basemap_files, {file.name.rpartition("/")[2] for file in files})
    around = None if boundaries is None else around_neighbourhoods(boundaries, READ)
    boxes = np.array([[WEST, SOUTH, EAST, NORTH]]) if around is None else around
    tables = [_read_file(file, told.get(file.name.rpartition("/")[2]), boxes) for file in files]
    if not tables:
        return pl.DataFrame(schema=SCHEMAS["basemap"].types)
    return pl.concat(tables).sort("layer", "kind", "name", "geometry", "file", "row", "problem", nulls_last=True)


def _read_attributions(files: tuple[RawFile, ...], names: set[str]) -> dict[str, str]:
    told: dict[str, str] = {}
    for file in files:
        if not file.name.endswith("/attribution.txt"):
            continue
        for number, line in enumerate(file.data.decode("utf-8", "replace").splitlines(), start=1):
            name, _, words = (part.strip() for part in line.partition(":"))
            if not line.strip():
                continue
            if name not in names or not words or len(words) > _LINE_MOST or not words.isprintable():
                raise InputError(f"{file.name}:{number}: must be the name of a file beside it, a colon, and at most {_LINE_MOST} characters of text")
            told[name] = words
    return told


def _read_file(file: RawFile, told: str | None, boxes: NDArray[np.float64]) -> pl.DataFrame:
    """The rows of one file; whatever is wrong with it costs the file, or less, and nothing else."""
    try:
        tables = list(_read_tiles(file, file.path, told, boxes) if file.path is not None else _read_layers(file, told))
    except InputError as error:
        tables = [_aside(file.name, "file-unreadable", str(error).removeprefix(f"{file.name}: "))]
    rows = pl.concat(tables) if tables else _aside(file.name, "file-without-features", "holds no features")
    return rows if _reaches(rows, boxes) else _elsewhere(rows)


def _read_tiles(file: RawFile, path: Path, told: str | None, boxes: NDArray[np.float64]) -> Iterator[pl.DataFrame]:
    tiled = read_tiled(path, file.name, boxes)
    if len(tiled.features.shapes):
        rows = _read_layer(file.name, tiled.features, None, told or tiled.attribution or None, tiled.owner)
        yield (
            rows.with_columns(note=pl.coalesce("note", pl.when(pl.col("problem").is_null()).then(pl.lit("rows-from-north"))))
            if tiled.from_north
            else rows
        )
    if tiled.fault:
        yield _aside(file.name, tiled.fault, tiled.told)
    for reason, (count, why) in tiled.aside.items():
        yield _aside(file.name, reason, why, count)


def _read_layers(file: RawFile, told: str | None) -> Iterator[pl.DataFrame]:
    layers = list(read_geopackage(file, WANTED)) if file.name.lower().endswith(".gpkg") else [read_geojson(file, WANTED)]
    present = {features.layer for features in layers}
    finest = next((layer for layer in ROAD_LAYERS if layer in present), None)
    for features in layers:
        if len(features.shapes):
            yield _read_layer(file.name, features, finest, told)


def _aside(file: str, reason: str, told: str | None, count: int = 1) -> pl.DataFrame:
    """Rows for what cannot be told feature by feature: a whole file, or tiles of it; the first says why."""
    return pl.DataFrame({"file": [file] * count, "problem": reason, "told": [told] + [None] * (count - 1)}).select(
        (pl.col(name) if name in {"file", "problem", "told"} else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in SCHEMAS["basemap"].types.items()
    )


def _reaches(rows: pl.DataFrame, boxes: NDArray[np.float64]) -> bool:
    """Whether something of a file lies in one of the boxes, or nothing of it can be drawn anyway."""
    shapes = shapely.from_wkb(rows["geometry"].drop_nulls().to_numpy())
    return not len(shapes) or bool(len(shapely.STRtree(shapely.box(*boxes.T)).query(shapes)[0]))


def _elsewhere(rows: pl.DataFrame) -> pl.DataFrame:
    kept = pl.col("problem").is_null()
    empty = (pl.when(~kept).then(name).alias(name) for name in ("layer", "kind", "name", "geometry", "note"))
    number = pl.int_range(1, pl.len() + 1, dtype=pl.Int32).over("source_layer")
    return rows.with_columns(
        *empty, pl.coalesce("problem", pl.lit("nothing-here")).alias("problem"), pl.when(kept).then(number).otherwise("row").alias("row")
    )


def _read_layer(file: str, features: Features, finest: str | None, told: str | None, of_schema: str = "") -> pl.DataFrame:
    classifier, owner = recognise(features.layer, features.columns, finest)
    owner = of_schema or owner
    names = list(features.columns)
    rows = zip(*features.columns.values(), strict=True) if names else (() for _ in features.shapes)
    recognised = [classifier(dict(zip(names, row, strict=True))) for row in rows]
    if features.fault:
        # Of a layer that nothing would be drawn of, the fault matters to nobody.
        recognised = [one if one.problem and names else Recognised(None, problem=features.fault) for one in recognised]
    shapes, problems, repaired = _usable(features.shapes, recognised)
    kinds, is_odd = _kinds(recognised, shapes)
    kept = [problem is None for problem in problems]
    notes = ["repaired" if mended else "kind-unknown" if odd else None for mended, odd in zip(repaired.tolist(), is_odd, strict=True)]
    binary = shapely.to_wkb(shapes, byte_order=1)
    first_faulty = problems.index(features.fault) if features.fault in problems else None
    return pl.DataFrame(
        {
            "layer": [one.layer if use else None for one, use in zip(recognised, kept, strict=True)],
            "kind": [kind if use else None for kind, use in zip(kinds, kept, strict=True)],
            "name": [one.name if use else None for one, use in zip(recognised, kept, strict=True)],
            "geometry": [shape if use else None for shape, use in zip(binary, kept, strict=True)],
            "attribution": _credit(owner, told),
            "source_layer": text(features.layer),
            "told": [features.told if place == first_faulty else None for place in range(len(problems))],
            "file": file,
            "row": [None if use and note is None else number for number, (use, note) in enumerate(zip(kept, notes, strict=True), start=1)],
            "problem": problems,
            "note": [note if use else None for note, use in zip(notes, kept, strict=True)],
        },
        schema=SCHEMAS["basemap"].types,
    )


def _credit(owner: str, told: str | None) -> str:
    """Who is named: as the operator says, else as the schema does; data of OpenStreetMap never goes without its name."""
    if told is None:
        return owner
    return f"{told}. {OSM}" if owner == OSM and "openstreetmap" not in told.lower() else told


def _usable(shapes: Shapes, recognised: list[Recognised]) -> tuple[Shapes, list[str | None], Flags]:
    """The shapes valid and in canonical order, the reasons of those set aside, and which were repaired."""
    problems = [one.problem for one in recognised]
    good = np.array([one.problem is None for one in recognised], dtype=np.bool_)

    def refuse(where: Flags, reason: str) -> None:
        for place in np.flatnonzero(where & good).tolist():
            problems[place] = reason
        good[where] = False

    places, of_shape = shapely.get_coordinates(shapes, return_index=True)
    is_odd = np.isin(np.arange(len(shapes)), of_shape[np.isnan(places).any(axis=1)])
    refuse(shapely.is_missing(shapes) | shapely.is_empty(shapes) | is_odd, "geometry-unreadable")
    refuse(~np.array([_fits(one.layer, shape) for one, shape in zip(recognised, shapes, strict=True)], dtype=np.bool_), "geometry-kind")
    west, south, east, north = shapely.bounds(shapes).T
    refuse(~((west >= WEST) & (east <= EAST) & (south >= SOUTH) & (north <= NORTH)), "outside-uk")
    mended = shapes.copy()
    mended[~good] = None
    repaired = good & ~shapely.is_valid(mended)
    for place in np.flatnonzero(repaired):
        mended[place] = repair(shapes[place])
    refuse(shapely.is_missing(mended), "too-tangled")
    refuse(shapely.is_empty(mended), "no-area")
    return shapely.normalize(mended), problems, repaired & good


def _fits(layer: str | None, shape: shapely.Geometry | None) -> bool:
    if shape is None or layer is None or shape.geom_type in {"GeometryCollection", "LinearRing"}:
        return False
    return int(shapely.get_dimensions(shape)) in _DIMENSIONS.get(layer, (_AREA,))


def _kinds(recognised: list[Recognised], shapes: Shapes) -> tuple[list[str | None], list[bool]]:
    """The kind of each feature, one of the table's words where its layer has such; and whether that had to be guessed from another word."""
    is_line = (shapely.get_dimensions(shapes) == _LINE).tolist()
    kinds, odd = [], []
    for one, line in zip(recognised, is_line, strict=True):
        known = KINDS.get(one.layer or "")
        is_known = known is None or one.kind in known
        kinds.append(one.kind if is_known else _usual_kind(one.layer, line=line))
        odd.append(not is_known and one.kind is not None)
    return kinds, odd


def _usual_kind(layer: str | None, *, line: bool) -> str:
    if layer == "water":
        return "stream" if line else "lake"
    return "minor" if layer == "road" else "village"
