"""What files about crimes, stops, places and teams may say: keys and columns by kind of file, and the categories and outcomes there are.

A file that no line here covers is not refused: it is said that nobody has listed what it may hold.
"""

import re
from collections.abc import Mapping
from typing import Any

from sitegen.terms import MONTH

CATEGORIES: Mapping[str, str] = {
    "anti-social-behaviour": "Anti-social behaviour",
    "bicycle-theft": "Bicycle theft",
    "burglary": "Burglary",
    "criminal-damage-arson": "Criminal damage and arson",
    "drugs": "Drugs",
    "other-crime": "Other crime",
    "other-theft": "Other theft",
    "possession-of-weapons": "Possession of weapons",
    "public-disorder-weapons": "Public disorder and weapons",
    "public-order": "Public order",
    "robbery": "Robbery",
    "shoplifting": "Shoplifting",
    "theft-from-the-person": "Theft from the person",
    "vehicle-crime": "Vehicle crime",
    "violent-crime": "Violence and sexual offences",
}
"""The categories of street crime by slug, as data.police.uk names them: none tells more of an offence. Sexual offences have none of their own."""

OUTCOMES = frozenset(
    {
        "Action to be taken by another organisation", "Awaiting court outcome", "Court case unable to proceed", "Court result unavailable",
        "Defendant found not guilty", "Defendant sent to Crown Court", "Formal action is not in the public interest",
        "Further action is not in the public interest", "Further investigation is not in the public interest",
        "Investigation complete; no suspect identified", "Local resolution", "Offender deprived of property", "Offender fined",
        "Offender given a caution", "Offender given a drugs possession warning", "Offender given a penalty notice",
        "Offender given absolute discharge", "Offender given community sentence", "Offender given conditional discharge",
        "Offender given penalty notice", "Offender given suspended prison sentence", "Offender ordered to pay compensation",
        "Offender otherwise dealt with", "Offender sent to prison", "Status update unavailable", "Suspect charged",
        "Suspect charged as part of another case", "Unable to prosecute suspect", "Under investigation",
    }
)  # fmt: skip
"""The outcomes there are, as data.police.uk words them; two wordings of one are both here."""

Shape = Mapping[str, Any]  # Any: a shape again
"""The keys that an object may have, each with the shape of what it holds; `*` stands for any key. Lists have the shape of their elements."""

_ANY: Shape = {"*": {}}


def _flat(*keys: str) -> dict[str, Any]:  # Any: a shape
    """An object whose keys hold texts and numbers, or lists of them."""
    return {key: {} for key in keys}


_STATE: Shape = {"reason": {}, "state": {}}
_STATES: Shape = {"*": {**_STATE, "asb": _STATE}}
_OUTCOME: Shape = {"category": {}, "date": {}}
_STREET: Shape = {"id": {}, "name": {}}
_TEAM_SEEN: Shape = {"first_seen": {}, "last_seen": {}, "listed": {}, "force": {}, "neighbourhood": {}, "page": {}}
_FIGURES: Shape = _flat(
    "cite", "columns", "first_month", "invented", "last_month", "licence", "licence_url", "page", "release", "rows", "source", "supplied"
) | {"force": {"id": {}, "name": {}}, "neighbourhood": {"id": {}, "name": {}}}
_ABOUT: Shape = _flat("title", "source", "licence", "licence_address")
_RELEASE: Shape = _flat("release", "digest", "first_month", "last_month", "months", "single_months", "forces", "street_files", "counts", "files")
_CHANGES: Shape = {**_flat("columns", "rows", "smallest_told"), "digests": _ANY, "force": {"id": {}, "name": {}}}
_POINT_NOTE = _flat(
    "point", "longitude", "latitude", "street", "reason", "forces", "recorded", "by_these_forces", "premises", "usual", "distance_km", "renewed",
    "text", "source",
)  # fmt: skip
_TILEJSON: Shape = _flat(
    "attribution", "bounds", "center", "description", "maxzoom", "minzoom", "name", "scheme", "tilejson", "tiles", "version", "x-digest",
    "x-month", "x-months", "x-no-outcomes",
) | {
    "vector_layers": {"description": {}, "fields": _ANY, "id": {}, "maxzoom": {}, "minzoom": {}},
    "x-categories": {"*": {"category": {}, "crime": {}, "name": {}}},
    "x-cells": {"*": {"across": {}, "largest": {}, "of": _ANY}},
    "x-coverage": {"*": {"*": {"reason": {}, "state": {}}, "reason": {}, "state": {}}},
    "x-forces": _ANY,
    "x-index": {"tree": {}, "without": {}},
    "x-issues": {"*": _ANY},
    "x-missing": {"*": _ANY},
    "x-partial": {"*": _ANY},
    "x-totals": _ANY,
    "x-unlocated": {"*": _ANY},
}  # fmt: skip
_RECORD: Shape = {
    **_flat("category", "context", "id", "location_subtype", "location_type", "month", "persistent_id"),
    "outcome_status": _OUTCOME,
    "location": {"latitude": {}, "longitude": {}, "street": _STREET},
}  # fmt: skip
PERSON: Shape = {"bio": {}, "contact_details": {}, "name": {}, "rank": {}}
"""A person in an answer of the API, whose shape has a biography and ways to reach them; both must be empty."""
STAFF: Shape = {"name": {}, "rank": {}}
"""A person in a download."""

SHAPES: tuple[tuple[re.Pattern[str], Shape], ...] = tuple(
    (re.compile(pattern, re.ASCII), shape)
    for pattern, shape in (
        (r"streets/12/\d+/\d+\.json", {"areas": {}, "points": _ANY}),
        (r"outcomes/[\d-]+/\d+/\d+/\d+\.json", {"outcomes": {}, "points": _ANY, "squares": _ANY}),
        (r"tiles/(?:crime|stops)/(?:[\d-]+|last-12)\.json", _TILEJSON),
        (r"tiles/(?:crime|stops)/index\.json", {"last_12": {}, "months": {"coverage": _STATES, "month": {}, "state": {}, "tilejson": {}}}),
        (r"(?:[^/]+/){1,2}figures\.json", _FIGURES),
        (r"[^/]+/promise/promise\.json", {**_FIGURES, "as_of": {}, "months": _flat("columns", "rows")}),
        (r"[^/]+/history\.json", {**_FIGURES, **_flat("year_columns", "years", "break_columns", "breaks", "change_columns", "changes")}),
        (r"[^/]+/outcome-ages\.json", _FIGURES),
        (r"data/releases/index\.json", {**_ABOUT, "releases": _RELEASE}),
        (r"data/releases/changes/[^/]+\.json", {**_ABOUT, **_CHANGES}),
        (r"data/point-notes\.jsonl", _POINT_NOTE),
        (r"api/crimes-(?:street|no-location)/.+/index\.json", _RECORD),
        (r"api/(?:[^/]+/[^/]+/people|forces/[^/]+/(?:people|senior-officers))/index\.json", PERSON),
        (r"data/teams\.jsonl", {**_TEAM_SEEN, **_flat("centre_lat", "centre_lon", "description", "former_names", "name", "population", "url"),
                                "contacts": {"channel": {}, "href": {}, "text": {}}, "links": {"description": {}, "href": {}, "title": {}},
                                "people": STAFF,
                                "stations": _flat("address", "description", "kind", "lat", "lon", "name", "postcode")}),
        (r"data/priorities\.jsonl", {**_TEAM_SEEN, **_flat("action", "action_date", "issue", "issue_date")}),
        (r"data/meetings\.jsonl", {**_TEAM_SEEN, **_flat("address", "description", "end", "kind", "start", "title")}),
        (r"postcodes/[A-Z0-9]+\.json", _flat("neighbourhoods", "outcode") | {"outside": _ANY, "postcodes": _ANY, "spots": _ANY, "terminated": _ANY}),
    )
)  # fmt: skip

_COUNTED = frozenset({*CATEGORIES, *(slug.replace("-", "_") for slug in CATEGORIES)})
_OF_CRIMES = frozenset({"month", "force", "category", "longitude", "latitude", "street", "lsoa_code", "lsoa_name", "outcome", "geometry"})
_UPSTREAM = frozenset(
    {"Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
     "Last outcome category", "Context", "longitude", "latitude"}
)  # fmt: skip
_POINTS = frozenset({"point", "longitude", "latitude", "street", "forces", "crimes", "unlisted_categories", "notes", "geometry"}) | _COUNTED
_BOUNDARIES = frozenset({"force", "neighbourhood", "name", "page", "geometry"})
_NATIONAL = frozenset({"force", "force_name", "month", "crime_state", "asb_state", "in_crime_total", "in_asb_total", "crimes"}) | _COUNTED
_PROMISE = frozenset(
    {"force", "neighbourhood", "name", "page", "month", "named_officer", "reach", "priorities", "newest_priority", "priority_months_old", "actions",
     "newest_action", "action_months_old", "meetings", "meetings_to_come", "meetings_past_year", "town_centre_crimes", "town_centre_first_month",
     "town_centre_last_month"}
)  # fmt: skip

COLUMNS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = tuple(
    (re.compile(pattern, re.ASCII), columns)
    for pattern, columns in (
        (rf"data/crimes/(?:[^/]+/)?{MONTH}\.parquet", _OF_CRIMES),
        (rf"data/crimes/[^/]+/{MONTH}\.csv\.gz", _UPSTREAM),
        (r"data/points\.(?:parquet|fgb)", _POINTS),
        (r"data/counts\.parquet", frozenset({"force", "neighbourhood", "month", "category", "state", "crimes"})),
        (r"data/counts/[^/]+\.csv", frozenset({"neighbourhood", "month", "crime_state", "asb_state"}) | _COUNTED),
        (r"(?:[^/]+/){1,2}figures\.csv", frozenset({"table", "month", "months", "kind", "count", "state", "months_after"}) | _NATIONAL),
        (r"data/boundaries\.(?:parquet|fgb)", _BOUNDARIES),
        (r"data/postcodes\.(?:parquet|csv\.gz)", frozenset({"postcode", "force", "neighbourhood", "name", "terminated"})),
        (r"data/neighbourhoods\.csv", frozenset({"force", "force_name", "neighbourhood", "name", "page"})),
        (r"data/coverage\.csv", frozenset({"dataset", "force_id", "month", "state", "reason", "rows", "unlocated", "located_share"})),
        (r"[^/]+/promise/promise\.csv", _PROMISE),
        (r"data/history/[^/]+\.parquet", frozenset({"force", "neighbourhood", "month", "category", "state", "crimes"})),
        (r"(?:[^/]+/){1,2}history\.csv", frozenset({"month", "category", "name", "crimes", "state", "reason", "release"})),
        (r"outcomes/outcome-ages\.csv", frozenset({"force", "force_name", "age", "state", "reason", "witness", "months", "crimes", "with_outcome",
                                                    "not_told", "per_cent"})),
        (r"[^/]+/outcome-ages\.csv", frozenset({"month", "age", "state", "reason", "witness", "release", "category", "group", "crimes"})),
        (rf"data/releases/{MONTH}/[0-9a-f]{{12}}/counts\.csv", frozenset({"force_id", "month", "category", "crimes", "unlocated"})),
        (rf"data/releases/{MONTH}/[0-9a-f]{{12}}/files\.csv", frozenset({"force_id", "month", "sha256", "crimes"})),
        (r"data/releases/changes/[^/]+\.csv", frozenset({"release", "before", "dataset", "part", "month", "category", "change", "was", "outcome",
                                                         "others", "crimes", "rows", "months_after"})),
        (r"data/point-notes\.csv", frozenset(_POINT_NOTE)),
        (r"data/quality\.csv", frozenset({"dataset", "file", "kind", "reason", "rows", "first_row"})),
    )
)  # fmt: skip

TELLS_NOBODY = re.compile(
    r"manifest\.(?:json|webmanifest)|(?:[a-z]{2}/)?offline/words\.json|assets/.+|[^/]+/ids\.json|(?:[^/]+/){2}boundary\.geojson"
    r"|(?:[^/]+/){1,3}feed\.json|search/.+\.json|tiles/(?:base|boundaries)(?:/[^/]+)?\.json|data/(?:datapackage\.json|dcat\.jsonld|schemas/[^/]+\.json)"
    r"|forces/rates\.csv|privacy/audit\.json|licences/sbom\.json|release/.+"
    r"|api/(?:404|index|openapi)\.json|api/(?:crime-categories|crime-last-updated|crimes-street-dates|forces)/index\.json|api/[^/]+/ids\.json"
    r"|api/forces/[^/]+/index\.json|api/[^/]+/neighbourhoods/index\.json|api/[^/]+/[^/]+/index\.json"
    r"|api/[^/]+/[^/]+/(?:boundary|events|priorities)/index\.json",
    re.ASCII,
)
"""Files of which a shape is no matter of privacy: names, addresses and shapes of places, words of the site, what describes other files."""


_NESTED = (list, dict)


def json_fault(value: Any, shape: Shape, at: str = "") -> str:  # Any: JSON
    """Where a JSON value has a key that its shape lacks, `*` standing for any above it; empty where it has none.

    All objects of one place are looked at together: a list of thousands of records, or of rows, is one step.
    """
    waiting: list[tuple[list[Any], Shape, str]] = [([value], shape, at)]
    while waiting:
        level, allowed, place = waiting.pop()
        objects: list[dict[str, Any]] = []
        while level:
            objects += [one for one in level if type(one) is dict]
            level = [one for held in level if type(held) is list for one in held if type(one) in _NESTED]
        is_listed = "*" not in allowed
        if is_listed and (extra := set().union(*objects) - allowed.keys()):
            return f"{place}.{min(extra)}".lstrip(".")
        inner: dict[str, list[Any]] = {}
        for one in objects:
            for key, held in one.items():
                if type(held) in _NESTED:
                    inner.setdefault(key if key in allowed else "*", []).append(held)
        waiting += [(held, allowed[key], f"{place}.{key}") for key, held in inner.items()]
    return ""
