"""Outcome shards: what became of a month's crimes at each snap point, one small JSON file a map square."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.site_json import to_json
from sitegen.terms import ASB, BTP, snap_point_id

ZOOM = 10
_DEEPEST = 16
_MOST = 10_000
"""Points and counts a file may hold together: about 30 KB after gzip."""


def make(*, month: str, crime_outcomes: pl.DataFrame, outcome_kinds: pl.DataFrame, month_coverage: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """One file for each z10 square with a crime, by column and row; docs/DATA.md has the format.

    A square that is too full lists squares of a deeper zoom instead, the first at which each of them fits; theirs follow
    it. Left out are British Transport Police and every force that never supplies outcomes: what stands in its street
    files is no result. Crimes without a location are in no file.
    """
    counts = (
        crime_outcomes.filter(pl.col("x").is_not_null(), pl.col("force_id") != BTP, ~_is_silent(month_coverage))
        .group_by("x", "y", "outcome")
        .agg(pl.col("crimes").sum())
        .join(outcome_kinds.select("outcome", "name", "group", "position"), on="outcome", how="left")
        .sort("x", "y", "position", "outcome", nulls_last=True)
    )
    for (column, row), square in _squares(counts, ZOOM):
        yield from _files(month, column, row, square)


def squares_without(*, crime_counts: pl.DataFrame, month_coverage: pl.DataFrame) -> list[str]:
    """The z10 squares, "column/row" in order, with crimes of a month but no file, because none of their forces supplies outcomes."""
    counted = crime_counts.filter(pl.col("x").is_not_null(), pl.col("force_id") != BTP, pl.col("category") != ASB)
    shift = 1 << 24 - ZOOM
    squares = counted.group_by(pl.col("x") // shift, pl.col("y") // shift).agg(_is_silent(month_coverage).all().alias("is_silent"))
    return [f"{column}/{row}" for column, row in squares.filter("is_silent").select("x", "y").sort("x", "y").iter_rows()]


def _is_silent(month_coverage: pl.DataFrame) -> pl.Expr:
    silent = month_coverage.filter(pl.col("dataset") == "outcomes", pl.col("state") == "never")["force_id"]
    return pl.col("force_id").is_in(silent.implode())


def _files(month: str, column: int, row: int, square: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    zoom = next((zoom for zoom in range(ZOOM, _DEEPEST) if _fits(square, zoom)), _DEEPEST)
    path = urls.outcome_shard(month, ZOOM, column, row)
    if zoom == ZOOM:
        yield path, _shard(square)
        return
    parts = _squares(square, zoom)
    yield path, to_json({"squares": [[part_column, part_row] for (part_column, part_row), _ in parts], "zoom": zoom})
    for (part_column, part_row), part in parts:
        yield urls.outcome_shard(month, zoom, part_column, part_row), _shard(part)


def _squares(counts: pl.DataFrame, zoom: int) -> list[tuple[tuple[int, int], pl.DataFrame]]:
    """The counts by square of a zoom, as column and row, in that order."""
    parts = counts.group_by(pl.col("x") // (1 << 24 - zoom), pl.col("y") // (1 << 24 - zoom), maintain_order=True)
    return sorted((((int(str(column)), int(str(row))), part) for (column, row), part in parts), key=lambda part: part[0])


def _fits(square: pl.DataFrame, zoom: int) -> bool:
    """Whether no part of the square is too full, were it cut at this zoom."""
    shift = 1 << 24 - zoom
    parts = square.group_by(pl.col("x") // shift, pl.col("y") // shift).agg((pl.len() + pl.struct(x="x", y="y").n_unique()).alias("size"))
    return all(size <= _MOST for size in parts["size"])


def _shard(counts: pl.DataFrame) -> bytes:
    """Outcomes in order, each with name and group; for each snap point their places in that list, each followed by its count."""
    kinds = counts.select("outcome", "name", "group", "position").unique().sort("position", "outcome", nulls_last=True)
    outcomes = [code and [code, name or code, group or "unknown"] for code, name, group, _ in kinds.iter_rows()]
    place = kinds.select("outcome", pl.int_range(pl.len(), dtype=pl.Int64).alias("place"))
    points: dict[str, list[int]] = {}
    for x, y, at, crimes in (
        counts.join(place, on="outcome", how="left", nulls_equal=True, maintain_order="left").select("x", "y", "place", "crimes").iter_rows()
    ):
        points.setdefault(snap_point_id(x, y), []).extend((at, crimes))
    return to_json({"outcomes": outcomes, "points": points})
