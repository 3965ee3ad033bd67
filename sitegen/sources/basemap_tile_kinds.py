"""What the features of vector tiles are: the schemas of OpenMapTiles, Protomaps and Zoomstack, said in the site's own few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sitegen.sources.basemap_kinds import HIGHWAYS, NAMED_PLACES, OS, OSM, ROADS, Sort, text

Properties = Mapping[str, object]
Sorting = Callable[[str, Properties], Sort | None]
"""What a feature of a layer is; None where these maps do not draw it."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema of tiles: layers that only it has, how to sort its features, who is named for it, and a layer of names of roads drawn in another."""

    name: str
    signs: frozenset[str]
    sort: Sorting
    owner: str
    road_names: str | None = None


def recognise_tiles(layers: frozenset[str]) -> Schema | None:
    """The schema of tiles with these layers; None where it is not known."""
    return next((schema for schema in SCHEMAS_OF_TILES if schema.signs & layers), None)


_GREEN_PARKS = frozenset(
    {"park", "grass", "grassland", "meadow", "recreation_ground", "village_green", "cemetery", "allotments", "garden", "common", "golf_course",
     "nature_reserve", "national_park", "playground", "pitch", "heath"}
)  # fmt: skip
_LAKES = frozenset({"lake", "water", "pond", "reservoir", "basin", "dock"})
_SEAS = frozenset({"ocean", "sea", "bay", "strait", "fjord"})
_RIVERS = frozenset({"river", "canal", "riverbank"})
_STREAMS = frozenset({"stream", "drain", "ditch", "brook"})
_OMT_ROADS = {
    "motorway": "motorway", "trunk": "primary", "primary": "primary", "secondary": "secondary", "tertiary": "secondary", "minor": "minor",
    "busway": "minor", "service": "path", "track": "path", "path": "path",
}  # fmt: skip
_PLACES = {
    "city": "city", "town": "town", "village": "village", "hamlet": "village", "suburb": "suburb", "quarter": "suburb", "neighbourhood": "suburb",
    "locality": "village",
}  # fmt: skip


def _water(kind: str) -> Sort | None:
    named = {"sea": _SEAS, "lake": _LAKES, "river": _RIVERS, "stream": _STREAMS}
    return next((Sort("water", own) for own, words in named.items() if kind in words), None)


def _green(kind: str) -> Sort | None:
    if kind in {"wood", "forest"}:
        return Sort("green", "wood")
    return Sort("green", "park") if kind in _GREEN_PARKS else None


def _named(sort: Sort | None, name: str | None) -> Sort | None:
    return None if sort is None else Sort(sort.layer, sort.kind, name)


def _openmaptiles(layer: str, about: Properties) -> Sort | None:  # noqa: PLR0911  one line a layer
    kind, name = text(about.get("class")) or "", text(about.get("name"))
    is_tunnel = about.get("brunnel") == "tunnel"
    if layer in {"transportation", "transportation_name"}:
        if kind in {"rail", "transit"}:
            return None if is_tunnel else Sort("rail")
        return Sort("road", _OMT_ROADS[kind], name) if kind in _OMT_ROADS else None
    if layer in {"water", "waterway"}:
        return None if is_tunnel or kind == "swimming_pool" else _named(_water(kind) or (Sort("water", "lake") if layer == "water" else None), name)
    if layer == "landuse" and kind in {"residential", "suburb", "quarter", "neighbourhood"}:
        return Sort("built-up")
    if layer in {"landcover", "landuse"}:
        return _green(kind)
    if layer == "park":
        return Sort("green", "park")
    if layer == "building":
        return Sort("building")
    return Sort("place", _PLACES[kind], name) if layer == "place" and kind in _PLACES else None


_PROTOMAPS_ROADS = {
    "highway": "motorway",
    "major_road": "primary",
    "medium_road": "secondary",
    "minor_road": "minor",
    "path": "path",
    "other": "path",
}


def _protomaps(layer: str, about: Properties) -> Sort | None:  # noqa: PLR0911  one line a layer
    kind, name = text(about.get("kind")) or text(about.get("pmap:kind")) or "", text(about.get("name"))
    detail = text(about.get("kind_detail")) or text(about.get("pmap:kind_detail")) or ""
    if layer in {"roads", "transit"}:
        if kind == "rail" or (layer == "transit" and kind in {"rail", "light_rail", "tram"}):
            return Sort("rail")
        drawn = HIGHWAYS.get(detail) or _PROTOMAPS_ROADS.get(kind)
        return Sort("road", drawn, name) if layer == "roads" and kind in _PROTOMAPS_ROADS and drawn else None
    if layer in {"water", "physical_line"}:
        return None if kind == "swimming_pool" else _named(_water(kind), name)
    if layer in {"landuse", "natural"}:
        return Sort("built-up") if kind == "residential" else _green(kind)
    if layer == "buildings":
        return Sort("building") if kind != "building_part" else None
    if layer == "places":
        place = _PLACES.get(detail) or _PLACES.get(kind)
        return Sort("place", place, name) if place else None
    return None


_ZOOMSTACK_AREAS = {
    "sea": Sort("water", "sea"), "surfacewater": Sort("water", "lake"), "greenspaces": Sort("green", "park"), "greenspace": Sort("green", "park"),
    "woodland": Sort("green", "wood"), "urban_areas": Sort("built-up"), "buildings": Sort("building"), "local_buildings": Sort("building"),
}  # fmt: skip


def _zoomstack(layer: str, about: Properties) -> Sort | None:
    kind, name = (text(about.get("type")) or "").lower(), text(about.get("name")) or text(about.get("name1"))
    if layer in _ZOOMSTACK_AREAS:
        return _ZOOMSTACK_AREAS[layer]
    if layer == "waterlines":
        return None if any(word in kind for word in ("mhw", "mlw", "tid", "high water", "low water")) else Sort("water", "stream", name)
    if layer == "rail":
        return None if kind == "tunnel" else Sort("rail")
    if layer in {"roads", "roads_local"}:
        drawn = ROADS.get(kind, "minor")
        return Sort("road", drawn, name) if drawn else None
    if layer == "names" and kind in NAMED_PLACES:
        return Sort("place", NAMED_PLACES[kind], name)
    return None


SCHEMAS_OF_TILES = (
    Schema("OpenMapTiles", frozenset({"transportation", "transportation_name", "waterway", "aeroway"}), _openmaptiles, OSM, "transportation_name"),
    Schema("OS Open Zoomstack", frozenset({"surfacewater", "waterlines", "urban_areas"}), _zoomstack, OS),
    Schema("Protomaps basemap", frozenset({"earth", "places", "pois", "physical_line"}), _protomaps, OSM),
)
