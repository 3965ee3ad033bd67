"""What lies in a force's area, and in no neighbourhood that a boundary was given for: search leads from there to the force and the map."""

import polars as pl

from sitegen.facts.locate import forces_around

_DECIMALS = 2
"""A postcode's spot stands in an address that may be shared: a hundredth of a degree, about a kilometre, holds many postcodes."""


def outlying_places(*, marked_places: pl.DataFrame, place_neighbourhoods: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The towns, villages and localities in the area of a force and in no neighbourhood, sorted by name, force and position."""
    known = marked_places.filter(pl.col("problem").is_null()).select("name", "other_name", "kind", "lon", "lat")
    outside = known.join(place_neighbourhoods, on=["name", "lon", "lat"], how="anti")
    return _in_a_force(outside, force_areas).unique().sort("name", "force_id", "kind", "lon", "lat", "other_name", nulls_last=True)


def outlying_postcodes(*, postcodes: pl.DataFrame, postcode_neighbourhoods: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The postcodes, in use or not, in the area of a force and in no neighbourhood, in order, at spots rounded to 0.01 degrees."""
    in_none = postcode_neighbourhoods.filter(pl.col("neighbourhood_id").is_null()).select("postcode")
    placed = postcodes.filter(pl.col("problem").is_null()).select("postcode", "lon", "lat").unique("postcode", keep="first", maintain_order=True)
    found = _in_a_force(placed.join(in_none, on="postcode", how="semi"), force_areas)
    return found.with_columns(pl.col("lon", "lat").round(_DECIMALS)).sort("postcode")


def _in_a_force(positions: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The rows that lie in a force's area, with the first such force by id."""
    force_id = forces_around(positions["lon"].to_numpy(), positions["lat"].to_numpy(), force_areas)
    return positions.with_columns(force_id.alias("force_id")).filter(pl.col("force_id").is_not_null())
