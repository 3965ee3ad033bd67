"""What the features of a map are: the schemas of several publishers, recognised and said in the site's own few words."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

WANTED = frozenset(
    {"layer", "kind", "name", "type", "name1", "name_1", "class", "function", "road_function", "osm_id", "osm_type", "@id", "code", "fclass"}
    | {"highway", "railway", "waterway", "natural", "landuse", "leisure", "building", "place"}
    | {f"bua{year}{end}" for year in (11, 22, 24) for end in ("nm", "cd")}
)  # fmt: skip
"""The properties that any of the schemas needs, in lower case."""

_LOOKED_AT = 2_000
"""Letters of a text that are looked at."""

UNKNOWN, NOT_DRAWN, COARSER = "layer-unknown", "not-drawn", "coarser-copy"

OSM = "© OpenStreetMap contributors"
OS = "Contains OS data © Crown copyright and database right {year}"
ONS = "Contains National Statistics data © Crown copyright and database right {year}"

KINDS = {
    "road": ("motorway", "primary", "secondary", "minor", "path"),
    "water": ("sea", "lake", "river", "stream"),
    "place": ("city", "town", "village", "suburb"),
}
"""The kinds of the layers whose kind decides how they are drawn."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What one feature is: layer, kind and name as in the table basemap; or why it is set aside."""

    layer: str | None
    kind: str | None = None
    name: str | None = None
    problem: str | None = None


Row = Mapping[str, object]
Classifier = Callable[[Row], Recognised]


def recognise(layer: str, columns: Mapping[str, list[object]], finest_road_layer: str | None) -> tuple[Classifier, str]:
    """How to class the features of a layer with these columns, and who is to be named for them, empty where nobody is known.

    `finest_road_layer` is the most detailed of the file's layers of Zoomstack roads: the others draw the same roads again.
    """
    classifier: Classifier = _unknown
    owner = ""
    if "fclass" in columns:
        classifier, owner = partial(_geofabrik, layer), OSM
    elif "osm_id" not in columns and any(text(value) in _PLAIN for value in columns.get("layer", ())):
        classifier = _plain_by_layer
    elif columns.keys() & _OSM_COLUMNS:
        classifier, owner = _osm, OSM
    elif layer in {"road_link", "roadlink"} or "road_function" in columns or {"class", "function"} <= columns.keys():
        classifier, owner = _open_roads, OS
    elif layer in _ZOOMSTACK and "kind" not in columns:
        copies = _coarser_types(columns)
        is_copy = layer in ROAD_LAYERS and layer != finest_road_layer
        classifier, owner = partial(_zoomstack, layer, copies, is_copy), OS
    elif any(name.startswith("bua") for name in columns) or any(str(value).endswith(" BUA") for value in columns.get("name", ())):
        classifier, owner = _built_up, f"{ONS}. {OS}"
    elif layer in _PLAIN:
        classifier = partial(_plain, layer)
    return classifier, owner


def text(value: object) -> str | None:
    """A property as one line of text; None where there is none."""
    found = " ".join(str(value)[:_LOOKED_AT].split()) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    # Characters that cannot be printed, and halves of characters, are nobody's name and have no place in a page.
    plain = found if found.isprintable() else "".join(character for character in found if character.isprintable())
    return plain[:120].strip() or None


# ---- the project's own plain schema

_PLAIN = {
    **{layer: layer for layer in ("water", "green", "road", "rail", "building", "built-up", "place")},
    "roads": "road", "buildings": "building", "places": "place", "built_up": "built-up",
}  # fmt: skip


def _plain_by_layer(row: Row) -> Recognised:
    return _plain(text(row.get("layer")) or "", row)


def _unknown(_row: Row) -> Recognised:
    return Recognised(None, problem=UNKNOWN)


def _plain(layer: str, row: Row) -> Recognised:
    own = _PLAIN.get(layer)
    return Recognised(own, text(row.get("kind")), text(row.get("name"))) if own else Recognised(None, problem=UNKNOWN)


# ---- OpenStreetMap

_OSM_COLUMNS = frozenset({"osm_id", "osm_type", "@id", "highway", "railway", "waterway", "natural", "landuse", "leisure", "building"})
TAGS = ("highway", "railway", "waterway", "natural", "landuse", "leisure", "building", "place")
HIGHWAYS = {
    **dict.fromkeys(("motorway", "motorway_link"), "motorway"),
    **dict.fromkeys(("trunk", "trunk_link", "primary", "primary_link"), "primary"),
    **dict.fromkeys(("secondary", "secondary_link", "tertiary", "tertiary_link"), "secondary"),
    **dict.fromkeys(("unclassified", "residential", "living_street", "pedestrian", "road", "busway", "yes"), "minor"),
    **dict.fromkeys(("service", "track", "footway", "path", "cycleway", "steps", "bridleway"), "path"),
}
_OSM_KINDS: dict[str, dict[str, tuple[str, str | None]]] = {
    "highway": {value: ("road", kind) for value, kind in HIGHWAYS.items()},
    "railway": dict.fromkeys(("rail", "light_rail", "narrow_gauge", "preserved", "tram", "funicular", "monorail", "yes"), ("rail", None)),
    "waterway": {
        **dict.fromkeys(("river", "canal", "riverbank", "yes"), ("water", "river")),
        **dict.fromkeys(("stream", "ditch", "drain", "brook"), ("water", "stream")),
        "dock": ("water", "lake"),
    },
    "natural": {"water": ("water", "lake"), "bay": ("water", "sea"), "wood": ("green", "wood"), "heath": ("green", "park")},
    "landuse": {
        "forest": ("green", "wood"),
        **dict.fromkeys(("grass", "meadow", "recreation_ground", "village_green", "cemetery", "allotments"), ("green", "park")),
        **dict.fromkeys(("reservoir", "basin"), ("water", "lake")),
        "residential": ("built-up", None),
    },
    "leisure": dict.fromkeys(("park", "garden", "common", "golf_course", "nature_reserve", "playground", "pitch", "yes"), ("green", "park")),
    "place": {
        "city": ("place", "city"), "town": ("place", "town"), "village": ("place", "village"), "hamlet": ("place", "village"),
        **dict.fromkeys(("suburb", "quarter", "neighbourhood"), ("place", "suburb")),
    },
}  # fmt: skip
NAMED_PLACES_OSM = {value: kind or "village" for value, (_, kind) in _OSM_KINDS["place"].items()}
"""Kinds of places by the tag `place`."""
_OSM_WORDS: dict[str, tuple[str, str | None]] = {"park": ("green", "park"), "water": ("water", "lake"), "forest": ("green", "wood")}
"""Values that some extracts write as the whole name of a layer."""


def _osm(row: Row) -> Recognised:
    name = text(row.get("name"))
    for key in TAGS:
        if value := text(row.get(key)):
            return osm_class(key, value, name)
    # Extracts cut by layer say `highway_primary`, or only `highway` where the class was not kept.
    key, _, value = (text(row.get("layer")) or "").partition("_")
    if key in _OSM_WORDS and not value:
        return Recognised(*_OSM_WORDS[key], name)
    return osm_class(key, value or "yes", name)


def osm_class(key: str, value: str, name: str | None) -> Recognised:
    """What a feature with a tag is."""
    if key == "building":
        return Recognised(None, problem=NOT_DRAWN) if value == "no" else Recognised("building")
    found = _OSM_KINDS.get(key, {}).get(value)
    return Recognised(*found, name) if found else Recognised(None, problem=NOT_DRAWN if key else UNKNOWN)


# ---- OpenStreetMap as Geofabrik cuts it: a table for each key, its value in fclass

_GEOFABRIK_LAYER = re.compile(r"gis[._]osm_([a-z]+?)(?:_a)?(?:_free)?(?:_\d+)*")
_GEOFABRIK_KEYS = {
    "roads": "highway", "railways": "railway", "waterways": "waterway", "water": "water", "landuse": "landuse", "natural": "natural",
    "buildings": "building", "places": "place",
}  # fmt: skip
_GEOFABRIK_CODES = {
    "51": "highway", "61": "railway", "81": "waterway", "82": "water", "72": "landuse", "41": "natural", "15": "building", "10": "place",
}  # fmt: skip
"""The first two digits of `code`, where a table has another name."""
_GEOFABRIK_WORDS: dict[str, dict[str, tuple[str, str | None]]] = {
    "water": {
        **dict.fromkeys(("water", "reservoir", "dock"), ("water", "lake")),
        **dict.fromkeys(("river", "riverbank"), ("water", "river")),
    },
    "landuse": dict.fromkeys(("park", "nature_reserve", "national_park", "heath"), ("green", "park")),
    "place": {"national_capital": ("place", "city")},
    "highway": {
        **dict.fromkeys((f"track_grade{grade}" for grade in range(1, 6)), ("road", "path")),
        "unknown": ("road", "minor"),
    },
}
"""Values that only Geofabrik writes."""


def _geofabrik(layer: str, row: Row) -> Recognised:
    value, name = text(row.get("fclass")), text(row.get("name"))
    found = _GEOFABRIK_LAYER.fullmatch(layer)
    key = _GEOFABRIK_KEYS.get(found[1]) if found else _GEOFABRIK_CODES.get((text(row.get("code")) or "")[:2])
    if key is None or value is None:
        return Recognised(None, problem=NOT_DRAWN)  # shops, stations, traffic lights and so on
    words = _GEOFABRIK_WORDS.get(key, {}).get(value)
    return Recognised(*words, name) if words else osm_class(key, value, name)


# ---- Ordnance Survey: Open Roads and Open Zoomstack

ROADS = {
    "motorway": "motorway", "primary": "primary", "a road": "primary", "b road": "secondary", "minor": "minor",
    "minor road": "minor", "local": "minor", "local road": "minor", "local access road": "minor", "restricted": "path",
    "restricted local access road": "path",
    "secondary access road": "path", "guided busway": "minor", "tunnels": None,
}  # fmt: skip
ROAD_LAYERS = ("roads_local", "roads_regional", "roads_national")
"""The three layers of Zoomstack roads, the most detailed first."""

_ZOOMSTACK: dict[str, tuple[str, str | None] | None] = {
    **dict.fromkeys(ROAD_LAYERS, ("road", None)),
    "rail": ("rail", None), "surfacewater": ("water", "lake"), "waterlines": ("water", "stream"),
    "greenspace": ("green", "park"), "woodland": ("green", "wood"), "urban_areas": ("built-up", None), "local_buildings": ("building", None),
    "names": ("place", None), "sites": None, "railway_stations": None, "national_parks": None, "district_buildings": None, "foreshore": None,
    "boundaries": None, "contours": None, "etl": None, "airports": None, "land": None,
}  # fmt: skip
_COARSENESS = ("Local", "District", "Regional", "National")
NAMED_PLACES = {
    "capital": "city", "city": "city", "town": "town", "village": "village", "hamlet": "village", "small settlements": "village",
    "suburban area": "suburb",
}  # fmt: skip


def _open_roads(row: Row) -> Recognised:
    function = text(row.get("road_function")) or text(row.get("function"))
    if function is None:
        return Recognised(None, problem=NOT_DRAWN)  # junctions and nodes
    return Recognised("road", ROADS.get(function.lower(), "minor"), text(row.get("name_1")) or text(row.get("name1")))


def _coarser_types(columns: Mapping[str, list[object]]) -> frozenset[str | None]:
    """The types in a layer that are the same shapes again, drawn coarser for smaller scales."""
    found = {text(value) for value in columns.get("type", ())}
    scales = [scale for scale in _COARSENESS if scale in found]
    return frozenset(scales[1:])


def _zoomstack(layer: str, copies: frozenset[str | None], is_copy: bool, row: Row) -> Recognised:
    if is_copy or text(row.get("type")) in copies:
        return Recognised(None, problem=COARSER)
    meaning, kind = _ZOOMSTACK[layer], (text(row.get("type")) or "").lower()
    name = text(row.get("name")) or text(row.get("name1"))
    if meaning is None or (layer == "rail" and kind == "tunnel") or (layer == "waterlines" and re.search(r"mhw|mlw|tid|high water|low water", kind)):
        return Recognised(None, problem=NOT_DRAWN)
    if layer in ROAD_LAYERS:
        drawn = ROADS.get(kind, "minor")
        return Recognised("road", drawn, name) if drawn else Recognised(None, problem=NOT_DRAWN)
    if layer == "names":
        place = NAMED_PLACES.get(kind)
        return Recognised("place", place, name) if place else Recognised(None, problem=NOT_DRAWN)
    return Recognised(*meaning, name)


# ---- the Office for National Statistics: built-up areas


def _built_up(row: Row) -> Recognised:
    named = next((text(value) for key, value in sorted(row.items()) if key.startswith("bua") and key.endswith("nm")), None)
    name = named or text(row.get("name"))
    return Recognised("built-up", None, re.sub(r"( \(.*\))?( BUA| Built-up area)?( \(.*\))?$", "", name) if name else None)
