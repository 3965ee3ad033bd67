"""The timeline of a neighbourhood: what was asked of its team, what it did, and its meetings, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.opening import ForceTables, open_force
from sitegen.artefacts.sections.records import Force, Neighbourhood
from sitegen.artefacts.sections.timeline_view import Timeline, view_timelines


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """One page; `has_figures`: the neighbourhood has figures to lead on to."""

    force: Force
    place: Neighbourhood
    timeline: Timeline
    has_figures: bool


@dataclass(frozen=True, slots=True)
class TimelineTables:
    """What the timelines of a force are made from."""

    force: ForceTables
    timelines: pl.DataFrame
    boundaries: pl.DataFrame


def make(*, force_id: str, context: PageContext, tables: TimelineTables) -> Iterator[tuple[str, bytes]]:
    """The timelines of one force's neighbourhoods, A to Z; none of one of which fewer than two things are known."""
    opening = open_force(force_id, context, tables.force)
    found = view_timelines(tables.timelines, opening.renderer.words)
    shaped = set(tables.boundaries.filter(pl.col("geometry").is_not_null())["neighbourhood_id"].to_list())
    for place in opening.places:
        if place.neighbourhood_id in found:
            path = urls.neighbourhood_timeline(force_id, place.folder)
            page = TimelinePage(opening.force, place, found[place.neighbourhood_id], place.neighbourhood_id in shaped)
            yield opening.renderer.at(path), opening.renderer.render("pages/timeline.html", path, page)
