"""What the makers of a force's pages open with: the renderer, the force, its places, and what stands behind its figures."""

from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.pages.context import PageContext
from sitegen.artefacts.sections.evidence import Evidence, read_force_supply
from sitegen.artefacts.sections.issues import read_breaks, read_faults
from sitegen.artefacts.sections.records import Force, Neighbourhood, read_force, read_neighbourhoods
from sitegen.artefacts.text.render import Renderer
from sitegen.tables.states import placed_states


@dataclass(frozen=True, slots=True)
class ForceTables:
    """What every page of a force is made from."""

    forces: pl.DataFrame
    neighbourhoods: pl.DataFrame
    coverage: pl.DataFrame
    known_issues: pl.DataFrame
    breaks: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Opening:
    """One force as all its pages see it; `forces` has their names in the page's language."""

    renderer: Renderer
    force: Force
    forces: pl.DataFrame
    places: tuple[Neighbourhood, ...]
    evidence: Evidence


def open_force(force_id: str, context: PageContext, tables: ForceTables, *, placed: bool = False) -> Opening:
    """The opening of a force's page makers; `placed`: what was supplied, and what changed, as places see it.

    Raises SchemaError where the force has no row.
    """
    renderer = context.renderer()
    forces = renderer.words.translated(tables.forces)
    force = read_force(forces, force_id)
    coverage = placed_states(tables.coverage) if placed else tables.coverage
    breaks = read_breaks(renderer.words.translated(tables.breaks), force_id)
    evidence = Evidence(
        months=tuple(context.months),
        supply=read_force_supply(coverage, force, context.months),
        breaks=breaks if placed else breaks.of_totals(),
        faults=read_faults(tables.known_issues, force_id, context.language),
        releases=renderer.site.releases_of(force_id),
    )
    return Opening(renderer, force, forces, read_neighbourhoods(tables.neighbourhoods), evidence)
