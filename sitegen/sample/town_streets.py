"""Every street of the invented county with its name, and what stands and grows between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from sitegen.sample.county import COUNTY, DYFFRYN_AEDDAN
from sitegen.sample.curves import Line, blob
from sitegen.sample.network import Road, railways, roads
from sitegen.sample.settlements import SETTLEMENTS, Settlement
from sitegen.sample.street_names import StreetNames
from sitegen.sample.terrain import channel, lakes, open_land, rivers, shore
from sitegen.sample.town_plan import TownPlan, Zone, plan_town

_NAMED_ALIKE = {"village": "lane", "road": "road"}


@dataclass(frozen=True, slots=True)
class Street:
    """A street or a part of one: its name, kind of road, texture (what stands along it), course and settlement (-1: none)."""

    name: str
    kind: str
    texture: str
    course: Line
    settlement: int


@dataclass(frozen=True, slots=True)
class Fabric:
    """All that people made of the land: streets, built-up land by settlement, green as (kind, name, shape), sheds and blocks."""

    streets: tuple[Street, ...]
    built_up: tuple[shapely.Geometry, ...]
    green: tuple[tuple[str, str, shapely.Geometry], ...]
    sheds: tuple[shapely.Polygon, ...]
    blocks: tuple[shapely.Polygon, ...]


@cache
def fabric() -> Fabric:
    """The streets of every settlement, in the order of `SETTLEMENTS`, then the roads between them."""
    ways = roads()
    lines = [shapely.LineString(road.course) for road in ways]
    water = shapely.union_all([*(channel(river).buffer(0.01) for river in rivers()), *(lake.buffer(0.02) for lake in lakes().values())])
    rails = shapely.union_all([shapely.LineString(line).buffer(0.018) for _, line in railways()])
    barriers = shapely.union_all([water, rails])
    dry = shapely.union_all(list(shore())).buffer(-0.035)
    commons = shapely.union_all([shape for _, name, shape in open_land() if name])
    outlines = [_outline(town, lines, dry, commons) for town in SETTLEMENTS]
    streets: list[Street] = []
    plans = []
    for number, (town, outline) in enumerate(zip(SETTLEMENTS, outlines, strict=True)):
        zones = [Zone(place, texture, name) for place, texture, name in COUNTY["zones"].get(town.name, ())]
        near = [line for line in lines if line.intersects(outline)]
        reach = barriers.intersection(outline.envelope.buffer(0.1))
        plan = plan_town(town.name, town.centre, town.radius, outline, [np.asarray(line.coords) for line in near], reach, zones)
        plans.append(plan)
        inside = _cut(ways, shapely.intersection(lines, outline), "main", number)
        streets.extend(inside)
        streets.extend(_named(town, number, plan, {street.name for street in inside}))
    streets.extend(_cut(ways, shapely.difference(lines, shapely.union_all(outlines)), "country", -1))
    return Fabric(
        tuple(streets),
        tuple(outlines),
        tuple(green for plan in plans for green in plan.green),
        tuple(shed for plan in plans for shed in plan.sheds),
        tuple(block for plan in plans for block in plan.blocks),
    )


def _outline(town: Settlement, lines: Sequence[shapely.LineString], dry: shapely.Geometry, commons: shapely.Geometry) -> shapely.Geometry:
    """Where a settlement's houses stand: a ragged round, reaching out along its roads, off water and woods."""
    big = town.radius > 0.7
    body = shapely.Polygon(blob(town.centre, town.radius * (0.9 if big else 0.62), f"town {town.name}", wobble=0.3, stretch=1.12, turn=town.turn))
    reach = shapely.Point(town.centre).buffer(town.radius * (1.03 if big else 1.1))
    near = shapely.union_all([line for line in lines if line.intersects(reach)])
    ribbons = near.intersection(reach).buffer(0.1 if big else 0.07, cap_style="flat")
    whole = shapely.union_all([body, ribbons]).intersection(dry)
    if big:
        whole = whole.difference(commons.buffer(0.01))
    smooth = whole.buffer(-0.03).buffer(0.06).buffer(-0.03).simplify(0.004)
    parts = [part for part in shapely.get_parts(smooth).tolist() if part.area > 0.02]
    return shapely.union_all(
        [shapely.Polygon(part.exterior, [hole for hole in part.interiors if shapely.Polygon(hole).area > 0.03]) for part in parts]
    )


def _cut(ways: Sequence[Road], parts: Sequence[shapely.Geometry], texture: str, number: int) -> list[Street]:
    """What is left of each road inside a settlement or outside of all, as streets."""
    return [
        Street(road.name, road.kind, texture, np.asarray(piece.coords), number)
        for road, part in zip(ways, parts, strict=True)
        for piece in shapely.get_parts(part).tolist()
        if isinstance(piece, shapely.LineString) and piece.length > 0.02
    ]


def _named(town: Settlement, number: int, plan: TownPlan, standing: set[str]) -> list[Street]:
    """The plan's streets with names: those known by name nearest to the middle, the others by what stands along them."""
    names = StreetNames(town.name, welsh=town.force_id == DYFFRYN_AEDDAN)
    known = [name for name in town.main_streets[1:] if name not in standing]
    names.reserve(*standing, *town.main_streets)
    middle = np.array(town.centre)
    far = [
        float(np.hypot(*(line[len(line) // 2] - middle))) if texture in {"core", "village", "road", "lane"} else 9.0 for texture, line in plan.streets
    ]
    given = dict(zip(np.argsort(far, kind="stable").tolist(), known, strict=False))
    return [
        Street(given.get(place) or names.draw(_NAMED_ALIKE.get(texture, texture)), "minor", texture, line, number)
        for place, (texture, line) in enumerate(plan.streets)
    ]
