"""What became of every row of every source: counted, set aside with a reason, or noted; over budget stops the build."""

from __future__ import annotations

import polars as pl

from sitegen.tables.quality import refuse_over_budget, tally
from sitegen.tables.withdrawn import REASONS, set_aside_crimes, set_aside_rows

_MISFILED = ("force-differs", "month-differs")


def street_quality(*, force_id: str, month: str, crimes: pl.DataFrame, withdrawn: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of one street file by what became of them; raises InputError where a reason is over budget.

    Rows of another month or force than the file's are counted, but too many of them are a file under a wrong name.
    """
    del force_id, month
    return _quality("street", set_aside_crimes(crimes, withdrawn), quality, misfiled=True)


def outcome_quality(*, force_id: str, month: str, outcomes: pl.DataFrame, withdrawn: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of one outcomes file by what became of them, as `street_quality` does."""
    del force_id, month
    return _quality("outcomes", set_aside_rows(outcomes, withdrawn, "outcomes"), quality, misfiled=True)


def postcode_quality(*, area: str, postcodes: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of one postcode area's files by what became of them; raises InputError where a reason is over budget."""
    del area
    return _quality("postcodes", postcodes, quality)


def boundary_quality(*, force_id: str, boundaries: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """One row for each boundary file of a force: counted, set aside, or noted as repaired."""
    del force_id, quality  # each file holds one boundary: a budget by file would stop at the first bad one
    return tally(dataset="boundaries", rows=boundaries)


def force_area_quality(*, force_shapes: pl.DataFrame) -> pl.DataFrame:
    """The features of each file of force areas: counted, set aside, or noted as repaired."""
    return tally(dataset="boundaries", rows=force_shapes)


def neighbourhood_quality(*, force_id: str, neighbourhoods: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The entries of a force's neighbourhood files by what became of them; raises InputError where a reason is over budget."""
    del force_id
    return _quality("neighbourhoods", neighbourhoods, quality)


def basemap_quality(*, basemap: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The features of each basemap file by what became of them. No budget stops a build: `basemap_notes` tells of it."""
    del quality
    return tally(dataset="basemap", rows=basemap)


def place_quality(*, marked_places: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of the files of place names by what became of them; raises InputError where a reason is over budget.

    A row that is a place given again has no line here: it is known only once all files are read.
    """
    return _quality("places", marked_places, quality)


def population_quality(*, population: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of the files of population by what became of them; raises InputError where a reason is over budget."""
    return _quality("population", population, quality)


def note_useless_files(
    *,
    street_quality: pl.DataFrame,
    outcome_quality: pl.DataFrame,
    stop_quality: pl.DataFrame,
    postcode_quality: pl.DataFrame,
    neighbourhood_quality: pl.DataFrame,
    team_quality: pl.DataFrame,
    force_quality: pl.DataFrame,
    place_quality: pl.DataFrame,
    population_quality: pl.DataFrame,
) -> pl.DataFrame:
    """A line for the operator for each file of which nothing could be used, with the reasons, sorted.

    Basemaps and boundaries have notes of their own.
    """
    tables = (street_quality, outcome_quality, stop_quality, postcode_quality, neighbourhood_quality, team_quality, force_quality)
    rows = pl.concat([*tables, place_quality, population_quality])
    counted = pl.col("rows").filter(pl.col("kind") == "counted").sum()
    reasons = pl.col("reason").filter(pl.col("kind") == "set-aside").unique().sort().str.join(", ")
    # What was withdrawn is told by the notes of coverage, with what to do.
    aside = pl.col("rows").filter((pl.col("kind") == "set-aside") & ~pl.col("reason").is_in(REASONS)).sum()
    useless = rows.group_by("file").agg(counted.alias("counted"), aside.alias("aside"), reasons.alias("reasons"))
    return (
        useless.filter(pl.col("counted") == 0, pl.col("aside") > 0)
        .select(pl.format("{}: nothing in it could be used ({})", "file", "reasons").alias("line"))
        .sort("line")
    )


def _quality(dataset: str, rows: pl.DataFrame, budget: dict[str, float], *, misfiled: bool = False) -> pl.DataFrame:
    """The tally; `misfiled`: the notes that a file under a wrong name has throughout are under the budget, too."""
    noted = pl.when(pl.lit(misfiled) & pl.col("note").is_in(_MISFILED)).then("note")
    judged = rows.with_columns(pl.coalesce("problem", noted).alias("problem"))
    refuse_over_budget(dataset=dataset, rows=judged, share=budget["share"], least=int(budget["least"]))
    return tally(dataset=dataset, rows=rows)
