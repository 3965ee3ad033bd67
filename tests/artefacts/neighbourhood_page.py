"""The neighbourhood page of the invented force as an element tree, and its parts."""

from __future__ import annotations

from typing import Any

from sitegen.artefacts.pages import change, neighbourhood
from tests.artefacts import loamshire
from tests.artefacts.html import Element, named, parse, text

SVG = "{http://www.w3.org/2000/svg}"
CASTLE_GATE, MILL_BANK, FAR_FIELD, OLD_DOCKS = (f"loamshire/{folder}/index.html" for folder in ("cg", "mb-1", "ff", "od"))


def page(path: str = CASTLE_GATE, **changes: Any) -> Element:  # Any: tables, settings
    """One page of the world as an element tree."""
    return parse(loamshire.pages(neighbourhood, **changes)[path])


def change_page(path: str = "loamshire/cg/change/index.html", **changes: Any) -> Element:  # Any: tables, settings
    """The page of one place's charts likewise."""
    return parse(loamshire.pages(change, **changes)[path])


def recorded(tree: Element) -> Element:
    """The half of the page that is about what was recorded."""
    return next(element for element in tree.iter("div") if element.get("data-part") == "recorded")


def finding(tree: Element) -> str:
    return text(named(tree, "p", class_="finding")[0])


def section(tree: Element, name: str) -> Element:
    return named(tree, "section", id=name)[0]


def baked_map(tree: Element) -> Element:
    return next(svg for svg in tree.iter(f"{SVG}svg") if svg.get("data-frame"))


def glance(tree: Element) -> list[str]:
    return [text(answer) for answer in named(tree, "dl", class_="glance")[0].iter("dd")]
