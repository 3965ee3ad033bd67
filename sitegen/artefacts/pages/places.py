"""Towns, villages and localities from A to Z, each leading to its neighbourhood, for readers without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.place_names import PlaceName, by_letter, letter_paths, read_place_names
from sitegen.artefacts.lists.places import read_places
from sitegen.artefacts.pages.context import PageContext


@dataclass(frozen=True, slots=True)
class PlacesView:
    """The names under one letter, or a run of them where there are many: then `runs` are the letter's pages by how their names begin."""

    letter: str
    run: str
    letters: tuple[tuple[str, str], ...]
    runs: tuple[tuple[str, str], ...]
    names: tuple[PlaceName, ...]


def make(
    *,
    context: PageContext,
    place_neighbourhoods: pl.DataFrame,
    outlying_places: pl.DataFrame,
    forces: pl.DataFrame,
    neighbourhoods: pl.DataFrame,
) -> Iterator[tuple[str, bytes]]:
    """A page for each letter, several where a letter has more than 300 names; a Welsh name stands under its own letter too."""
    renderer = context.renderer()
    forces = renderer.words.translated(forces)
    letters = by_letter(read_place_names(place_neighbourhoods, outlying_places, forces, read_places(neighbourhoods, forces)))
    for letter, pieces in letters.items():
        runs = tuple((piece.prefix.capitalize(), urls.find_places(piece.prefix)) for piece in pieces) if len(pieces) > 1 else ()
        for piece in pieces:
            path = urls.find_places(piece.prefix)
            view = PlacesView(letter, piece.prefix.capitalize(), letter_paths(letters), runs, piece.names)
            yield renderer.at(path), renderer.render("pages/places.html", path, view)
