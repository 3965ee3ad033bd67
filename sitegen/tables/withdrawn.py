"""Rows that do not count although nothing is wrong with each: their whole file, or their dataset in it, is set aside."""

import numpy as np
import polars as pl
import shapely

from sitegen.terms import ASB

KNOWN_ISSUE, OUTSIDE_FORCE, MISFILED = "known-issue", "outside-force", "misfiled"
OVERRULING = ("not_supplied", "withheld", "never")
"""States of a known issue that hold against any file."""
REASONS = (KNOWN_ISSUE, OUTSIDE_FORCE, MISFILED)
"""Why rows are withdrawn: a known issue says that the force gave none; they lie wholly outside the force; they name another force or month."""

_OF_ANOTHER_FILE = ["force-differs", "month-differs", "date-differs"]


def set_aside_crimes(crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """Rows of street crime, those withdrawn with the reason as their `problem`; crime and antisocial behaviour each on its own."""
    if withdrawn.is_empty():
        return crimes
    return _set_aside(crimes, withdrawn, pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime")))


def set_aside_rows(rows: pl.DataFrame, withdrawn: pl.DataFrame, dataset: str) -> pl.DataFrame:
    """The same for rows of another dataset: outcomes or stops."""
    return rows if withdrawn.is_empty() else _set_aside(rows, withdrawn, pl.lit(dataset))


def _set_aside(rows: pl.DataFrame, withdrawn: pl.DataFrame, dataset: pl.Expr) -> pl.DataFrame:
    reasons = withdrawn.select(pl.col("dataset").alias("_dataset"), "force_id", "month", pl.col("reason").alias("_reason"))
    return (
        rows.with_columns(dataset.alias("_dataset"))
        .join(reasons, on=["_dataset", "force_id", "month"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("problem", "_reason").alias("problem"))
        .select(rows.columns)
    )


def overruled_datasets(known_issues: pl.DataFrame, force_id: str, month: str) -> list[str]:
    """The datasets of which a known issue says that the force gave nothing for the month."""
    touching = known_issues.filter(
        pl.col("force_id").is_in([force_id, "all"]),
        pl.col("state").is_in(OVERRULING),
        pl.col("first_month") <= month,
        pl.col("last_month").is_null() | (pl.col("last_month") >= month),
    )
    return touching["dataset"].unique().sort().to_list()


def is_misfiled(rows: pl.DataFrame, quality: dict[str, float]) -> bool:
    """Whether enough of a file's rows name another force or month than the file does; `quality` has the share and the least number."""
    differing = int(rows["note"].is_in(_OF_ANOTHER_FILE).sum())
    return differing >= quality["least"] and differing > rows.height * quality["share"]


def is_outside(rows: pl.DataFrame, area: bytes, share: float) -> bool:
    """Whether no more than this share of the located rows lie in the area, given as WKB; false where none is located."""
    placed = rows.filter(pl.col("problem").is_null() & pl.col("lon").is_not_null())
    if placed.is_empty():
        return False
    points = placed.group_by("lon", "lat").agg(pl.len().alias("rows"))
    extent = shapely.from_wkb(area)
    shapely.prepare(extent)
    inside = shapely.contains_xy(extent, points["lon"].to_numpy(), points["lat"].to_numpy())
    return bool(points["rows"].to_numpy()[inside].sum() <= np.floor(placed.height * share))
