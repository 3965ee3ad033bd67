"""What the attributes of an element say to a browser, wherever it stands: pages of one template share most elements, and each is read once."""

import html
import re
from functools import lru_cache
from typing import NamedTuple

from sitegen.publish.checks.days import may_hold_day


class Reference(NamedTuple):
    """An address in an attribute: the element and attribute it stands in, and of a link element's `href` its `rel`."""

    tag: str
    attribute: str
    value: str
    rel: str


class Said(NamedTuple):
    """What attributes say, in their order: addresses, ids, and what would run or style inline; and the names of those that may hold a day."""

    references: tuple[Reference, ...] = ()
    anchors: tuple[str, ...] = ()
    inline: tuple[str, ...] = ()
    with_day: tuple[str, ...] = ()


NOTHING = Said()

Attributes = tuple[tuple[str, str | None], ...]


@lru_cache(maxsize=1 << 13)
def said_by(tag: str, attributes: Attributes) -> Said:
    """What an element says, given with its attributes as a browser reads them: names in small letters, each once."""
    references: list[Reference] = []
    anchors: list[str] = []
    inline: list[str] = []
    for name, given in attributes:
        value = given or ""
        if name in {"srcset", "imagesrcset"}:
            references += [Reference(tag, name, part.split()[0], "") for part in value.split(",") if part.split()]
        elif name in _ADDRESSES:
            rel = (dict(attributes).get("rel") or "").lower() if tag == "link" else ""
            references.append(Reference(tag, name, value, rel))
        elif name == "id" or (name == "name" and tag == "a"):
            anchors.append(value)
        elif name in {"style", "srcdoc"} or name.startswith("on"):
            inline.append(f"{name} attribute on {tag}")
        elif "url(" in value:
            references.append(Reference(tag, name, value.partition("url(")[2].partition(")")[0].strip("'\" "), ""))
    with_day = tuple(name for name, value in attributes if value and may_hold_day(value))
    said = Said(tuple(references), tuple(anchors), tuple(inline), with_day)
    return said if any(said) else NOTHING


def plainly_said(text: str) -> list[Said] | None:
    """What the elements of a page say, each distinct tag once, in the order in which they first stand; None for a page not written plainly.

    A page is plain where every `<` begins a tag written in small letters, its values in double quotes and without `<`, `>` or rare references.
    A browser then finds no other tags than these, whatever state it is in. It may find fewer, in a script or a title: whoever asks must see
    to it that these hold no `<`. Other elements whose content is text make a page not plain, and so does one that a browser may take for another.
    """
    said = [_said_by_tag(tag) for tag in dict.fromkeys(_TAG.findall(text))]
    return None if None in said else [one for one in said if one is not None and one is not NOTHING]


_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "cite", "background", "xlink:href", "ping", "manifest", "longdesc"})
_TAG = re.compile(r"<[^>]*>")
_NAME, _LETTERS = "[A-Za-z][A-Za-z0-9:-]*", r'[^"<>&\r\0]*'
_VALUE = rf'"({_LETTERS}(?:&(?:amp|lt|gt|quot|#3[49]);{_LETTERS})*)"'
_PLAIN = re.compile(rf"<([a-z][a-z0-9]*)((?:[ \n]+{_NAME}(?:={_VALUE})?)*)[ \n]*/?>|</[a-z][a-z0-9]*>|<!doctype html>")
_ATTRIBUTE = re.compile(rf"({_NAME})(?:={_VALUE})?")
_OF_TEXT = frozenset({"iframe", "noembed", "noframes", "plaintext", "textarea", "xmp"})
"""Elements whose content is text to a browser, whatever it looks like; `script`, `style` and `title` are the others."""
_RENAMED = "image"
"""Outside a drawing a browser takes it for `img`."""


@lru_cache(maxsize=1 << 14)
def _said_by_tag(tag: str) -> Said | None:
    """What a tag says; None where it is not plain."""
    found = _PLAIN.fullmatch(tag)
    if found is None or found[1] in _OF_TEXT or found[1] == _RENAMED:
        return None
    attributes: dict[str, str | None] = {}
    for name, value in _ATTRIBUTE.findall(found[2] or ""):
        # Of two attributes of one name a browser reads the first.
        attributes.setdefault(name.lower(), html.unescape(value))
    return said_by(found[1] or "", tuple(attributes.items()))
