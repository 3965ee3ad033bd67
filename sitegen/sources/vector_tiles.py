"""Files of vector tiles, MBTiles and PMTiles: opened where they lie, and only the tiles that are asked for are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import mercantile
import numpy as np
import shapely
from google.protobuf.message import DecodeError, Message  # type: ignore[import-untyped]
from mapbox_vector_tile.decoder import TileData
from numpy.typing import NDArray

from sitegen.errors import InputError
from sitegen.sources.pmtiles_files import open_archive
from sitegen.sources.sqlite_files import Database, open_database
from sitegen.sources.unpacking import unpacked
from tiles.grid import EXTENT, degrees

_ZOOM_MOST = 15
_TILE_MOST = 8 << 20
"""Bytes of a tile unpacked; the largest of a country's have a tenth of it."""
_METADATA_MOST = 8 << 20
_LINE_MOST = 200
_FAULTS = (ValueError, TypeError, IndexError, OverflowError, OSError, RecursionError, MemoryError)
_FEATURE_FAULTS = (ValueError, TypeError, IndexError, OverflowError, shapely.errors.ShapelyError)

Address = tuple[int, int]
"""Column and row of a tile, from the north-west."""

TileLayers = Mapping[str, list[tuple[Mapping[str, object], shapely.Geometry]]]
"""Properties and shapes of each layer of a tile; shapes in `EXTENT`ths of the tile, from its north-west corner."""


@dataclass(frozen=True, slots=True)
class Tile:
    """The layers of a tile, and how many features of it cannot be read."""

    layers: TileLayers
    unreadable: int


@dataclass(frozen=True, slots=True)
class TileFile:
    """An open file: its finest zoom, at most 15, what it says of its owners (one line, may be empty) and of its
    layers (may be none), its tiles' raw bytes, and the same with rows counted from the other end, where that may be."""

    name: str
    zoom: int
    attribution: str
    declared: frozenset[str]
    read: Callable[[Address], bytes | None]
    read_turned: Callable[[Address], bytes | None] | None = None
    from_north: bool = False
    """Whether rows are counted from the north in a format that says from the south."""

    def tile(self, address: Address) -> Tile | None:
        """One tile of the finest zoom; None where there is none. Raises InputError where it cannot be read."""
        try:
            data = self.read(address)
            return None if data is None else _decoded(unpacked(data, _TILE_MOST))
        except (*_FAULTS, DecodeError) as error:
            column, row = address
            raise InputError(f"{self.name}: tile {self.zoom}/{column}/{row} cannot be read ({_said(error)}); download it again") from error

    def turned(self) -> TileFile | None:
        """The file with its rows counted from the other end; None where that cannot be."""
        return None if self.read_turned is None else replace(self, read=self.read_turned, read_turned=self.read, from_north=not self.from_north)


def open_tiles(path: Path, name: str, stack: ExitStack) -> TileFile:
    """The file, open until the stack is closed; raises InputError where it holds no vector tiles."""
    try:
        return _open_mbtiles(path, name, stack) if name.lower().endswith(".mbtiles") else _open_pmtiles(path, name, stack)
    except _FAULTS as error:
        raise InputError(f"{name}: not readable as a file of vector tiles ({_said(error)}); download it again") from error


def _said(error: BaseException) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__


def tiles_over(boxes: NDArray[np.float64], zoom: int) -> Iterator[Address]:
    """The tiles that reach into any of the boxes (west, south, east, north in degrees), each once, by column and row."""
    return iter(sorted({(tile.x, tile.y) for box in boxes.tolist() for tile in mercantile.tiles(*box, zooms=zoom)}))


def to_degrees(places: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
    """Longitudes and latitudes of places in `EXTENT`ths of the tiles of a zoom, from the map's north-west corner."""
    return np.column_stack(degrees(*(places / float(EXTENT << zoom)).T))


def _open_mbtiles(path: Path, name: str, stack: ExitStack) -> TileFile:
    database = stack.enter_context(open_database(path, name, kind="a file of tiles", views=frozenset({"tiles", "metadata"})))
    if "tiles" not in database.tables:
        raise InputError(f"{name}: holds no tiles")
    about = dict(_metadata(database)) if "metadata" in database.tables else {}
    if about.get("format", "pbf") not in {"pbf", "mvt"}:
        raise InputError(f"{name}: holds pictures ({about['format'][:20]!r}); the basemap needs vector tiles")
    statement = "SELECT max(zoom_level) FROM tiles WHERE typeof(zoom_level) = 'integer' AND zoom_level BETWEEN 0 AND ?"
    zoom = next(database.rows(statement, (_ZOOM_MOST,)))[0]
    if not isinstance(zoom, int):
        raise InputError(f"{name}: holds no tiles of zooms 0 to {_ZOOM_MOST}")

    def from_north(address: Address) -> bytes | None:
        statement = "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?"
        data = next(database.rows(statement, (zoom, *address)), (None,))[0]
        if data is not None and not isinstance(data, bytes):
            raise ValueError("it is no tile")
        return data

    def from_south(address: Address) -> bytes | None:
        return from_north((address[0], (1 << zoom) - 1 - address[1]))

    is_xyz = about.get("scheme", "").strip().lower() == "xyz"
    reads = (from_north, from_south) if is_xyz else (from_south, from_north)
    return TileFile(name, zoom, _one_line(about.get("attribution", "")), _layer_names(about.get("json", "")), *reads, from_north=is_xyz)


def _metadata(database: Database) -> Iterator[tuple[str, str]]:
    size = 0
    for key, value in database.rows("SELECT name, value FROM metadata"):
        if isinstance(key, str) and isinstance(value, str):
            size += len(key) + len(value)
            if size > _METADATA_MOST:
                raise ValueError(f"what it says of itself is longer than {_METADATA_MOST >> 20} MB")
            yield key, value


def _open_pmtiles(path: Path, name: str, stack: ExitStack) -> TileFile:
    archive = open_archive(stack.enter_context(path.open("rb")))
    zoom = min(int(archive.header["max_zoom"]), _ZOOM_MOST)
    said = archive.metadata().decode("utf-8", "replace")
    about = _json(said)
    owner = about.get("attribution", "") if isinstance(about, dict) else ""

    def read(address: Address) -> bytes | None:
        return archive.tile(zoom, *address, _TILE_MOST)

    return TileFile(name, zoom, _one_line(owner if isinstance(owner, str) else ""), _layer_names(said), read)


def _json(text: str) -> object:
    """What a file says of itself; nothing where that cannot be read: its tiles may be in order all the same."""
    try:
        found: object = json.loads(text) if text else None
    except (ValueError, RecursionError):
        return None
    return found


def _layer_names(text: str) -> frozenset[str]:
    about = _json(text)
    listed = about.get("vector_layers") if isinstance(about, dict) else None
    names = [one.get("id") for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return frozenset(name for name in names if isinstance(name, str))


def _one_line(markup: str) -> str:
    """The words of an attribution: its links and tags left out."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", markup)).split())[:_LINE_MOST]


def _decoded(data: bytes) -> Tile:
    """The layers of a tile. A feature that cannot be read, or is of no known kind, costs only itself."""
    tile = TileData(data)
    layers: dict[str, list[tuple[Mapping[str, object], shapely.Geometry]]] = {}
    unreadable = 0
    for layer in tile.tile.layers:
        # A name that is not UTF-8 comes as bytes.
        name = layer.name if isinstance(layer.name, str) else bytes(layer.name).decode("utf-8", "replace")
        features = layers.setdefault(name, [])
        scale = EXTENT / layer.extent if layer.extent else 0.0
        for feature in layer.features:
            try:
                if not scale:
                    raise ValueError("its layer has no width")
                properties = _properties(tile, layer, feature)
                shape = _shape(tile, layer, feature)
            except _FEATURE_FAULTS:
                unreadable += 1
                continue
            if shape is not None:
                features.append((properties, shape if scale == 1 else shapely.transform(shape, lambda places, scale=scale: places * scale)))
    return Tile(layers, unreadable)


def _properties(tile: TileData, layer: Message, feature: Message) -> dict[str, object]:
    tags = feature.tags
    return {layer.keys[key]: tile.parse_value(layer.values[value]) for key, value in zip(tags[::2], tags[1::2], strict=True)}


def _shape(tile: TileData, layer: Message, feature: Message) -> shapely.Geometry | None:
    """The feature's shape; None for a line of one point and the like, left by whoever simplified the tile."""
    geometry = tile.parse_geometry(geom=feature.geometry, ftype=feature.type, extent=layer.extent, y_coord_down=True, transformer=None)
    try:
        shape = shapely.geometry.shape(geometry)
    except _FEATURE_FAULTS:
        return None
    return None if shape.is_empty else shape
