"""The messages of the site, collected from templates and view code for translators."""

from __future__ import annotations

import difflib
import io
import re
import tomllib
from collections.abc import Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import denormalize, read_po, write_po

from sitegen.raw import RawFile
from sitegen.terms import BTP

_KEYWORDS = {**DEFAULT_KEYWORDS, "plural_forms": (1, 2), "marked": None}
"""The calls that mark a message; `plural_forms` gives scripts all forms of one, `marked` is for one that is translated elsewhere."""
_PLACE = re.compile(r"%\((\w+)\)s|\{(\w+)\}|%%|</?\w+")
_ALIKE = 0.6
"""How much of a new message was in a former one for it to be that one, changed; msgmerge's measure too."""
_PUBLIC = ("name", "about", "text", "label", "old_name")

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
    """A language's .po with exactly the messages of a .pot, in its order: translations are kept, what is new has none yet.

    A message whose English has changed keeps its translation, marked `fuzzy` and with the English that it was made from.
    """
    old = read_po(io.BytesIO(catalogue), locale=language)
    made = Catalog(locale=language, charset="utf-8")
    made.mime_headers = old.mime_headers  # they say how many plural forms there are
    wanted = [message for message in read_po(io.BytesIO(messages)) if message.id]
    known = {(message.id, message.context): message for message in old if message.id}
    gone = [known[key] for key in known if key not in {(message.id, message.context) for message in wanted} and any(known[key].string or ())]
    for message in wanted:
        found = known.get((message.id, message.context))
        if found is None and (found := _earlier(message, gone)):
            gone.remove(found)
            found = found if found.fuzzy else Message(found.id, found.string, flags=["fuzzy"], previous_id=found.id)
        if found is None:
            made.add(message.id, context=message.context)
        else:
            flags = found.flags & {"fuzzy"}
            made.add(message.id, found.string, flags=flags, previous_id=_previous(found) if flags else (), context=message.context)
    body = io.BytesIO()
    write_po(body, made, width=0, sort_output=True, omit_header=True, no_location=True, include_previous=True)
    return catalogue[: catalogue.index(b"\n\n") + 2] + body.getvalue()


def _earlier(message: Message, gone: Sequence[Message]) -> Message | None:
    """The message that this one was before its English changed; one with other places could not be filled in."""
    alike = {" ".join(texts_of(one)): one for one in gone if one.context == message.context and _places_of(one) == _places_of(message)}
    closest = difflib.get_close_matches(" ".join(texts_of(message)), alike, n=1, cutoff=_ALIKE)
    return alike[closest[0]] if closest else None


def _places_of(message: Message) -> list[list[str]]:
    return [places(text) for text in texts_of(message)]


def _previous(message: Message) -> list[str]:
    """The English that a fuzzy translation was made from; Babel reads it as remarks."""
    return list(message.previous_id) or [denormalize(remark.partition(" ")[2].partition(" ")[2]) for remark in message.user_comments]


def texts_of(message: Message) -> list[str]:
    """The English of a message, of one with plural forms both."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def places(text: str) -> list[str]:
    """What is filled into a message and the tags that it has, sorted."""
    return sorted(found[0] for found in _PLACE.finditer(text))


def untranslated(catalogue: bytes, language: str) -> list[str]:
    """The messages of a .po that are not translated in every plural form, by their English."""
    read = read_po(io.BytesIO(catalogue), locale=language)
    return [texts_of(message)[0] for message in read if message.id and not _is_complete(message, read)]


def outdated(catalogue: bytes, language: str) -> list[str]:
    """The messages of a .po whose translation is marked as older than their English, by that."""
    return [texts_of(message)[0] for message in read_po(io.BytesIO(catalogue), locale=language) if message.id and message.fuzzy]


def _is_complete(message: Message, catalogue: Catalog) -> bool:
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return len(forms) == (catalogue.num_plurals if message.pluralizable else 1) and all(forms)


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
