"""A page for every outcode: the neighbourhoods its postcodes lie in, for readers without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.outcodes import by_outcode
from sitegen.artefacts.lists.places import Place, by_name, read_places
from sitegen.artefacts.pages.context import PageContext


@dataclass(frozen=True, slots=True)
class OutcodeView:
    """One outcode and the neighbourhoods of its postcodes in use, by name; no postcode is named. `ended`: none is in use any more."""

    outcode: str
    places: tuple[Place, ...]
    some_outside: bool
    all_outside: bool
    ended: bool


def make(
    *, area: str, context: PageContext, postcode_neighbourhoods: pl.DataFrame, forces: pl.DataFrame, neighbourhoods: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """The pages of the outcodes of one postcode area, in order of outcode."""
    if postcode_neighbourhoods.is_empty():
        return
    renderer = context.renderer()
    forces = renderer.words.translated(forces)
    places = read_places(neighbourhoods, forces)
    for outcode, postcodes in by_outcode(postcode_neighbourhoods):
        used = postcodes.filter(pl.col("terminated").is_null())
        pairs = used.select("force_id", "neighbourhood_id").unique().drop_nulls().iter_rows()
        found = {pair: places[pair] for pair in pairs if pair in places}
        outside = used["neighbourhood_id"].has_nulls()
        view = OutcodeView(outcode, tuple(by_name(found)), some_outside=outside, all_outside=not found, ended=used.is_empty())
        path = urls.outcode_page(outcode)
        yield renderer.at(path), renderer.render("pages/outcode.html", path, view)
