"""The categories of the site: those of its vocabulary, then those that only the files have, under the words of their forces."""

import polars as pl

from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.withdrawn import set_aside_crimes
from sitegen.terms import ASB


def unlisted_labels(*, crimes: pl.DataFrame, withdrawn: pl.DataFrame) -> pl.DataFrame:
    """The labels of counted rows that no entry of the vocabulary has, each once with its category; sorted by both."""
    found = crimes.filter(pl.col("label").is_not_null()) if crimes["label"].null_count() < crimes.height else crimes.clear()
    counted = set_aside_crimes(found, withdrawn).filter(pl.col("problem").is_null())
    return counted.select("category", "label").unique().sort("category", "label")


def all_categories(*, listed_categories: pl.DataFrame, unlisted_labels: pl.DataFrame) -> pl.DataFrame:
    """The categories of the vocabulary in its order, then by slug every other that a counted crime of the site has.

    Of several labels that give one slug the first by code point names it, the same in every month and force. A label that gives the slug of
    a category that is listed counts there and names nothing.
    """
    unlisted = (
        unlisted_labels.join(listed_categories, on="category", how="anti")
        .group_by("category")
        .agg(pl.col("label").min())
        .sort("category")
        .with_row_index("at", offset=listed_categories.height)
    )
    added = unlisted.select(
        "category",
        pl.concat_list("label").alias("labels"),
        pl.col("label").alias("name"),
        pl.lit(None, pl.String).alias("key"),
        (pl.col("category") != ASB).alias("is_crime"),
        pl.lit(None, pl.String).alias("first_month"),
        pl.lit(None, pl.String).alias("last_month"),
        pl.lit("").alias("about"),
        pl.col("at").cast(SCHEMAS["categories"].types["position"]).alias("position"),
    )
    return pl.concat([listed_categories, added])
