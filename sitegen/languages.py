"""The languages a site can have: what the program knows of each beside its catalogue and its texts, one record a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sitegen.terms import SOURCE_LANGUAGE


def marked(message: str) -> str:
    """A message that translators find here, and that is translated where it is used."""
    return message


@dataclass(frozen=True, slots=True)
class Language:
    """A language under its code of two letters, which is also the folder of its pages."""

    code: str
    name: str
    """As it calls itself: the text of the link to its pages."""
    english_name: str
    locale: str
    """As Babel writes it: how months, dates and numbers of things are said."""
    approximate: str = "approximate"
    """What the sentence that says that points are approximate has in it, as a pattern; a message without translation has the English word."""
    short_months: bool = False
    """True where the whole names of months are too wide for the blocks of dates."""


LANGUAGES = {
    language.code: language
    for language in (
        Language(SOURCE_LANGUAGE, "English", "English", "en_GB"),
        Language("cy", "Cymraeg", "Welsh", "cy_GB", approximate=r"\b[bf]ras\b", short_months=True),
    )
}
"""By code; the texts in templates and code are in the first."""

TRANSLATED = tuple(code for code in LANGUAGES if code != SOURCE_LANGUAGE)
"""The languages but English; each has a catalogue in `content/locales/`."""


def refuse_other_languages(chosen: Sequence[str]) -> None:
    """Raise ValueError for languages of a site that are not English first, then others that have a catalogue, each once."""
    if chosen and (chosen[0] != SOURCE_LANGUAGE or len(set(chosen)) < len(chosen) or not set(chosen) <= set(LANGUAGES)):
        raise ValueError(f'languages must list "{SOURCE_LANGUAGE}" first, then any of {", ".join(TRANSLATED)}; no other catalogue exists')
