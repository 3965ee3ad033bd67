"""A long text of a force as its beginning, with the whole of it behind a disclosure."""

import re
from html import unescape

from markupsafe import Markup, escape

from sitegen.artefacts.text.words import Words

_MOST = 700
"""Characters of a text that stand open; of a longer one the beginning, at most so many."""

_BLOCK = re.compile(r"</?(?:p|br|ul|ol|li)\b[^<>]*>")
_TAG = re.compile(r"<[^<>]*>")


def folded(html: Markup | None, words: Words) -> Markup | None:
    """Sanitised HTML as it is where it is short; else its first sentences as plain text, and all of it in a disclosure."""
    if html is None or len(html) <= _MOST:
        return html
    text = " ".join(unescape(_TAG.sub("", _BLOCK.sub(" ", html))).split())
    if len(text) <= _MOST:
        return html
    start = text[: _MOST // 2]
    end = max(start.rfind(mark) for mark in (". ", "! ", "? ")) + 1
    if end <= _MOST // 8:
        end = max(start.rfind(" "), 1)
    whole = words.gettext("Read the whole text")
    return Markup("<p>{} …</p><details><summary>{}</summary>{}</details>").format(escape(start[:end].rstrip()), whole, html)
