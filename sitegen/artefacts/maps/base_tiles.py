"""Tiles of the basemap: water, green, built-up areas, roads, rail, buildings and the names of places, under the figures."""

from collections.abc import Iterator, Mapping
from itertools import chain, groupby

import deflate
import mercantile
import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen import urls
from sitegen.artefacts.maps.attribution import attribution, basemap_credit
from sitegen.artefacts.maps.base_layers import ZOOMS, Drawn, layers_at, read_groups
from sitegen.artefacts.maps.label_tiles import label_tiles
from sitegen.artefacts.maps.tileset import Json, bake
from sitegen.surroundings import around_forces
from tiles.clip import Piece, cut_layers, encode_pieces, whole_areas
from tiles.grid import Tile

TILE_MOST = 36 * 1024
"""Bytes a tile of lines and areas may have after gzip; names and what a server's own gzip does worse fit in the rest of 40 KB."""

_GZIP_LEVEL = 6
"""What servers use. The compressor is the project's own: the system's packs otherwise on another machine, and the tile would lack other things."""

_TOLERANCE = 16.0
"""4096ths of a tile; `tiles.clip` halves it for the last zoom it is given, and it is given one at a time."""

_FAR_ZOOM, _FAR_TILES = 10, 2
"""Up to this zoom a map shows far more than its forces: so many tiles more on every side, where there is anything to draw."""

_PLACE_ZOOMS = {"city": 5, "town": 8, "suburb": 11, "village": 11}
_PLACE_RANKS = {"city": 1, "town": 2, "suburb": 3, "village": 4}

Shapes = NDArray[np.object_]


def make(
    *,
    basemap: pl.DataFrame,
    boundaries: pl.DataFrame,
    map_places: pl.DataFrame,
    tiles: str,
    site: Mapping[str, object],
    credit: Mapping[str, object],
) -> Iterator[tuple[str, bytes]]:
    """The tiles around the forces' neighbourhoods and their TileJSON, which is there without a basemap too.

    Without one they hold the names of the cities and towns of the gazetteer alone, or nothing where there is none.
    """
    boxes = around_forces(boundaries)
    around = None if boxes is None else np.asarray(shapely.box(*boxes.T))
    layers = chain(_shape_tiles(basemap, around), _place_tiles(map_places))
    of_places = _places_credit(credit) if map_places["from_gazetteer"].any() else ""
    yield from bake(layers, form=tiles, zooms=ZOOMS, places=urls.BASE_TILES, about=_about(basemap, site, of_places))


def _shape_tiles(basemap: pl.DataFrame, around: Shapes | None) -> Iterator[Tile]:
    groups = read_groups(basemap, around)
    for zoom in ZOOMS if groups else ():
        drawn = layers_at(zoom, groups)
        covered = _tiles_of(around, zoom)
        for z, x, y, pieces in cut_layers(drawn.shapes, [zoom], tolerance=_TOLERANCE):
            if pieces and any(west <= x <= east and north <= y <= south for west, north, east, south in covered):
                yield z, x, y, _fitting(drawn, pieces)


def _tiles_of(around: Shapes | None, zoom: int) -> list[tuple[int, int, int, int]]:
    """First column and row, last column and row of the tiles each box reaches into."""
    most, more = (1 << zoom) - 1, _FAR_TILES if zoom <= _FAR_ZOOM else 0
    if around is None:
        return [(0, 0, most, most)]
    corners = [
        (mercantile.tile(west, north, zoom), mercantile.tile(east, south, zoom)) for west, south, east, north in shapely.bounds(around).tolist()
    ]
    return [(max(one.x - more, 0), max(one.y - more, 0), min(other.x + more, most), min(other.y + more, most)) for one, other in corners]


def _fitting(drawn: Drawn, pieces: list[Piece]) -> bytes:
    """The tile without the least important kinds of things, where all of them would make it too large."""
    features = _joined(drawn, pieces)
    data = encode_pieces(drawn.joined, features)
    while len(deflate.zlib_compress(data, _GZIP_LEVEL)) > TILE_MOST:
        highest = max(drawn.groups[piece[3]].rank for piece in features)
        features = [piece for piece in features if drawn.groups[piece[3]].rank < highest]
        data = encode_pieces(drawn.joined, features)
    return data


def _joined(drawn: Drawn, pieces: list[Piece]) -> list[Piece]:
    """One piece for each group, of all its shapes in the tile: a feature of many parts takes fewer bytes than many features."""
    heads: list[tuple[int, int, int, int]] = []
    joined: list[shapely.Geometry] = []
    for (layer, owner), here in groupby(pieces, key=lambda piece: (piece[2], drawn.owners[piece[2]][piece[3]])):
        listed = list(here)
        parts = shapely.get_parts(np.array([piece[4] for piece in listed], dtype=np.object_))
        joined.append(shapely.multilinestrings(parts) if shapely.get_dimensions(parts[0]) == 1 else shapely.multipolygons(parts))
        heads.append((listed[0][0], listed[0][1], layer, owner))
    # Areas side by side may overlap by what each was rounded.
    return [(*head, whole) for head, whole in zip(heads, whole_areas(np.array(joined, dtype=np.object_)), strict=True)]


def _place_tiles(map_places: pl.DataFrame) -> Iterator[Tile]:
    for zoom in ZOOMS:
        kinds_here = [kind for kind, first in _PLACE_ZOOMS.items() if first <= zoom]
        shown = map_places.filter(pl.col("kind").is_in(kinds_here))
        attributes = [{"kind": kind, "name": name, "rank": _PLACE_RANKS[kind]} for kind, name in shown.select("kind", "name").iter_rows()]
        yield from label_tiles("place", shown["lon"].to_numpy(), shown["lat"].to_numpy(), attributes, [zoom])


def _places_credit(credit: Mapping[str, object]) -> str:
    used = credit["attributions"]
    return attribution([str(name) for name in used if name == "os"], str(credit["year"])) if isinstance(used, list) else ""


def _about(basemap: pl.DataFrame, site: Mapping[str, object], of_places: str) -> dict[str, Json]:
    name: dict[str, Json] = {"name": "Name as supplied"}
    kind: dict[str, Json] = {"kind": "What it is, a word of the table basemap"}
    described: dict[str, tuple[str, int, dict[str, Json]]] = {
        "water": ("Sea, lakes and wide rivers, areas", 6, kind),
        "waterway": ("Rivers and streams, lines", 8, kind | name),
        "green": ("Parks and woods, areas", 8, {}),
        "built-up": ("Towns and villages, areas", 6, {}),
        "road": ("Roads, lines", 6, kind | name),
        "rail": ("Railways, lines", 9, {}),
        "building": ("Buildings, areas", 14, {}),
        "place": ("Names of places, points", 5, kind | name | {"rank": "1 for what is named first, to 4"}),
    }
    drawn = basemap.filter(pl.col("layer").is_not_null())
    has_sea = not drawn.filter((pl.col("layer") == "water") & (pl.col("kind") == "sea")).is_empty()
    return {
        "name": "Basemap",
        "description": "What lies under the figures, simplified for each zoom; a crowded tile leaves out the least important kinds.",
        "attribution": basemap_credit([*drawn["attribution"].unique().to_list(), of_places], str(site["as_of"])[:4]),
        "x-sea": has_sea,
        "vector_layers": [
            {"id": layer, "description": text, "minzoom": first, "maxzoom": ZOOMS[-1], "fields": fields}
            for layer, (text, first, fields) in described.items()
        ],
    }
