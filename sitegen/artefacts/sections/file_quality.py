"""What became of the rows of every file: counted, set aside or noted, file by file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import polars as pl


@dataclass(frozen=True, slots=True)
class MonthlyQuality:
    """Rows set aside, of the files that a force gives for each month."""

    street_quality: pl.DataFrame
    outcome_quality: pl.DataFrame
    stop_quality: pl.DataFrame


@dataclass(frozen=True, slots=True)
class OtherQuality:
    """Rows set aside, of all other files."""

    postcode_quality: pl.DataFrame
    boundary_quality: pl.DataFrame
    force_area_quality: pl.DataFrame
    neighbourhood_quality: pl.DataFrame
    team_quality: pl.DataFrame
    force_quality: pl.DataFrame
    other_quality: pl.DataFrame
    basemap_quality: pl.DataFrame


@dataclass(frozen=True, slots=True)
class FileTables:
    """The files of the archive, and what became of the rows of these and all others."""

    supply: pl.DataFrame
    outcome_links: pl.DataFrame
    monthly: MonthlyQuality
    others: OtherQuality


def file_quality(tables: FileTables, months: Sequence[str]) -> pl.DataFrame:
    """A line for each file, fate and reason; the months are the site's."""
    monthly = tables.monthly
    of_files = {"street": monthly.street_quality, "outcomes": monthly.outcome_quality, "stop-and-search": monthly.stop_quality}
    others: list[pl.DataFrame] = [getattr(tables.others, one.name) for one in fields(tables.others)]
    return pl.concat([*_with_empty_files(of_files, tables.supply, months), _orphans(tables.outcome_links, tables.supply), *others])


def _with_empty_files(of_files: Mapping[str, pl.DataFrame], supply: pl.DataFrame, months: Sequence[str]) -> list[pl.DataFrame]:
    """The quality tables of the archive's files by dataset; a file of the window without a row counts 0."""
    tables = []
    for dataset, quality in of_files.items():
        read = supply.filter(pl.col("dataset") == dataset, pl.col("month").is_in(list(months))).join(quality, on="file", how="anti")
        empty = read.select(
            "dataset", "file", kind=pl.lit("counted"), reason=pl.lit("counted"), rows=pl.lit(0, pl.Int32), first_row=pl.lit(None, pl.Int32)
        )
        tables += [quality, empty]
    return tables


def _orphans(outcome_links: pl.DataFrame, supply: pl.DataFrame) -> pl.DataFrame:
    """The outcomes of each file that belong to no crime of the window, as noted rows."""
    files = supply.filter(pl.col("dataset") == "outcomes").select("force_id", "month", "file")
    found = outcome_links.filter(pl.col("orphans") > 0).join(files, on=["force_id", "month"])
    return found.select(
        dataset=pl.lit("outcomes"), file="file", kind=pl.lit("noted"), reason=pl.lit("orphan"), rows="orphans", first_row=pl.lit(None, pl.Int32)
    )
