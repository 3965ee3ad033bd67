"""The forces' names in each language of the site, by which they are searched for."""

import polars as pl

from sitegen.artefacts.text.words import read_words
from sitegen.raw import RawFile


def own_force_names(*, language: str, locales: tuple[RawFile, ...], forces: pl.DataFrame) -> pl.DataFrame:
    """The names in one language, sorted by force; one without a translation has the name it was given."""
    return read_words(language, locales).translated(forces).select("force_id", "name").sort("force_id", "name")
