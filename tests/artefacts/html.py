"""What every page must keep to, whatever it shows: the faults of one page as sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import html5lib

Element = Any  # html5lib has no types

_NAMES_ITSELF = {"submit", "reset", "button", "hidden"}


def parse(html: bytes | str) -> Element:
    """The page as an element tree, names without namespaces."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return parser.parse(html if isinstance(html, str) else html.decode())


def faults(html: bytes) -> list[str]:
    """Everything wrong with a page's markup, headings, labels and references; empty for a good page."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html.decode())
    found = [f"parse error {code} at {place}" for place, code, _ in parser.errors]
    for check in (_inline_code, _third_parties, _landmarks, _headings, _references, _labels, _tables):
        found.extend(check(page))
    return found


def text(element: Element) -> str:
    """All text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def named(page: Element, name: str, **attributes: str) -> list[Element]:
    """The elements with a name and attribute values; a trailing underscore in an attribute's name is dropped."""
    wanted = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    return [e for e in page.iter(name) if all(e.get(key) == value for key, value in wanted.items())]


def _inline_code(page: Element) -> Iterator[str]:
    for element in _elements(page):
        if element.tag == "style" or (element.tag == "script" and not element.get("src")):
            yield f"inline {element.tag}"
        for name in element.attrib:
            if name == "style" or name.startswith("on"):
                yield f"{element.tag} has the attribute {name}"


def _third_parties(page: Element) -> Iterator[str]:
    for element in _elements(page):
        loads = element.tag in {"link", "script", "img", "source", "iframe", "image", "use", "form", "object", "embed", "video", "audio"}
        canonical = element.tag == "link" and element.get("rel") == "canonical"
        for name in ("href", "src", "srcset", "action", "data"):
            value = element.get(name)
            if value and loads and not canonical and re.match(r"([a-z]+:)?//", value):
                yield f"{element.tag} loads {value}"


def _landmarks(page: Element) -> Iterator[str]:
    for name in ("main", "title", "h1"):
        if len(list(page.iter(name))) != (1 if name != "title" else 1 + len([t for s in page.iter("svg") for t in s.iter("title")])):
            yield f"not exactly one {name}"
    root = next(page.iter("html"))
    if not root.get("lang"):
        yield "no lang"
    for nav in page.iter("nav"):
        if not nav.get("aria-label"):
            yield "a nav without a label"


def _headings(page: Element) -> Iterator[str]:
    level = 0
    for element in _elements(page):
        if re.fullmatch(r"h[1-6]", element.tag):
            here = int(element.tag[1])
            if here > level + 1:
                yield f"{element.tag} ({text(element)!r}) follows h{level}"
            if not text(element):
                yield f"an empty {element.tag}"
            level = here


def _references(page: Element) -> Iterator[str]:
    ids = [element.get("id") for element in _elements(page) if element.get("id")]
    yield from (f"id {one} twice" for one in sorted(set(ids)) if ids.count(one) > 1)
    for element in _elements(page):
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            yield from (f"{name} names no element: {one}" for one in (element.get(name) or "").split() if one not in ids)
        href = element.get("href") or ""
        if href.startswith("#") and href[1:] not in ids:
            yield f"link to {href}, which is not there"


def _labels(page: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in page.iter("label")}
    inside = {id(field) for label in page.iter("label") for field in label.iter()}
    for element in _elements(page):
        is_field = element.tag in {"input", "select", "textarea"} and element.get("type") not in _NAMES_ITSELF
        if is_field and element.get("id") not in labelled and id(element) not in inside and not element.get("aria-label"):
            yield f"{element.tag} without a label"
        if element.tag in {"a", "button"} and not text(element) and not element.get("aria-label"):
            yield f"{element.tag} without a name"


def _tables(page: Element) -> Iterator[str]:
    for one in page.iter("table"):
        if not [caption for caption in one.iter("caption") if text(caption)]:
            yield "a table without a caption"


def _elements(page: Element) -> Iterator[Element]:
    return (element for element in page.iter() if isinstance(element.tag, str))
