"""What was recorded everywhere, as one table: a row for each neighbourhood or whole force, month and category."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_table import shaped
from sitegen.artefacts.bulk_tables import COUNTS
from sitegen.artefacts.downloads.whole_forces import whole_forces
from sitegen.artefacts.downloads.writing import parquet


def make(*, neighbourhood_series: pl.DataFrame, force_series: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The counts of all forces as Parquet, a row for each category; sorted by force, neighbourhood (the whole force first), month and category."""
    whole = whole_forces(force_series, neighbourhood_series)
    rows = pl.concat([whole, neighbourhood_series.select(whole.columns)]).rename({"force_id": "force", "neighbourhood_id": "neighbourhood"})
    if not rows.is_empty():
        yield urls.bulk("counts", "parquet"), parquet(shaped(COUNTS, rows.sort("force", "neighbourhood", "month", "category", nulls_last=False)))
