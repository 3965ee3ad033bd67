"""The streets of the invented county and the snap points along them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.chance import uniform
from sitegen.sample.county import NEIGHBOURHOODS, ORIGIN, ROADS, SETTLEMENTS, STATIONS, Place, Settlement
from sitegen.sample.land import SEA, land, lonlat
from sitegen.terms import ForceId

_FIXED_SEED = 7
"""Streets never move: the seed of a sample changes what happens, not where."""

_STEP_KM = 0.14
_ENGLISH = (
    "Acorn Way", "Alder Close", "Almoner's Row", "Ashlar Court", "Barbican Close", "Beacon Rise", "Bellfounder Street",
    "Bittern Way", "Brewer's Yard",
    "Buttercross", "Chandler's Row", "Chantry Street", "Cooper's Wynd", "Cordwainer Lane", "Curlew Road", "Drake Avenue",
    "Dyer Street", "Elder Grove",
    "Fairfield Terrace", "Ferry Street", "Fuller's Close", "Glover Street", "Goosegate", "Granary Wharf", "Guildhall Passage", "Hart Street",
    "Hazel Drive", "Herald Close", "Hope Street", "Ironmonger Row", "Jubilee Terrace", "Keepers' Walk", "Kiln Road", "Lammas Lane", "Lantern Street",
    "Larkspur Road", "Linden Avenue", "Maltings Court", "Mason's Row", "Moat Street", "Needle Street", "North Gate", "Osier Road", "Pavilion Way",
    "Pinfold Lane", "Quarry Road", "Saddler Street", "Salter's Court", "St Ebba's Road", "Tanner's Row", "Teasel Close", "Tollhouse Close",
    "Town Wall Road", "Union Street", "Wainwright Street", "Wharf Road", "Willow Crescent", "Yew Tree Close", "King'S Road",
)  # fmt: skip
_WELSH = (
    "Clos y Coed", "Heol Derwen", "Lôn Gwyn", "Ffordd yr Hebog", "Heol y Parc", "Stryd Wen", "Lôn y Gwŷdd", "Maes y Dref", "Heol Tân",
    "Bryn Awel", "Cae Ffynnon", "Cwrt y Sgwâr", "Heol Isaf", "Heol Uchaf", "Lôn Las", "Maes yr Haf", "Stryd y Gôf",
    "Tan y Bryn", "Clos yr Onnen", "Ffordd Glanŵyl",
)  # fmt: skip
_PUBLIC = 3.0
"""How much more is recorded at a public place than at an ordinary point."""


@dataclass(frozen=True, slots=True)
class Points:
    """Every snap point of the county: grid metres, degrees to 6 decimals, name after "On or near", force and weight."""

    easting: NDArray[np.int64]
    northing: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    name: tuple[str, ...]
    force_id: tuple[ForceId, ...]
    district: tuple[str, ...]
    weight: NDArray[np.float64]


@cache
def snap_points() -> Points:
    """The points of the whole county, in the order of settlements, then of country roads."""
    found: list[tuple[Place, str, str, float]] = []
    for number, town in enumerate(SETTLEMENTS):
        found.extend(_town_points(number, town))
    found.extend(_road_points())
    places = np.array([place for place, *_ in found])
    area = land().area_at(places)
    kept = np.flatnonzero(area != SEA)
    metres = np.rint(np.array(ORIGIN) + 1000 * places[kept]).astype(np.int64)
    lon, lat = lonlat(metres[:, 0], metres[:, 1])
    return Points(
        easting=metres[:, 0],
        northing=metres[:, 1],
        lon=np.round(lon, 6),
        lat=np.round(lat, 6),
        name=tuple(found[i][1] for i in kept),
        force_id=tuple(NEIGHBOURHOODS[area[i]].force_id for i in kept),
        district=tuple(found[i][2] for i in kept),
        weight=np.array([found[i][3] for i in kept]),
    )


@cache
def railway_points() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Longitude and latitude of the railway stations, to 6 decimals."""
    metres = np.rint(np.array(ORIGIN) + 1000 * np.array([station.centre for station in STATIONS])).astype(np.int64)
    lon, lat = lonlat(metres[:, 0], metres[:, 1])
    return np.round(lon, 6), np.round(lat, 6)


def _town_points(number: int, town: Settlement) -> list[tuple[Place, str, str, float]]:
    """Main streets outward from the middle, side streets off them, public places near the middle."""
    names = _WELSH if town.force_id.startswith("dyffryn") else _ENGLISH
    side_names = [names[(number * 7 + i) % len(names)] for i in range(min(len(names), 6 + round(town.radius * 18)))]
    draws = iter(uniform(_FIXED_SEED, f"town {town.name}", 4 * (len(side_names) + len(town.public_places)) + 4 * len(town.main_streets)).tolist())
    lines: list[tuple[str, NDArray[np.float64], float, float]] = []
    turn = 2 * np.pi / len(town.main_streets)
    for i, street in enumerate(town.main_streets):
        lines.append((street, np.zeros(2), i * turn + 0.5 * next(draws), town.radius * (0.55 + 0.4 * next(draws))))
    for i, street in enumerate(side_names):
        _, _, angle, length = lines[i % len(town.main_streets)]
        along = length * (0.15 + 0.75 * next(draws))
        start = along * np.array([np.cos(angle), np.sin(angle)])
        lines.append(
            (
                street,
                start,
                angle + (np.pi / 2 if next(draws) < 0.5 else -np.pi / 2) + 0.4 * (next(draws) - 0.5),
                town.radius * (0.15 + 0.25 * next(draws)),
            )
        )
    points = []
    for street, start, angle, length in lines:
        for step in range(1, 1 + max(1, int(length / _STEP_KM))):
            offset = start + step * _STEP_KM * np.array([np.cos(angle + 0.08 * step), np.sin(angle + 0.08 * step)])
            points.append((_place(town.centre, offset), street, town.district, _weight(town, offset)))
    for place in town.public_places:
        angle, far = 2 * np.pi * next(draws), town.radius * 0.6 * next(draws) ** 0.7
        offset = far * np.array([np.cos(angle), np.sin(angle)])
        points.append((_place(town.centre, offset), place, town.district, _PUBLIC * _weight(town, offset)))
    total = sum(weight for *_, weight in points)
    return [(place, name, district, weight * town.weight / total) for place, name, district, weight in points]


def _road_points() -> list[tuple[Place, str, str, float]]:
    towns = {town.name: town for town in SETTLEMENTS}
    points = []
    for one, other, name in ROADS:
        start, end = np.array(towns[one].centre), np.array(towns[other].centre)
        length = float(np.hypot(*(end - start)))
        side = np.array([-(end - start)[1], (end - start)[0]]) / length
        for step in np.arange(towns[one].radius + 0.4, length - towns[other].radius, 0.8).tolist():
            place = start + (end - start) * step / length + side * 0.35 * np.sin(3 * step / length)
            points.append(((float(place[0]), float(place[1])), name, towns[one].district, 0.06))
    return points


def _place(centre: Place, offset: NDArray[np.float64]) -> Place:
    return centre[0] + float(offset[0]), centre[1] + float(offset[1])


def _weight(town: Settlement, offset: NDArray[np.float64]) -> float:
    """Most is recorded in the middle of a town."""
    return 0.12 + float(np.exp(-6 * np.hypot(*offset) / town.radius))
