"""The messages of the site, collected from templates and view code for translators."""

from __future__ import annotations

import io
from collections.abc import Sequence

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import write_po

from sitegen.raw import RawFile

_HEADER = """# Texts of the site in English, for translation. Copy to <language>/LC_MESSAGES/site.po and fill in.
msgid ""
msgstr ""
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def extract_messages(sources: Sequence[RawFile]) -> bytes:
    """A .pot file with every marked message of templates (.html) and Python modules (.py), sorted, with the files it is in.

    Without line numbers and dates: it changes when a text changes, and only then.
    """
    catalogue = Catalog(charset="utf-8")
    for file in sorted(sources, key=lambda source: source.name):
        for message, context in _messages(file):
            catalogue.add(message, locations=[(file.name, 0)], context=context)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, sort_output=True, omit_header=True, include_lineno=False)
    return _HEADER.encode() + body.getvalue()


def _messages(file: RawFile) -> list[tuple[str | tuple[str, ...], str | None]]:
    if file.name.endswith(".html"):
        found = extract("jinja2.ext:babel_extract", io.BytesIO(file.data), options={"trimmed": "true", "silent": "false"})
    else:
        found = extract("python", io.BytesIO(file.data), options={"encoding": "utf-8"})
    return [(message, context) for _, message, _, context in found if message]
