"""The snap points of the invented county: the middles of stretches of street, and public places."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.chance import uniform
from sitegen.sample.county import ORIGIN
from sitegen.sample.county_land import shapes
from sitegen.sample.curves import LAND_SEED, Draws, Line, across, at_distances, lengths_along
from sitegen.sample.land import SEA, area_at, lonlat
from sitegen.sample.settlements import SETTLEMENTS, Settlement
from sitegen.sample.town_streets import Street, fabric

Floats = NDArray[np.float64]

_APART_KM = {"country": 0.75, "main": 0.14}
_STREET_KM = 0.18
"""Kilometres of street to a snap point."""

# What stands along a street: how much is recorded there, and how many people live along a stretch, both relative.
_BUSY = {"core": 2.2, "main": 1.7, "retail": 3.0, "industry": 0.9, "terrace": 1.0, "avenue": 0.55, "drive": 0.5, "close": 0.4, "country": 0.5}
_HOMES = {"core": 0.7, "main": 0.9, "retail": 0.0, "industry": 0.05, "terrace": 1.6, "close": 0.55, "country": 0.15, "village": 0.7, "lane": 0.7}
_PEOPLE = 206_000

_WHERE = {
    "Supermarket": ("retail", "main"), "Shopping Area": ("core",), "Parking Area": ("core", "main", "retail", "village"), "Petrol Station": ("main",),
    "Police Station": ("core",), "Nightclub": ("core",), "Sports/Recreation Area": ("avenue", "drive", "village"), "Bus/Coach Station": ("core",),
    "Hospital": ("avenue",), "Further/Higher Educational Building": ("terrace", "avenue"), "Theatre/Concert Hall": ("core",),
}  # fmt: skip
_DRAW = {"Supermarket": 9.0, "Shopping Area": 9.0, "Nightclub": 8.0, "Bus/Coach Station": 6.0, "Hospital": 6.0, "Police Station": 5.0}
_PUBLIC = 3.0
"""How much more is recorded at a public place than at an ordinary point."""


@dataclass(frozen=True, slots=True)
class SnapPoints:
    """Every snap point of the county: place in km and in degrees to 6 decimals, name after "On or near", neighbourhood and weight.

    `settlement` is the nearest one's place in `SETTLEMENTS`; `stretch` half the length of street, in km, the point stands
    for, in the direction `along`; `people` who lives along it.
    """

    place: Line
    lon: Floats
    lat: Floats
    name: tuple[str, ...]
    neighbourhood: NDArray[np.int32]
    settlement: NDArray[np.int64]
    weight: Floats
    along: Line
    stretch: Floats
    people: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Found:
    place: Line
    along: Line
    stretch: float
    name: str
    settlement: int
    busy: float
    homes: float


@cache
def snap_points() -> SnapPoints:
    """The points of the whole county, in the order of streets, then public places of each settlement."""
    found = [_along(street) for street in fabric().streets]
    for number, town in enumerate(SETTLEMENTS):
        found.extend(_public_places(number, town))
    found.extend(_green_places())
    place = np.concatenate([one.place for one in found])
    of_street = np.repeat(np.arange(len(found)), [len(one.place) for one in found])
    lon, lat = (np.round(side, 6) for side in lonlat(*metres(place)))
    area = area_at(shapes(), lon, lat)
    # Two points on one spot would be one point.
    _, first = np.unique(np.round(lon * 1e5) * 1e9 + np.round(lat * 1e5), return_index=True)
    kept = np.sort(first[area[first] != SEA])
    group = of_street[kept]
    settlement = _nearest(place[kept], np.array([one.settlement for one in found])[group])
    homes = np.array([one.homes for one in found])[group] * np.array([one.stretch for one in found])[group]
    luck = uniform(LAND_SEED, "people", len(kept))
    people = np.rint(_PEOPLE * homes / homes.sum() * (0.7 + 0.6 * luck)).astype(np.int64)
    return SnapPoints(
        place=place[kept],
        lon=lon[kept],
        lat=lat[kept],
        name=tuple(found[i].name for i in group.tolist()),
        neighbourhood=area[kept],
        settlement=settlement,
        weight=_weights(place[kept], settlement, np.array([one.busy for one in found])[group]),
        along=np.concatenate([one.along for one in found])[kept],
        stretch=np.array([one.stretch for one in found])[group],
        people=people,
    )


def metres(place: Line) -> tuple[Floats, Floats]:
    """Easting and northing, whole metres, of places in km."""
    whole = np.rint(np.array(ORIGIN) + 1000 * place)
    return whole[:, 0], whole[:, 1]


def _along(street: Street) -> _Found:
    length = float(lengths_along(street.course)[-1])
    count = max(1, round(length / _APART_KM.get(street.texture, _STREET_KM)))
    place, along = at_distances(street.course, (np.arange(count) + 0.5) * length / count)
    homes = _HOMES.get(street.texture, 1.0)
    return _Found(place, along, length / count / 2, street.name, street.settlement, _BUSY.get(street.texture, 0.8), homes)


def _public_places(number: int, town: Settlement) -> list[_Found]:
    """Public places beside streets of the kind they stand in, those in the middle of the town first."""
    draws = Draws(f"public {town.name}", 400)
    own = [street for street in fabric().streets if street.settlement == number]
    found = []
    for name in town.public_places:
        fitting = [street for street in own if street.texture in _WHERE.get(name, ("retail", "main"))] or own
        street = fitting[draws.below(len(fitting))]
        at, along = at_distances(street.course, np.array([draws.between(0.2, 0.8)]) * lengths_along(street.course)[-1])
        side = 0.03 if draws.between(0, 1) < 0.5 else -0.03
        found.append(_Found(at + side * across(along), along, 0.05, name, number, _DRAW.get(name, _PUBLIC), 0.0))
    return found


def _green_places() -> list[_Found]:
    """A point in every park and sports ground of some size."""
    found = []
    for kind, _, shape in fabric().green:
        if kind in {"park", "sports"} and shape.area > 0.01:
            middle = shape.representative_point()
            name = "Park/Open Space" if kind == "park" else "Sports/Recreation Area"
            found.append(_Found(np.array([[middle.x, middle.y]]), np.array([[1.0, 0.0]]), 0.05, name, -1, 1.6, 0.0))
    return found


def _nearest(place: Line, known: NDArray[np.int64]) -> NDArray[np.int64]:
    """The settlement each point belongs to: its own, or the nearest of the same force by distance over size."""
    apart = np.stack([np.hypot(*(place - np.array(town.centre)).T) / (0.3 + town.radius) for town in SETTLEMENTS])
    return np.where(known >= 0, known, np.argmin(apart, axis=0))


def _weights(place: Line, settlement: NDArray[np.int64], busy: Floats) -> Floats:
    """Most is recorded in the middle of a town, and some stretches see far more than others like them."""
    centre = np.array([town.centre for town in SETTLEMENTS])[settlement]
    radius = np.array([town.radius for town in SETTLEMENTS])[settlement]
    share = np.array([town.weight for town in SETTLEMENTS])
    luck = uniform(LAND_SEED, "busy", len(place))
    weight = busy * (0.14 + np.exp(-4.5 * np.hypot(*(place - centre).T) / np.maximum(radius, 0.4))) * (0.35 + luck**3 * 2.6)
    total = np.bincount(settlement, weight, minlength=len(SETTLEMENTS))
    return np.asarray(weight * (share / np.maximum(total, 1e-9))[settlement])
