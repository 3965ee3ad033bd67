"""Lookup shards of names: towns and villages, neighbourhoods, streets and forces, by how their names begin."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.place_names import Piece, cut, read_place_names
from sitegen.artefacts.lists.places import Place, force_names, read_places
from sitegen.artefacts.lists.street_names import KINDS_OF_PLACE
from sitegen.reading_names import with_reading_names
from sitegen.site_json import to_json
from sitegen.terms import place_key, snap_point_id

_NAMES_IN_A_SHARD = 300
"""Keeps a shard within 12 KB gzip, and makes each stand for many names."""

_MOST_OF_A_STREET = 40
"""A street name in more neighbourhoods than this is told with their number alone: nobody reads through the High Streets of a country."""

_TOWN, _NEIGHBOURHOOD, _STREET, _FORCE = range(4)


@dataclass(frozen=True, slots=True)
class _Name:
    """A name and where it leads: the neighbourhood at `place`; of a street the snap point, and `neighbourhoods` = how many have one."""

    key: str
    kind: int
    name: str
    other: str = ""
    place: Place | None = None
    path: str = ""
    point: str = ""
    neighbourhoods: int = 0


def make(
    *, place_neighbourhoods: pl.DataFrame, neighbourhoods: pl.DataFrame, forces: pl.DataFrame, force_points: pl.DataFrame, outcodes: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """The list of all lookup shards, postcodes' included, and the shards of names in its order; docs/DATA.md has the format."""
    places = read_places(neighbourhoods, forces)
    names = [
        *(_Name(one.key, _TOWN, one.name, one.other, one.place) for one in read_place_names(place_neighbourhoods, places)),
        *(_Name(place_key(part), _NEIGHBOURHOOD, place.name, place=place) for place in places.values() for part in _parts(place.name)),
        *_streets(force_points, places),
        *(_Name(place_key(name), _FORCE, name, path=urls.link(urls.HOME, urls.force(force_id))) for force_id, name in force_names(forces).items()),
    ]
    pieces = cut(sorted((one for one in names if one.key), key=_order), _NAMES_IN_A_SHARD)
    yield urls.SEARCH_INDEX, to_json({"outcodes": outcodes["outcode"].sort().to_list(), "prefixes": [piece.prefix for piece in pieces]})
    for piece in pieces:
        yield urls.name_shard(piece.prefix), to_json(_shard(piece))


def _parts(name: str) -> tuple[str, ...]:
    """A name by which a neighbourhood can be found: the whole, and each of the names it is made of."""
    parts = [part.strip() for part in name.replace(" & ", "/").replace(" and ", "/").split("/")]
    return tuple(dict.fromkeys([name, *parts])) if len(parts) > 1 else (name,)


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
    """Neighbourhoods as first met, and the names of each kind with the positions of their neighbourhoods."""
    positions = {place: number for number, place in enumerate(dict.fromkeys(one.place for one in piece.names if one.place is not None))}
    towns: dict[tuple[str, str], list[int]] = {}
    streets: dict[str, list[list[int | str]] | int] = {}
    for one in piece.names:
        if one.kind == _TOWN and one.place is not None:
            towns.setdefault((one.name, one.other), []).append(positions[one.place])
        elif one.kind == _STREET and one.place is None:
            streets[one.name] = one.neighbourhoods
        elif one.kind == _STREET and one.place is not None:
            found = streets.setdefault(one.name, [])
            if isinstance(found, list):
                found.append([positions[one.place], one.point])
    return {
        "areas": list(dict.fromkeys(positions[one.place] for one in piece.names if one.kind == _NEIGHBOURHOOD and one.place is not None)),
        "forces": [[one.name, one.path] for one in piece.names if one.kind == _FORCE],
        "neighbourhoods": [[place.name, place.force_name, urls.link(urls.HOME, place.path)] for place in positions],
        "places": [[name, other, found] for (name, other), found in towns.items()],
        "streets": [[name, found] for name, found in streets.items()],
    }


def _order(one: _Name) -> tuple[str, ...]:
    place = one.place or Place("", "", "")
    return one.key, str(one.kind), one.name, place.force_name, place.name, place.path, one.other, one.point
