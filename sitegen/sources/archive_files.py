"""What the files of `archive/` have in common: columns that must be there, months, crime ids and the force's name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from sitegen.errors import InputError
from sitegen.terms import force_name_key

_DIGITS = 16
"""Hexadecimal digits of a Crime ID that are kept: two of a force's crimes share them by chance once in tens of millions of builds."""

_SIGNS = {"street": "Crime type", "outcomes": "Outcome type", "stop and search": "Object of search"}
"""A column that only files of this kind have."""
_ARTICLES = {"street": "a street crime", "outcomes": "an outcomes", "stop and search": "a stop and search"}


def check_columns(name: str, header: Sequence[str], wanted: Iterable[str], *, kind: str) -> None:
    """Raise InputError when the file is not of the `kind` street, outcomes or stop and search, or lacks a wanted column or has it twice."""
    for other, sign in _SIGNS.items():
        if other != kind and sign in header and _SIGNS[kind] not in header:
            raise InputError(f"{name}: this is {_ARTICLES[other]} file under {_ARTICLES[kind]} file's name; download this month's {kind} file again")
    for title in wanted:
        if header.count(title) != 1:
            fault = "is missing" if title not in header else "appears twice"
            raise InputError(f"{name}: column {title} {fault}; is this {_ARTICLES[kind]} file? Download it from data.police.uk again")


def is_month(text: pl.Expr) -> pl.Expr:
    """Whether a text is a month, 2025-06; false for none."""
    return text.str.contains(r"^\d{4}-(0[1-9]|1[0-2])$").fill_null(value=False)


def crime_id(text: pl.Expr) -> pl.Expr:
    """The first 16 hexadecimal digits of a Crime ID in either case as a number; null where there are none, or fewer."""
    number = text.str.slice(0, _DIGITS).str.to_integer(base=16, dtype=pl.UInt64, strict=False)
    return pl.when(text.str.len_bytes() >= _DIGITS).then(number)


def is_unreadable_id(text: pl.Expr, found: pl.Expr) -> pl.Expr:
    """Whether something stands where the Crime ID should, and no id was `found` in it."""
    return found.is_null() & text.is_not_null()


def distinct_texts(texts: pl.Series) -> pl.Series:
    """The different texts of a column, none of them null, in no order: most columns asked for have one throughout."""
    if len(texts) and not texts.null_count() and (texts == texts[0]).all():
        return texts[:1]
    return texts.drop_nulls().unique()


def is_misfiled(names: pl.Series, force_id: str, force_names: pl.DataFrame) -> bool:
    """Whether every force named in a file is one that is known, and none is the force the file is named for.

    A name that is not in `force_names` proves nothing: forces are renamed.
    """
    known = {force_name_key(name): known_id for known_id, name in force_names.select("force_id", "name").iter_rows()}
    found = [known.get(force_name_key(name)) for name in distinct_texts(names)]
    return bool(found) and None not in found and force_id not in found
