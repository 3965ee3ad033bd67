"""The figures of all forces beside their page: one table for spreadsheets, a row for each force and month, and the rates of the table there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.by_category import by_category
from sitegen.artefacts.downloads.figures import about_figures
from sitegen.artefacts.lists.places import force_names
from sitegen.artefacts.sections.rates_view import has_few_residents
from sitegen.artefacts.text.render import read_site
from sitegen.rules import COUNTED_STATES, FORCES_LEAST
from sitegen.safe_csv import write_csv
from sitegen.site_json import to_json
from sitegen.terms import ASB, BTP

_OF_ROW = ("force", "force_name", "month", "crime_state", "asb_state", "in_crime_total", "in_asb_total", "crimes")


@dataclass(frozen=True, slots=True)
class NationalFigures:
    """What the figures of all forces are made from."""

    forces: pl.DataFrame
    force_series: pl.DataFrame
    force_rates: pl.DataFrame
    categories: pl.DataFrame


def make(*, tables: NationalFigures, site: Mapping[str, object], months: list[str]) -> Iterator[tuple[str, bytes]]:
    """The counts as CSV and JSON, then the rates as CSV; nothing for a site of one force. British Transport Police are left out, as on the page."""
    names = {force_id: name for force_id, name in force_names(tables.forces).items() if force_id != BTP}
    series = tables.force_series.filter(pl.col("force_id").is_in(list(names)))
    if len(names) < FORCES_LEAST or not months or series.is_empty():
        return
    table = _counts(series, names, tables.categories, months[-1])
    told = read_site(site)
    yield urls.national_figures("csv"), write_csv(table)
    about = about_figures(told, "All forces together", urls.page("forces"), months)
    yield urls.national_figures("json"), to_json({**about, "columns": table.columns, "rows": table.rows()})
    rates = tables.force_rates.filter(pl.col("people") > 0)
    if rates.height >= FORCES_LEAST:
        yield urls.NATIONAL_RATES, write_csv(_rates(rates, names))


def _counts(series: pl.DataFrame, names: Mapping[str, str], categories: pl.DataFrame, newest: str) -> pl.DataFrame:
    """A row for each force and month, a column for each category met; empty where nothing is known, never 0."""
    is_crime = pl.col("category") != ASB
    crimes = pl.col("crimes").filter(is_crime)
    whole = pl.when(crimes.is_not_null().any()).then(crimes.sum()).alias("crimes")
    rows, columns = by_category(series, ("force_id", "month"), categories, whole)
    counted = {name: pl.col(f"{name}_state").is_in(COUNTED_STATES).filter(pl.col("month") == newest).any() for name in ("crime", "asb")}
    return (
        rows.with_columns(is_in.over("force_id").alias(f"in_{name}_total") for name, is_in in counted.items())
        .with_columns(pl.col("force_id").replace_strict(dict(names), return_dtype=pl.String).alias("force_name"))
        .rename({"force_id": "force"})
        .sort("force", "month")
        .select(*_OF_ROW, *columns)
    )


def _rates(rates: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """The crimes of each force for every 1,000 people, with the range that chance allows, to one decimal; empty where that is not known.

    `few_residents` is true where the page remarks that the number says little about those who live there.
    """
    of_people = {"rate": "crimes", "rate_low": "low", "rate_high": "high"}
    return (
        rates.with_columns((1000 * pl.col(column) / pl.col("people")).round(1).alias(name) for name, column in of_people.items())
        .with_columns(pl.col("force_id").replace_strict(dict(names), default=None, return_dtype=pl.String).alias("force_name"))
        .with_columns(pl.Series("few_residents", [has_few_residents(rates, force_id) for force_id in rates["force_id"]], pl.Boolean))
        .rename({"force_id": "force", "year": "people_year"})
        .sort("force")
        .select("force", "force_name", "first_month", "last_month", "crimes", "people", "people_year", *of_people, "few_residents")
    )
