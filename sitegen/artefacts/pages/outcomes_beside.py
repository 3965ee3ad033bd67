"""The page of all forces on what came of their crimes: beside one another only where the months and the source are alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import alphabetical, are_several, force_names
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.beside_view import AgeBeside, view_beside
from sitegen.artefacts.sections.issues import ALL_FORCES, Issue, read_faults


@dataclass(frozen=True, slots=True)
class OutcomesBesidePage:
    """The ages in order; `issues` are the faults of the outcomes of all forces, `forces` their names and pages from A to Z."""

    ages: tuple[AgeBeside, ...]
    issues: tuple[Issue, ...]
    forces: tuple[tuple[str, str], ...]


def make(*, context: PageContext, forces: pl.DataFrame, known_issues: pl.DataFrame, outcomes_beside: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page; nothing where the site has one force alone, and on one without a month."""
    if not are_several(forces) or not context.months:
        return
    renderer, months = context.renderer(), context.months
    names = force_names(renderer.words.translated(forces))
    ordered = sorted(names, key=lambda one: (alphabetical(names[one]), one))
    page = OutcomesBesidePage(
        ages=view_beside(outcomes_beside, names, renderer.words),
        issues=read_faults(known_issues, ALL_FORCES, context.language).touching(["outcomes"], months[0], months[-1]),
        forces=tuple((names[one], urls.force_outcomes(one)) for one in ordered),
    )
    path = urls.force_outcomes()
    yield renderer.at(path), renderer.render("pages/outcomes_beside.html", path, page)
