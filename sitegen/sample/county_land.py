"""The neighbourhoods of the invented county: their ids, names and boundaries, as drawn in `material/neighbourhoods.geojson`.

They follow the coast, rivers, railway and main roads of `material/county.toml`: who moves one of these draws them anew.
"""

from functools import cache

import shapely

from sitegen.sample.county import Neighbourhood
from sitegen.sample.material import read_material
from sitegen.terms import ForceId, NeighbourhoodId

STRADDLED = (221_795, 288_736)
"""Easting and northing of the corner a postcode stands on, between the first two neighbourhoods; in degrees it has 8 decimals."""


@cache
def neighbourhoods() -> tuple[Neighbourhood, ...]:
    """The county's neighbourhoods, in the order of the file.

    Ids are as they occur in life: mixed case, spaces, dots, a route word ("streets"), two that a careless site would put in one
    folder ("Cwm Eira", "cwm-eira"), one that both forces use ("NB01"). Hay Cross lies wholly inside Netherloam.
    """
    described = (feature["properties"] for feature in read_material("neighbourhoods.geojson")["features"])
    return tuple(Neighbourhood(ForceId(one["force"]), NeighbourhoodId(one["id"]), one["name"]) for one in described)


@cache
def shapes() -> tuple[shapely.MultiPolygon, ...]:
    """The neighbourhoods in degrees, in the same order; they share every corner between them, and the coast is where they end."""
    outlines = (feature["geometry"]["coordinates"] for feature in read_material("neighbourhoods.geojson")["features"])
    return tuple(shapely.MultiPolygon([(rings[0], rings[1:]) for rings in outline]) for outline in outlines)
