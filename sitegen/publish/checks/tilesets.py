"""Whether the tiles of a month hold what their TileJSON says: snap points or cells, counts, and the right totals."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pmtiles.reader import MemorySource, all_tiles

from sitegen import urls
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.points import Places, is_in, name_place
from sitegen.publish.checks.sizes import TILE
from sitegen.publish.disk import read_file
from sitegen.terms import BTP
from tiles.decode import Features, decode_tiles
from tiles.grid import EXTENT, SIZE, Tile, cells_across
from tiles.group import EXACT_ZOOM, FIRST_EXACT_ZOOM, point_extent

CELL_LAYER = "cells"
YEAR_ZOOM = 13
"""The zoom of the snap points of the newest 12 months."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a tileset counts: its folder, the layer of its points and its zoom in a month, the totals that its attribute `total` adds up to.

    `allowed` are the only attributes it may have; None: those its TileJSON declares.
    """

    folder: str
    layer: str
    zoom: int
    totals: tuple[str, ...]
    allowed: frozenset[str] | None = None


_NO_CATEGORIES = frozenset({"total", "points", BTP})
CRIMES = Kind("tiles/crime/", "crimes", EXACT_ZOOM, ("crimes", "asb"))
STOPS = Kind("tiles/stops/", "stops", FIRST_EXACT_ZOOM, ("stops",), _NO_CATEGORIES)
"""Of stops nothing is published but how many there were."""

KINDS = (CRIMES, STOPS)


@dataclass(frozen=True, slots=True)
class Tileset:
    """One month's tiles of a kind, or (`month` is then `last-12`) those of the newest 12; `archive` is the PMTiles file in place of `tiles`."""

    kind: Kind
    month: str
    tilejson: str
    tiles: tuple[str, ...] = ()
    archive: str | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file of it."""
        return (self.tilejson, *([self.archive] if self.archive else []), *self.tiles)

    @property
    def is_year(self) -> bool:
        """True for the newest 12 months summed."""
        return self.month == urls.YEAR

    def layers(self, zoom: int) -> tuple[str, ...]:
        """What a tile of a zoom must hold: points from the zoom at which they are exact on, cells below it and below zoom 12."""
        points = (self.kind.layer,) if zoom >= self.exact_zoom else ()
        return points + ((CELL_LAYER,) if zoom < max(self.exact_zoom, EXACT_ZOOM) else ())

    @property
    def exact_zoom(self) -> int:
        """The only zoom at which features are snap points."""
        return YEAR_ZOOM if self.is_year else self.kind.zoom


def find_tilesets(paths: Iterable[str]) -> tuple[list[Tileset], list[Finding]]:
    """The tilesets among the paths of a site, by kind and month, and files in their folders that belong to none."""
    listed = sorted(paths)
    sets: list[Tileset] = []
    findings: list[Finding] = []
    for kind in KINDS:
        own = {path: path.removeprefix(kind.folder) for path in listed if path.startswith(kind.folder) and path != f"{kind.folder}index.json"}
        months: dict[str, list[str]] = {}
        tilejsons: dict[str, str] = {}
        for path, name in own.items():
            is_year = name.startswith(urls.YEAR)
            if is_year and kind != CRIMES:
                findings.append(Finding("totals", path, "only crimes are summed over the newest 12 months"))
            elif found := _TILEJSON.fullmatch(name):
                tilejsons[found[1]] = path
            elif found := _TILE.fullmatch(name):
                months.setdefault(found[1], []).append(path)
            else:
                findings.append(Finding("totals", path, "is neither a tile, an archive nor a TileJSON of a month"))
        for month in sorted(set(months) - set(tilejsons)):
            findings.append(Finding("totals", months[month][0], f"there is no {kind.folder}{month}.json to describe the tiles of this month"))
        for month, tilejson in tilejsons.items():
            files = months.get(month, [])
            archive = next((path for path in files if path.endswith(".pmtiles")), None)
            sets.append(Tileset(kind, month, tilejson, tuple(path for path in files if path != archive), archive))
    return sets, findings


def check_tileset(folder: Path, tileset: Tileset, known: Places | None) -> Facts:
    """What is wrong with one month's tiles; `known` are the snap points a tile may show.

    With None a point may stand at any pixel, but the cells of every lower zoom must be exactly what the points add up to.
    """
    findings: list[Finding] = []
    looked_at = 0
    try:
        declared = _read_declared(tileset.kind, json.loads((folder / tileset.tilejson).read_bytes()))
        tiles = _read_tiles(folder, tileset, declared, findings)
        looked_at = _check_tiles(tileset, tiles, declared, known, findings)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, EOFError, zlib.error, OSError) as error:
        findings.append(
            Finding("totals", tileset.archive or tileset.tilejson, f"the tiles of {tileset.month} cannot be read ({' '.join(str(error).split())})")
        )
    return Facts(findings=tuple(findings), points=looked_at)


def exact_tiles(folder: Path, tileset: Tileset) -> Iterator[Tile]:
    """The tiles that hold exact snap points, from the folder or the archive; their bytes are not looked at."""
    for path in tileset.tiles:
        found = _TILE.fullmatch(path.removeprefix(tileset.kind.folder))
        if found is not None and found[3] and int(found[3]) == tileset.exact_zoom:
            yield tileset.exact_zoom, int(found[4]), int(found[5]), read_file(folder, path)
    if tileset.archive:
        yield from (tile for tile in _archive_tiles(tileset.archive, (folder / tileset.archive).read_bytes(), []) if tile[0] == tileset.exact_zoom)


_TILEJSON = re.compile(r"(\d{4}-\d{2}|last-12)\.json", re.ASCII)
_TILE = re.compile(r"(\d{4}-\d{2}|last-12)/([0-9a-f]{8,64})(?:\.pmtiles|/(\d{1,2})/(\d{1,8})/(\d{1,8})\.mvt)", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Declared:
    digest: str
    zooms: range
    total: int
    btp: int
    fields: Mapping[str, frozenset[str]]


def _read_declared(kind: Kind, tilejson: Mapping[str, object]) -> _Declared:
    totals, layers = tilejson["x-totals"], tilejson["vector_layers"]
    if not isinstance(totals, dict) or not isinstance(layers, list):
        raise ValueError("x-totals or vector_layers of the TileJSON are not what they should be")
    return _Declared(
        digest=str(tilejson["x-digest"]),
        zooms=range(int(str(tilejson["minzoom"])), int(str(tilejson["maxzoom"])) + 1),
        total=sum(int(totals[name] or 0) for name in kind.totals),
        btp=int(totals[BTP] or 0),
        fields={str(layer["id"]): frozenset(layer["fields"]) for layer in layers},
    )


def _read_tiles(folder: Path, tileset: Tileset, declared: _Declared, findings: list[Finding]) -> list[Tile]:
    tiles: list[Tile] = []
    for path in (tileset.archive, *tileset.tiles) if tileset.archive else tileset.tiles:
        found = _TILE.fullmatch(path.removeprefix(tileset.kind.folder))
        if found is None or found[2] != declared.digest:
            findings.append(Finding("totals", path, f"lies outside the folder {declared.digest} that the TileJSON of {tileset.month} names"))
        elif path == tileset.archive:
            tiles += _archive_tiles(path, (folder / path).read_bytes(), findings)
        else:
            tiles.append((int(found[3]), int(found[4]), int(found[5]), read_file(folder, path)))
    return tiles


def _archive_tiles(path: str, data: bytes, findings: list[Finding]) -> Iterator[Tile]:
    for (z, x, y), packed in all_tiles(MemorySource(data)):  # type: ignore[no-untyped-call]
        if len(packed) > TILE:
            findings.append(Finding("budgets", path, f"tile {z}/{x}/{y} is larger than a tile may be"))
        yield z, x, y, gzip.decompress(packed)


def _check_tiles(tileset: Tileset, tiles: list[Tile], declared: _Declared, known: Places | None, findings: list[Finding]) -> int:
    """Adds what is wrong to the findings; returns how many features were looked at."""
    looked_at = 0
    exact: tuple[Features, list[Tile]] | None = None
    for zoom in sorted({*declared.zooms, *(tile[0] for tile in tiles)}, reverse=True):
        level = [tile for tile in tiles if tile[0] == zoom]
        layers = tileset.layers(zoom)
        named = tileset.archive or f"{tileset.kind.folder}{tileset.month}/{declared.digest}/{zoom}/"
        for _z, x, y, data in level:
            if _count_layers(data) != len(layers):
                findings.append(Finding("attributes", named, f"tile {zoom}/{x}/{y} does not hold the layers {' and '.join(layers)} and nothing else"))
        for layer in layers:
            is_exact = layer != CELL_LAYER
            points = decode_tiles([tile[3] for tile in level], layer, point_extent(zoom) if is_exact else EXTENT)
            looked_at += len(points.x)
            findings += [Finding("attributes", named, fault) for fault in _attribute_faults(points, layer, declared, tileset.kind.allowed)]
            if len(np.unique(points.tile)) < len(level):
                findings.append(Finding("attributes", named, f"a tile holds no feature of layer {layer!r}"))
            findings += [Finding("points", named, fault) for fault in _place_faults(points, level, tileset.exact_zoom if is_exact else None, known)]
            if is_exact and zoom == tileset.exact_zoom:
                exact = points, level
            elif known is None and not is_exact and exact is not None and not _adds_up(exact, (points, level), zoom):
                findings.append(Finding("totals", named, f"the cells of zoom {zoom} are not the sums of the points of zoom {tileset.exact_zoom}"))
            for name, wanted in (("total", declared.total), (BTP, declared.btp)):
                found = int(points.columns[name].sum()) if name in points.columns else 0
                if found != wanted:
                    findings.append(
                        Finding("totals", named, f"{name} adds up to {found:,} in layer {layer!r} at zoom {zoom}; the TileJSON says {wanted:,}")
                    )
    return looked_at


def _adds_up(exact: tuple[Features, list[Tile]], cells: tuple[Features, list[Tile]], zoom: int) -> bool:
    """Whether each cell of a zoom, and each of its attributes, is what the points in it add up to, and no cell is missing."""
    across = cells_across(zoom)
    shift = (SIZE >> zoom).bit_length() - across.bit_length()
    points, at = exact[0], [axis >> shift for axis in exact_pixels(*exact)]
    found, of = cells[0], [axis // (EXTENT // across) for axis in _pixels(*cells, EXTENT)]
    sums = {**points.columns, "points": np.ones(len(points.x), np.int64)}
    for name in sorted({*sums, *found.columns}):
        listed = [
            _sum_by_place(column * SIZE + row, values.get(name, np.zeros(len(column), np.int64)))
            for (column, row), values in ((at, sums), (of, dict(found.columns)))
        ]
        if not all(np.array_equal(*pair) for pair in zip(*listed, strict=True)):
            return False
    return True


def _sum_by_place(places: NDArray[np.int64], numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Distinct places, ascending, with the sums of their numbers; the places at which something is not zero."""
    distinct, number = np.unique(places, return_inverse=True)
    sums = np.bincount(number, weights=numbers, minlength=len(distinct)).astype(np.int64)
    return distinct[sums > 0], sums[sums > 0]


def _count_layers(data: bytes) -> int:
    """How many layers a tile is from its first byte to its last; 0: it is something else."""
    layers = at = 0
    while at < len(data) and data[at] == 0x1A:
        length = shift = 0
        while (at := at + 1) < len(data) and shift < 35:
            length |= (data[at] & 0x7F) << shift
            shift += 7
            if data[at] < 0x80:
                break
        at += 1 + length
        layers += 1
    return layers if at == len(data) else 0


def _attribute_faults(points: Features, layer: str, declared: _Declared, allowed: frozenset[str] | None) -> Iterator[str]:
    unknown = sorted(set(points.columns) - declared.fields.get(layer, frozenset()))
    if unknown:
        yield f"layer {layer!r} has attributes its TileJSON does not declare: {', '.join(unknown)[:80]}"
    if allowed is not None and (extra := sorted({*points.columns, *declared.fields.get(layer, frozenset())} - allowed)):
        yield f"layer {layer!r} may say {', '.join(sorted(allowed))} and nothing else; it also has {', '.join(extra)[:80]}"
    counted = [column for name, column in points.columns.items() if name not in _NO_CATEGORIES]
    if counted and not np.array_equal(np.sum(counted, axis=0), points.columns.get("total", np.zeros(len(points.x), np.int64))):
        yield "total is not the sum of the categories"


def _place_faults(points: Features, level: list[Tile], exact_zoom: int | None, known: Places | None) -> Iterator[str]:
    """What is wrong with where features are; `exact_zoom` None: they are cells."""
    if not len(points.x):
        return
    zoom = level[0][0]
    if exact_zoom is None:
        across = cells_across(zoom)
        width = EXTENT // across
        stray = (points.x % width != width // 2) | (points.y % width != width // 2) | (points.x // width >= across) | (points.y // width >= across)
        if stray.any():
            first = int(np.flatnonzero(stray)[0])
            column, row = level[int(points.tile[first])][1:3]
            yield f"a feature of tile {zoom}/{column}/{row} is not the centre of a cell, and {int(stray.sum()) - 1} more like it"
        return
    if zoom > exact_zoom:
        yield f"there are tiles at zoom {zoom}; points are exact at zoom {exact_zoom} and nothing is published beyond it"
        return
    outside = np.maximum(points.x, points.y) >= point_extent(zoom)
    if outside.any():
        yield f"a point lies outside its tile, and {int(outside.sum()) - 1:,} more like it"
    columns, rows = exact_pixels(points, level)
    found = columns * SIZE + rows
    if len(np.unique(found)) < len(found):
        yield "a snap point is there twice"
    strays = found[~is_in(found, known)] if known is not None else found[:0]
    if len(strays):
        yield f"{name_place(int(strays[0]))} is drawn as a point and is no snap point of the source, and {len(strays) - 1:,} more like it"


def exact_pixels(points: Features, level: list[Tile]) -> list[NDArray[np.int64]]:
    """Columns and rows, in pixels of zoom 24, of snap points in the tiles of one zoom."""
    zoom = level[0][0] if level else EXACT_ZOOM
    finer = point_extent(zoom) // (SIZE >> zoom)
    return [axis // finer for axis in _pixels(points, level, point_extent(zoom))]


def _pixels(points: Features, level: list[Tile], extent: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Columns and rows of features in places of the tiles of their zoom, `extent` across a tile."""
    columns, rows = (np.array([tile[axis] for tile in level], np.int64)[points.tile] for axis in (1, 2))
    return columns * extent + points.x, rows * extent + points.y
