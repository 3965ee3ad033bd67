"""What was recorded, one file a force: a row for each neighbourhood and month, a column for each category."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.whole_forces import whole_forces
from sitegen.safe_csv import write_csv
from sitegen.terms import ASB

_KEYS = ("neighbourhood", "month", "crime_state", "asb_state")


def make(*, force_id: str, neighbourhood_series: pl.DataFrame, force_series: pl.DataFrame, categories: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The counts of one force as CSV; docs/DATA.md has the format.

    The whole force comes first, with an empty neighbourhood, then its neighbourhoods by id, each month ascending. An empty
    cell is not known or not a category of that month; 0 stands only where the month was supplied.
    """
    whole = whole_forces(force_series, neighbourhood_series)
    rows = pl.concat([whole, neighbourhood_series.select(whole.columns)]).rename({"neighbourhood_id": "neighbourhood"})
    if rows.is_empty():
        return
    met = set(rows["category"].unique().to_list())
    known = [slug for slug in categories.sort("position")["category"].to_list() if slug in met]
    columns = [*known, *sorted(met - set(known))]
    by_category = [pl.col("crimes").filter(pl.col("category") == slug).first().alias(slug) for slug in columns]
    is_asb = pl.col("category") == ASB
    table = (
        rows.group_by("neighbourhood", "month")
        .agg(
            pl.col("state").filter(~is_asb).first().alias("crime_state"),
            pl.col("state").filter(is_asb).first().alias("asb_state"),
            *by_category,
        )
        .sort("neighbourhood", "month", nulls_last=False)
    )
    yield urls.count_table(force_id), write_csv(table.select(*_KEYS, *columns))
