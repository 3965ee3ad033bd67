"""What makes a snap point misleading: the reasons, the thresholds of each, and the kinds of premises that names of points tell."""

import re

SHARED, OUTSIDE, PREMISES, RENEWAL, TOLD = "shared-by-forces", "far-outside", "named-premises", "step-at-renewal", "told"
REASONS = (PREMISES, SHARED, OUTSIDE, RENEWAL, TOLD)
"""Why a point may mislead, in the order people read it; `told`: the operator of the site says so in words of their own."""

SHARED_BEYOND_KM = {"file": 1.0, "union": 50.0}
"""A force is a stranger at a point so far outside its area, by where the area comes from: nearer to the border two forces at one point are usual.

Of an area put together from neighbourhoods many may be missing.
"""
SHARED_LEAST = 5
"""Fewer records of strangers at one point may be slips of single records."""
SHARED_SHARE = 0.1
"""Strangers must have at least this share of what territorial forces recorded at the point."""

OUTSIDE_BEYOND_KM = {"file": 20.0, "union": 50.0}
"""A point so far outside a force's area is none of its streets, by where the area comes from."""
OUTSIDE_LEAST = 10
"""Forces do record single crimes far away; so many at one point are a default of a records system, or a slip made again and again."""

PREMISES_TIMES = 10
PREMISES_LEAST = 30
"""A point named after a kind of premises is told of from so many records on, and from so many times the force's usual (median) point."""

RENEWAL_WITHIN_KM = 0.25
"""How near to a point that ended with the old list the one that took over must be."""
RENEWAL_LEAST = 24
"""How many records each of the two must have, all on its own side of the renewal."""
RENEWAL_MONTHS = 6
"""How many months the force must have supplied on either side: fewer leave a silence to chance."""

_GENERIC = {
    "Airport/Airfield": "airport",
    "Bus/Coach Station": "bus-station",
    "Conference/Exhibition Centre": "conference-centre",
    "Further/Higher Educational Building": "college",
    "Hospital": "hospital",
    "Motorway Service Area": "motorway-services",
    "Nightclub": "nightclub",
    "Parking Area": "car-park",
    "Petrol Station": "petrol-station",
    "Police Station": "police-station",
    "Prison": "prison",
    "Shopping Area": "shops",
    "Sports/Recreation Area": "sports-ground",
    "Supermarket": "supermarket",
    "Theatre/Concert Hall": "theatre",
}
_NAMED = (
    (r".+ \((lu |tube |metro |tram |underground )?station\)", "railway-station"),
    (r".+ (railway|rail|train|underground|tube|metro) station", "railway-station"),
    (r".+ (bus|coach) station", "bus-station"),
    (r".+ police station", "police-station"),
    (r".+ (hospital|infirmary)", "hospital"),
    (r"(hm|hmp) .+|.+ prison", "prison"),
    (r".+ (airport|aerodrome)", "airport"),
    (r".+ (motorway )?service(s| station| area)", "motorway-services"),
    (r"(asda|tesco|sainsbury'?s?|morrisons?|waitrose|aldi|lidl|co-?op(erative)?)\b.*", "supermarket"),
    (r".+ (shopping (centre|park|area)|retail park)", "shops"),
)
KINDS = tuple(sorted({*_GENERIC.values(), *(kind for _, kind in _NAMED)}))
"""The kinds of premises, as slugs."""


def premises_of(street: str | None) -> str | None:
    """The kind of premises that the text after "On or near" names, one of `KINDS`; null for a street, whatever it is called after.

    `Hospital` and `Leicester (Station)` do, `Hospital Road` and `Old Station Close` do not.
    """
    text = " ".join((street or "").split())
    if kind := _GENERIC.get(text):
        return kind
    return next((kind for pattern, kind in _NAMED if re.fullmatch(pattern, text, re.IGNORECASE)), None)
