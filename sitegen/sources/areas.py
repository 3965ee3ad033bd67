"""One valid shape of the polygons that a file gives for a place."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely

from sitegen.sources.kml import Polygon, UnusableError
from tiles.repair import repair, union

_AREA_LEAST = 1e-10
"""Square degrees below which a shape is none: about a square metre."""


@dataclass(frozen=True, slots=True)
class Area:
    """A valid Polygon or MultiPolygon in canonical order, and whether any of its polygons had to be repaired."""

    geometry: shapely.Geometry
    repaired: bool


def area_of(polygons: Sequence[Polygon]) -> Area:
    """One area of polygons that may touch, overlap or cross themselves.

    Raises UnusableError: `no-polygon`, `no-area`, or `too-tangled` for polygons that cross themselves or one another too often to be repaired.
    """
    shapes = [shapely.Polygon(outer, holes) for outer, holes in polygons]
    if not shapes:
        raise UnusableError("no-polygon")
    mended = [repair(shape) for shape in shapes]
    whole = union([shape for shape in mended if shape is not None])
    if whole is None or None in mended:
        raise UnusableError("too-tangled")
    geometry = only_areas(whole)
    if geometry.area < _AREA_LEAST:
        raise UnusableError("no-area")
    return Area(geometry, any(new is not old for new, old in zip(mended, shapes, strict=True)))


def note_of(area: Area, left_out: int) -> str | None:
    """What is said of an area that was not read just as it stands: `ring-left-out`, else `repaired`."""
    return "ring-left-out" if left_out else "repaired" if area.repaired else None


def only_areas(geometry: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a geometry in canonical order."""
    parts = [part for part in shapely.get_parts(shapely.get_parts(geometry)) if part.geom_type == "Polygon" and part.area > 0]
    return shapely.normalize(parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts))
