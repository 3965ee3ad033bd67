"""Towns, villages and localities as the gazetteers given name them, with what they lack of the towns of Wales."""

from collections.abc import Iterable

import polars as pl

from sitegen.facts.place_names import apart_km
from sitegen.facts.welsh_towns import WELSH_TOWNS
from sitegen.terms import place_key

_NEAR_KM = 5.0
"""The middle of a town lies no further from where another gazetteer puts it."""

_Row = tuple[str, str | None, str, float, float]


def gazetteer(*, marked_places: pl.DataFrame) -> pl.DataFrame:
    """The places that were not set aside, sorted by name, position, kind and other name.

    A town of Wales has both of its names and its kind, whichever was given, and is there once; one that no gazetteer given has is added,
    as the ONS Index lacks Newport. Where no place is given at all there are none.
    """
    known = marked_places.filter(pl.col("problem").is_null()).select("name", "other_name", "kind", "lon", "lat")
    rows: list[_Row] = list(known.iter_rows())
    mended = pl.DataFrame(_with_welsh_towns(rows) if rows else [], schema=known.schema, orient="row")
    return mended.sort("name", "lon", "lat", "kind", "other_name", nulls_last=True)


def known_places(*, gazetteer: pl.DataFrame, map_places: pl.DataFrame) -> pl.DataFrame:
    """The gazetteer with what the map alone names; `on_map` is true of each place that the map names. Sorted as the gazetteer is.

    A place whose kind no gazetteer tells has the map's.
    """
    rows = gazetteer.rows()
    numbers = _numbers_by_key(rows)
    named: dict[int, str] = {}
    added: list[_Row] = []
    for name, kind, lon, lat in map_places.select("name", "kind", "lon", "lat").iter_rows():
        near = _nearest(rows, numbers.get(place_key(name), ()), lon, lat)
        if near is None:
            added.append((name, None, kind, lon, lat))
        else:
            named.setdefault(near, kind)
    told = [(*row[:2], named.get(number, row[2]) if row[2] == "locality" else row[2], *row[3:], number in named) for number, row in enumerate(rows)]
    known = pl.DataFrame([*told, *((*row, True) for row in added)], schema={**gazetteer.schema, "on_map": pl.Boolean()}, orient="row")
    return known.sort("name", "lon", "lat", "kind", "other_name", nulls_last=True)


def _with_welsh_towns(rows: list[_Row]) -> list[_Row]:
    numbers = _numbers_by_key(rows)
    mended: dict[int, _Row | None] = {}
    added: list[_Row] = []
    for town in WELSH_TOWNS:
        known = [_nearest(rows, numbers.get(place_key(name), ()), town.lon, town.lat) for name in (town.name, town.other_name)]
        found = [number for number in dict.fromkeys(known) if number is not None]
        if not found:
            added.append((town.name, town.other_name, town.kind, town.lon, town.lat))
            continue
        _, _, kind, lon, lat = rows[found[0]]
        mended |= dict.fromkeys(found) | {found[0]: (town.name, town.other_name, town.kind if kind == "locality" else kind, lon, lat)}
    kept = [mended.get(number, row) for number, row in enumerate(rows)]
    return [*(row for row in kept if row is not None), *added]


def _numbers_by_key(rows: Iterable[_Row]) -> dict[str, list[int]]:
    """The positions of the rows by each of their names, as names are compared."""
    numbers: dict[str, list[int]] = {}
    for number, (name, other_name, *_) in enumerate(rows):
        for one in (name, other_name):
            if one:
                numbers.setdefault(place_key(one), []).append(number)
    return numbers


def _nearest(rows: list[_Row], numbers: Iterable[int], lon: float, lat: float) -> int | None:
    """Of these rows the nearest to a position, the first among equals; None where none is near."""
    near = [(apart_km(lon, lat, *rows[number][3:]), number) for number in numbers]
    return min((found for found in near if found[0] <= _NEAR_KM), default=(0.0, None))[1]
