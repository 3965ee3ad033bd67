"""What was recorded, one file a force: a row for each neighbourhood and month, a column for each category."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.downloads.by_category import STATES, by_category
from sitegen.artefacts.downloads.whole_forces import whole_forces
from sitegen.safe_csv import write_csv

_KEYS = ("neighbourhood", "month")


def make(*, force_id: str, neighbourhood_series: pl.DataFrame, force_series: pl.DataFrame, categories: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The counts of one force as CSV; docs/DATA.md has the format.

    The whole force comes first, with an empty neighbourhood, then its neighbourhoods by id, each month ascending. An empty
    cell is not known or not a category of that month; 0 stands only where the month was supplied.
    """
    whole = whole_forces(force_series, neighbourhood_series)
    rows = pl.concat([whole, neighbourhood_series.select(whole.columns)]).rename({"neighbourhood_id": "neighbourhood"})
    if rows.is_empty():
        return
    table, columns = by_category(rows, _KEYS, categories)
    table = table.sort(*_KEYS, nulls_last=False)
    yield urls.count_table(force_id), write_csv(table.select(*_KEYS, *STATES, *columns))
