"""The page types of a built site: one row for each template in templates/pages, and which of its pages to look at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class PageType:
    """Where the pages of one template lie. `beside` is a file that lies beside each and beside no other page, `holds` what is in them alone."""

    template: str
    pattern: str
    beside: str = ""
    holds: str = ""
    is_older: bool = False  # its pages tell of months before the window, which the invented county has none of
    also_least: bool = False  # the smallest of them as well as the largest: a place of which little is known looks otherwise

    def names(self) -> tuple[str, ...]:
        """What to call the pages that are looked at."""
        name = self.pattern.split("/")[0] if self.template == "text" else self.template
        return (name, f"{name}-least") if self.also_least else (name,)


PAGE_TYPES = (
    PageType("home", "index.html"),
    PageType("find", "find/index.html"),
    PageType("letter", "find/?/index.html"),
    PageType("places", "find/places/*/index.html"),
    PageType("outcodes", "postcodes/index.html"),
    PageType("outcode", "postcodes/*/index.html"),
    PageType("forces", "forces/index.html"),
    PageType("force", "*/index.html", beside="feed.atom", also_least=True),
    PageType("outcomes", "*/outcomes/index.html", also_least=True),
    PageType("neighbourhood", "*/*/index.html", beside="feed.atom", also_least=True),
    PageType("moved", "*/*/index.html", holds='data-moved="choose"'),
    PageType("embed", "*/*/embed/index.html", also_least=True),
    PageType("embeds", "embed/index.html"),
    PageType("streets", "*/*/streets/index.html"),
    PageType("change", "*/*/change/index.html", also_least=True),
    PageType("outcomes_beside", "outcomes/index.html"),
    PageType("releases", "releases/index.html"),
    PageType("force_releases", "*/releases/index.html", also_least=True),
    PageType("timeline", "*/*/timeline/index.html", also_least=True),
    PageType("promise", "*/promise/index.html", also_least=True),
    PageType("promise_forces", "promise/index.html"),
    PageType("history", "history/index.html"),
    PageType("force_history", "*/history/index.html", also_least=True),
    PageType("place_history", "*/*/history/index.html", is_older=True),
    PageType("map", "map/index.html"),
    PageType("coverage", "coverage/index.html"),
    PageType("points", "points/index.html"),
    PageType("data", "data/index.html"),
    PageType("developers", "developers/index.html"),
    PageType("force_files", "data/crimes/*/index.html"),
    PageType("text", "about/index.html"),
    PageType("text", "method/index.html"),
    PageType("text", "privacy/index.html"),
    PageType("text", "accessibility/index.html"),
    PageType("audit", "privacy/audit/index.html"),
    PageType("licences", "licences/index.html"),
    PageType("copy", "copy/index.html"),
    PageType("ask", "ask/index.html"),
    PageType("offline", "offline/index.html"),
    PageType("404", "404.html"),
)


def pages_to_see(site: Path, language: str = "", *, is_older: bool = False) -> Iterator[tuple[str, str]]:
    """A name and the path below `site` of each page to look at: of every type the largest. `language`: "" or a folder as "cy".

    `is_older`: of a site with months before the window those types that have no page without them.
    """
    for one in PAGE_TYPES:
        if one.is_older != is_older:
            continue
        there = sorted((site / language).glob(one.pattern), key=lambda page: (page.stat().st_size, page))
        found = [page.relative_to(site).as_posix() for page in there if not one.beside or (page.parent / one.beside).exists()]
        found = [path for path in found if language or not path.startswith("cy/")]
        if one.holds:
            found = [path for path in found if one.holds in (site / path).read_text(encoding="utf-8")]
        if not found:
            continue
        yield from zip(one.names(), (found[-1], found[0]) if len(found) > 1 else found, strict=False)
