"""What the files of `archive/` have in common: columns that must be there, months, crime ids and the force's name."""

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
    """Raise InputError when the file is not of the `kind` street, outcomes or stop and search, or lacks a wanted column or has it twice.

    Its reasons are `another-kind-of-file` and `column-missing`.
    """
    for other, sign in _SIGNS.items():
        if other != kind and sign in header and _SIGNS[kind] not in header:
            raise InputError(
                f"{name}: this is {_ARTICLES[other]} file under {_ARTICLES[kind]} file's name; download this month's {kind} file again",
                "another-kind-of-file",
            )
    for title in wanted:
        if header.count(title) != 1:
            fault = "is missing" if title not in header else "appears twice"
            raise InputError(
                f"{name}: column {title} {fault}; is this {_ARTICLES[kind]} file? Download it from data.police.uk again", "column-missing"
            )


def is_month(text: pl.Expr) -> pl.Expr:
    """Whether a text is a month, 2025-06; false for none."""
    return text.str.contains(r"^\d{4}-(0[1-9]|1[0-2])$").fill_null(value=False)


def crime_ids(texts: pl.Series) -> pl.Series:
    """The first 16 hexadecimal digits of Crime IDs in either case as numbers, UInt64; null where there are none, or fewer."""
    text = pl.col(texts.name)
    number = text.str.slice(0, _DIGITS).str.to_integer(base=16, dtype=pl.UInt64, strict=False)
    found = texts.to_frame().select_seq(number, (text.str.len_bytes().min() < _DIGITS).alias("has_short"))
    numbers = found[texts.name]
    return numbers.set(texts.str.len_bytes() < _DIGITS, None) if found["has_short"].any() else numbers


def is_unreadable_id(text: pl.Expr, found: pl.Expr) -> pl.Expr:
    """Whether something stands where the Crime ID should, and no id was `found` in it."""
    return found.is_null() & text.is_not_null()


def is_same(texts: pl.Series) -> bool:
    """Whether every row has a text, and all the same."""
    return len(texts) > 0 and not texts.null_count() and texts[0] == texts[len(texts) // 2] == texts[-1] and bool((texts == texts[0]).all())


def is_misfiled(names: pl.Series, force_id: str, force_names: pl.DataFrame) -> bool:
    """Whether every force named in a file is one that is known, and none is the force the file is named for.

    A name that is not in `force_names` proves nothing: forces are renamed.
    """
    known = {force_name_key(name): known_id for known_id, name in zip(force_names["force_id"], force_names["name"], strict=True)}
    found = [known.get(force_name_key(name)) for name in (names[:1] if is_same(names) else names.drop_nulls().unique())]
    return bool(found) and None not in found and force_id not in found
