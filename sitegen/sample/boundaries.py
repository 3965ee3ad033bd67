"""Boundaries of an invented land, as the forces and the statistics office would publish them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from sitegen.sample.county import DYFFRYN_AEDDAN
from sitegen.sample.land import Ring
from sitegen.sample.world import Territory

API_ONLY = "PyD"
"""The neighbourhood whose boundary comes as the API's boundary.json only: one ring, so it has neither islands nor holes."""


def boundary_files(territory: Territory) -> Iterator[tuple[str, bytes]]:
    """KML by force and neighbourhood, one API answer, and the force areas as GeoJSON; each file's path and bytes."""
    for number, hood in enumerate(territory.world.neighbourhoods):
        if (hood.force_id, hood.id) == (DYFFRYN_AEDDAN, API_ONLY):
            yield f"policing/{hood.force_id}/{hood.id}/boundary.json", _answer(territory.land.outline({number})[0][0])
        else:
            yield f"boundaries/{hood.force_id}/{hood.id}.kml", _kml(hood.id, hood.name, territory.land.outline({number}))
    features = []
    own: dict[str, set[int]] = {}
    for number, hood in enumerate(territory.world.neighbourhoods):
        own.setdefault(hood.force_id, set()).add(number)
    for force in territory.world.forces:
        if force.id in own:
            geometry = {"type": "MultiPolygon", "coordinates": territory.land.outline(own[force.id])}
            features.append({"type": "Feature", "properties": {"pfa16cd": force.area_code, "pfa16nm": force.csv_name}, "geometry": geometry})
    collection = {"type": "FeatureCollection", "features": features}
    yield "boundaries/force_areas.geojson", (json.dumps(collection, ensure_ascii=False) + "\n").encode()


def _answer(ring: Ring) -> bytes:
    """A boundary as the API gives it: one closed ring of texts with ten decimals."""
    return (json.dumps([{"latitude": f"{lat:.10f}", "longitude": f"{lon:.10f}"} for lon, lat in ring], indent=1) + "\n").encode()


def _kml(text_id: str, name: str, polygons: list[list[Ring]]) -> bytes:
    shapes = "".join(f"<Polygon>{''.join(_ring(place, ring) for place, ring in enumerate(rings))}</Polygon>" for rings in polygons)
    body = f"<MultiGeometry>{shapes}</MultiGeometry>" if len(polygons) > 1 else shapes
    name = name.replace("&amp;amp;", "&amp;").replace("&rsquo;", "’")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{text_id}</name>'
        f"<description>{name}</description>{body}</Placemark></Document></kml>\n"
    ).encode()


def _ring(place: int, ring: Ring) -> str:
    side = "innerBoundaryIs" if place else "outerBoundaryIs"
    return f"<{side}><LinearRing><coordinates>{' '.join(f'{lon!r},{lat!r},0' for lon, lat in ring)}</coordinates></LinearRing></{side}>"
