"""Names of towns and villages in alphabetical order, each with the neighbourhood it lies in, cut into pieces of about one size."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import NO_LETTER, Place, force_names
from sitegen.terms import is_device_name, place_key

NAMES_ON_A_PAGE = 300
"""Keeps a page of names within 14 KB gzip."""


class Keyed(Protocol):
    """What stands in alphabetical order by a key."""

    @property
    def key(self) -> str:
        """What it is compared by."""


Name = TypeVar("Name", bound=Keyed)


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A town, village or locality under one of its names, `other` being the one in the other language, or empty.

    One in no neighbourhood has its force for its place, without a neighbourhood's name, and its `spot`: degrees east and north.
    """

    key: str
    name: str
    other: str
    place: Place
    spot: tuple[float, float] | None = None


@dataclass(frozen=True)
class Piece(Generic[Name]):
    """A run of names: all from `prefix` on, up to the prefix of the next piece."""

    prefix: str
    names: tuple[Name, ...]


def read_place_names(
    place_neighbourhoods: pl.DataFrame, outlying_places: pl.DataFrame, forces: pl.DataFrame, places: Mapping[tuple[str, str], Place]
) -> tuple[PlaceName, ...]:
    """Every place once for each name and neighbourhood with a page, or its force, by key, name, force and neighbourhood.

    A place in no boundary lies in the neighbourhoods of its force that are called after it, where there are any: not every neighbourhood
    has a boundary. One in no force's area, and a name of which nothing can be typed, are left out.
    """
    found: set[PlaceName] = set()
    for name, other, force_id, neighbourhood_id in place_neighbourhoods.select("name", "other_name", "force_id", "neighbourhood_id").iter_rows():
        place = places.get((force_id, neighbourhood_id))
        if place is not None:
            found.update(_both(name, other, place, None))
    names, called = force_names(forces), _called_after(places)
    in_a_force = outlying_places.filter(pl.col("force_id").is_not_null())
    for name, other, force_id, lon, lat in in_a_force.select("name", "other_name", "force_id", "lon", "lat").iter_rows():
        for place in called.get((force_id, place_key(name)), ()):
            found.update(_both(name, other, place, None))
        if (force_id, place_key(name)) not in called:
            found.update(_both(name, other, Place("", names.get(force_id, force_id), urls.force(force_id)), (round(lon, 3), round(lat, 3))))
    return tuple(sorted((one for one in found if one.key), key=_order))


def name_parts(name: str) -> tuple[str, ...]:
    """The names that a neighbourhood's name is made of: `Kirby Muxloe and Glenfield` gives two."""
    return tuple(part for part in re.split(r" ?& ?| and |/|, ", name) if part)


def _called_after(places: Mapping[tuple[str, str], Place]) -> dict[tuple[str, str], list[Place]]:
    """The neighbourhoods by force id and key of the name, or of a part of it."""
    called: dict[tuple[str, str], list[Place]] = {}
    for (force_id, _), place in places.items():
        for key in dict.fromkeys(place_key(name) for name in (place.name, *name_parts(place.name))):
            called.setdefault((force_id, key), []).append(place)
    return called


def _both(name: str, other: str | None, place: Place, spot: tuple[float, float] | None) -> Iterator[PlaceName]:
    yield PlaceName(place_key(name), name, other or "", place, spot)
    if other and place_key(other) != place_key(name):
        yield PlaceName(place_key(other), other, name, place, spot)


def cut(names: Sequence[Name], most: int) -> tuple[Piece[Name], ...]:
    """The sorted names in pieces of about one size, of `most` or little more; a name is never in two of them.

    A piece is called by the shortest beginning that tells its first name from the last of the piece before.
    """
    if not names:
        return ()
    count = -(-len(names) // most)
    starts, prefixes = [0], [names[0].key[:1]]
    for number in range(1, count):
        start = max(len(names) * number // count, starts[-1] + 1)
        while start < len(names) and ((prefix := _telling(names[start - 1].key, names[start].key)) == "" or is_device_name(prefix)):
            start += 1
        if start < len(names):
            starts.append(start)
            prefixes.append(prefix)
    ends = [*starts[1:], len(names)]
    return tuple(Piece(prefix, tuple(names[start:end])) for prefix, start, end in zip(prefixes, starts, ends, strict=True))


def by_letter(names: Sequence[PlaceName]) -> dict[str, tuple[Piece[PlaceName], ...]]:
    """The pages of names under each letter, 0-9 last; the first page of a letter is called by the letter alone."""
    under: dict[str, list[PlaceName]] = {}
    for name in names:
        letter = name.key[0].upper()
        under.setdefault(letter if "A" <= letter <= "Z" else NO_LETTER, []).append(name)
    letters = sorted(under, key=lambda letter: (letter == NO_LETTER, letter))
    pages = {letter: cut(under[letter], NAMES_ON_A_PAGE) for letter in letters}
    return {letter: (Piece(letter.lower(), pieces[0].names), *pieces[1:]) for letter, pieces in pages.items()}


def letter_paths(letters: Mapping[str, Sequence[Piece[PlaceName]]]) -> tuple[tuple[str, str], ...]:
    """Each letter with the path of its first page."""
    return tuple((letter, urls.find_places(pieces[0].prefix)) for letter, pieces in letters.items())


def _telling(before: str, key: str) -> str:
    """The shortest beginning of `key` that stands after `before`, without a space at its end; empty where there is none."""
    for length in range(1, len(key) + 1):
        if key[:length] > before and key[length - 1] != " ":
            return key[:length]
    return ""


def _order(name: PlaceName) -> tuple[object, ...]:
    return name.key, name.name, name.place.force_name, name.place.name, name.place.path, name.other, name.spot or ()
