"""Coverage as sections tell it: the order of states, what this copy never had, and what a known fault explains."""

import polars as pl

from sitegen.rules import COUNTED_STATES

STATES = ("supplied", "supplied_partial", "not_supplied", "withheld", "never", "not_yet", "not_in_copy", "not_applicable")
"""The states in the order the key explains them; months out of the window are not drawn."""


def is_absent(window: pl.DataFrame, dataset: str) -> bool:
    """True where this copy was given no file of the dataset by any force: then nothing can be said of the forces."""
    reasons = set(window.filter(pl.col("dataset") == dataset)["reason"])
    has_files = window.filter(pl.col("dataset") == dataset, pl.col("state").is_in([*sorted(COUNTED_STATES), "not_supplied"]))
    return (
        "not-in-this-copy" in reasons
        and has_files.filter(~pl.col("reason").is_in(["known-issue", "not-in-this-copy"]).fill_null(value=False)).is_empty()
    )


def explained(window: pl.DataFrame, force_id: str) -> list[str]:
    """The datasets of a force of which a known fault says why a month is missing."""
    return window.filter(force_id=force_id, reason="known-issue")["dataset"].unique().sort().to_list()
