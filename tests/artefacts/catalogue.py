"""The messages of the site, collected from templates and view code for translators."""

from __future__ import annotations

import io
import tomllib
from collections.abc import Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

from sitegen.raw import RawFile
from sitegen.terms import BTP

_KEYWORDS = {**DEFAULT_KEYWORDS, "plural_forms": (1, 2), "marked": None}
"""The calls that mark a message; `plural_forms` gives scripts all forms of one, `marked` is for one that is translated elsewhere."""
_PUBLIC = ("name", "about", "text", "label")

_HEADER = """# Texts of the site in English, for translation. Copy to <language>/LC_MESSAGES/site.po and fill in.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extract_messages(sources: Sequence[RawFile]) -> bytes:
    """A .pot file with every marked message of templates (.html) and Python modules (.py), and the words of vocabularies (.toml).

    Sorted, with the files each is in, without line numbers and dates: it changes when a text changes, and only then.
    """
    catalogue = Catalog(charset="utf-8")
    for file in sorted(sources, key=lambda source: source.name):
        for message, context in _messages(file):
            catalogue.add(message, locations=[(file.name, 0)], context=context)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, sort_output=True, omit_header=True, include_lineno=False)
    return _HEADER.encode() + body.getvalue()


def refresh(catalogue: bytes, messages: bytes, language: str) -> bytes:
    """A language's .po with exactly the messages of a .pot, in its order: translations are kept, what is new has none yet."""
    old = read_po(io.BytesIO(catalogue), locale=language)
    made = Catalog(locale=language, charset="utf-8")
    made.mime_headers = old.mime_headers  # they say how many plural forms there are
    for message in read_po(io.BytesIO(messages)):
        if message.id:
            known = old.get(message.id, context=message.context)
            made.add(message.id, known.string if known else "", context=message.context)
    body = io.BytesIO()
    write_po(body, made, width=0, sort_output=True, omit_header=True, no_location=True)
    return catalogue[: catalogue.index(b"\n\n") + 2] + body.getvalue()


def untranslated(catalogue: bytes, language: str) -> list[str]:
    """The messages of a .po that are not translated in every plural form, by their English."""
    read = read_po(io.BytesIO(catalogue), locale=language)
    return [message.id if isinstance(message.id, str) else message.id[0] for message in read if message.id and not _is_complete(message, read)]


def _is_complete(message: Message, catalogue: Catalog) -> bool:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return len(forms) == (catalogue.num_plurals if message.pluralizable else 1) and all(forms) and not message.fuzzy


def _vocabulary(file: RawFile) -> list[str]:
    """The public texts of a vocabulary; of the forces the names of those that have another in Welsh."""
    entries = [entry for group in tomllib.loads(file.data.decode()).values() for entry in group]
    if file.name.endswith("/forces.toml"):
        return [entry["name"] for entry in entries if entry.get("area_code", "").startswith("W") or entry["id"] == BTP]
    return [entry[key] for entry in entries for key in _PUBLIC if entry.get(key)]


def _messages(file: RawFile) -> list[tuple[str | tuple[str, ...], str | None]]:
    if file.name.endswith(".toml"):
        return [(text, None) for text in _vocabulary(file)]
    if file.name.endswith(".html"):
        found = extract("jinja2.ext:babel_extract", io.BytesIO(file.data), keywords=_KEYWORDS, options={"trimmed": "true", "silent": "false"})
    else:
        found = extract("python", io.BytesIO(file.data), keywords=_KEYWORDS, options={"encoding": "utf-8"})
    return [(message, context) for _, message, _, context in found if message]
