"""A force over all months of the archive, for other software: month by month as CSV, the same with its whole years and its breaks as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.figures import about_figures
from sitegen.artefacts.sections.issues import read_breaks
from sitegen.artefacts.sections.records import read_force
from sitegen.artefacts.text.render import read_site
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json

COLUMNS = ("month", "category", "name", "crimes", "state", "reason", "release")
"""Of the months, in both files; docs/DATA.md says what each means."""
YEAR_COLUMNS = ("year", "category", "crimes", "months_supplied", "months_in_part", "changed")
"""Of the calendar years in the JSON."""
CHANGE_COLUMNS = ("category", "first_month", "last_month", "before", "now", "days_before", "days", "earlier", "low", "high", "verdict", "since")
"""Of the newest year against the one before in the JSON."""
BREAK_COLUMNS = ("month", "dataset", "category", "text", "label", "old_name")
"""Of the changes of definition in the JSON; an empty category is every category."""


@dataclass(frozen=True, slots=True)
class HistoryFigures:
    """What the files of a force are made from."""

    forces: pl.DataFrame
    categories: pl.DataFrame
    long_series: pl.DataFrame
    long_years: pl.DataFrame
    force_year_changes: pl.DataFrame
    breaks: pl.DataFrame


def make(*, force_id: str, tables: HistoryFigures, site: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """Two files for the force; nothing where the archive has no month. `name` is what the category was called in the month."""
    series = tables.long_series
    if series.is_empty():
        return
    force = read_force(tables.forces, force_id)
    rows = with_names(series, tables.categories, tables.breaks).sort("month", "category").select(COLUMNS)
    years = tables.long_years.rename({"supplied": "months_supplied", "partly": "months_in_part"}).sort("year", "category").select(YEAR_COLUMNS)
    changes = tables.force_year_changes.sort("category").select(CHANGE_COLUMNS).with_columns(pl.col("low", "high").round(2))
    first, last = rows["month"][0], rows["month"][-1]
    breaks = [
        (one.month, one.dataset, one.category, one.text, one.label, one.old_name)
        for one in read_breaks(tables.breaks, force_id).of_totals().rows
        if first < one.month <= last
    ]
    about = about_figures(read_site(site), force.name, urls.history(force_id), [first, last], force_id)
    yield urls.history_table(force_id, "csv"), write_csv(rows)
    yield (
        urls.history_table(force_id, "json"),
        to_json(
            {
                **about,
                "force": {"id": force_id, "name": force.name},
                "columns": COLUMNS,
                "rows": rows.rows(),
                "year_columns": YEAR_COLUMNS,
                "years": years.rows(),
                "change_columns": CHANGE_COLUMNS,
                "changes": changes.rows(),
                "break_columns": BREAK_COLUMNS,
                "breaks": breaks,
            }
        ),
    )


def with_names(series: pl.DataFrame, categories: pl.DataFrame, breaks: pl.DataFrame) -> pl.DataFrame:
    """A series with the `name` that each category had in each month; of several old names the one of the next change to come."""
    renamed = breaks.filter(pl.col("old_name").is_not_null(), pl.col("category").is_not_null()).select(
        "category", pl.col("month").alias("until"), "old_name"
    )
    old = (
        series.select("month", "category")
        .join(renamed, on="category")
        .filter(pl.col("month") < pl.col("until"))
        .unique()
        .sort("month", "category", "until")
        .unique(["month", "category"], keep="first", maintain_order=True)
    )
    return (
        series.join(old.select("month", "category", "old_name"), on=["month", "category"], how="left")
        .join(categories.select("category", pl.col("name").alias("new_name")), on="category", how="left")
        .with_columns(pl.coalesce("old_name", "new_name", "category").alias("name"))
    )
