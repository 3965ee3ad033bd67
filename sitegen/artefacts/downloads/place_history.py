"""Neighbourhoods over the years, for other software: month by month as CSV beside each page, all of a force as Parquet."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_history import PLACE_HISTORY
from sitegen.artefacts.bulk_table import shaped
from sitegen.artefacts.downloads.history import with_names
from sitegen.artefacts.downloads.writing import parquet
from sitegen.artefacts.sections.records import read_neighbourhoods
from sitegen.safe_csv import write_csv

COLUMNS = ("month", "category", "name", "crimes", "state")
"""Of the CSV; docs/DATA.md says what each means."""


def make_table(*, force_id: str, long_place_series: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """All neighbourhoods of a force of which months before the window are told; nothing where there is none."""
    rows = long_place_series.rename({"force_id": "force", "neighbourhood_id": "neighbourhood"})
    if not rows.is_empty():
        yield urls.bulk(f"history/{force_id}", "parquet"), parquet(shaped(PLACE_HISTORY, rows.sort("force", "neighbourhood", "month", "category")))


def make(
    *, force_id: str, neighbourhoods: pl.DataFrame, long_place_series: pl.DataFrame, categories: pl.DataFrame, breaks: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """A file for each of them, A to Z, sorted by month and category. `name` is what the category was called in the month."""
    rows = with_names(long_place_series, categories, breaks)
    for place in read_neighbourhoods(neighbourhoods):
        own = rows.filter(pl.col("neighbourhood_id") == place.neighbourhood_id)
        if not own.is_empty():
            yield urls.history_table(force_id, "csv", place.folder), write_csv(own.sort("month", "category").select(COLUMNS))
