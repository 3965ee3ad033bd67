"""Street shards: the names and neighbourhoods of the snap points of one z12 square, the same for every month."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.reading_names import with_reading_names
from sitegen.site_json import to_json
from sitegen.terms import snap_point_id
from tiles.grid import EXTENT


def make(
    *, snap_points: pl.DataFrame, point_neighbourhoods: pl.DataFrame, neighbourhoods: pl.DataFrame, doubtful_points: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """One file for each z12 square with a snap point, by column and row.

    `areas` lists the neighbourhoods met in the square as [force, folder, name]; `points` maps a snap point's id to its
    street name as people write it (null: none given) and the places in `areas` of the neighbourhoods it lies in: none, one or several.
    A point that may mislead has the reasons after them, as slugs in order; others have no third entry.
    """
    named = neighbourhoods.filter(pl.col("problem").is_null()).select("force_id", "neighbourhood_id", "folder", "name")
    areas = (
        point_neighbourhoods.join(named, on=["force_id", "neighbourhood_id"], how="inner")
        .select("x", "y", pl.concat_list("force_id", "folder", "name").alias("area"))
        .sort("x", "y", "area")
        .group_by("x", "y", maintain_order=True)
        .agg("area")
    )
    reasons = doubtful_points.sort("x", "y", "reason").group_by("x", "y", maintain_order=True).agg("reason")
    points = (
        with_reading_names(snap_points)
        .join(areas, on=["x", "y"], how="left")
        .join(reasons, on=["x", "y"], how="left")
        .select((pl.col("x") // EXTENT).alias("column"), (pl.col("y") // EXTENT).alias("square_row"), "x", "y", "street", "area", "reason")
        .sort("column", "square_row", "x", "y")
    )
    for (column, row), square in points.group_by("column", "square_row", maintain_order=True):
        yield urls.street_shard(int(str(column)), int(str(row))), _shard(square)


def _shard(square: pl.DataFrame) -> bytes:
    areas = [tuple(area) for area in square["area"].drop_nulls().explode().unique().sort().to_list()]
    place = {area: index for index, area in enumerate(areas)}
    points = {
        snap_point_id(x, y): [street, [place[tuple(area)] for area in lies_in or []], *([reasons] if reasons else [])]
        for x, y, street, lies_in, reasons in square.select("x", "y", "street", "area", "reason").iter_rows()
    }
    return to_json({"areas": areas, "points": points})
