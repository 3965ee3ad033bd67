"""Lookup shards of names: towns and villages, neighbourhoods, streets and forces, by how their names, and words within them, begin."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.place_names import Piece, cut, name_parts, read_place_names
from sitegen.artefacts.lists.places import Place, read_places
from sitegen.artefacts.lists.street_names import KINDS_OF_PLACE
from sitegen.artefacts.shards.near_names import near_names
from sitegen.reading_names import with_reading_names
from sitegen.site_json import to_json
from sitegen.terms import place_key, snap_point_id

_NAMES_IN_A_SHARD = 300
"""Keeps a shard within 12 KB gzip, and makes each stand for many names."""

_MOST_OF_A_STREET = 40
"""A street name in more neighbourhoods than this is told with their number alone: nobody reads through the High Streets of a country."""

_MOST_OF_A_WORD = 40
"""A word within more names than this (Green, North) finds none of them."""

_LEAST_LETTERS = 4
"""Of a word within a name by which it is found."""

_TOWN, _NEIGHBOURHOOD, _STREET, _FORCE = range(4)


@dataclass(frozen=True, slots=True)
class NameTables:
    """What has a name: places and streets with the neighbourhood they lie in or, of `outlying_places`, the force alone."""

    place_neighbourhoods: pl.DataFrame
    outlying_places: pl.DataFrame
    neighbourhoods: pl.DataFrame
    forces: pl.DataFrame
    own_force_names: pl.DataFrame
    force_points: pl.DataFrame
    outcodes: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Name:
    """A name and where it leads: a neighbourhood or, of a town with a `spot`, the force at `place`; of a force `path`.

    `is_mapped`: a town that leads to its spot on the map too, a city beside the neighbourhood at `place`, or to nothing else.

    A street has its snap point, and `neighbourhoods` = how many have one.
    """

    key: str
    kind: int
    name: str
    other: str = ""
    place: Place | None = None
    path: str = ""
    point: str = ""
    neighbourhoods: int = 0
    spot: tuple[float, float] | None = None
    is_mapped: bool = False


def make(*, tables: NameTables) -> Iterator[tuple[str, bytes]]:
    """The list of all lookup shards, postcodes' included, the names near a misspelt one, and the shards of names; docs/DATA.md has the format."""
    places = read_places(tables.neighbourhoods, tables.forces)
    streets = list(_streets(tables.force_points, places))
    in_one = tables.place_neighbourhoods.filter(pl.col("kind") != "city")
    towns = read_place_names(in_one, tables.outlying_places, tables.forces, places)
    others = [
        *(_Name(one.key, _TOWN, one.name, one.other, one.place, spot=one.spot) for one in towns),
        *_mapped(tables, places),
        *_neighbourhoods(places),
        *_forces(tables.own_force_names),
    ]
    names = sorted((one for one in [*others, *_within(others), *streets] if one.key), key=_order)
    pieces = cut(names, _NAMES_IN_A_SHARD)
    yield urls.SEARCH_INDEX, to_json({"outcodes": tables.outcodes["outcode"].sort().to_list(), "prefixes": [piece.prefix for piece in pieces]})
    yield urls.NEAR_NAMES, to_json(_near(tables, others, streets))
    for piece in pieces:
        yield urls.name_shard(piece.prefix), to_json(_shard(piece))


def _mapped(tables: NameTables, places: Mapping[tuple[str, str], Place]) -> Iterator[_Name]:
    """Cities, which reach far beyond the neighbourhood of their middle, and towns in no force's area, under each of their names."""
    cities = tables.place_neighbourhoods.filter(pl.col("kind") == "city")
    beyond = tables.outlying_places.filter(pl.col("force_id").is_null()).with_columns(pl.lit(None, pl.String).alias("neighbourhood_id"))
    columns = ("name", "other_name", "lon", "lat", "force_id", "neighbourhood_id")
    for name, other_name, lon, lat, *key in pl.concat([cities.select(columns), beyond.select(columns)]).iter_rows():
        place = places.get((key[0], key[1]))
        names = {place_key(other_name or ""): (other_name, name), place_key(name): (name, other_name or "")}  # Cwmbran and Cwmbrân are one
        for one, other in names.values():
            if one and (place or key[0] is None):
                yield _Name(place_key(one), _TOWN, one, other, place, spot=(round(lon, 3), round(lat, 3)), is_mapped=True)


def _neighbourhoods(places: Mapping[tuple[str, str], Place]) -> Iterator[_Name]:
    """Each neighbourhood by its whole name and by each of the names it is made of."""
    for place in places.values():
        for part in dict.fromkeys([place.name, *name_parts(place.name)]):
            yield _Name(place_key(part), _NEIGHBOURHOOD, place.name, place=place)


def _forces(names: pl.DataFrame) -> Iterator[_Name]:
    """Each force by its name in each language that the program knows."""
    for force_id, name in names.select("force_id", "name").iter_rows():
        yield _Name(place_key(name), _FORCE, name, path=urls.link(urls.HOME, urls.force(force_id)))


def _within(names: Iterable[_Name]) -> Iterator[_Name]:
    """The names again by every later word that few of them have: `Market Bosworth` by `bosworth`."""
    inner = [replace(one, key=one.key[found.start() :]) for one in names for found in re.finditer(rf"(?<= )[a-z]{{{_LEAST_LETTERS},}}", one.key)]
    uses = Counter(one.key.split(" ")[0] for one in inner)
    yield from (one for one in inner if uses[one.key.split(" ")[0]] <= _MOST_OF_A_WORD)


def _near(tables: NameTables, others: Iterable[_Name], streets: Iterable[_Name]) -> dict[str, list[str]]:
    """The names and words that a misspelt one may have meant, the best known first in what is kept."""
    columns = ("kind", "name", "other_name")
    given = pl.concat([tables.place_neighbourhoods.select(columns), tables.outlying_places.select(columns)])
    towns = [(kind, name) for kind, *both in given.iter_rows() for name in both if name]
    areas = [("neighbourhood" if one.kind == _NEIGHBOURHOOD else "force", one.name) for one in others if one.kind != _TOWN]
    return near_names([*towns, *areas], {one.name for one in streets})


def _streets(force_points: pl.DataFrame, places: Mapping[tuple[str, str], Place]) -> Iterator[_Name]:
    """Each street once for each neighbourhood, at its first snap point; one that very many neighbourhoods have, once in all."""
    streets = (
        with_reading_names(force_points)
        .filter(pl.col("street").is_not_null(), ~pl.col("street").is_in(sorted(KINDS_OF_PLACE)))
        .sort("street", "force_id", "neighbourhood_id", "x", "y")
        .unique(["street", "force_id", "neighbourhood_id"], keep="first", maintain_order=True)
        .with_columns(pl.len().over("street").alias("neighbourhoods"))
    )
    common = streets.filter(pl.col("neighbourhoods") > _MOST_OF_A_STREET).unique("street", keep="first", maintain_order=True)
    for street, number in common.select("street", "neighbourhoods").iter_rows():
        yield _Name(place_key(street), _STREET, street, neighbourhoods=number)
    columns = ("street", "force_id", "neighbourhood_id", "x", "y")
    for street, force_id, neighbourhood_id, x, y in streets.filter(pl.col("neighbourhoods") <= _MOST_OF_A_STREET).select(columns).iter_rows():
        place = places.get((force_id, neighbourhood_id))
        if place is not None:
            yield _Name(place_key(street), _STREET, street, place=place, point=snap_point_id(x, y))


def _shard(piece: Piece[_Name]) -> dict[str, object]:
    """Neighbourhoods as first met, and the names of each kind with the positions of their neighbourhoods; places in none with force and spot.

    What is `mapped` has a note and a way like a row of the search, both empty where no page of the site is about it.
    """
    positions = {
        place: number for number, place in enumerate(dict.fromkeys(one.place for one in piece.names if one.place is not None and one.spot is None))
    }
    towns: dict[tuple[str, str], dict[int, None]] = {}
    outside: dict[tuple[str | float, ...], None] = {}
    mapped: dict[tuple[str | float, ...], None] = {}
    streets: dict[str, list[list[int | str]] | int] = {}
    for one in piece.names:
        if one.spot is not None and one.is_mapped:
            about = (f"{one.place.name}, {one.place.force_name}", urls.link(urls.HOME, one.place.path)) if one.place else ("", "")
            mapped[(one.name, one.other, *about, *one.spot)] = None
        elif one.spot is not None and one.place is not None:
            outside[(one.name, one.other, one.place.force_name, urls.link(urls.HOME, one.place.path), *one.spot)] = None
        elif one.kind == _TOWN and one.place is not None:
            towns.setdefault((one.name, one.other), {})[positions[one.place]] = None
        elif one.kind == _STREET and one.place is None:
            streets[one.name] = one.neighbourhoods
        elif one.kind == _STREET and one.place is not None:
            found = streets.setdefault(one.name, [])
            if isinstance(found, list):
                found.append([positions[one.place], one.point])
    return {
        "areas": list(dict.fromkeys(positions[one.place] for one in piece.names if one.kind == _NEIGHBOURHOOD and one.place is not None)),
        "forces": [list(found) for found in dict.fromkeys((one.name, one.path) for one in piece.names if one.kind == _FORCE)],
        "mapped": [list(found) for found in mapped],
        "neighbourhoods": [[place.name, place.force_name, urls.link(urls.HOME, place.path)] for place in positions],
        "outside": [list(found) for found in outside],
        "places": [[name, other, list(found)] for (name, other), found in towns.items()],
        "streets": [[name, found] for name, found in streets.items()],
    }


def _order(one: _Name) -> tuple[object, ...]:
    place = one.place or Place("", "", one.path)
    return one.key, one.kind, one.name, place.force_name, place.name, place.path, one.other, one.point, one.spot or ()
