"""The page for those who show a neighbourhood on a website of their own: the lines to copy, and what they give."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import alphabetical, force_names
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.text.words import Words
from sitegen.terms import BTP


@dataclass(frozen=True, slots=True)
class EmbedsView:
    """Forces A to Z with their ids, an example to look at (its public path, name, force and folder, empty where the site has none), and the parts.

    `parts` has the anchor in a frame (empty: all of them), the height in pixels that is enough on a telephone, and what it is called.
    """

    forces: tuple[tuple[str, str], ...]
    example: str
    example_name: str
    example_area: str
    parts: tuple[tuple[str, int, str], ...]


def make(*, context: PageContext, forces: pl.DataFrame, neighbourhoods: pl.DataFrame, boundaries: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page `/embed/` of a language. The example is the first neighbourhood, by name, that has a boundary."""
    renderer, path = context.renderer(), urls.page("embed")
    shaped = boundaries.filter(pl.col("geometry").is_not_null()).select("force_id", "neighbourhood_id")
    placed = neighbourhoods.filter(pl.col("problem").is_null()).join(shaped, on=["force_id", "neighbourhood_id"], how="semi")
    known = placed.select("force_id", "folder", "name").rows()
    first = min(known, key=lambda row: (alphabetical(row[2]), row), default=None)
    with_places = {force_id for force_id, _, _ in known}
    names = {one: name for one, name in force_names(renderer.words.translated(forces)).items() if one != BTP and one in with_places}
    view = EmbedsView(
        forces=tuple(sorted(names.items(), key=lambda one: (alphabetical(one[1]), one))),
        example=urls.embed(first[0], first[1]) if first else "",
        example_name=first[2] if first else "",
        example_area=f"{first[0]}/{first[1]}" if first else "",
        parts=_parts(renderer.words),
    )
    yield renderer.at(path), renderer.render("pages/embeds.html", path, view)


def _parts(words: Words) -> tuple[tuple[str, int, str], ...]:
    return (
        ("", 1880, words.gettext("map, trend and next meetings")),
        ("map", 940, words.gettext("the map")),
        ("trend", 980, words.gettext("the trend")),
        ("meeting", 760, words.gettext("the next meetings")),
    )
