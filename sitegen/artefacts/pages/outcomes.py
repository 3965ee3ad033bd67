"""The page on what came of a force's crimes, month by month at equal age."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.places import are_several
from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.pages.opening import ForceTables, open_force
from sitegen.artefacts.sections.ages_view import AgesView, share_breaks, view_ages
from sitegen.artefacts.sections.issues import Issue
from sitegen.artefacts.sections.records import Force
from sitegen.artefacts.sections.series import read_categories


@dataclass(frozen=True, slots=True)
class OutcomesPage:
    """One page; `issues` are the known faults of the force's outcomes, `breaks` what changed in them. A force without any file has no tables.
    `several`: the site has other forces, and a page of all."""

    force: Force
    ages: AgesView
    issues: tuple[Issue, ...]
    breaks: tuple[str, ...]
    has_files: bool
    several: bool


def make(
    *, force_id: str, context: PageContext, tables: ForceTables, categories: pl.DataFrame, outcome_ages: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """The page of one force; none where this copy of the site has no month."""
    if not context.months:
        return
    opening = open_force(force_id, context, tables)
    renderer, evidence = opening.renderer, opening.evidence
    words, months = renderer.words, evidence.months
    named = read_categories(words.translated(categories))
    page = OutcomesPage(
        force=opening.force,
        ages=view_ages(outcome_ages, named, evidence, words),
        issues=evidence.faults.touching(["outcomes"], months[0], months[-1]),
        has_files=not outcome_ages.is_empty(),
        several=are_several(opening.forces),
        breaks=tuple(dict.fromkeys(row.text for row in share_breaks(evidence.breaks) if months[0] < row.month <= months[-1])),
    )
    path = urls.force_outcomes(force_id)
    yield renderer.at(path), renderer.render("pages/outcomes.html", path, page)
