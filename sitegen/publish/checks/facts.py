"""What the checks learn from one file: what is wrong with it, and what only the whole site can judge."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import NamedTuple


class Finding(NamedTuple):
    """One thing that must not be published: the check that found it, the path, and what to mend."""

    check: str
    path: str
    message: str

    @property
    def line(self) -> str:
        """As a line for people."""
        return f"{self.check}: {self.path}: {self.message}"


class Allowed(NamedTuple):
    """What the operator lets stand: findings in paths like `path` (`*` is anything) whose message holds `text`, and why; published with the site."""

    path: str
    text: str
    reason: str


CHECKS = {
    "manifest": "the manifest lists every file with its true size and SHA-256",
    "links": "every link and anchor inside the site leads somewhere, and none depends on where the site is mounted",
    "languages": "every page is there in each language of the site, leads to its others, and else to pages of its own",
    "markup": "every page has a language, a title and one main heading",
    "formulas": "no cell of a CSV file is one that a spreadsheet would run",
    "feeds": "every feed is well formed, its entries have ids of their own, and it tells days only",
    "install": "the web app manifest is relative and names icons that are there in the sizes home screens need",
    "policy": "every page carries a strict Content-Security-Policy before anything it loads",
    "inline": "no inline script, style or style attribute",
    "third-party": "nothing is loaded from, or sent to, another host",
    "dates": "no date finer than a month stands beside a crime or a stop",
    "points": "every point of a crime or a stop is a snap point of the source; all other marks are cells of the grid",
    "stops": "no data file holds single stop and searches",
    "attributes": "a tile carries counts under the names its TileJSON declares, a stop tile totals only, and nothing else",
    "shapes": "every tile of boundaries and basemap can be drawn, and reaches no farther than its edge needs",
    "totals": "every zoom of a month adds up to the totals its TileJSON declares",
    "numbers": "pages, count tables and tiles say the same of every neighbourhood and month",
    "postcodes": "no full postcode in an address, and no form that would put one there",
    "leaks": "no folder and no name of the machine that built the site, no source map, no time of the build",
    "words": "every map says that its points are approximate",
    "budgets": "pages, tiles, shards and styles are as small as promised",
}
"""Every check by name, with what a pass means."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What one file says; `links` are raw internal hrefs, `anchors` its ids joined by spaces, sizes are in bytes."""

    findings: tuple[Finding, ...] = ()
    links: tuple[str, ...] = ()
    anchors: str = ""
    is_marked: bool = False
    """Of pages: there is a part marked as recorded, in which no day may stand."""
    gzip_bytes: int = 0
    points: int = 0
    """Points looked at: features of tiles, circles of maps."""
    figures: str = ""
    """Figures as JSON: of a page the rows of its table by month, of a month's tiles their sums by neighbourhood."""

    def to_text(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self), separators=(",", ":"), sort_keys=True)

    @classmethod
    def from_text(cls, text: str) -> Facts:
        """The facts in a line; raises ValueError, KeyError or TypeError when it is not one."""
        found = json.loads(text)
        return cls(
            tuple(Finding(*finding) for finding in found["findings"]),
            tuple(found["links"]),
            found["anchors"],
            bool(found["is_marked"]),
            int(found["gzip_bytes"]),
            int(found["points"]),
            str(found["figures"]),
        )
