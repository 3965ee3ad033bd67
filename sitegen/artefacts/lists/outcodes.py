"""Outcodes: the rows of a postcode table cut by them, and the order people list them in."""

import polars as pl

from sitegen.terms import Outcode

OUTCODE = pl.col("postcode").str.split(" ").list.first()
"""The outcode of the column `postcode`."""


def by_outcode(postcode_neighbourhoods: pl.DataFrame) -> list[tuple[Outcode, pl.DataFrame]]:
    """The rows of each outcode, in the order of the outcodes' text."""
    parts = postcode_neighbourhoods.with_columns(OUTCODE.alias("outcode")).partition_by("outcode", as_dict=True, include_key=False)
    return [(Outcode(str(key[0])), parts[key]) for key in sorted(parts)]


def area_of(outcode: str) -> str:
    """The postcode area of an outcode: the letters it begins with."""
    return outcode[: 2 if outcode[1:2].isalpha() else 1]


def listing_order(outcode: str) -> tuple[str, int, str]:
    """What outcodes are sorted by in lists for people: NP9 before NP10, and EC1A before EC1M."""
    area = area_of(outcode)
    digits = "".join(character for character in outcode[len(area) :] if character.isdigit())
    return area, int(digits or 0), outcode
