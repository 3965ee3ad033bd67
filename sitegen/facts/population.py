"""How many people live in a neighbourhood or a force, worked out from zones by where their postcodes lie.

A census zone keeps to no neighbourhood's boundary. The people of a zone are shared out as its postcodes in use are: a
neighbourhood that holds a quarter of them gets a quarter of the people. A force has whole zones: each belongs to the force that
holds most of its postcodes, as forces' areas are made of whole districts. A district with more people to a postcode than any has
is one most of whose postcodes are not in the files, as happens at the edge of the postcode areas given: it tells nothing.
"""

import polars as pl

from sitegen.facts.locate import forces_around
from sitegen.tables.schemas import SCHEMAS

_KINDS = ("lsoa", "ward", "district")
"""Kinds of zones, the finest first."""
_SHARE_LEAST = 0.95
_PEOPLE_OF_A_POSTCODE = 200
"""More people than this to each postcode no district has: some 40 is usual."""
_PLACE = ("force_id", "neighbourhood_id")


def zone_postcodes(*, postcodes: pl.DataFrame, postcode_neighbourhoods: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """Postcodes in use by zone and by the neighbourhood they lie in, sorted; one in several neighbourhoods is shared between them.

    A postcode in no neighbourhood stands under the force whose area it lies in, if any. Rows without a zone count every
    postcode of the place, whatever zones it gives.
    """
    used = postcodes.filter(pl.col("problem").is_null() & pl.col("terminated").is_null()).select("postcode", "lon", "lat", *_KINDS)
    lain = used.join(postcode_neighbourhoods.select("postcode", *_PLACE), on="postcode", how="left")
    lain = lain.join(_in_force_areas(lain.filter(pl.col("force_id").is_null()), force_areas), on="postcode", how="left")
    lain = lain.with_columns(pl.coalesce("force_id", "area_force_id").alias("force_id"), (1 / pl.len().over("postcode")).alias("postcodes"))
    zones = [pl.lit(None, pl.String).alias("zone"), *(pl.col(kind).alias("zone") for kind in _KINDS)]
    pieces = [lain.select(zone, *_PLACE, "postcodes").filter(pl.col("zone").is_not_null() | (place == 0)) for place, zone in enumerate(zones)]
    return (
        pl.concat(pieces)
        .group_by("zone", *_PLACE)
        .agg(pl.col("postcodes").sum().round(6))
        .select(*SCHEMAS["zone_postcodes"].types)
        .sort("zone", *_PLACE, nulls_last=True)
    )


def populations(*, population: pl.DataFrame, zone_postcodes: pl.DataFrame) -> pl.DataFrame:
    """About how many people live in each neighbourhood and each force, rounded to 10; no row where it cannot be said.

    It is said from the finest kind of zone, and from the newest year of that kind, whose zones with a figure hold 95 % of the
    place's postcodes; for neighbourhoods from LSOAs or wards, for forces from districts too.
    """
    figures = population.filter(pl.col("problem").is_null()).select("zone", "kind", pl.col("year").fill_null(-1), "people")
    held = zone_postcodes.group_by("zone", *_PLACE).agg(pl.col("postcodes").sum())
    in_zone = held.filter(pl.col("zone").is_not_null())
    shares = in_zone.with_columns((pl.col("postcodes") / pl.col("postcodes").sum().over("zone")).alias("share"))
    neighbourhoods = shares.filter(pl.col("neighbourhood_id").is_not_null()).join(figures.filter(pl.col("kind") != _KINDS[-1]), on="zone")
    whole = (
        _whole_zones(in_zone)
        .join(figures, on="zone")
        .filter((pl.col("kind") != _KINDS[-1]) | (pl.col("people") <= _PEOPLE_OF_A_POSTCODE * pl.col("postcodes")))
        .with_columns(pl.lit(None, pl.String).alias("neighbourhood_id"), pl.lit(1.0).alias("share"))
    )
    postcodes = held.filter(pl.col("zone").is_null(), pl.col("force_id").is_not_null()).drop("zone")
    of_force = postcodes.group_by("force_id").agg(pl.col("postcodes").sum()).with_columns(pl.lit(None, pl.String).alias("neighbourhood_id"))
    columns = ["force_id", "neighbourhood_id", "zone", "postcodes", "share", "kind", "year", "people"]
    found = [_people(rows.select(columns), of) for rows, of in ((neighbourhoods, postcodes), (whole, of_force))]
    return pl.concat(found).select(*SCHEMAS["populations"].types).sort(*_PLACE, nulls_last=True)


def _people(rows: pl.DataFrame, of: pl.DataFrame) -> pl.DataFrame:
    """The people of each place, from rows of zone, place, share of the zone, and figure; `of` has all postcodes of each place."""
    thousandths = (pl.col("people") * pl.col("share") * 1000).round().cast(pl.Int64)  # whole numbers add up alike in any order
    sums = rows.group_by(*_PLACE, "kind", "year").agg(thousandths.sum().alias("thousandths"), pl.col("postcodes").sum().alias("known"))
    whole = sums.join(of.select(*_PLACE, "postcodes"), on=_PLACE, nulls_equal=True).filter(pl.col("known") >= _SHARE_LEAST * pl.col("postcodes"))
    finest = pl.col("kind").replace_strict({kind: rank for rank, kind in enumerate(_KINDS)}, return_dtype=pl.Int32())
    chosen = whole.sort(*_PLACE, finest, pl.col("year") * -1, nulls_last=True).unique(_PLACE, keep="first", maintain_order=True)
    people = ((pl.col("thousandths") / 10_000).round() * 10).cast(pl.Int32)
    return chosen.with_columns(people.alias("people"), pl.when(pl.col("year") >= 0).then("year").alias("year"))


def _whole_zones(in_zone: pl.DataFrame) -> pl.DataFrame:
    """Each zone with the one force that holds most of its postcodes, the first by id of equals, and how many; none where most lie in no force."""
    held = in_zone.group_by("zone", "force_id").agg(pl.col("postcodes").sum())
    first = held.sort("zone", pl.col("postcodes").round(3) * -1, "force_id", nulls_last=True).unique("zone", keep="first", maintain_order=True)
    return first.filter(pl.col("force_id").is_not_null())


def _in_force_areas(postcodes: pl.DataFrame, force_areas: pl.DataFrame) -> pl.DataFrame:
    """The postcodes that lie in a force's area, with the first such force by id."""
    around = forces_around(postcodes["lon"].to_numpy(), postcodes["lat"].to_numpy(), force_areas)
    found = postcodes.select("postcode", around.alias("area_force_id")).filter(pl.col("area_force_id").is_not_null())
    return found.unique("postcode", keep="first", maintain_order=True)
