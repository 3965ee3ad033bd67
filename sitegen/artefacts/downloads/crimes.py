"""The crimes themselves, one row each: a force's month and a country's, as the pages count them."""

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen import urls
from sitegen.artefacts.bulk_table import shaped
from sitegen.artefacts.bulk_tables import CRIMES, POLICE_CSV
from sitegen.artefacts.downloads.writing import csv_gz, parquet, point_shapes
from sitegen.tables.withdrawn import set_aside_crimes
from tiles.grid import morton

_KEPT = ("force_id", "month", "lon", "lat", "street", "category", "outcome", "lsoa_code", "lsoa_name")
_PLACE_BITS = 48
"""Of a place on the curve; what stands above them is the force's."""
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
        rows = _sorted(rows, _places(rows))
        names = {force: name for table in (forces, force_names) for force, name in zip(table["force_id"], table["name"], strict=True)}
        yield urls.crime_table(month, force_id), parquet(_crimes(rows), ("Point",))
        yield urls.crime_csv(month, force_id), csv_gz(_as_supplied(rows, categories, names))


def make_month(*, month: str, crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """A month of all forces as Parquet; nothing where no row counts."""
    rows = _counted(crimes, withdrawn)
    if not rows.is_empty():
        force = rows["force_id"].cast(pl.Enum(rows["force_id"].unique().sort())).to_physical().cast(pl.UInt64).to_numpy()
        yield urls.crime_table(month), parquet(_crimes(_sorted(rows, force << np.uint64(_PLACE_BITS) | _places(rows))), ("Point",))


def _counted(crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """The rows that every count of the site is made of."""
    rows = set_aside_crimes(crimes, withdrawn)
    return rows.filter(pl.col("problem").is_null()) if rows["problem"].null_count() < rows.height else rows


def _places(rows: pl.DataFrame) -> NDArray[np.uint64]:
    """Where each row stands on a curve that keeps near what is near: so files are small. Those without a place come last."""
    codes = morton(rows["x"].fill_null(0).to_numpy(), rows["y"].fill_null(0).to_numpy())
    codes[rows["x"].is_null().to_numpy()] = (1 << _PLACE_BITS) - 1
    return codes


def _sorted(rows: pl.DataFrame, order: NDArray[np.uint64]) -> pl.DataFrame:
    """Rows in ascending order; those of one place stay in the order in which tables are stored, which is total."""
    return rows.select(*_KEPT, pl.Series("order", order)).sort("order", maintain_order=True).drop("order")


def _crimes(rows: pl.DataFrame) -> pl.DataFrame:
    named = rows.rename({"force_id": "force", "lon": "longitude", "lat": "latitude"})
    return shaped(CRIMES, named.with_columns(point_shapes(rows["lon"], rows["lat"])))


def _as_supplied(rows: pl.DataFrame, categories: pl.DataFrame, names: Mapping[str, str]) -> pl.DataFrame:
    """The columns of data.police.uk; a category that no list has is in the words of its forces, a force without a name by its id."""
    labels = {slug: labels[0] for slug, labels in zip(categories["category"], categories["labels"], strict=True) if len(labels)}
    nothing, force = pl.lit(None, pl.String), pl.col("force_id").replace(names)
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
