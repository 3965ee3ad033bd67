"""Forces and neighbourhoods as the lists of the site need them: name, page, and the letter they stand under."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from sitegen import urls
from sitegen.rules import FORCES_LEAST
from sitegen.terms import BTP

NO_LETTER = "0-9"
"""Where names stand that begin with no letter from A to Z."""


@dataclass(frozen=True, slots=True)
class Place:
    """A neighbourhood in a list: its name, its force's name and the public path of its page."""

    name: str
    force_name: str
    path: str


def read_places(neighbourhoods: pl.DataFrame, forces: pl.DataFrame) -> dict[tuple[str, str], Place]:
    """The neighbourhoods that have a page, by force id and neighbourhood id, in that order; rows set aside are left out.

    A force without a name of its own stands under its id.
    """
    names = force_names(forces)
    rows = neighbourhoods.filter(pl.col("problem").is_null()).sort("force_id", "neighbourhood_id")
    return {
        (force_id, neighbourhood_id): Place(name, names.get(force_id, force_id), urls.neighbourhood(force_id, folder))
        for force_id, neighbourhood_id, folder, name in rows.select("force_id", "neighbourhood_id", "folder", "name").iter_rows()
    }


def force_names(forces: pl.DataFrame) -> dict[str, str]:
    """The forces' names by id, in order of id."""
    return dict(forces.sort("force_id").select("force_id", "name").iter_rows())


def are_several(forces: pl.DataFrame) -> bool:
    """Whether there are pages of all forces together; British Transport Police, who stay apart, make none of one."""
    return forces.filter(pl.col("force_id") != BTP).height >= FORCES_LEAST


def by_name(places: Mapping[tuple[str, str], Place]) -> list[Place]:
    """The places in alphabetical order of name, then force, then path."""
    return sorted(places.values(), key=lambda place: (alphabetical(place.name), place.force_name, place.path))


@lru_cache(maxsize=1 << 16)
def letter_of(name: str) -> str:
    """The letter A to Z a name stands under: accents do not count, and anything else stands under 0-9."""
    first = alphabetical(name)[:1].upper()
    return first if "A" <= first <= "Z" else NO_LETTER


@lru_cache(maxsize=1 << 16)
def alphabetical(name: str) -> str:
    """What names are sorted by: lower case without accents or marks, so that Ŵ stands with W."""
    plain = name.lower() if name.isascii() else unicodedata.normalize("NFKD", name).casefold()
    if plain.replace(" ", "").isalnum():
        return plain.strip()
    return "".join(character for character in plain if character.isalnum() or character == " ").strip()
