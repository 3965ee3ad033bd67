"""What the features of vector tiles are: the schemas of OpenMapTiles, Protomaps and Zoomstack, said in the site's own few words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sitegen.sources.basemap_kinds import HIGHWAYS, NAMED_PLACES, NAMED_PLACES_OSM, OS, OSM, ROADS, TAGS, Recognised, osm_class, text

Properties = Mapping[str, object]
Classifier = Callable[[str, Properties], Recognised | None]
"""What a feature of a layer is; None where these maps do not draw it."""


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema of tiles: layers that only it has, how to class its features, who is named for it, and a layer of names of roads drawn in another."""

    name: str
    layer_names: frozenset[str]
    classify: Classifier
    owner: str
    road_names: str | None = None


def recognise_tiles(layers: frozenset[str]) -> Schema | None:
    """The schema of tiles with these layers; None where it is not known."""
    return next((schema for schema in SCHEMAS_OF_TILES if schema.layer_names & layers), None)


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


def _water(kind: str) -> Recognised | None:
    named = {"sea": _SEAS, "lake": _LAKES, "river": _RIVERS, "stream": _STREAMS}
    return next((Recognised("water", own) for own, words in named.items() if kind in words), None)


def _green(kind: str) -> Recognised | None:
    if kind in {"wood", "forest"}:
        return Recognised("green", "wood")
    return Recognised("green", "park") if kind in _GREEN_PARKS else None


def _named(one: Recognised | None, name: str | None) -> Recognised | None:
    return None if one is None else Recognised(one.layer, one.kind, name)


def _openmaptiles(layer: str, about: Properties) -> Recognised | None:  # noqa: PLR0911  one line a layer
    kind, name = text(about.get("class")) or "", text(about.get("name"))
    is_tunnel = about.get("brunnel") == "tunnel"
    if layer in {"transportation", "transportation_name"}:
        if kind in {"rail", "transit"}:
            return None if is_tunnel else Recognised("rail")
        return Recognised("road", _OMT_ROADS[kind], name) if kind in _OMT_ROADS else None
    if layer in {"water", "waterway"}:
        return (
            None
            if is_tunnel or kind == "swimming_pool"
            else _named(_water(kind) or (Recognised("water", "lake") if layer == "water" else None), name)
        )
    if layer == "landuse" and kind in {"residential", "suburb", "quarter", "neighbourhood"}:
        return Recognised("built-up")
    if layer in {"landcover", "landuse"}:
        return _green(kind)
    if layer == "park":
        return Recognised("green", "park")
    if layer == "building":
        return Recognised("building")
    return Recognised("place", _PLACES[kind], name) if layer == "place" and kind in _PLACES else None


_PROTOMAPS_ROADS = {
    "highway": "motorway",
    "major_road": "primary",
    "medium_road": "secondary",
    "minor_road": "minor",
    "path": "path",
    "other": "path",
}


def _protomaps(layer: str, about: Properties) -> Recognised | None:
    """Since version 3 a feature has a kind of a closed list; before, `pmap:kind` is coarse, and the tags of OpenStreetMap stand beside it."""
    if layer == "buildings":
        return Recognised("building") if "building_part" not in {about.get("kind"), about.get("pmap:kind")} and "building:part" not in about else None
    kind, name = text(about.get("kind")) or text(about.get("pmap:kind")) or "", text(about.get("name"))
    tags = {} if "kind" in about else {key: value for key in TAGS if key in about and (value := text(about[key]))}
    if layer in {"roads", "transit"}:
        return _protomaps_way(layer, kind, tags.get("highway") or text(about.get("kind_detail")) or text(about.get("pmap:kind_detail")), tags, name)
    if layer in {"water", "physical_line"}:
        return None if "swimming_pool" in {kind, tags.get("leisure")} else _named(_water(kind) or _tagged_water(layer, kind, tags, about), name)
    if layer in {"landuse", "natural", "land"}:
        return Recognised("built-up") if "residential" in {kind, tags.get("landuse")} else _green(kind) or _of_layer("green", tags)
    if layer == "places":
        detail = text(about.get("kind_detail")) or text(about.get("pmap:kind_detail")) or ""
        place = NAMED_PLACES_OSM.get(tags["place"]) if "place" in tags else _PLACES.get(detail) or _PLACES.get(kind)
        return Recognised("place", place, name) if place else None
    return None


def _protomaps_way(layer: str, kind: str, detail: str | None, tags: Mapping[str, str], name: str | None) -> Recognised | None:
    if kind == "rail" or (layer == "transit" and kind in {"rail", "light_rail", "tram"}):
        return Recognised("rail")
    if kind == "railway":  # before version 3; what is disused or a platform is none
        return _of_layer("rail", {"railway": tags.get("railway", "")})
    if layer != "roads" or kind not in _PROTOMAPS_ROADS:
        return None
    drawn = HIGHWAYS.get(detail or "") or (None if "highway" in tags else _PROTOMAPS_ROADS[kind])
    return Recognised("road", drawn, name) if drawn else None


def _tagged_water(layer: str, kind: str, tags: Mapping[str, str], about: Properties) -> Recognised | None:
    """Water before version 3: what it is says the tag `water`, else another; the sea has none."""
    if "kind" in about:
        return None
    said = text(about.get("water")) or ""
    found = _water(said) or _of_layer("water", tags)
    if found is None and layer == "water" and not kind and not tags and not said:
        return Recognised("water", "sea")
    return found


def _of_layer(layer: str, tags: Mapping[str, str]) -> Recognised | None:
    """The first of some tags that says something of a layer."""
    recognised = (osm_class(key, value, None) for key, value in tags.items())
    return next((one for one in recognised if one.layer == layer), None)


_ZOOMSTACK_AREAS = {
    "sea": Recognised("water", "sea"),
    "surfacewater": Recognised("water", "lake"),
    "greenspaces": Recognised("green", "park"),
    "greenspace": Recognised("green", "park"),
    "woodland": Recognised("green", "wood"),
    "urban_areas": Recognised("built-up"),
    "buildings": Recognised("building"),
    "local_buildings": Recognised("building"),
}


def _zoomstack(layer: str, about: Properties) -> Recognised | None:
    kind, name = (text(about.get("type")) or "").lower(), text(about.get("name")) or text(about.get("name1"))
    if layer in _ZOOMSTACK_AREAS:
        return _ZOOMSTACK_AREAS[layer]
    if layer == "waterlines":
        return None if any(word in kind for word in ("mhw", "mlw", "tid", "high water", "low water")) else Recognised("water", "stream", name)
    if layer == "rail":
        return None if kind == "tunnel" else Recognised("rail")
    if layer in {"roads", "roads_local"}:
        drawn = ROADS.get(kind, "minor")
        return Recognised("road", drawn, name) if drawn else None
    if layer == "names" and kind in NAMED_PLACES:
        return Recognised("place", NAMED_PLACES[kind], name)
    return None


SCHEMAS_OF_TILES = (
    Schema("OpenMapTiles", frozenset({"transportation", "transportation_name", "waterway", "aeroway"}), _openmaptiles, OSM, "transportation_name"),
    Schema("OS Open Zoomstack", frozenset({"surfacewater", "waterlines", "urban_areas"}), _zoomstack, OS),
    Schema("Protomaps basemap", frozenset({"earth", "places", "pois", "physical_line"}), _protomaps, OSM),
)
