"""The pages of releases: which this copy holds and how to cite one, and of each force what changed in months already told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.records import Force, read_force
from sitegen.artefacts.sections.release_view import ReleaseChange, view_changes
from sitegen.rules import THRESHOLD

_OLDER_MOST = 24
"""Older releases whose summaries a page has; the table has all."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: what names it, which months of which forces it tells, and its files; `forces` is empty where they are many."""

    release: str
    digest: str
    short: str
    first_month: str
    last_month: str
    forces: tuple[str, ...]
    number_of_forces: int
    counts: str
    files: str


@dataclass(frozen=True, slots=True)
class ForceLink:
    """A force and its page of changes."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class ReleasesView:
    """The page of all releases, the newest first, and the forces from A to Z."""

    releases: tuple[Release, ...]
    forces: tuple[ForceLink, ...]


@dataclass(frozen=True, slots=True)
class ForceReleasesView:
    """What changed of one force: the newest release with a comparison in full, the older ones by their summaries.

    `newest` is None where each month of the force is in one release only; `has_crimes` says whether there is a street file at all.
    """

    force: Force
    has_crimes: bool
    releases: tuple[Release, ...]
    newest: ReleaseChange | None
    older: tuple[ReleaseChange, ...]
    threshold: int


@dataclass(frozen=True, slots=True)
class ForceReleaseTables:
    """What the page of a force is made from; the neighbourhoods are there so that each force with a page has this one."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    boundaries: pl.DataFrame
    releases: pl.DataFrame
    release_changes: pl.DataFrame
    outcome_kinds: pl.DataFrame


def make(*, context: PageContext, forces: pl.DataFrame, releases: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page `/releases/`."""
    renderer = context.renderer()
    names = force_names(renderer.words.translated(forces))
    links = sorted((ForceLink(name, urls.force_releases(force_id)) for force_id, name in names.items()), key=lambda one: one.name)
    path = urls.page("releases")
    view = ReleasesView(_releases(releases, names), tuple(links))
    yield renderer.at(path), renderer.render("pages/releases.html", path, view)


def make_force(*, force_id: str, context: PageContext, tables: ForceReleaseTables) -> Iterator[tuple[str, bytes]]:
    """The page of one force, also where nothing can be compared: it says so."""
    renderer = context.renderer()
    words = renderer.words
    forces = words.translated(tables.forces)
    kinds = words.translated(tables.outcome_kinds)
    changes = view_changes(tables.release_changes, dict(kinds.select("outcome", "name").iter_rows()), words)
    own = tables.releases.filter(pl.col("force_ids").list.contains(force_id))
    path = urls.force_releases(force_id)
    view = ForceReleasesView(
        force=read_force(forces, force_id),
        has_crimes=own.height > 0,
        releases=_releases(own, force_names(forces)),
        newest=changes[0] if changes else None,
        older=changes[1 : 1 + _OLDER_MOST],
        threshold=THRESHOLD,
    )
    yield renderer.at(path), renderer.render("pages/force_releases.html", path, view)


def _releases(releases: pl.DataFrame, names: dict[str, str]) -> tuple[Release, ...]:
    return tuple(
        Release(
            release=row["release"],
            digest=row["digest"],
            short=row["digest"][:12],
            first_month=row["first_month"],
            last_month=row["last_month"],
            forces=tuple(sorted(names.get(force_id, force_id) for force_id in row["force_ids"])),
            number_of_forces=len(row["force_ids"]),
            counts=urls.release_table(row["release"], row["digest"], "counts"),
            files=urls.release_table(row["release"], row["digest"], "files"),
        )
        for row in releases.sort("release", descending=True).iter_rows(named=True)
    )
