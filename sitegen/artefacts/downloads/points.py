"""The snap points with what was recorded at each of them in the newest 12 months."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.bulk_table import shaped
from sitegen.artefacts.bulk_tables import UNLISTED, column_of, listed, points_table
from sitegen.artefacts.downloads.flatgeobuf import flatgeobuf
from sitegen.artefacts.downloads.writing import parquet, point_shapes
from sitegen.terms import ASB, snap_point_id


def make(
    *, snap_points: pl.DataFrame, year_counts: pl.DataFrame, categories: pl.DataFrame, doubtful_points: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """Every snap point of the window as Parquet and FlatGeobuf, sorted by its place; an empty count where nothing was recorded."""
    if snap_points.is_empty():
        return
    known = listed(categories)["category"].to_list()
    counts = year_counts.filter(pl.col("x").is_not_null()).with_columns(
        pl.when(pl.col("category").is_in(known)).then(pl.col("category").str.replace_all("-", "_")).otherwise(pl.lit(UNLISTED)).alias("column")
    )
    summed = counts.group_by("x", "y", "column").agg(pl.col("crimes").sum())
    by_category = summed.pivot("column", index=["x", "y"], values="crimes")
    columns = [*map(column_of, known), UNLISTED]
    by_category = by_category.with_columns(pl.lit(None, pl.Int32).alias(name) for name in columns if name not in by_category.columns)
    of_all = counts.group_by("x", "y").agg(
        pl.col("crimes").filter(pl.col("category") != ASB).sum().alias("crimes"),
        (pl.col("category") != ASB).any().alias("has_crime"),
        pl.col("force_id").unique().sort().str.join(" ").alias("forces"),
    )
    notes = doubtful_points.sort("x", "y", "reason").group_by("x", "y").agg(pl.col("reason").str.join(" ").alias("notes"))
    rows = (
        snap_points.sort("x", "y")
        .join(of_all, on=["x", "y"], how="left", maintain_order="left")
        .join(by_category, on=["x", "y"], how="left", maintain_order="left")
        .join(notes, on=["x", "y"], how="left", maintain_order="left")
        .rename({"lon": "longitude", "lat": "latitude"})
        .with_columns(
            pl.Series("point", [snap_point_id(x, y) for x, y in snap_points.sort("x", "y").select("x", "y").iter_rows()], pl.String),
            pl.when("has_crime").then("crimes").cast(pl.Int32).alias("crimes"),
            *(pl.col(name).cast(pl.Int32) for name in columns),
        )
    )
    table = shaped(points_table(known), rows.with_columns(point_shapes(rows["longitude"], rows["latitude"])))
    yield urls.bulk("points", "parquet"), parquet(table, ("Point",))
    yield urls.bulk("points", "fgb"), flatgeobuf("points", table, "Point")
