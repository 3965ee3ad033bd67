"""Which of the places given are others given again, by another gazetteer or the same."""

import math

import polars as pl

from sitegen.terms import place_key

REPEATED = "place-repeated"
_NEAR_KM = 2.0
_KM_OF_A_DEGREE = 111.2


def mark_repeated(*, places: pl.DataFrame) -> pl.DataFrame:
    """The rows of `places` in an order of their own, those whose name stands within 2 km of another like it set aside as `place-repeated`.

    Of the two the one whose kind is known, then the one with a name in the other language, is kept: OS Open Names tells
    both, the Index of Place Names neither. Capitals, accents, apostrophes and Saint or St make no difference.
    """
    less = (pl.col("kind") == "locality", pl.col("other_name").is_null())
    ranked = places.sort(*less, "name", "lon", "lat", "kind", "other_name", "file", "row", nulls_last=True).with_row_index("place")
    return ranked.with_columns(pl.when(pl.col("place").is_in(_repeated(ranked))).then(pl.lit(REPEATED)).otherwise("problem").alias("problem")).drop(
        "place"
    )


def _repeated(ranked: pl.DataFrame) -> list[int]:
    """The places, by their number, that follow another of their name within 2 km."""
    counted = ranked.filter(pl.col("problem").is_null()).select("place", "name", "lon", "lat")
    keyed = counted.with_columns(pl.Series("key", [place_key(name) for name in counted["name"]], pl.String))
    kept: dict[str, list[tuple[float, float]]] = {}
    repeated: list[int] = []
    for place, key, lon, lat in keyed.filter(pl.len().over("key") > 1).select("place", "key", "lon", "lat").iter_rows():
        namesakes = kept.setdefault(key, [])
        if any(apart_km(lon, lat, *other) <= _NEAR_KM for other in namesakes):
            repeated.append(place)
        else:
            namesakes.append((lon, lat))
    return repeated


def apart_km(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """How far two positions near each other are apart."""
    return _KM_OF_A_DEGREE * math.hypot((lon - other_lon) * math.cos(math.radians(lat)), lat - other_lat)
