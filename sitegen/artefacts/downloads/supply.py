"""What was supplied and what became of its rows, as CSV."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.sections.file_quality import FileTables, file_quality
from sitegen.safe_csv import write_csv


def make(*, coverage: pl.DataFrame, located_shares: pl.DataFrame, files: FileTables, months: list[str]) -> Iterator[tuple[str, bytes]]:
    """The tables of coverage and of quality; docs/DATA.md has their format."""
    yield urls.COVERAGE_TABLE, write_csv(_with_shares(coverage, located_shares).sort("dataset", "force_id", "month"))
    yield urls.QUALITY_TABLE, write_csv(file_quality(files, months).sort("dataset", "file", "kind", "reason"))


def _with_shares(coverage: pl.DataFrame, located_shares: pl.DataFrame) -> pl.DataFrame:
    """Coverage with the rows counted of crime and of antisocial behaviour, those without a location, and the share that has one."""
    counted = located_shares.select(
        "dataset",
        "force_id",
        "month",
        pl.col("crimes").alias("rows"),
        "unlocated",
        (1 - pl.col("unlocated") / pl.col("crimes")).round(4).alias("located_share"),
    )
    return coverage.join(counted, on=["dataset", "force_id", "month"], how="left")
