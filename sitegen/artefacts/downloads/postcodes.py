"""Which neighbourhood a postcode lies in, for every postcode that was given."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_table import shaped
from sitegen.artefacts.bulk_tables import POSTCODES
from sitegen.artefacts.downloads.writing import csv_gz, parquet


def make(*, postcode_neighbourhoods: pl.DataFrame, neighbourhoods: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Every postcode with each neighbourhood it may lie in, as Parquet and gzip CSV, sorted by all of it; nothing where none was given."""
    names = neighbourhoods.filter(pl.col("problem").is_null()).select("force_id", "neighbourhood_id", "name")
    rows = (
        postcode_neighbourhoods.join(names, on=["force_id", "neighbourhood_id"], how="left")
        .rename({"force_id": "force", "neighbourhood_id": "neighbourhood"})
        .sort("postcode", "force", "neighbourhood", nulls_last=True)
    )
    if not rows.is_empty():
        table = shaped(POSTCODES, rows)
        yield urls.bulk("postcodes", "parquet"), parquet(table)
        yield urls.bulk("postcodes", "csv.gz"), csv_gz(table)
