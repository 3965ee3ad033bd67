"""Boundaries and postcodes of the invented county, in the publishers' formats."""

from __future__ import annotations

import json

import numpy as np

from sitegen.sample.chance import uniform
from sitegen.sample.county import FORCES, NEIGHBOURHOODS, ORIGIN, POSTCODE_AREAS, SETTLEMENTS
from sitegen.sample.land import Ring, land
from sitegen.sample.streets import snap_points
from sitegen.sample.teams import boundary_answer

API_ONLY = "PyD"
"""The neighbourhood whose boundary comes as the API's boundary.json only: one ring, so it has neither islands nor holes."""

_POSTCODES = 500
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"


def boundary_files() -> dict[str, bytes]:
    """KML by force and neighbourhood, one API answer, and the force areas as GeoJSON."""
    files: dict[str, bytes] = {}
    for number, hood in enumerate(NEIGHBOURHOODS):
        if hood.id == API_ONLY:
            files[f"policing/{hood.force_id}/{hood.id}/boundary.json"] = boundary_answer(number)
        else:
            files[f"boundaries/{hood.force_id}/{hood.id}.kml"] = _kml(hood.id, hood.name, land().outline({number}))
    features = []
    for force in FORCES:
        numbers = {number for number, hood in enumerate(NEIGHBOURHOODS) if hood.force_id == force.id}
        if numbers:
            geometry = {"type": "MultiPolygon", "coordinates": land().outline(numbers)}
            features.append({"type": "Feature", "properties": {"pfa16cd": force.area_code, "pfa16nm": force.csv_name}, "geometry": geometry})
    collection = {"type": "FeatureCollection", "features": features}
    files["boundaries/force_areas.geojson"] = (json.dumps(collection, ensure_ascii=False) + "\n").encode()
    return files


def _kml(text_id: str, name: str, polygons: list[list[Ring]]) -> bytes:
    shapes = "".join(f"<Polygon>{''.join(_ring(place, ring) for place, ring in enumerate(rings))}</Polygon>" for rings in polygons)
    body = f"<MultiGeometry>{shapes}</MultiGeometry>" if len(polygons) > 1 else shapes
    name = name.replace("&amp;amp;", "&amp;")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{text_id}</name>'
        f"<description>{name}</description>{body}</Placemark></Document></kml>\n"
    ).encode()


def _ring(place: int, ring: Ring) -> str:
    side = "innerBoundaryIs" if place else "outerBoundaryIs"
    return f"<{side}><LinearRing><coordinates>{' '.join(f'{lon!r},{lat!r},0' for lon, lat in ring)}</coordinates></LinearRing></{side}>"


def postcode_files(seed: int) -> tuple[dict[str, bytes], str]:
    """Code-Point Open by area, lines ended as Ordnance Survey ends them, and the postcode that stands on the line between two neighbourhoods."""
    points = snap_points()
    rows: dict[str, list[str]] = {area: [] for area in POSTCODE_AREAS}
    chosen = np.argsort(uniform(seed, "postcodes", len(points.name)), kind="stable")[:_POSTCODES]
    serial: dict[str, int] = {}
    for at in np.sort(chosen):
        outcode = _outcode(float(points.easting[at]), float(points.northing[at]), points.force_id[at])
        number = serial[outcode] = serial.get(outcode, -1) + 1
        rows[outcode[:2]].append(_row(outcode, number, int(points.easting[at]) + 15, int(points.northing[at]) - 10))
    shape = land()
    straddling = "LM19ZZ"
    rows["LM"].append(
        f'"{straddling:<7}",10,{shape.easting[shape.straddled]},{shape.northing[shape.straddled]},"E92000001","","","","E07000999","E05099999"'
    )
    for area, outcode in (("LM", "LM1"), ("AE", "AE1")):
        rows[area].append(f'"{outcode + "0ZZ":<7}",90,0,0,"E92000001","","","","",""')
    return {f"postcodes/Data/CSV/{area.lower()}.csv": ("\r\n".join(sorted(lines)) + "\r\n").encode() for area, lines in rows.items()}, "LM1 9ZZ"


def _outcode(easting: float, northing: float, force_id: str) -> str:
    place = ((easting - ORIGIN[0]) / 1000, (northing - ORIGIN[1]) / 1000)
    towns = [town for town in SETTLEMENTS if town.force_id == force_id]
    nearest = min(towns, key=lambda town: float(np.hypot(town.centre[0] - place[0], town.centre[1] - place[1])) / town.radius)
    return nearest.outcodes[int(easting) // 300 % len(nearest.outcodes)]


def _row(outcode: str, number: int, easting: int, northing: int) -> str:
    letters = len(_LETTERS)
    inward = f"{1 + number // (letters * letters) % 8}{_LETTERS[number // letters % letters]}{_LETTERS[number % letters]}"
    packed = f"{outcode}{inward}" if len(outcode) == 4 else f"{outcode} {inward}"
    country = "W92000004" if outcode.startswith("AE") else "E92000001"
    return f'"{packed}",10,{easting},{northing},"{country}","","","","E07000999","E05099999"'
