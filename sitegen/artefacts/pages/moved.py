"""The page at the old address of a neighbourhood that its force redrew: it leads on to what took its place."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import Place, force_names
from sitegen.artefacts.pages.context import PageContext


@dataclass(frozen=True, slots=True)
class MovedView:
    """What a reader is told who comes by an old address.

    `name` is the neighbourhood's last, else its id. `since` is the month from which on it is gone, `last_month` the one in which it was last
    listed; each is empty where nobody knows. `successors` are in the operator's order; where there is one, readers are taken to it.
    """

    name: str
    force_name: str
    force_path: str
    since: str
    last_month: str
    successors: tuple[Place, ...]


def make(*, force_id: str, context: PageContext, forces: pl.DataFrame, moved_neighbourhoods: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """A page for each neighbourhood of a force that is gone, and one where its streets were, which leads to those of its successors."""
    if moved_neighbourhoods.is_empty():
        return
    renderer = context.renderer()
    names = force_names(renderer.words.translated(forces))
    for (key, folder), rows in moved_neighbourhoods.sort("neighbourhood_id", "position").group_by("neighbourhood_id", "folder", maintain_order=True):
        name, since, last_month = rows.select("name", "since", "last_month").row(0)
        successors = [one for one in rows.select("to_force_id", "to_folder", "to_name").iter_rows() if one[0] is not None]
        for address in (urls.neighbourhood, urls.neighbourhood_streets):
            view = MovedView(
                name=name or str(key),
                force_name=names.get(force_id, force_id),
                force_path=urls.force(force_id),
                since=since or "",
                last_month=last_month or "",
                successors=tuple(Place(to_name, names.get(to, to), address(to, to_folder)) for to, to_folder, to_name in successors),
            )
            path = address(force_id, str(folder))
            yield renderer.at(path), renderer.render("pages/moved.html", path, view)
