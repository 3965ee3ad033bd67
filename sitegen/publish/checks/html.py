"""A page as the checks see it, read as a browser reads it; what a template element keeps for scripts counts as part of the page."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

from sitegen.publish.checks.days import may_hold_day


class Reference(NamedTuple):
    """An address in an attribute: the element and attribute it stands in, and of a link element's `href` its `rel`."""

    tag: str
    attribute: str
    value: str
    rel: str


class BakedMap(NamedTuple):
    """A map baked as SVG: its `data-frame` (None: it has none), and its circles outside the size key.

    A circle is an element of that name, or a marker at a corner of a path of points.
    """

    frame: str | None
    circles: list[tuple[str, str]]


@dataclass(slots=True)
class Page:
    """What a page holds; lists are in the page's order."""

    language: str
    title: str
    headings: int
    body: list[LexborNode]
    is_moved: bool = False
    """The page stands at an old address and leads on: it is marked with `data-moved`. No other may take readers away by itself."""
    policy: str | None = None
    loads_before_policy: bool = False
    references: list[Reference] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    is_marked: bool = False
    may_hold_day: bool = False
    """False where nothing in `recorded_text` holds a day; True where an attribute elsewhere does, too."""
    recorded: list[LexborNode] = field(default_factory=list)
    """The elements marked `data-part="recorded"`."""
    sent_fields: list[str] = field(default_factory=list)
    """Names of text fields that a form would put into an address."""
    maps: list[BakedMap] = field(default_factory=list)
    figures: list[tuple[int | None, ...]] = field(default_factory=list)
    """The rows of the table marked `data-figures`: numbers, None for a cell without one."""
    stop_values: list[tuple[str, tuple[int | None, ...]]] = field(default_factory=list)
    """The rows of the tables of stops by value: the value and the numbers; tables whose rows are months have totals, and are not among them."""

    @property
    def text(self) -> str:
        """All text of the body."""
        return "".join(one.text() for one in self.body)

    @property
    def recorded_text(self) -> list[str]:
        """Blocks of text inside elements marked `data-part="recorded"`, and their attributes' values."""
        return [text for part in self.recorded for text in _blocks(part)]


def read_page(text: str) -> Page:
    """The page in `text`; whatever the text, there is a result."""
    tree = LexborHTMLParser(text)
    roots = [tree.root] if tree.root is not None else []
    for root in roots:
        # What a template element holds is no part of the tree around it.
        roots += root.template_fragments()
    found = [root.css(_LOOKED_AT) for root in roots]
    own = _by_tag(found[0] if found else [])
    page = Page(
        language="".join(_value(one, "lang") for one in own.get("html", ())),
        title=" ".join(" ".join(one.text() for one in own.get("title", ()) if one.parent and one.parent.tag == "head").split()),
        headings=len(own.get("h1", ())),
        body=own.get("body", []),
        is_moved=tree.css_first("body [data-moved]") is not None,
    )
    values: list[str] = []
    for root, nodes in zip(roots, found, strict=True):
        _read_nodes(page, root, nodes)
        values += _read_attributes(page, root)
    page.is_marked = bool(page.recorded)
    # Where no attribute of the whole page has anything like a day in it, and no text of a recorded part, no block of the part has one.
    page.may_hold_day = may_hold_day("\n".join(values)) or any(may_hold_day(part.text()) for part in page.recorded)
    return page


_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "cite", "background", "xlink:href", "ping", "manifest", "longdesc"})
_SPEAKING = _ADDRESSES | {"srcset", "imagesrcset", "id", "name", "style", "srcdoc"}
"""Attributes that say something whatever their value; besides these, what runs, and what holds `url(`."""
_LOADING = frozenset({"link", "script", "img", "iframe", "object", "embed"})
_ACTING = _LOADING | {"base", "meta", "style"}
_PHRASES = frozenset({"a", "abbr", "b", "bdi", "data", "em", "i", "mark", "q", "small", "span", "strong", "sub", "sup", "time", "tspan", "wbr"})
"""Elements that run on inside a sentence: a date may be spread over them."""
_POSTED = ":not(form[method=post i] *, form[method=dialog i] *)"
_LOOKED_AT = (
    f":is(html, body, h1, title, base, embed, iframe, img, link, meta, object, script, style, input{_POSTED}, textarea{_POSTED}, "
    "svg:is([data-frame], .map, .map *), table[data-figures], #stops table)"
)
"""Elements of which more is read than their attributes say. A page is searched once for them all: each search takes as long as a tenth of parsing."""
_UNSENT_FIELDS = frozenset({"button", "checkbox", "color", "hidden", "image", "radio", "range", "reset", "submit"})
_ONWARD = re.compile(r"0; url=(\S+)")
"""Leads on at once: a wait would be one that a reader cannot change."""
_COLUMNS_MOST = 16
_POINTS = re.compile(r"M-?\d{1,6} -?\d{1,6}(?:l-?\d{1,6}(?: |(?=-))-?\d{1,6}(?:(?: |(?=-))-?\d{1,6}(?: |(?=-))-?\d{1,6})*)?", re.ASCII)
_INTEGER = re.compile(r"-?\d+", re.ASCII)
_OF_A_YEAR = re.compile(r"\b[12][0-9]{3}$")
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,12}", re.ASCII)


def _value(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _by_tag(nodes: list[LexborNode]) -> dict[str, list[LexborNode]]:
    found: dict[str, list[LexborNode]] = {}
    for node in nodes:
        found.setdefault(node.tag or "", []).append(node)
    return found


def _read_nodes(page: Page, root: LexborNode, nodes: list[LexborNode]) -> None:
    """What stands in a tree, given with those of its elements that are looked at."""
    for node in nodes:
        tag, attributes = node.tag or "", node.attributes
        if tag in _ACTING:
            _read_acting(page, tag, attributes)
        if tag in {"script", "style"} and node.text().strip():
            page.inline.append(f"{tag} element with content")
        if tag in {"input", "textarea"} and attributes.get("name") and _value(node, "type").lower() not in _UNSENT_FIELDS:
            page.sent_fields.append(_value(node, "name"))
        if tag == "svg":
            page.maps.append(BakedMap(attributes.get("data-frame"), list(_circles(node))))
    page.recorded += root.css('[data-part="recorded"]')
    if any(node.tag == "table" for node in nodes):
        page.figures += [row for one in root.css("table[data-figures] tr") if (row := tuple(_numbers(one.css("td"))))]
        page.stop_values += [row for one in root.css("#stops table") for row in _values(one)]


def _read_attributes(page: Page, root: LexborNode) -> list[str]:
    """All values of attributes, in the tree's order."""
    values: list[str] = []
    for node in root.traverse():
        attributes = node.attributes
        for name, value in attributes.items():
            if value:
                values.append(value)
            # Most attributes say nothing to anybody but the page's style: they are told apart here, before anything is called for them.
            if name in _SPEAKING or name.startswith("on") or (value and "url(" in value):
                _read_attribute(page, node.tag or "", name, value or "", attributes)
    return values


def _read_attribute(page: Page, tag: str, name: str, value: str, others: dict[str, str | None]) -> None:
    if name in {"srcset", "imagesrcset"}:
        page.references.extend(Reference(tag, name, part.split()[0], "") for part in value.split(",") if part.split())
    elif name in _ADDRESSES:
        rel = (others.get("rel") or "").lower() if tag == "link" else ""
        page.references.append(Reference(tag, name, value, rel))
    elif name == "id" or (name == "name" and tag == "a"):
        page.anchors.append(value)
    elif name in {"style", "srcdoc"} or name.startswith("on"):
        page.inline.append(f"{name} attribute on {tag}")
    elif "url(" in value:
        page.references.append(Reference(tag, name, value.partition("url(")[2].partition(")")[0].strip("'\" "), ""))


def _read_acting(page: Page, tag: str, attributes: dict[str, str | None]) -> None:
    """What an element does by itself, at its place among others."""
    if tag in _LOADING and page.policy is None:
        page.loads_before_policy = True
    if tag in {"base", "style"}:
        page.inline.append(f"{tag} element")
    if tag == "script" and not attributes.get("src"):
        page.inline.append("script element without src")
    if tag == "meta":
        kind = (attributes.get("http-equiv") or "").lower()
        if kind == "content-security-policy" and page.policy is None:
            page.policy = attributes.get("content") or ""
        elif kind == "refresh":
            onward = _ONWARD.fullmatch(attributes.get("content") or "") if page.is_moved else None
            if onward:
                page.references.append(Reference(tag, "content", onward[1], ""))
            else:
                page.inline.append("meta refresh")


def _blocks(part: LexborNode) -> Iterator[str]:
    words: list[str] = []
    for node in part.traverse(include_text=True):
        before = node.prev
        if _breaks(node) or (before is not None and _breaks(before)):
            words.append("\n")
        if node.is_text_node:
            words.append(node.text_content or "")
        else:
            yield from (value for value in node.attributes.values() if value)
    yield from "".join(words).split("\n")


def _breaks(node: LexborNode) -> bool:
    return node.is_element_node and node.tag not in _PHRASES


def _circles(drawing: LexborNode) -> Iterator[tuple[str, str]]:
    for node in drawing.css("circle:not(.m-key *, marker *)"):
        yield _value(node, "cx"), _value(node, "cy")
    for node in drawing.css("path:is(.m-pt, .m-pt *):not(.m-key *)"):
        yield from _corners(_value(node, "d"))


def _corners(path: str) -> list[tuple[str, str]]:
    """The corners of a path of points, `M x y l dx dy …` in whole units; a path written in any other way is one corner that cannot be read."""
    if not _POINTS.fullmatch(path):
        return [(path, "")]
    numbers = [int(number) for number in _INTEGER.findall(path)]
    return [(str(x), str(y)) for x, y in zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)]


def _values(table: LexborNode) -> list[tuple[str, tuple[int | None, ...]]]:
    rows = [(" ".join(head.text().split()), row) for row in table.css("tr") if row.css("td") and (head := row.css_first("th, td"))]
    if all(_OF_A_YEAR.search(head) for head, _row in rows):
        return []
    return [(head, tuple(_numbers(row.css("td")))) for head, row in rows]


def _numbers(cells: Iterable[LexborNode]) -> Iterator[int | None]:
    """The whole number each cell begins with, once for each of its columns; None where it begins with none."""
    for cell in cells:
        found = _NUMBER.match("".join(cell.text().split()))
        columns = _value(cell, "colspan")
        yield from [int(found[0].replace(",", "")) if found else None] * (min(int(columns), _COLUMNS_MOST) if columns.isdecimal() else 1)
