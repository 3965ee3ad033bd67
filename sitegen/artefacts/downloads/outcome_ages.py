"""What came of a force's crimes at equal age, for other software: one long table as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.figures import about_figures
from sitegen.artefacts.sections.records import read_force
from sitegen.artefacts.text.render import read_site
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json

COLUMNS = ("month", "age", "state", "reason", "witness", "release", "category", "group", "crimes")
"""Of both files; docs/DATA.md says what each means."""


def make(
    *, force_id: str, forces: pl.DataFrame, outcome_ages: pl.DataFrame, site: Mapping[str, object], months: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Two files with the same rows, by month, age, category and group; a month that is not known at an age has one row that says why."""
    if not months:
        return
    force = read_force(forces, force_id)
    table = outcome_ages.sort("month", "age", "category", "group", nulls_last=True).select(COLUMNS)
    about = {
        "force": {"id": force_id, "name": force.name},
        **about_figures(read_site(site), force.name, urls.force_outcomes(force_id), months, force_id),
    }
    yield urls.outcome_ages(force_id, "csv"), write_csv(table)
    yield urls.outcome_ages(force_id, "json"), to_json({**about, "columns": COLUMNS, "rows": table.rows()})
