"""What was supplied about what a force's neighbourhoods were promised, beside its page: one table as CSV and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.figures import about_figures
from sitegen.artefacts.sections.records import read_force
from sitegen.artefacts.text.render import read_site
from sitegen.rules import TOTAL
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json


@dataclass(frozen=True, slots=True)
class PromiseFiles:
    """What the two files of a force are made from."""

    forces: pl.DataFrame
    promises: pl.DataFrame
    promise_months: pl.DataFrame
    town_centre: pl.DataFrame


def make(*, force_id: str, tables: PromiseFiles, site: Mapping[str, object], months: list[str]) -> Iterator[tuple[str, bytes]]:
    """A row for each neighbourhood, by its id; the JSON also has the months that somebody looked. Nothing for a force without a page."""
    if tables.promises.is_empty():
        return
    force = read_force(tables.forces, force_id)
    is_place = pl.col("neighbourhood_id").is_not_null() & (pl.col("category") == TOTAL)
    town = tables.town_centre.filter(is_place).select("neighbourhood_id", "first_month", "last_month", pl.col("crimes").alias("town_centre_crimes"))
    rows = (
        tables.promises.join(town, on="neighbourhood_id", how="left")
        .sort("neighbourhood_id")
        .select(
            pl.col("force_id").alias("force"),
            pl.col("neighbourhood_id").alias("neighbourhood"),
            "name",
            pl.format("{}/{}/", "force_id", "folder").alias("page"),
            pl.col("as_of").str.slice(0, 7).alias("month"),
            pl.col("named").alias("named_officer"),
            "reach",
            "priorities",
            pl.col("issue_month").alias("newest_priority"),
            pl.col("issue_age").alias("priority_months_old"),
            "actions",
            pl.col("action_month").alias("newest_action"),
            pl.col("action_age").alias("action_months_old"),
            "meetings",
            pl.col("coming").alias("meetings_to_come"),
            pl.col("past").alias("meetings_past_year"),
            "town_centre_crimes",
            pl.col("first_month").alias("town_centre_first_month"),
            pl.col("last_month").alias("town_centre_last_month"),
        )
    )
    kept = tables.promise_months.sort("month").select(
        "month", pl.col("neighbourhoods").alias("neighbourhoods_with_priority"), pl.col("renewed").alias("with_renewed_priority"), "meetings"
    )
    about = {
        "as_of": str(tables.promises["as_of"][0]),
        "force": {"id": force_id, "name": force.name},
        **about_figures(read_site(site), force.name, urls.promise(force_id), months, force_id),
    }
    yield urls.promise_table(force_id, "csv"), write_csv(rows)
    told = {**about, "columns": rows.columns, "rows": rows.rows(), "months": {"columns": kept.columns, "rows": kept.rows()}}
    yield urls.promise_table(force_id, "json"), to_json(told)
