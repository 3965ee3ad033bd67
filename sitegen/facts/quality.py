"""What became of every row of every source: counted, set aside with a reason, or noted; over budget stops the build."""

from __future__ import annotations

import polars as pl

from sitegen.facts.place_names import mark_repeated
from sitegen.tables.quality import refuse_over_budget, tally


def street_quality(*, force_id: str, month: str, crimes: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of one street file by what became of them; raises InputError where a reason is over budget.

    Rows of another month than the file's are counted, but too many of them are a file under a wrong name.
    """
    del force_id, month
    misfiled = pl.coalesce("problem", pl.when(pl.col("note") == "month-differs").then("note")).alias("problem")
    refuse_over_budget(dataset="street", rows=crimes.with_columns(misfiled), share=quality["share"], least=int(quality["least"]))
    return tally(dataset="street", rows=crimes)


def postcode_quality(*, area: str, postcodes: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of one postcode area's files by what became of them; raises InputError where a reason is over budget."""
    del area
    return _quality("postcodes", postcodes, quality)


def boundary_quality(*, force_id: str, boundaries: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """One row for each boundary file of a force: counted, set aside, or noted as repaired."""
    del force_id, quality  # each file holds one boundary: a budget by file would stop at the first bad one
    return tally(dataset="boundaries", rows=boundaries)


def neighbourhood_quality(*, force_id: str, neighbourhoods: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The entries of a force's neighbourhood files by what became of them; raises InputError where a reason is over budget."""
    del force_id
    return _quality("neighbourhoods", neighbourhoods, quality)


def place_quality(*, places: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of the files of place names by what became of them; raises InputError where a reason is over budget.

    A row that is a place given again has no line here: it is known only once all files are read.
    """
    return _quality("places", mark_repeated(places), quality)


def population_quality(*, population: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """The rows of the files of population by what became of them; raises InputError where a reason is over budget."""
    return _quality("population", population, quality)


def _quality(dataset: str, rows: pl.DataFrame, budget: dict[str, float]) -> pl.DataFrame:
    refuse_over_budget(dataset=dataset, rows=rows, share=budget["share"], least=int(budget["least"]))
    return tally(dataset=dataset, rows=rows)
