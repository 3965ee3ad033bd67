"""The ground of the invented county: coast, islands, rivers, lakes, woods and open land, in kilometres from `county.ORIGIN`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from sitegen.sample.chance import uniform
from sitegen.sample.county import Place
from sitegen.sample.curves import LAND_SEED, Line, blob, curve, rough

# Mainland coast, clockwise from the western point. The inlets are Saltby Haven, a drowned valley in the south, and the
# mouth of the Aeddan in the north-east.
_COAST: tuple[Place, ...] = (
    (1.9, 11.0), (2.9, 12.2), (3.3, 13.3), (2.7, 14.5), (2.6, 15.6), (3.6, 16.6), (4.4, 17.6), (5.0, 19.1), (6.4, 19.9), (7.9, 19.5),
    (9.2, 20.1), (9.9, 21.5), (11.2, 22.6), (12.9, 22.9), (14.2, 23.7), (15.7, 23.4), (17.0, 22.3), (18.6, 22.6), (20.2, 24.1), (21.9, 24.4),
    (23.6, 23.5), (24.5, 22.3), (25.0, 21.2), (25.4, 20.1), (25.72, 19.3), (25.86, 18.72), (26.02, 18.72), (26.2, 19.3), (26.9, 20.5),
    (28.1, 21.3), (29.7, 21.4), (31.1, 20.9), (32.2, 19.7), (32.7, 18.4), (33.4, 17.1), (32.9, 15.7), (32.7, 14.3), (33.7, 13.2),
    (34.3, 11.9), (33.7, 10.2), (33.5, 8.4), (32.5, 6.7), (31.0, 5.0), (29.3, 3.9), (27.4, 3.1), (25.3, 3.2), (23.3, 2.3), (21.5, 2.6),
    (19.7, 3.5), (17.5, 3.2), (15.5, 2.1), (13.4, 2.5), (11.7, 3.5), (10.7, 4.4), (10.0, 5.1), (9.72, 6.0), (9.6, 6.9), (9.35, 7.6),
    (9.1, 7.75), (8.92, 7.5), (8.95, 6.8), (8.6, 6.0), (7.9, 5.1), (6.5, 4.9), (5.2, 5.7), (4.2, 6.8), (3.3, 7.4), (2.5, 8.3), (2.2, 9.6),
)  # fmt: skip
_ISLANDS = (((0.3, 16.6), 1.15, 1.3, 0.9), ((1.5, 18.9), 0.5, 1.5, 0.3), ((-0.5, 18.5), 0.2, 1.6, 2.0))
"""Middle, radius, stretch and turn: Gull Holm, Little Holm and a rock without a name."""


@dataclass(frozen=True, slots=True)
class River:
    """A river or stream from its spring: its course, and its width in km at the spring and at the end."""

    name: str
    kind: str
    course: Line
    widths: tuple[float, float]


def _river(name: str, kind: str, widths: tuple[float, float], *places: Place) -> River:
    meandering = rough(places, f"river {name}", roughness=0.16, step_km=0.35)
    return River(name, kind, curve(meandering, step_km=0.045), widths)


@cache
def rivers() -> tuple[River, ...]:
    """Rivers and streams; those that run into another end on its course."""
    loam = _river(
        "River Loam", "river", (0.008, 0.055),
        (20.9, 17.7), (19.3, 16.6), (18.0, 15.2), (17.1, 13.8), (16.3, 12.9), (15.75, 12.0), (14.8, 11.0), (13.0, 10.5), (11.4, 10.0),
        (10.1, 9.3), (9.4, 8.5), (9.15, 7.6),
    )  # fmt: skip
    aeddan = _river(
        "Afon Aeddan", "river", (0.008, 0.05),
        (31.4, 4.9), (29.9, 6.2), (28.5, 7.8), (26.9, 9.3), (25.6, 10.8), (25.0, 12.0), (25.7, 13.7), (25.1, 15.2), (25.7, 16.6),
        (25.75, 17.7), (25.95, 18.9),
    )  # fmt: skip
    brook, stream = (0.004, 0.009), (0.004, 0.008)
    return (
        loam,
        aeddan,
        _river("Nether Brook", "stream", brook, (15.6, 21.6), (16.6, 20.3), (17.9, 18.6), (18.5, 17.0), _on(loam, 18.2, 15.4)),
        _river("Hay Brook", "stream", brook, (11.6, 19.6), (13.2, 17.9), (14.2, 16.3), (15.2, 14.6), _on(loam, 16.5, 13.1)),
        _river("Fen Water", "stream", (0.005, 0.016), (21.4, 10.4), (20.8, 8.4), (20.0, 7.0), (19.2, 5.6), (18.6, 4.4), (18.2, 2.9)),
        _river("Well Brook", "stream", brook, (17.0, 7.6), (15.3, 6.7), (14.3, 5.4), (13.1, 4.2), (12.4, 2.7)),
        _river("Mere Water", "stream", stream, (8.3, 16.4), (7.0, 15.2), (5.9, 14.7), (4.6, 15.2), (2.4, 15.4)),
        _river("Nant Eira", "stream", stream, (33.0, 12.6), (31.4, 13.7), (29.5, 13.2), (27.6, 13.9), _on(aeddan, 25.7, 13.7)),
        _river("Nant Glas", "stream", stream, (31.8, 8.8), (30.3, 9.6), (28.4, 10.3), (26.9, 10.9), _on(aeddan, 25.3, 11.4)),
        _river("Nant y Ffin", "stream", stream, (22.7, 13.4), (22.2, 11.0), (22.9, 8.6), (22.4, 6.1), (22.9, 3.8), (22.8, 1.8)),
        _river("Ffin Fach", "stream", stream, (22.9, 15.4), (22.5, 17.8), (23.1, 19.8), (22.5, 21.7), (22.5, 24.9)),
    )


def _on(river: River, east: float, north: float) -> Place:
    """The place on a river's course that is nearest."""
    nearest = river.course[np.argmin(np.hypot(river.course[:, 0] - east, river.course[:, 1] - north))]
    return float(nearest[0]), float(nearest[1])


@cache
def shore() -> tuple[shapely.Polygon, ...]:
    """Mainland and islands, the mainland first, before they are cut into cells."""
    mainland = _smooth(shapely.Polygon(rough(_COAST, "coast", roughness=0.4, step_km=0.06, closed=True, calmer=0.8)), 0.02)
    return mainland, *(
        _smooth(shapely.Polygon(blob(place, radius, f"island {place}", stretch=stretch, turn=turn)), 0.0) for place, radius, stretch, turn in _ISLANDS
    )


def _smooth(shape: shapely.Polygon, by_km: float) -> shapely.Polygon:
    shape = shape.buffer(0).buffer(-by_km).buffer(2 * by_km).buffer(-by_km)
    largest = max(shapely.get_parts(shape), key=lambda part: part.area)
    return shapely.Polygon(largest.exterior)


def border() -> Line:
    """The line between the two forces, from sea to sea: down the Ffin Fach, over the hill and down the Nant y Ffin."""
    by_name = {river.name: river.course for river in rivers()}
    return np.vstack([by_name["Ffin Fach"][::-1], curve([(22.9, 15.4), (22.65, 14.4), (22.7, 13.4)], step_km=0.05)[1:-1], by_name["Nant y Ffin"]])


_LAKES = (
    ("The Mere", (6.35, 15.05), 0.52, 1.7, 0.5), ("Holm Water", (0.1, 16.9), 0.12, 1.5, 0.2), ("Abbey Fishpond", (13.3, 14.35), 0.11, 1.9, 1.1),
    ("Kettle Tarn", (8.1, 18.2), 0.2, 1.3, 2.2), ("Thornwell Reservoir", (16.15, 7.15), 0.3, 2.3, 0.6), ("Fenny Broad", (20.95, 5.5), 0.4, 1.9, 1.4),
    ("Little Broad", (20.35, 4.75), 0.2, 1.4, 0.2), ("Llyn Eira", (29.6, 13.2), 0.42, 2.4, 2.9), ("Llyn Glas", (31.0, 9.2), 0.24, 1.6, 0.4),
    ("Llyn y Blaenau", (30.55, 5.55), 0.4, 2.6, 2.3), ("Pwll y Felin", (24.4, 12.6), 0.08, 1.5, 0.7), ("Castle Lake", (14.55, 12.05), 0.13, 2.0, 0.9),
)  # fmt: skip
_WOODS = (
    ("Hay Wood", (12.7, 20.2), 0.7, 1.5, 0.4), ("Nether Hanger", (18.6, 21.3), 0.6, 2.2, 0.2), ("Abbot's Copse", (11.2, 14.4), 0.5, 1.6, 1.2),
    ("Kettle Wood", (7.2, 17.6), 0.6, 1.4, 2.0), ("Oxley Wood", (20.6, 14.2), 0.8, 1.7, 1.9), ("Loamhanger", (19.3, 12.6), 0.45, 2.4, 2.4),
    ("Great Thorn Wood", (17.2, 5.9), 0.7, 1.5, 0.1), ("Quarry Wood", (12.7, 7.4), 0.45, 1.8, 0.9),
    ("Saltings Plantation", (6.1, 6.9), 0.5, 2.2, 0.2),
    ("Haven Wood", (7.7, 7.4), 0.4, 1.9, 1.3), ("Mere Carr", (7.4, 14.6), 0.35, 1.9, 0.6), ("Long Belt", (10.4, 12.2), 0.3, 4.0, 0.8),
    ("Fox Covert", (17.1, 10.2), 0.25, 1.3, 0.3), ("Sallow Carr", (21.5, 6.6), 0.35, 2.0, 1.1), ("Coed y Ffin", (23.6, 15.9), 0.6, 1.9, 1.7),
    ("Coed Mawr", (27.6, 15.9), 1.0, 1.5, 0.5), ("Coed Eira", (30.6, 12.4), 0.8, 2.0, 2.8), ("Coed y Blaidd", (27.5, 12.4), 0.6, 2.1, 0.4),
    ("Coed Glas", (29.0, 9.4), 0.8, 1.8, 2.6), ("Coed y Blaenau", (28.2, 5.2), 1.0, 1.6, 2.2), ("Allt Wen", (25.9, 7.2), 0.7, 2.0, 1.0),
    ("Allt y Môr", (31.4, 17.5), 0.5, 2.2, 2.1), ("Coed Aber", (27.0, 18.4), 0.4, 1.7, 1.0), ("Winyard", (15.4, 17.2), 0.4, 1.8, 2.3),
    ("Beacon Hanger", (9.7, 18.5), 0.35, 2.6, 1.0), ("Cold Covert", (18.3, 8.1), 0.3, 1.6, 2.5), ("Tithe Wood", (13.9, 8.3), 0.35, 1.5, 1.9),
)  # fmt: skip
_OPEN_LAND = (
    ("Loam Common", "common", (12.3, 11.9), 0.6, 1.7, 0.3), ("Beacon Down", "common", (10.6, 20.9), 0.9, 2.0, 0.7),
    ("Fenny Marsh Reserve", "reserve", (20.9, 5.1), 1.1, 1.8, 1.2), ("Westmere Links", "golf_course", (3.9, 12.6), 0.55, 2.0, 1.3),
    ("Hay Race Ground", "recreation_ground", (16.0, 18.2), 0.4, 1.9, 0.8), ("Haven Saltings", "reserve", (8.3, 7.0), 0.45, 1.9, 1.2),
    ("Holm Cliffs", "common", (-0.3, 16.2), 0.4, 1.8, 0.8), ("Mynydd Eira", "common", (31.9, 11.2), 1.3, 1.6, 2.0),
    ("Cors Aeddan", "reserve", (24.6, 14.3), 0.5, 2.2, 1.4), ("Maes Golff Aber", "golf_course", (28.0, 19.9), 0.5, 2.0, 0.1),
    ("Mynydd y Blaenau", "common", (26.4, 4.6), 1.1, 1.9, 0.2), ("Thorn Heath", "common", (15.9, 4.0), 0.8, 1.9, 0.2),
)  # fmt: skip


_COPSES = 130


@cache
def lakes() -> Mapping[str, shapely.Polygon]:
    """Lakes and reservoirs by name."""
    return {name: shapely.Polygon(blob(place, radius, name, wobble=0.4, stretch=stretch, turn=turn)) for name, place, radius, stretch, turn in _LAKES}


@cache
def open_land() -> tuple[tuple[str, str, shapely.Geometry], ...]:
    """Woods and open land as (kind, name, shape), woods cut out of open land, nothing in the sea or a lake."""
    water = shapely.union_all(list(lakes().values()))
    ground = shapely.union_all(list(shore())).buffer(-0.03)
    woods = {
        name: shapely.Polygon(blob(place, radius, name, wobble=0.5, stretch=stretch, turn=turn)) for name, place, radius, stretch, turn in _WOODS
    }
    copses = shapely.union_all(_copses()).intersection(ground).difference(water)
    wooded = shapely.union_all([*woods.values(), copses])
    heaths = {
        name: (kind, shapely.Polygon(blob(place, radius, name, wobble=0.4, stretch=stretch, turn=turn)))
        for name, kind, place, radius, stretch, turn in _OPEN_LAND
    }
    return (
        *(("wood", name, shape.intersection(ground).difference(water)) for name, shape in woods.items()),
        *(("wood", "", copse) for copse in shapely.get_parts(copses.difference(shapely.union_all(list(woods.values())))).tolist()),
        *((kind, name, shape.intersection(ground).difference(water).difference(wooded)) for name, (kind, shape) in heaths.items()),
    )


def _copses() -> list[shapely.Polygon]:
    """Small woods without a name, all over the land."""
    draws = uniform(LAND_SEED, "copses", 5 * _COPSES).reshape(_COPSES, 5).tolist()
    return [
        shapely.Polygon(
            blob((2 + 32 * east, 2 + 22 * north), 0.07 + 0.13 * size**2, f"copse {number}", wobble=0.5, stretch=1 + 2 * long, turn=3 * turn)
        )
        for number, (east, north, size, long, turn) in enumerate(draws)
    ]


def channel(river: River) -> shapely.Polygon:
    """The river's surface, widening from spring to end."""
    course = river.course
    direction = np.gradient(course, axis=0)
    direction /= np.maximum(np.hypot(direction[:, 0], direction[:, 1]), 1e-12)[:, None]
    side = np.column_stack([-direction[:, 1], direction[:, 0]]) * (np.linspace(*river.widths, len(course)) / 2)[:, None]
    return shapely.Polygon(np.vstack([course + side, (course - side)[::-1]])).buffer(0.001)
