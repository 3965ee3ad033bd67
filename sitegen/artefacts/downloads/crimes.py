"""The crimes themselves, one row each: a force's month and a country's, as the pages count them."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_tables import CRIMES, POLICE_CSV, shaped
from sitegen.artefacts.downloads.writing import csv_gz, parquet, point_shapes
from sitegen.tables.order import row_order
from sitegen.tables.withdrawn import set_aside_crimes

# What is near each other has much in common, so that the files are small; rows that agree in all of this are the same row twice.
_ORDER = ("force_id", "lsoa_code", "lon", "lat", "street", "category", "outcome", "lsoa_name")
_NO_LOCATION = "No Location"


def make_force_month(
    *,
    force_id: str,
    month: str,
    crimes: pl.DataFrame,
    withdrawn: pl.DataFrame,
    categories: pl.DataFrame,
    force_names: pl.DataFrame,
    forces: pl.DataFrame,
) -> Iterator[tuple[str, bytes]]:
    """One force's month as Parquet, and as gzip CSV with the columns of data.police.uk; nothing where no row counts."""
    rows = _counted(crimes, withdrawn)
    if not rows.is_empty():
        yield urls.crime_table(month, force_id), parquet(_crimes(rows), ("Point",))
        yield urls.crime_csv(month, force_id), csv_gz(_as_supplied(rows, categories, pl.concat([forces.select("force_id", "name"), force_names])))


def make_month(*, month: str, crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """A month of all forces as Parquet; nothing where no row counts."""
    rows = _counted(crimes, withdrawn)
    if not rows.is_empty():
        yield urls.crime_table(month), parquet(_crimes(rows), ("Point",))


def _counted(crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """The rows that every count of the site is made of, in a total order."""
    rows = set_aside_crimes(crimes, withdrawn).filter(pl.col("problem").is_null())
    return rows[row_order(rows.select(_ORDER))]


def _crimes(rows: pl.DataFrame) -> pl.DataFrame:
    named = rows.rename({"force_id": "force", "lon": "longitude", "lat": "latitude"})
    return shaped(CRIMES, named.with_columns(point_shapes(rows["lon"], rows["lat"])))


def _as_supplied(rows: pl.DataFrame, categories: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """The columns of data.police.uk; a category without a label stands by its slug, a force without a name by its id; of two names the last holds."""
    labels = dict(categories.select("category", pl.col("labels").list.first()).iter_rows())
    nothing, force = pl.lit(None, pl.String), pl.col("force_id").replace(dict(names.iter_rows()))
    place = (
        pl.when(pl.col("lon").is_null()).then(pl.lit(_NO_LOCATION)).otherwise(pl.concat_str(pl.lit("On or near "), pl.col("street").fill_null("")))
    )
    supplied = rows.select(
        nothing.alias("Crime ID"),
        pl.col("month").alias("Month"),
        force.alias("Reported by"),
        force.alias("Falls within"),
        pl.col("lon").alias("Longitude"),
        pl.col("lat").alias("Latitude"),
        place.alias("Location"),
        pl.col("lsoa_code").alias("LSOA code"),
        pl.col("lsoa_name").alias("LSOA name"),
        pl.col("category").replace(labels).alias("Crime type"),
        pl.col("outcome").alias("Last outcome category"),
        nothing.alias("Context"),
    )
    return shaped(POLICE_CSV, supplied)
