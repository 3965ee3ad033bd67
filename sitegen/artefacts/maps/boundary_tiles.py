"""Boundary tiles: areas of forces and neighbourhoods with the places of their names, and where each lies."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl
import shapely
from shapely.geometry.base import BaseGeometry

from sitegen import urls
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.maps.attribution import attribution
from sitegen.artefacts.maps.label_tiles import label_tiles
from sitegen.artefacts.maps.tileset import Json, bake
from sitegen.site_json import to_json
from tiles.clip import geometry_tiles
from tiles.grid import Tile

ZOOMS = range(5, 13)
_FIRST_ZOOMS = {"force": 5, "force_label": 5, "neighbourhood": 8, "neighbourhood_label": 10}
"""Neighbourhoods are too small to be drawn on a map of the country."""


@dataclass(frozen=True, slots=True)
class Area:
    """A force's or neighbourhood's area in degrees WGS84 and what its tiles say of it."""

    geometry: BaseGeometry
    attributes: Mapping[str, str]


def make(
    *,
    boundaries: pl.DataFrame,
    force_areas: pl.DataFrame,
    forces: pl.DataFrame,
    neighbourhoods: pl.DataFrame,
    tiles: str,
    credit: Mapping[str, object],
) -> Iterator[tuple[str, bytes]]:
    """A file for each force with the boxes of its neighbourhoods, then the tiles and their TileJSON.

    Left out: boundaries set aside, and those of neighbourhoods that the force's list does not have, for which there is no page.
    """
    names = force_names(forces)
    force_layer = [
        Area(shapely.from_wkb(geometry), {"force": force_id, "name": names.get(force_id, force_id)})
        for force_id, geometry in force_areas.sort("force_id").select("force_id", "geometry").iter_rows()
    ]
    neighbourhood_layer = _neighbourhoods(boundaries, neighbourhoods)
    yield from _boxes(neighbourhood_layer, names)
    layers = {"force": force_layer, "neighbourhood": neighbourhood_layer}
    about = _about(force_layer, names, credit)
    yield from bake(
        _layer_tiles(layers), form=tiles, zooms=ZOOMS, places=urls.BOUNDARY_TILES, about=about, download=urls.bulk("boundaries", "pmtiles")
    )


def _neighbourhoods(boundaries: pl.DataFrame, neighbourhoods: pl.DataFrame) -> list[Area]:
    known = neighbourhoods.filter(pl.col("problem").is_null()).select("force_id", "neighbourhood_id", "folder", pl.col("name").alias("listed_name"))
    rows = (
        boundaries.filter(pl.col("geometry").is_not_null())
        .join(known, on=["force_id", "neighbourhood_id"], how="inner")
        .sort("force_id", "folder")
        .select("force_id", "folder", "listed_name", "geometry")
    )
    return [
        Area(shapely.from_wkb(geometry), {"force": force_id, "key": f"{force_id}/{folder}", "name": name})
        for force_id, folder, name, geometry in rows.iter_rows()
    ]


def _boxes(areas: Sequence[Area], names: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """For each force: neighbourhood folder to its name, west, south, east and north in degrees to 5 decimals."""
    boxes: dict[str, dict[str, Json]] = {force_id: {} for force_id in names}
    for area in areas:
        force_id, folder = area.attributes["key"].split("/", 1)
        boxes.setdefault(force_id, {})[folder] = [area.attributes["name"], *_bounds([area])]
    for force_id in sorted(boxes):
        yield urls.boundary_boxes(force_id), to_json(boxes[force_id])


def _layer_tiles(layers: Mapping[str, Sequence[Area]]) -> Iterator[Tile]:
    """The tiles of the areas, then those of their names."""
    for name, areas in layers.items():
        zooms = range(_FIRST_ZOOMS[name], ZOOMS.stop)
        yield from geometry_tiles([(name, [area.geometry for area in areas], [area.attributes for area in areas])], zooms)
    for name, areas in layers.items():
        yield from _label_tiles(f"{name}_label", areas)


def _label_tiles(layer: str, areas: Sequence[Area]) -> Iterator[Tile]:
    """A point inside each area, where its name can stand."""
    points = shapely.point_on_surface([area.geometry for area in areas])
    zooms = range(_FIRST_ZOOMS[layer], ZOOMS.stop)
    return label_tiles(layer, shapely.get_x(points), shapely.get_y(points), [area.attributes for area in areas], zooms)


def _about(force_layer: Sequence[Area], names: Mapping[str, str], credit: Mapping[str, object]) -> dict[str, Json]:
    fields: dict[str, Json] = {"force": "Police force, its slug", "name": "Name as supplied"}
    key: dict[str, Json] = {"key": "Force and folder of the neighbourhood's page, gwent/nb85"}
    described = {
        "force": ("Areas of police forces", fields),
        "force_label": ("A point inside each force's area", fields),
        "neighbourhood": ("Areas of neighbourhoods", fields | key),
        "neighbourhood_label": ("A point inside each neighbourhood", fields | key),
    }
    bounds = {area.attributes["force"]: _bounds([area]) for area in force_layer}
    used = credit["attributions"]
    about: dict[str, Json] = {
        "name": "Boundaries of police forces and neighbourhoods",
        "description": "Areas as the forces supplied them, simplified for each zoom.",
        "attribution": attribution([str(name) for name in used] if isinstance(used, list) else [], str(credit["year"])),
        "vector_layers": [
            {"id": name, "description": text, "minzoom": _FIRST_ZOOMS[name], "maxzoom": ZOOMS[-1], "fields": listed}
            for name, (text, listed) in described.items()
        ],
        "x-forces": {force_id: {"name": names[force_id], "bounds": bounds.get(force_id)} for force_id in sorted(names)},
    }
    if force_layer:
        about["bounds"] = _bounds(force_layer)
    return about


def _bounds(areas: Sequence[Area]) -> list[Json]:
    """West, south, east, north of all areas in degrees to 5 decimals."""
    return [round(float(edge), 5) for edge in shapely.total_bounds([area.geometry for area in areas])]
