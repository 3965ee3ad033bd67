"""What the makers of a force's pages open with: the renderer, the force, its places, what it supplied and what is known to be wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from sitegen.artefacts.sections.crime_view import ForceSupply, read_force_supply
from sitegen.artefacts.sections.issues import Faults, read_faults
from sitegen.artefacts.sections.records import Force, Neighbourhood, read_force, read_neighbourhoods
from sitegen.artefacts.text.render import Renderer, make_renderer
from sitegen.raw import RawFile
from sitegen.terms import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class Opening:
    """One force as all its pages see it; `month` is the window's newest, empty where this copy has no crime data at all."""

    renderer: Renderer
    force: Force
    places: tuple[Neighbourhood, ...]
    supply: ForceSupply
    faults: Faults
    month: str


def open_force(
    *,
    force_id: str,
    templates: tuple[RawFile, ...],
    locales: tuple[RawFile, ...],
    asset_paths: pl.DataFrame,
    forces: pl.DataFrame,
    neighbourhoods: pl.DataFrame,
    coverage: pl.DataFrame,
    known_issues: pl.DataFrame,
    site: Mapping[str, object],
    months: list[str],
    language: str = SOURCE_LANGUAGE,
) -> Opening:
    """The opening of a force's page makers; raises SchemaError where the force has no row."""
    renderer = make_renderer(templates=templates, locales=locales, asset_paths=asset_paths, site=site, language=language)
    force = read_force(renderer.words.translated(forces), force_id)
    return Opening(
        renderer=renderer,
        force=force,
        places=read_neighbourhoods(neighbourhoods),
        supply=read_force_supply(coverage, force, months),
        faults=read_faults(known_issues, force_id, language),
        month=months[-1] if months else "",
    )
