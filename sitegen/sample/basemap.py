"""The map of the invented county as an operator's basemap file: water, green, roads, railway, buildings and names."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely

from sitegen.sample.county import ORIGIN
from sitegen.sample.county_land import shapes
from sitegen.sample.curves import Draws
from sitegen.sample.geopackage import Feature, write_geopackage
from sitegen.sample.land import in_degrees
from sitegen.sample.network import railways
from sitegen.sample.settlements import SETTLEMENTS, SUBURBS
from sitegen.sample.terrain import channel, lakes, open_land, rivers
from sitegen.sample.town_streets import fabric

_SEA_MARGIN = (2.4, 1.4)
"""How far, in degrees east and north, the sea is drawn round the land."""


def basemap_file() -> tuple[str, bytes]:
    """Path and bytes of the GeoPackage; its sea ends exactly where the neighbourhoods begin."""
    made = fabric()
    settled = shapely.union_all(list(made.built_up))
    layers: dict[str, list[Feature]] = {
        "water": [("lake", name, shape) for name, shape in lakes().items()],
        "green": [(kind, name, shape.difference(settled)) for kind, name, shape in open_land()] + [*made.green],
        "built_up": [("town", town.name, shape) for town, shape in zip(SETTLEMENTS, made.built_up, strict=True)],
        "roads": [(street.kind, street.name, shapely.LineString(street.course)) for street in made.streets],
        "rail": [("rail", name, shapely.LineString(line)) for name, line in railways()],
        "buildings": [("building", "", shape) for shape in (*made.sheds, *terraces())],
        "places": [(town.kind, town.name, shapely.Point(town.centre)) for town in SETTLEMENTS]
        + [("suburb", name, shapely.Point(place)) for name, place in SUBURBS],
    }
    for river in rivers():
        layers["water"].append((river.kind, river.name, shapely.LineString(river.course)))
        if river.kind == "river":
            layers["water"].append(("river", "", channel(river)))
    layers["roads"] += [("path", "", path) for path in _paths()]
    drawn = {layer: _in_degrees([feature for feature in features if not feature[2].is_empty]) for layer, features in layers.items()}
    drawn["water"].insert(0, ("sea", "", _sea()))
    return "basemap/loamshire.gpkg", write_geopackage(drawn)


def terraces() -> Iterator[shapely.Polygon]:
    """Houses all round the blocks of town centres, in pieces, with yards behind them."""
    draws = Draws("terraces", 60_000)
    for block in fabric().blocks:
        front, yard = block.buffer(-0.0055, join_style="mitre"), block.buffer(-0.0185, join_style="mitre")
        ring = front.difference(yard)
        cuts = []
        corners = np.asarray(block.exterior.coords)
        middle = np.array(block.centroid.coords[0])
        for start, end in pairwise(corners):
            count = int(np.hypot(*(end - start)) / draws.between(0.014, 0.03))
            for step in range(count):
                at = start + (end - start) * (step + 0.5) / max(count, 1)
                cuts.append(shapely.LineString([at, at + (middle - at) * 0.9]).buffer(0.0004, cap_style="flat"))
        built = ring.difference(shapely.union_all(cuts)) if cuts else ring
        for piece in shapely.get_parts(built).tolist():
            if isinstance(piece, shapely.Polygon) and piece.area > 0.00004 and draws.between(0, 1) > 0.06:
                yield piece.simplify(0.0008)


def _paths() -> Iterator[shapely.LineString]:
    """Two ways through every park."""
    for kind, _, shape in fabric().green:
        if kind == "park" and shape.area > 0.01:
            corners = np.asarray(shapely.oriented_envelope(shape).exterior.coords)
            for one, other in ((0, 2), (1, 3)):
                bend = (corners[0] + corners[2]) / 2 + 0.08 * (corners[1] - corners[0])
                for part in shapely.get_parts(shape.intersection(shapely.LineString([corners[one], bend, corners[other]]))).tolist():
                    if isinstance(part, shapely.LineString):
                        yield part


def _sea() -> shapely.Geometry:
    """The sea round the land, in degrees, of the corners of the neighbourhoods themselves."""
    land = shapely.coverage_union_all(list(shapes()))
    west, south, east, north = land.bounds
    return shapely.box(west - _SEA_MARGIN[0], south - _SEA_MARGIN[1], east + _SEA_MARGIN[0], north + _SEA_MARGIN[1]).difference(land)


def _in_degrees(features: list[Feature]) -> list[Feature]:
    """The features with degrees, to 6 decimals, in place of kilometres."""

    metres = shapely.transform(np.array([shape for _, _, shape in features], dtype=object), lambda places: np.array(ORIGIN) + 1000 * places)
    return [
        (kind, name, shape if shape.is_valid else shapely.make_valid(shape))
        for (kind, name, _), shape in zip(features, in_degrees(metres), strict=True)
    ]
