"""The ground of the invented county: coast, islands, rivers, lakes, woods and open land, in kilometres from `county.ORIGIN`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from sitegen.sample.chance import uniform
from sitegen.sample.county import COUNTY, Place
from sitegen.sample.curves import LAND_SEED, Line, blob, curve, nearest_on, rough


@dataclass(frozen=True, slots=True)
class River:
    """A river or stream from its spring: its course, and its width in km at the spring and at the end."""

    name: str
    kind: str
    course: Line
    widths: tuple[float, float]


@cache
def rivers() -> tuple[River, ...]:
    """Rivers and streams; those that run into another end on its course."""
    found: dict[str, River] = {}
    for river in COUNTY["river"]:
        *places, end = river["course"]
        if "into" in river:
            end = nearest_on(found[river["into"]].course, end)
        meandering = rough([*places, end], f"river {river['name']}", roughness=0.16, step_km=0.35)
        found[river["name"]] = River(river["name"], river["kind"], curve(meandering, step_km=0.045), river["widths"])
    return tuple(found.values())


@cache
def shore() -> tuple[shapely.Polygon, ...]:
    """Mainland and islands, the mainland first."""
    mainland = _smooth(shapely.Polygon(rough(COUNTY["coast"], "coast", roughness=0.4, step_km=0.06, closed=True, calmer=0.8)), 0.02)
    return mainland, *(_smooth(_roundish(f"island {island[0]}", 0.28, *island), 0.0) for island in COUNTY["islands"])


def _roundish(purpose: str, wobble: float, place: Place, radius: float, stretch: float, turn: float) -> shapely.Polygon:
    return shapely.Polygon(blob(place, radius, purpose, wobble=wobble, stretch=stretch, turn=turn))


def _smooth(shape: shapely.Polygon, by_km: float) -> shapely.Polygon:
    shape = shape.buffer(0).buffer(-by_km).buffer(2 * by_km).buffer(-by_km)
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.Polygon(largest.exterior)


_COPSES = 130


@cache
def lakes() -> Mapping[str, shapely.Polygon]:
    """Lakes and reservoirs by name."""
    return {name: _roundish(name, 0.4, *size) for name, *size in COUNTY["lakes"]}


@cache
def open_land() -> tuple[tuple[str, str, shapely.Geometry], ...]:
    """Woods and open land as (kind, name, shape), woods cut out of open land, nothing in the sea or a lake."""
    water = shapely.union_all(list(lakes().values()))
    ground = shapely.union_all(list(shore())).buffer(-0.03)
    woods = {name: _roundish(name, 0.5, *size) for name, *size in COUNTY["woods"]}
    copses = shapely.union_all(_copses()).intersection(ground).difference(water)
    wooded = shapely.union_all([*woods.values(), copses])
    heaths = {name: (kind, _roundish(name, 0.4, *size)) for name, kind, *size in COUNTY["open_land"]}
    return (
        *(("wood", name, shape.intersection(ground).difference(water)) for name, shape in woods.items()),
        *(("wood", "", copse) for copse in shapely.get_parts(copses.difference(shapely.union_all(list(woods.values())))).tolist()),
        *((kind, name, shape.intersection(ground).difference(water).difference(wooded)) for name, (kind, shape) in heaths.items()),
    )


def _copses() -> list[shapely.Polygon]:
    """Small woods without a name, all over the land."""
    draws = uniform(LAND_SEED, "copses", 5 * _COPSES).reshape(_COPSES, 5).tolist()
    return [
        _roundish(f"copse {number}", 0.5, (2 + 32 * east, 2 + 22 * north), 0.07 + 0.13 * size**2, 1 + 2 * long, 3 * turn)
        for number, (east, north, size, long, turn) in enumerate(draws)
    ]


def channel(river: River) -> shapely.Polygon:
    """The river's surface, widening from spring to end."""
    course = river.course
    direction = np.gradient(course, axis=0)
    direction /= np.maximum(np.hypot(direction[:, 0], direction[:, 1]), 1e-12)[:, None]
    side = np.column_stack([-direction[:, 1], direction[:, 0]]) * (np.linspace(*river.widths, len(course)) / 2)[:, None]
    return shapely.Polygon(np.vstack([course + side, (course - side)[::-1]])).buffer(0.001)
