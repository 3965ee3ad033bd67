"""The forces' names in every language that the program knows, by which they are searched for."""

import polars as pl

from sitegen.artefacts.text.translations import catalogue_path
from sitegen.artefacts.text.words import read_words
from sitegen.languages import TRANSLATED
from sitegen.raw import RawFile
from sitegen.terms import SOURCE_LANGUAGE


def own_force_names(*, catalogues: tuple[RawFile, ...], forces: pl.DataFrame) -> pl.DataFrame:
    """Each name of each force once, sorted by force and name, also in languages the site has no pages in; one without a translation has its own."""
    there = {file.name for file in catalogues}
    languages = [SOURCE_LANGUAGE, *(language for language in TRANSLATED if catalogue_path(language) in there)]
    names = [read_words(language, catalogues).translated(forces).select("force_id", "name") for language in languages]
    return pl.concat(names).unique().sort("force_id", "name")
