"""What lies in no neighbourhood that a boundary was given for: search leads from there to the force, and to the map."""

import polars as pl

from sitegen.facts.locate import forces_around

_DECIMALS = 2
"""A postcode's spot stands in an address that may be shared: a hundredth of a degree, about a kilometre, holds many postcodes."""


def outlying_places(*, known_places: pl.DataFrame, place_neighbourhoods: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The towns, villages and localities in no neighbourhood and in the area of a force, or named on the map; sorted by name, force and position."""
    outside = known_places.join(place_neighbourhoods, on=["name", "lon", "lat"], how="anti")
    found = _with_force(outside, force_areas).filter(pl.col("force_id").is_not_null() | pl.col("on_map"))
    return found.drop("on_map").unique().sort("name", "force_id", "kind", "lon", "lat", "other_name", nulls_last=True)


def outlying_postcodes(*, postcodes: pl.DataFrame, postcode_neighbourhoods: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The postcodes, in use or not, in the area of a force and in no neighbourhood, in order, at spots rounded to 0.01 degrees."""
    in_none = postcode_neighbourhoods.filter(pl.col("neighbourhood_id").is_null()).select("postcode")
    placed = postcodes.filter(pl.col("problem").is_null()).select("postcode", "lon", "lat").unique("postcode", keep="first", maintain_order=True)
    found = _with_force(placed.join(in_none, on="postcode", how="semi"), force_areas)
    return found.filter(pl.col("force_id").is_not_null()).with_columns(pl.col("lon", "lat").round(_DECIMALS)).sort("postcode")


def _with_force(positions: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The rows with the first force by id in whose area each lies; null: none."""
    force_id = forces_around(positions["lon"].to_numpy(), positions["lat"].to_numpy(), force_areas)
    return positions.with_columns(force_id.alias("force_id"))
