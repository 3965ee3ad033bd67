"""A page as the checks see it: one pass over its markup."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import accumulate
from typing import NamedTuple


class Reference(NamedTuple):
    """An address in an attribute: the element and attribute it stands in, and the element's `rel`."""

    tag: str
    attribute: str
    value: str
    rel: str


@dataclass(slots=True)
class BakedMap:
    """A map baked as SVG: its `data-frame` (None: it has none), its view box, and its circles outside the size key.

    A circle is an element of that name, or a marker at a corner of a path of points.
    """

    frame: str | None
    view_box: str
    circles: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Page:
    """What a page holds; lists are in the page's order."""

    language: str = ""
    title: str = ""
    headings: int = 0
    policy: str | None = None
    loads_before_policy: bool = False
    text: str = ""
    references: list[Reference] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    is_marked: bool = False
    recorded_text: list[str] = field(default_factory=list)
    """Text inside elements marked `data-part="recorded"`, a break between blocks; and their attributes' values."""
    sent_fields: list[str] = field(default_factory=list)
    """Names of text fields that a form would put into an address."""
    maps: list[BakedMap] = field(default_factory=list)
    figures: list[tuple[int | None, ...]] = field(default_factory=list)
    """The rows of the table marked `data-figures`: numbers, None for a cell without one."""


def read_page(text: str) -> Page:
    """The page in `text`; whatever the text, there is a result."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    reader.page.title = " ".join("".join(reader.title_text).split())
    reader.page.text = "".join(reader.all_text)
    return reader.page


_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "cite", "background", "xlink:href", "ping", "manifest", "longdesc"})
_PHRASES = frozenset({"a", "abbr", "b", "bdi", "data", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time", "tspan", "wbr"})
"""Elements that run on inside a sentence: a date may be spread over them."""
_UNSENT_FIELDS = frozenset({"button", "checkbox", "color", "hidden", "image", "radio", "range", "reset", "submit"})
_COLUMNS_MOST = 16
_POINTS = re.compile(r"M-?\d{1,6} -?\d{1,6}(?:l-?\d{1,6}(?: |(?=-))-?\d{1,6}(?:(?: |(?=-))-?\d{1,6}(?: |(?=-))-?\d{1,6})*)?", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,12}", re.ASCII)
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.title_text: list[str] = []
        self.all_text: list[str] = []
        self._in_body = False
        self._recorded = _Inside()
        self._map = _Inside()
        self._key = _Inside()
        self._points = _Inside()
        self._marker = _Inside()
        self._figure = _Inside()
        self._posting = _Inside()
        self._figures = _Inside()
        self._cells: list[tuple[int, list[str]]] = []
        self._element = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if attrs:
            self._attributes(tag, attrs)
        values = dict(attrs) if attrs else {}
        self._element = tag
        if tag not in _VOID:
            self._enter(tag, values)
        if self._recorded.depth:
            self.page.is_marked = True
            if tag not in _PHRASES:
                self.page.recorded_text.append("\n")
            self.page.recorded_text.extend(f"\n{value}\n" for _name, value in attrs if value)
        handler = _HANDLERS.get(tag)
        if handler is not None:
            handler(self, values)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._element = ""
        if self._recorded.depth and tag not in _PHRASES:
            self.page.recorded_text.append("\n")
        if tag == "tr" and self._figures.depth and self._cells:
            self.page.figures.append(tuple(number for columns, texts in self._cells for number in [_whole("".join(texts))] * columns))
        for inside in (self._recorded, self._map, self._key, self._points, self._marker, self._figure, self._posting, self._figures):
            inside.leave(tag)

    def handle_data(self, data: str) -> None:
        if self._element == "title" and not self._in_body:
            self.title_text.append(data)
        if self._element in {"script", "style"}:
            if data.strip():
                self.page.inline.append(f"{self._element} element with content")
            return
        self.all_text.append(data)
        if self._recorded.depth:
            self.page.recorded_text.append(data)
        if self._figures.depth and self._cells:
            self._cells[-1][1].append(data)

    def _enter(self, tag: str, values: dict[str, str | None]) -> None:
        classes = (values.get("class") or "").split()
        self._recorded.enter(tag, values.get("data-part") == "recorded")
        self._figure.enter(tag, "map" in classes)
        self._key.enter(tag, "m-key" in classes)
        self._points.enter(tag, self._map.depth > 0 and "m-pt" in classes)
        self._marker.enter(tag, tag == "marker")
        self._figures.enter(tag, tag == "table" and "data-figures" in values)
        if self._figures.depth and tag == "tr":
            self._cells = []
        if self._figures.depth and tag == "td":
            self._cells.append((min(int(columns) if (columns := values.get("colspan") or "").isdecimal() else 1, _COLUMNS_MOST), []))
        self._posting.enter(tag, tag == "form" and (values.get("method") or "").lower() in {"post", "dialog"})
        starts_map = tag == "svg" and not self._map.depth and ("data-frame" in values or self._figure.depth > 0)
        self._map.enter(tag, starts_map)
        if starts_map:
            self.page.maps.append(BakedMap(values.get("data-frame"), values.get("viewbox") or ""))

    def _attributes(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        page = self.page
        for name, given in attrs:
            value = given or ""
            if name in {"srcset", "imagesrcset"}:
                page.references.extend(Reference(tag, name, part.split()[0], "") for part in value.split(",") if part.split())
            elif name in _ADDRESSES:
                page.references.append(Reference(tag, name, value, ""))
            elif name == "id" or (name == "name" and tag == "a"):
                page.anchors.append(value)
            elif name == "style":
                page.inline.append(f"style attribute on {tag}")
            elif name.startswith("on"):
                page.inline.append(f"{name} attribute on {tag}")
            elif "url(" in value:
                page.references.append(Reference(tag, name, value.partition("url(")[2].partition(")")[0].strip("'\" "), "url()"))
            if name == "srcdoc":
                page.inline.append(f"srcdoc attribute on {tag}")

    def html(self, values: dict[str, str | None]) -> None:
        self.page.language = values.get("lang") or ""

    def body(self, _values: dict[str, str | None]) -> None:
        self._in_body = True

    def h1(self, _values: dict[str, str | None]) -> None:
        self.page.headings += 1

    def meta(self, values: dict[str, str | None]) -> None:
        kind = (values.get("http-equiv") or "").lower()
        if kind == "content-security-policy" and self.page.policy is None:
            self.page.policy = values.get("content") or ""
        elif kind == "refresh":
            self.page.inline.append("meta refresh")

    def base(self, _values: dict[str, str | None]) -> None:
        self.page.inline.append("base element")

    def loads(self, _values: dict[str, str | None]) -> None:
        if self.page.policy is None:
            self.page.loads_before_policy = True

    def link(self, values: dict[str, str | None]) -> None:
        self.loads(values)
        rel = " ".join((values.get("rel") or "").lower().split())
        if self.page.references and self.page.references[-1].tag == "link":
            self.page.references[-1] = self.page.references[-1]._replace(rel=rel)

    def script(self, values: dict[str, str | None]) -> None:
        self.loads(values)
        if not values.get("src"):
            self.page.inline.append("script element without src")

    def style(self, _values: dict[str, str | None]) -> None:
        self.page.inline.append("style element")

    def circle(self, values: dict[str, str | None]) -> None:
        if self._map.depth and not self._key.depth and not self._marker.depth:
            self.page.maps[-1].circles.append((values.get("cx") or "", values.get("cy") or ""))

    def path(self, values: dict[str, str | None]) -> None:
        if self._points.depth and not self._key.depth:
            self.page.maps[-1].circles += _corners(values.get("d") or "")

    def field(self, values: dict[str, str | None]) -> None:
        name = values.get("name")
        if name and not self._posting.depth and (values.get("type") or "text").lower() not in _UNSENT_FIELDS:
            self.page.sent_fields.append(name)


def _corners(path: str) -> list[tuple[str, str]]:
    """The corners of a path of points, `M x y l dx dy …` in whole units; a path written in any other way is one corner that cannot be read."""
    if not _POINTS.fullmatch(path):
        return [(path, "")]
    numbers = [int(number) for number in _INTEGER.findall(path)]
    return [(str(x), str(y)) for x, y in zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)]


def _whole(text: str) -> int | None:
    """The whole number a cell begins with, thousands separated or not; None where it begins with none."""
    found = _NUMBER.match("".join(text.split()))
    return int(found[0].replace(",", "")) if found else None


class _Inside:
    """Whether the reader stands inside an element of a kind: counts the elements of the same name opened within it."""

    __slots__ = ("depth", "tag")

    def __init__(self) -> None:
        self.tag, self.depth = "", 0

    def enter(self, tag: str, starts: bool) -> None:
        if self.depth:
            self.depth += tag == self.tag
        elif starts:
            self.tag, self.depth = tag, 1

    def leave(self, tag: str) -> None:
        if self.depth and tag == self.tag:
            self.depth -= 1
            if not self.depth:
                self.tag = ""


_HANDLERS = {
    "html": _Reader.html,
    "body": _Reader.body,
    "h1": _Reader.h1,
    "meta": _Reader.meta,
    "base": _Reader.base,
    "link": _Reader.link,
    "script": _Reader.script,
    "style": _Reader.style,
    "circle": _Reader.circle,
    "path": _Reader.path,
    "input": _Reader.field,
    "textarea": _Reader.field,
    "img": _Reader.loads,
    "iframe": _Reader.loads,
    "object": _Reader.loads,
    "embed": _Reader.loads,
}
