"""The groups in which outcomes are told, by the vocabulary."""

import polars as pl

WITH_OUTCOME = ("no-suspect", "evidential", "charged", "out-of-court", "other")
"""The groups of a crime that has an outcome, in the order people read them."""
OPEN, UNKNOWN, NONE = "open", "unknown", "none"
"""Still under investigation; of which the force gave no news; without any outcome given."""
UNDATED = "undated"
"""With an outcome of which nobody says when it came."""
UNSAID = (UNKNOWN, NONE, UNDATED)
"""Groups of crimes of which nobody tells whether they had an outcome by an age."""


def group_of(kinds: pl.DataFrame) -> pl.Expr:
    """The group of the column `outcome`; an outcome the vocabulary does not have is another one, none given stays by itself."""
    groups = dict(kinds.select("outcome", "group").iter_rows())
    return (
        pl.when(pl.col("outcome").is_null())
        .then(pl.lit(NONE))
        .otherwise(pl.col("outcome").replace_strict(groups, default="other", return_dtype=pl.String))
    )
