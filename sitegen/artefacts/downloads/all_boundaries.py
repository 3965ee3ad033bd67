"""The boundaries of neighbourhoods, for programs that draw and measure."""

from collections.abc import Iterator

import polars as pl
import shapely

from sitegen import urls
from sitegen.artefacts.bulk_table import shaped
from sitegen.artefacts.bulk_tables import BOUNDARIES
from sitegen.artefacts.downloads.flatgeobuf import flatgeobuf
from sitegen.artefacts.downloads.writing import parquet


def make(*, boundaries: pl.DataFrame, neighbourhoods: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Every boundary that could be read, as Parquet and FlatGeobuf, sorted by force and neighbourhood; each is a multipolygon."""
    pages = neighbourhoods.filter(pl.col("problem").is_null()).select("force_id", "neighbourhood_id", "folder", pl.col("name").alias("known_as"))
    rows = (
        boundaries.filter(pl.col("geometry").is_not_null())
        .unique(["force_id", "neighbourhood_id"], keep="first", maintain_order=True)
        .join(pages, on=["force_id", "neighbourhood_id"], how="left", maintain_order="left")
        .sort("force_id", "neighbourhood_id")
    )
    if rows.is_empty():
        return
    shapes = [shapely.MultiPolygon([*getattr(shape, "geoms", [shape])]) for shape in shapely.from_wkb(rows["geometry"].to_list())]
    table = rows.select(
        pl.col("force_id").alias("force"),
        pl.col("neighbourhood_id").alias("neighbourhood"),
        pl.coalesce("known_as", "name").alias("name"),
        pl.concat_str("force_id", pl.lit("/"), "folder", pl.lit("/")).alias("page"),
        pl.Series("geometry", shapely.to_wkb(shapes, byte_order=1).tolist(), pl.Binary()),
    )
    yield urls.bulk("boundaries", "parquet"), parquet(shaped(BOUNDARIES, table), ("MultiPolygon",))
    yield urls.bulk("boundaries", "fgb"), flatgeobuf(BOUNDARIES.name, table, "MultiPolygon")
