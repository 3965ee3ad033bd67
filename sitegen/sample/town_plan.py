"""Streets, parks and big sheds of a settlement, filled in between its main roads as towns grow.

The land between main roads, railway and river is cut into quarters; each quarter gets the streets of its time: crooked lanes
in the middle, straight terraces round it, avenues farther out, then estates of loops and closes, sheds and retail parks.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from sitegen.sample.curves import Draws, Line, across, at_distances, curve, even, lengths_along

_SMALLEST = 0.0015
"""Square kilometres under which a piece of land gets no street."""


_GREEN = {"park", "sports", "cemetery", "allotments", "orchard"}


@dataclass(slots=True)
class TownPlan:
    """What a settlement is made of: streets as (texture, line), green as (kind, name, shape), buildings and blocks."""

    streets: list[tuple[str, Line]] = field(default_factory=list)
    green: list[tuple[str, str, shapely.Geometry]] = field(default_factory=list)
    sheds: list[shapely.Geometry] = field(default_factory=list)
    blocks: list[shapely.Geometry] = field(default_factory=list)
    """Blocks between the lanes of the middle, which are built up all round."""


@dataclass(frozen=True, slots=True)
class Zone:
    """What the quarter round a place must be: a texture, and a name where it is green."""

    place: tuple[float, float]
    texture: str
    name: str = ""


def plan_town(
    name: str,
    centre: tuple[float, float],
    radius: float,
    outline: shapely.Geometry,
    mains: Sequence[Line],
    barriers: shapely.Geometry,
    zones: Sequence[Zone],
) -> TownPlan:
    """Fill an outline (km) between its main roads and barriers (water, railway) with streets."""
    planner = _Planner(name, centre, radius, zones, shapely.union_all([outline.boundary, barriers]))
    edges = shapely.union_all([outline.boundary, *(shapely.LineString(line) for line in mains)])
    faces = [face for face in shapely.get_parts(shapely.polygonize([edges])) if outline.contains(face.representative_point())]
    for face in sorted(faces, key=_place):
        for part in sorted(_parts(face.difference(barriers)), key=_place):
            planner.fill(part)
    return planner.plan


def _place(shape: shapely.Geometry) -> tuple[float, float]:
    middle = shape.centroid
    return round(middle.x, 6), round(middle.y, 6)


def _parts(shape: shapely.Geometry) -> list[shapely.Geometry]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, shapely.Polygon) and part.area > _SMALLEST]


class _Planner:
    def __init__(self, name: str, centre: tuple[float, float], radius: float, zones: Sequence[Zone], edge: shapely.Geometry) -> None:
        self.centre, self.radius, self.zones, self.edge = centre, radius, zones, edge
        self.draws = Draws(f"plan {name}", 60_000)
        self.plan = TownPlan()
        shapely.prepare(edge)

    def fill(self, face: shapely.Geometry) -> None:
        """Cut the land into quarters, and give each its streets."""
        zone = next((zone for zone in self.zones if face.contains(shapely.Point(zone.place))), None)
        far = self.far(face)
        town = self.radius > 0.7
        limit = (0.045 if far < 0.2 else 0.11 if far < 0.55 else 0.19) if town else 0.07
        if zone and zone.texture in {"park", "sports"}:
            limit *= 0.6
        if face.area > limit * self.draws.between(0.85, 1.3):
            for part in self.split(face, "road" if town else "lane", tilt=0.3, bow=0.16):
                self.fill(part)
            return
        texture = zone.texture if zone else self.texture(far)
        if texture in _GREEN and zone is None and face.area < 0.35 * shapely.minimum_bounding_circle(face).area:
            texture = "avenue"
        match texture:
            case "core" | "village":
                self.core(face, 0.0075 if texture == "core" else 0.028, texture)
            case "terrace":
                self.rows(face, "terrace", spacing=0.068, cross=0.2, bow=0.0)
            case "avenue":
                self.rows(face, "avenue", spacing=0.1, cross=0.27, bow=0.3)
            case "estate":
                self.estate(face)
            case "industry" | "retail":
                self.sheds(face, texture)
            case _:
                self.plan.green.append((texture, zone.name if zone else "", face.buffer(-0.012)))

    def far(self, face: shapely.Geometry) -> float:
        middle = face.centroid
        return float(np.hypot(middle.x - self.centre[0], middle.y - self.centre[1])) / self.radius

    def texture(self, far: float) -> str:
        chance = self.draws.between(0, 1)
        if self.radius <= 0.7:
            return "village" if chance < 0.5 else "estate" if chance < 0.75 else "orchard" if chance < 0.85 else "avenue"
        if far < 0.24 if self.radius > 1 else far < 0.35:
            return "core"
        if far < 0.5:
            return "terrace" if chance < 0.75 else "avenue" if chance < 0.95 else "park"
        if far < 0.75:
            return "avenue" if chance < 0.5 else "terrace" if chance < 0.65 else "estate" if chance < 0.93 else "sports"
        return (
            "estate" if chance < 0.72 else "avenue" if chance < 0.82 else "industry" if chance < 0.88 else "allotments" if chance < 0.93 else "sports"
        )

    def split(self, face: shapely.Geometry, texture: str, *, tilt: float, bow: float) -> list[shapely.Geometry]:
        """The face cut across its longer side by a street, which is kept."""
        middle, along, length, _ = _axes(face)
        at = middle + along * length * self.draws.between(-0.11, 0.11)
        turn = self.draws.between(-tilt, tilt)
        direction = np.array([-along[1] * np.cos(turn) - along[0] * np.sin(turn), along[0] * np.cos(turn) - along[1] * np.sin(turn)])
        bend = self.draws.between(-bow, bow) * along
        steps = np.linspace(-1, 1, 13)[:, None]
        reach = max(length, 0.05)
        line = at + steps * reach * direction + (np.cos(np.pi * steps / 1.1) * 0.35 + 0.15 * np.sin(2.5 * np.pi * steps)) * bend * reach
        drawn = shapely.LineString(line)
        # The line is cut where it crosses the edge; what reaches beyond encloses nothing and falls away.
        pieces = shapely.polygonize([shapely.union_all([face.boundary, drawn])])
        found = [part for part in shapely.get_parts(pieces).tolist() if part.area > _SMALLEST and face.contains(part.representative_point())]
        if len(found) > 1:
            self.keep(texture, shapely.intersection(drawn, face))
            return found
        return []

    def keep(self, texture: str, lines: shapely.Geometry, shortest: float = 0.035) -> None:
        for line in shapely.get_parts(lines).tolist():
            if isinstance(line, shapely.LineString) and line.length >= shortest:
                self.plan.streets.append((texture, np.asarray(line.coords)))

    def core(self, face: shapely.Geometry, limit: float, texture: str) -> None:
        if face.area > limit * self.draws.between(0.7, 1.7):
            for part in self.split(face, texture, tilt=0.35, bow=0.12):
                self.core(part, limit, texture)
        elif texture == "core":
            self.plan.blocks.append(face)

    def rows(self, face: shapely.Geometry, texture: str, *, spacing: float, cross: float, bow: float) -> None:
        """Streets side by side along the longer side, and a few across."""
        middle, along, length, width = _axes(face)
        side = np.array([-along[1], along[0]])
        bend = self.draws.between(-bow, bow) * spacing * 2
        steps = np.linspace(-0.7, 0.7, 15)[:, None]
        rows = max(1, round(width / spacing) - 1)
        for row in range(rows):
            offset = width * ((row + 1) / (rows + 1) - 0.5)
            line = middle + steps * length * along + (offset + bend * np.cos(np.pi * steps)) * side
            self.keep(texture, shapely.intersection(shapely.LineString(line), face), 0.06)
        count = max(0, round(length / cross) - 1)
        for place in range(count):
            offset = length * ((place + 1) / (count + 1) - 0.5 + self.draws.between(-0.04, 0.04))
            line = np.vstack([middle + offset * along - 0.7 * width * side, middle + offset * along + 0.7 * width * side])
            self.keep(texture, shapely.intersection(shapely.LineString(line), face), 0.05)

    def estate(self, face: shapely.Geometry) -> None:
        """A loop road joined to what is round it, and closes on both sides of the loop."""
        inside = max(_polygons(face.buffer(-0.095)), key=lambda part: part.area, default=None)
        if inside is None or inside.area < 0.008:
            self.rows(face, "avenue", spacing=0.11, cross=0.4, bow=0.3)
            return
        corners = np.asarray(inside.exterior.coords)
        loop = curve(even(corners, max(0.09, inside.length / 14)), step_km=0.02, closed=True)
        ring = shapely.LinearRing(loop)
        self.plan.streets.append(("drive", loop))
        taken = [ring]
        joins = 0
        for start in at_distances(loop, lengths_along(loop)[-1] * (np.arange(8) + self.draws.between(0, 1)) / 8.0)[0]:
            near = shapely.shortest_line(shapely.Point(start), face.exterior)
            end = shapely.Point(near.coords[-1])
            if (
                joins < 3
                and self.edge.distance(end) > 0.03
                and near.length < 0.2
                and min([near.distance(other) for other in taken[1:]], default=1) > 0.15
            ):
                self.plan.streets.append(("drive", np.asarray(near.coords)))
                taken.append(near)
                joins += 1
        shape = shapely.Polygon(loop)
        if shape.area > 0.05:
            middle, along, length, _ = _axes(shape)
            line = shapely.intersection(shapely.LineString([middle - along * length, middle + along * length]), shape)
            for part in shapely.get_parts(line).tolist():
                spine = _bent(np.asarray(part.coords), 0.05)
                self.plan.streets.append(("drive", spine))
                taken.append(shapely.LineString(spine))
        for line in list(taken[:1]) + taken[1 + joins :]:
            self.closes(np.asarray(line.coords), face, taken)

    def closes(self, line: Line, face: shapely.Geometry, taken: list[shapely.Geometry]) -> None:
        gone = lengths_along(line)[-1]
        if gone < 0.12:
            return
        places, direction = at_distances(line, np.arange(self.draws.between(0.03, 0.06), gone - 0.02, 0.042))
        room = face.buffer(-0.024)
        for number, (place, side) in enumerate(zip(places, across(direction), strict=True)):
            towards = side if number % 2 else -side
            length = self.draws.between(0.05, 0.105)
            bend = self.draws.between(-0.5, 0.5) * np.array([-towards[1], towards[0]])
            for part in (1.0, 0.7, 0.5):
                corners = np.vstack([place, place + towards * length * part * 0.55, place + (towards + bend * 0.5) * length * part])
                close = shapely.LineString(corners)
                end = shapely.LineString(corners[1:])
                if room.contains(close) and all(end.distance(other) > 0.029 for other in taken):
                    self.plan.streets.append(("close", corners))
                    taken.append(close)
                    break

    def sheds(self, face: shapely.Geometry, texture: str) -> None:
        if face.area > 0.035 * self.draws.between(0.8, 1.4):
            for part in self.split(face, texture, tilt=0.08, bow=0.05):
                self.sheds(part, texture)
            return
        middle, along, length, width = _axes(face)
        side = np.array([-along[1], along[0]])
        count = max(1, round(length / 0.09))
        for place in range(count):
            at = middle + along * length * ((place + 0.5) / count - 0.5)
            far, deep = along * length / count * self.draws.between(0.25, 0.4), side * width * self.draws.between(0.18, 0.3)
            shed = shapely.Polygon([at - far - deep, at + far - deep, at + far + deep, at - far + deep])
            if face.buffer(-0.012).contains(shed):
                self.plan.sheds.append(shed)


def _polygons(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape).tolist() if isinstance(part, shapely.Polygon)]


def _axes(face: shapely.Geometry) -> tuple[Line, Line, float, float]:
    """Middle, direction of the longer side, and both lengths of the narrowest rectangle round the face."""
    corners = np.asarray(shapely.oriented_envelope(face).exterior.coords)
    one, other = corners[1] - corners[0], corners[2] - corners[1]
    if np.hypot(*one) < np.hypot(*other):
        one, other = other, one
    length, width = float(np.hypot(*one)), float(np.hypot(*other))
    along = one / max(length, 1e-9)
    if (along[0], along[1]) < (0.0, 0.0):
        along = -along
    return (corners[0] + corners[2]) / 2, along, length, width


def _bent(line: Line, by: float) -> Line:
    start, end = line[0], line[-1]
    middle = (start + end) / 2 + by * np.array([-(end - start)[1], (end - start)[0]])
    return curve(np.vstack([start, middle, end]), step_km=0.03)
