"""Roads and railways between the settlements of the invented county."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from sitegen.sample.county import COUNTY, DYFFRYN_AEDDAN, Place
from sitegen.sample.curves import Line, curve, nearest_on, rough
from sitegen.sample.settlements import HAMLETS, SETTLEMENTS, Settlement
from sitegen.sample.terrain import lakes, shore


@dataclass(frozen=True, slots=True)
class Road:
    """A road or lane: its name, kind (primary, secondary, minor), and its course from one settlement to another."""

    name: str
    kind: str
    course: Line


@cache
def roads() -> tuple[Road, ...]:
    """Every road that leaves a settlement, main roads first; those that are a settlement's main street come last."""
    towns = {town.name: town for town in SETTLEMENTS}
    made = [
        Road(name, kind, _course(f"road {start} {end}", towns[start], towns[end], via, 0.07 if kind == "primary" else 0.12))
        for start, end, name, kind, via in COUNTY["roads"]
    ]
    saltby, aeddan = made[0].course, made[2].course
    first, *between, last = COUNTY["bypass"]
    bypass = [nearest_on(saltby, first), *between, nearest_on(aeddan, last)]
    made.append(Road("Loam Bypass", "primary", curve(bypass, step_km=0.05)))
    made.append(Road("Ring Road", "secondary", curve([*COUNTY["ring"], COUNTY["ring"][0]], step_km=0.04, closed=True)))
    made.extend(_lanes(shapely.union_all([shapely.LineString(road.course).buffer(0.11) for road in made])))
    made.extend(Road(town.main_streets[0], "primary" if town.kind == "town" else "secondary", main_street(town)) for town in SETTLEMENTS)
    return tuple(made)


@cache
def railways() -> tuple[tuple[str, Line], ...]:
    """Railway lines by name."""
    return tuple((name, curve(places, step_km=0.05)) for name, places in COUNTY["railways"])


def main_street(town: Settlement) -> Line:
    """The street everything began along: slightly bent, through the settlement's middle."""
    start, middle, end = gates(town)
    return curve([start, middle, end], step_km=0.03)


def gates(town: Settlement) -> tuple[Place, Place, Place]:
    """The ends of the main street and its middle, where roads join it."""
    half = town.radius * (0.15 if town.radius > 0.7 else 0.45)
    east, north = half * np.cos(town.turn), half * np.sin(town.turn)
    (x, y) = town.centre
    bend = (x - 0.12 * half * np.sin(town.turn), y + 0.12 * half * np.cos(town.turn))
    return (float(x - east), float(y - north)), (float(bend[0]), float(bend[1])), (float(x + east), float(y + north))


def _course(purpose: str, start: Settlement, end: Settlement, via: tuple[Place, ...], roughness: float) -> Line:
    places = (_gate(start, via[0] if via else end.centre), *via, _gate(end, via[-1] if via else start.centre))
    return curve(rough(places, purpose, roughness=roughness, step_km=0.7), step_km=0.04)


def _gate(town: Settlement, towards: Place) -> Place:
    """Where the road from `towards` meets the main street: an end of it, or its middle if the road comes from the side."""
    first, middle, last = gates(town)
    east, north = towards[0] - town.centre[0], towards[1] - town.centre[1]
    along = (east * np.cos(town.turn) + north * np.sin(town.turn)) / np.hypot(east, north)
    return middle if abs(along) < 0.4 else last if along > 0 else first


def _lanes(beside_roads: shapely.Geometry) -> list[Road]:
    """Lanes between hamlets and their neighbours: the pairs to whom no third place is nearer than they are to each other."""
    names = [town.name for town in SETTLEMENTS] + [name for name, _, _ in HAMLETS]
    welsh = [town.force_id == DYFFRYN_AEDDAN for town in SETTLEMENTS] + [force_id == DYFFRYN_AEDDAN for _, force_id, _ in HAMLETS]
    places = np.array([town.centre for town in SETTLEMENTS] + [place for _, _, place in HAMLETS])
    apart = np.hypot(*(places[:, None] - places[None, :]).transpose(2, 0, 1))
    joined = {frozenset(road[:2]) for road in COUNTY["roads"]}
    ground = shapely.difference(shapely.union_all(list(shore())).buffer(-0.04), shapely.union_all(list(lakes().values())).buffer(0.03))
    others = shapely.union_all([shapely.Point(town.centre).buffer(town.radius * 0.8) for town in SETTLEMENTS])
    found = []
    for one in range(len(places)):
        for other in range(max(one + 1, len(SETTLEMENTS)), len(places)):
            nearer = np.maximum(apart[one], apart[other]) < apart[one, other]
            if nearer.any() or apart[one, other] > 4.5 or frozenset((names[one], names[other])) in joined:
                continue
            start = _gate(SETTLEMENTS[one], tuple(places[other])) if one < len(SETTLEMENTS) else tuple(places[one])
            line = curve(rough([start, tuple(places[other])], f"lane {names[one]} {names[other]}", roughness=0.2, step_km=0.5), step_km=0.04)
            drawn = shapely.LineString(line)
            if not ground.contains(drawn) or (one >= len(SETTLEMENTS) and others.intersects(drawn)):
                continue
            if drawn.intersection(beside_roads).length > 0.4 * drawn.length:
                continue
            found.append(Road(f"Lôn {names[other]}" if welsh[other] else f"{names[other]} Lane", "minor", line))
    return found
