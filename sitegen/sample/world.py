"""The invented land of each scale, made once."""

from functools import cache

from sitegen.sample.columns import Homes, Points, Scale, Station, Territory, Texts, World
from sitegen.sample.country import make_country
from sitegen.sample.county_world import make_county

__all__ = ["Homes", "Points", "Scale", "Station", "Territory", "Texts", "World", "make_territory", "make_world"]


def make_world(scale: Scale) -> World:
    """The land of a scale, always the same."""
    return make_territory(scale).world


@cache
def make_territory(scale: Scale) -> Territory:
    """The land of a scale with its lines, homes and LSOAs, always the same."""
    return make_county() if scale == "county" else make_country(scale)
