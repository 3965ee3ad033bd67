"""A language's catalogue: its translations, and how many of its messages still wait for one of their present English."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations

import polars as pl
from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import SOURCE_LANGUAGE

_LINE = re.compile(rb'#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?)\s*)?"(?:[^"\\]|\\.)*"|')
"""A line of a catalogue: of one that is not closed the library takes what it can, and the rest is lost."""


@dataclass(frozen=True, slots=True)
class Translations:
    """The messages of a language; `behind` counts those that are shown as they were translated before the English changed, or in English."""

    messages: NullTranslations
    behind: int


def catalogue_path(language: str) -> str:
    """Where the messages of a language other than English are kept, from the program's folder on."""
    return f"content/locales/{language}/LC_MESSAGES/site.po"


def read_translations(language: str, locales: Sequence[RawFile]) -> Translations:
    """The catalogue `content/locales/<language>/LC_MESSAGES/site.po`; English is written in code and templates and has none.

    An entry marked `fuzzy` is shown all the same: an older sentence of the reader's language says more to them than one in English.
    Raises InputError when the catalogue is absent or cannot be read.
    """
    if language == SOURCE_LANGUAGE:
        return Translations(NullTranslations(), 0)
    name = catalogue_path(language)
    found = [file for file in locales if file.name == name]
    if not found:
        raise InputError(f"{name}: no catalogue for the language {language}; add it or remove the language from content/site.toml")
    return _of_catalogue(language, found[0].data)


@lru_cache(maxsize=8)
def _of_catalogue(language: str, data: bytes) -> Translations:
    """Read once a process: pages, feeds and names ask for the same ones."""
    name = catalogue_path(language)
    for number, line in enumerate(data.split(b"\n"), start=1):
        if not _LINE.fullmatch(line.strip()):
            raise InputError(f"{name}:{number}: not a line of a catalogue: a keyword, then a text in quotation marks that are closed")
    try:
        catalogue = read_po(io.BytesIO(data), locale=language, abort_invalid=True)
    except (PoFileError, ValueError) as error:
        raise InputError(f"{name}: not a catalogue ({error}); check it with msgfmt") from error
    compiled = io.BytesIO()
    write_mo(compiled, catalogue, use_fuzzy=True)
    compiled.seek(0)
    return Translations(GNUTranslations(compiled), sum(_is_behind(message) for message in catalogue if message.id))


def note_translations(*, locales: tuple[RawFile, ...], language: str) -> pl.DataFrame:
    """A line where messages of the language's catalogue wait for a translation."""
    behind = read_translations(language, locales).behind
    line = (
        f"content/locales/{language}/: translations that are older than their English, or not there yet ({behind:,}); the site says so at the foot "
        "of its pages. Renew those marked fuzzy and take the mark away, fill in the empty ones"
    )
    return pl.DataFrame({"line": [line] if behind else []}, schema=SCHEMAS["translation_notes"].types)


def _is_behind(message: Message) -> bool:
    return message.fuzzy or not all(message.string if isinstance(message.string, tuple) else (message.string,))
