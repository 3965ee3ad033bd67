"""What the operator should know of the basemap files once they were read: which gave nothing, and why."""

import polars as pl

from sitegen.tables.quality import over_budget, tally
from sitegen.tables.schemas import SCHEMAS

_QUIET = ["not-drawn", "coarser-copy"]
"""Reasons that say nothing of a layer where others of its file are drawn: a publisher's shops and bus stops are in order."""
_NAMED_MOST = 8
"""Layers named in one note."""


def basemap_notes(*, basemap: pl.DataFrame, quality: dict[str, float]) -> pl.DataFrame:
    """A line for each basemap file, or layer of one, of which nothing is drawn, and for what is odd about one that is drawn.

    A reason that takes more of a file than the share `quality` allows is told too: a basemap never stops a build.
    """
    of_layers = (
        basemap.group_by("file", "source_layer")
        .agg(
            pl.col("problem").is_null().any().alias("drawn"),
            pl.col("told").drop_nulls().first(),
            pl.col("problem").drop_nulls().value_counts(sort=True, name="rows").alias("reasons"),
            pl.col("problem").is_in(_QUIET).all().alias("quiet"),
        )
        .sort("file", "source_layer", nulls_last=True)
        .with_columns(pl.col("drawn").any().over("file").alias("file_drawn"))
    )
    notes: list[tuple[str, str]] = []
    for (file,), layers in of_layers.filter(~pl.col("file_drawn")).group_by("file", maintain_order=True):
        notes.append((str(file), f"{file}: nothing of it is drawn: {_listed([_reason(layer) for layer in layers.iter_rows(named=True)])}"))
    for layer in of_layers.filter(pl.col("file_drawn") & ~pl.col("drawn") & ~pl.col("quiet") & pl.col("source_layer").is_not_null()).iter_rows(
        named=True
    ):
        notes.append((layer["file"], f"{layer['file']}: nothing is drawn of {_reason(layer)}"))
    notes += _over_budget(basemap.join(of_layers.filter("file_drawn").select("file").unique(), on="file"), quality)
    for file in basemap.filter(pl.col("note") == "rows-from-north")["file"].unique().to_list():
        notes.append((file, f"{file}: its rows of tiles are counted from the north, though MBTiles has them from the south; it is read so"))
    return pl.DataFrame({"line": sorted({note for _, note in notes})}, schema=SCHEMAS["basemap_notes"].types)


def _reason(layer: dict[str, object]) -> str:
    """A layer with why nothing of it is drawn."""
    reasons = layer["reasons"] if isinstance(layer["reasons"], list) else []
    counted = ", ".join(f"{one['rows']:,} {one['problem']}" for one in sorted(reasons, key=lambda one: (-one["rows"], one["problem"])))
    why = str(layer["told"] or f"features set aside: {counted}")
    return why if layer["source_layer"] is None else f"layer {layer['source_layer']} ({why})"


def _listed(parts: list[str]) -> str:
    more = len(parts) - _NAMED_MOST
    return "; ".join(parts[:_NAMED_MOST]) + (f"; and {more} more layers" if more > 0 else "")


def _over_budget(basemap: pl.DataFrame, quality: dict[str, float]) -> list[tuple[str, str]]:
    told = over_budget(tally(dataset="basemap", rows=basemap), quality["share"], int(quality["least"]))
    return [
        (file, f"{file}: {rows:,} of {of:,} features are set aside as {reason}; see docs/OPERATING.md")
        for file, reason, rows, of in told.select("file", "reason", "rows", "of").iter_rows()
    ]
