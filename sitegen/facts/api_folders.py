"""Where each neighbourhood's answers lie in the API, and which of them there are."""

import polars as pl

from sitegen.reserved import RESERVED_IN_API
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import official_folders


def api_folders(*, neighbourhoods: pl.DataFrame, boundaries: pl.DataFrame) -> pl.DataFrame:
    """The neighbourhoods of a force with their folders in the API, sorted by id; entries of its list that cannot be used are left out."""
    known = neighbourhoods.filter(pl.col("problem").is_null())
    shaped = boundaries.filter(pl.col("geometry").is_not_null())["neighbourhood_id"]
    folders = official_folders(known["neighbourhood_id"].to_list(), RESERVED_IN_API)
    return (
        known.with_columns(
            pl.Series("folder", [folders[key] for key in known["neighbourhood_id"]], pl.String),
            pl.col("neighbourhood_id").is_in(shaped.implode()).alias("has_boundary"),
        )
        .select(*SCHEMAS["api_folders"].types)
        .sort("neighbourhood_id")
    )
