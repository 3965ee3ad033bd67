"""Labels of the CSV files as codes of the vocabulary; a label it does not know becomes its own slug."""

import polars as pl

from sitegen.terms import slug


def codes_of(texts: pl.Series, vocabulary: pl.DataFrame, code: str) -> pl.DataFrame:
    """For each distinct text its `code` (null for a text without a word) and whether it `is_known`; sorted by `text`.

    `vocabulary` has the column named by `code` and `labels`; upper and lower case are alike, and so is white space.
    """
    codes = {_key(label): value for value, labels in vocabulary.select(code, "labels").iter_rows() for label in labels}
    distinct = texts.unique().drop_nulls().sort().to_list()
    keys = [_key(text) for text in distinct]
    return pl.DataFrame(
        {"text": distinct, "code": [codes.get(key, slug(key)) if key else None for key in keys], "is_known": [key in codes for key in keys]},
        schema={"text": pl.String, "code": pl.String, "is_known": pl.Boolean},
    )


def replace_with(column: str, known: pl.DataFrame, name: str) -> pl.Expr:
    """The texts of a column replaced by what `codes_of` gave for them under `name`; null for none."""
    return pl.col(column).replace_strict(known["text"], known[name], default=None, return_dtype=known.schema[name])


def _key(text: str) -> str:
    return " ".join(text.lower().split())
