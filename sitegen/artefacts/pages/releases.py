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
from sitegen.artefacts.text.phrases import month_spans
from sitegen.artefacts.text.words import Words
from sitegen.rules import THRESHOLD
from sitegen.tables.single_months import is_single

_OLDER_MOST = 24
"""Older releases whose summaries a page has; the table has all."""


@dataclass(frozen=True, slots=True)
class Release:
    """One release: what names it, which months of which forces it tells, and its files.

    `single` says which of the months lie in month folders, empty where none does; `is_single`: all do, and it is no release of the police.
    """

    release: str
    digest: str
    short: str
    months: str
    single: str
    is_single: bool
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
    release_files: pl.DataFrame
    release_changes: pl.DataFrame
    outcome_ages: pl.DataFrame
    outcome_kinds: pl.DataFrame


def make(*, context: PageContext, forces: pl.DataFrame, releases: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page `/releases/`."""
    renderer = context.renderer()
    names = force_names(renderer.words.translated(forces))
    links = sorted((ForceLink(name, urls.force_releases(force_id)) for force_id, name in names.items()), key=lambda one: one.name)
    path = urls.page("releases")
    view = ReleasesView(_releases(releases, names, renderer.words), tuple(links))
    yield renderer.at(path), renderer.render("pages/releases.html", path, view)


def make_force(*, force_id: str, context: PageContext, tables: ForceReleaseTables) -> Iterator[tuple[str, bytes]]:
    """The page of one force, also where nothing can be compared: it says so."""
    renderer = context.renderer()
    words = renderer.words
    forces = words.translated(tables.forces)
    kinds = words.translated(tables.outcome_kinds)
    changes = view_changes(tables.release_changes, tables.outcome_ages, dict(kinds.select("outcome", "name").iter_rows()), words)
    own = _of_force(tables.releases, tables.release_files.filter(pl.col("force_id") == force_id))
    path = urls.force_releases(force_id)
    view = ForceReleasesView(
        force=read_force(forces, force_id),
        has_crimes=own.height > 0,
        releases=_releases(own, force_names(forces), words),
        newest=changes[0] if changes else None,
        older=changes[1 : 1 + _OLDER_MOST],
        threshold=THRESHOLD,
    )
    yield renderer.at(path), renderer.render("pages/force_releases.html", path, view)


def _of_force(releases: pl.DataFrame, files: pl.DataFrame) -> pl.DataFrame:
    """The releases that have a street file of one force, with its months alone."""
    own = files.group_by("release").agg(
        pl.col("month").sort().alias("months"), pl.col("month").filter(is_single("file")).sort().alias("single_months")
    )
    return releases.drop("months", "single_months").join(own, on="release", how="inner")


def _releases(releases: pl.DataFrame, names: dict[str, str], words: Words) -> tuple[Release, ...]:
    return tuple(
        Release(
            release=row["release"],
            digest=row["digest"],
            short=row["digest"][:12],
            months=month_spans(words, row["months"]),
            single=month_spans(words, row["single_months"]) if row["single_months"] else "",
            is_single=row["single_months"] == row["months"],
            forces=tuple(sorted(names.get(force_id, force_id) for force_id in row["force_ids"])),
            number_of_forces=len(row["force_ids"]),
            counts=urls.release_table(row["release"], row["digest"], "counts"),
            files=urls.release_table(row["release"], row["digest"], "files"),
        )
        for row in releases.sort("release", descending=True).iter_rows(named=True)
    )
