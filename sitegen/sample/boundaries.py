"""Boundaries of an invented land, as the forces and the statistics office would publish them."""

import json
from collections.abc import Iterator

import shapely

from sitegen.sample.county import DYFFRYN_AEDDAN
from sitegen.sample.world import Territory

API_ONLY = "PyD"
"""The neighbourhood whose boundary comes as the API's boundary.json only: one ring, so it has neither islands nor holes."""


def boundary_files(territory: Territory) -> Iterator[tuple[str, bytes]]:
    """KML by force and neighbourhood, one API answer, and the force areas as GeoJSON; each file's path and bytes."""
    own: dict[str, list[shapely.Geometry]] = {}
    for hood, shape in zip(territory.world.neighbourhoods, territory.shapes, strict=True):
        own.setdefault(hood.force_id, []).append(shape)
        if (hood.force_id, hood.id) == (DYFFRYN_AEDDAN, API_ONLY):
            yield f"policing/{hood.force_id}/{hood.id}/boundary.json", _answer(shape.geoms[0].exterior)
        else:
            yield f"boundaries/{hood.force_id}/{hood.id}.kml", _kml(hood.id, hood.name, shape)
    features = []
    for force in territory.world.forces:
        if force.id in own:
            area = shapely.multipolygons(shapely.get_parts(shapely.orient_polygons(shapely.coverage_union_all(own[force.id]))))
            properties = {"pfa16cd": force.area_code, "pfa16nm": force.csv_name}
            features.append({"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(area)})
    collection = {"type": "FeatureCollection", "features": features}
    yield "boundaries/force_areas.geojson", (json.dumps(collection, ensure_ascii=False) + "\n").encode()


def _answer(ring: shapely.LinearRing) -> bytes:
    """A boundary as the API gives it: one closed ring of texts with ten decimals."""
    return (json.dumps([{"latitude": f"{lat:.10f}", "longitude": f"{lon:.10f}"} for lon, lat in ring.coords], indent=1) + "\n").encode()


def _kml(text_id: str, name: str, shape: shapely.MultiPolygon) -> bytes:
    polygons = "".join(
        f"<Polygon>{_ring('outer', part.exterior)}{''.join(_ring('inner', hole) for hole in part.interiors)}</Polygon>" for part in shape.geoms
    )
    body = f"<MultiGeometry>{polygons}</MultiGeometry>" if len(shape.geoms) > 1 else polygons
    name = name.replace("&amp;amp;", "&amp;").replace("&rsquo;", "’")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{text_id}</name>'
        f"<description>{name}</description>{body}</Placemark></Document></kml>\n"
    ).encode()


def _ring(side: str, ring: shapely.LinearRing) -> str:
    corners = " ".join(f"{lon!r},{lat!r},0" for lon, lat in ring.coords)
    return f"<{side}BoundaryIs><LinearRing><coordinates>{corners}</coordinates></LinearRing></{side}BoundaryIs>"
