"""The forces beside one another by what had come of their crimes at one age, for other software: one table as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.figures import about_figures
from sitegen.artefacts.lists.places import are_several, force_names
from sitegen.artefacts.sections.outcome_view import LEAST
from sitegen.artefacts.text.render import read_site
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json


def make(*, forces: pl.DataFrame, outcomes_beside: pl.DataFrame, site: Mapping[str, object], months: list[str]) -> Iterator[tuple[str, bytes]]:
    """Two files with the same rows, by age and force; nothing where the page of all forces is none.

    `per_cent` is to one decimal, and empty of forces that stand apart and of few crimes.
    """
    names = force_names(forces)
    if not are_several(forces) or not months:
        return
    share = (100 * pl.col("ended") / pl.col("crimes")).round(1)
    table = (
        outcomes_beside.filter(pl.col("force_id").is_in(list(names)))
        .sort("age", "force_id")
        .select(
            pl.col("force_id").alias("force"),
            pl.col("force_id").replace_strict(names, return_dtype=pl.String).alias("force_name"),
            "age",
            "state",
            "reason",
            "witness",
            pl.when(pl.col("months").list.len() > 0).then(pl.col("months").list.join(" ")).alias("months"),
            "crimes",
            pl.col("ended").alias("with_outcome"),
            pl.col("unsaid").alias("not_told"),
            pl.when(pl.col("crimes") >= LEAST).then(share).alias("per_cent"),
        )
    )
    yield urls.outcome_ages("", "csv"), write_csv(table)
    about = about_figures(read_site(site), "All forces together", urls.force_outcomes(), months)
    yield urls.outcome_ages("", "json"), to_json({**about, "columns": table.columns, "rows": table.rows()})
