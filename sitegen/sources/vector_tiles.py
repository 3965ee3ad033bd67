"""Files of vector tiles, MBTiles and PMTiles: opened where they lie, and only the tiles that are asked for are read."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import mapbox_vector_tile
import numpy as np
import shapely
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from numpy.typing import NDArray
from pmtiles.reader import Reader
from pmtiles.tile import Compression, MagicNumberNotFound, SpecVersionUnsupported, TileType

from sitegen.errors import InputError

ENDINGS = (".mbtiles", ".pmtiles")
EXTENT = 4096
"""Parts of a tile's width in which shapes are given, whatever the file has."""

_ZOOM_MOST = 15
_TILE_MOST = 32 << 20
_LINE_MOST = 200
_FAULTS = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    OverflowError,
    zlib.error,
    sqlite3.Error,
    DecodeError,
    MagicNumberNotFound,
    SpecVersionUnsupported,
)

Address = tuple[int, int]
"""Column and row of a tile, from the north-west."""

TileLayers = Mapping[str, list[tuple[Mapping[str, object], shapely.Geometry]]]
"""Properties and shapes of each layer of a tile; shapes in `EXTENT`ths of the tile, from its north-west corner."""


@dataclass(frozen=True, slots=True)
class TileFile:
    """An open file: its finest zoom, at most 15, what it says of its owners (one line, may be empty) and of its
    layers (may be none), and its tiles' raw bytes."""

    name: str
    zoom: int
    attribution: str
    declared: frozenset[str]
    read: Callable[[Address], bytes | None]

    def layers(self, address: Address) -> TileLayers | None:
        """One tile of the finest zoom; None where there is none. Raises InputError where it cannot be read."""
        try:
            data = self.read(address)
            if data is None:
                return None
            decoded = mapbox_vector_tile.decode(_unpacked(data), default_options={"y_coord_down": True})
            return {str(name): list(_features(layer)) for name, layer in decoded.items()}
        except _FAULTS as error:
            column, row = address
            raise InputError(
                f"{self.name}: tile {self.zoom}/{column}/{row} cannot be read ({' '.join(str(error).split())[:120]}); download it again"
            ) from error


def open_tiles(path: Path, name: str, stack: ExitStack) -> TileFile:
    """The file, open until the stack is closed; raises InputError where it holds no vector tiles."""
    try:
        return _open_mbtiles(path, name, stack) if name.lower().endswith(".mbtiles") else _open_pmtiles(path, name, stack)
    except _FAULTS as error:
        raise InputError(f"{name}: not readable as a file of tiles ({' '.join(str(error).split())[:120]}); download it again") from error


def tiles_over(boxes: NDArray[np.float64], zoom: int) -> Iterator[Address]:
    """The tiles that reach into any of the boxes (west, south, east, north in degrees), each once, by column and row."""
    found: set[Address] = set()
    for west, south, east, north in boxes.tolist():
        (left, right), (top, bottom) = ([_at(lon, 0.0, zoom)[0] for lon in (west, east)], [_at(0.0, lat, zoom)[1] for lat in (north, south)])
        found.update((column, row) for column in range(left, right + 1) for row in range(top, bottom + 1))
    return iter(sorted(found))


def to_degrees(places: NDArray[np.float64], zoom: int) -> NDArray[np.float64]:
    """Longitudes and latitudes of places in `EXTENT`ths of the tiles of a zoom, from the map's north-west corner."""
    share = places / float(EXTENT << zoom)
    return np.column_stack([share[:, 0] * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * share[:, 1]))))])


def _at(lon: float, lat: float, zoom: int) -> Address:
    most = (1 << zoom) - 1
    x = (lon + 180) / 360 * (most + 1)
    y = (1 - np.arcsinh(np.tan(np.radians(lat))) / np.pi) / 2 * (most + 1)
    return min(max(int(x), 0), most), min(max(int(y), 0), most)


def _open_mbtiles(path: Path, name: str, stack: ExitStack) -> TileFile:
    database = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    stack.callback(database.close)
    database.execute("PRAGMA trusted_schema=OFF")
    about = {str(key): str(value) for key, value in database.execute("SELECT name, value FROM metadata")}
    if about.get("format", "pbf") not in {"pbf", "mvt"}:
        raise InputError(f"{name}: holds pictures ({about['format'][:20]!r}); the basemap needs vector tiles")
    (zoom,) = database.execute("SELECT max(zoom_level) FROM tiles WHERE zoom_level <= ?", (_ZOOM_MOST,)).fetchone()
    if zoom is None:
        raise InputError(f"{name}: holds no tiles")

    def read(address: Address) -> bytes | None:
        column, row = address
        found = database.execute(
            "SELECT tile_data FROM tiles WHERE zoom_level = ? AND tile_column = ? AND tile_row = ?", (zoom, column, (1 << zoom) - 1 - row)
        ).fetchone()
        return bytes(found[0]) if found else None

    declared = json.loads(about["json"]) if "json" in about else None
    return TileFile(name, int(zoom), _one_line(about.get("attribution", "")), _layer_names(declared), read)


def _open_pmtiles(path: Path, name: str, stack: ExitStack) -> TileFile:
    file = stack.enter_context(path.open("rb"))

    def piece(offset: int, length: int) -> bytes:
        file.seek(offset)
        return file.read(length)

    reader = Reader(piece)  # type: ignore[no-untyped-call]
    header = reader.header()  # type: ignore[no-untyped-call]
    if header["tile_type"] != TileType.MVT:
        raise InputError(f"{name}: holds pictures; the basemap needs vector tiles")
    if header["tile_compression"] not in {Compression.NONE, Compression.GZIP}:
        raise InputError(f"{name}: its tiles are packed in a way that is not read; write it again with gzip, as `pmtiles convert` does")
    zoom = min(int(header["max_zoom"]), _ZOOM_MOST)
    about = reader.metadata()  # type: ignore[no-untyped-call]

    def read(address: Address) -> bytes | None:
        data = reader.get(zoom, *address)  # type: ignore[no-untyped-call]
        return None if data is None else bytes(data)

    owner = about.get("attribution", "") if isinstance(about, dict) else ""
    return TileFile(name, zoom, _one_line(owner if isinstance(owner, str) else ""), _layer_names(about), read)


def _layer_names(about: object) -> frozenset[str]:
    listed = about.get("vector_layers") if isinstance(about, dict) else None
    return frozenset(str(one.get("id")) for one in listed if isinstance(one, dict)) if isinstance(listed, list) else frozenset()


def _one_line(markup: str) -> str:
    """The words of an attribution: its links and tags left out."""
    return " ".join(unescape(re.sub(r"<[^<>]*>", " ", markup)).split())[:_LINE_MOST]


def _unpacked(data: bytes) -> bytes:
    if data[:2] != b"\x1f\x8b":
        return data
    unpacked = zlib.decompressobj(wbits=31).decompress(data, _TILE_MOST)
    if len(unpacked) == _TILE_MOST:
        raise gzip.BadGzipFile("it unpacks to far more than a tile holds")
    return unpacked


def _features(layer: Mapping[str, object]) -> Iterator[tuple[Mapping[str, object], shapely.Geometry]]:
    extent, features = layer["extent"], layer["features"]
    if not isinstance(extent, int) or extent < 1 or not isinstance(features, list):
        raise ValueError("a layer is not what it should be")
    for feature in features:
        try:
            shape = shapely.geometry.shape(feature["geometry"])
        except (ValueError, TypeError, KeyError, IndexError, shapely.errors.ShapelyError):
            continue  # a line of one point and the like, left by whoever simplified the tile
        if not shape.is_empty:
            yield feature["properties"], shape if extent == EXTENT else shapely.transform(shape, lambda places, scale=EXTENT / extent: places * scale)
