"""What the checks learn from one file: what is wrong with it, and what only the whole site can judge."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What one file says; `links` are raw internal hrefs, `anchors` its ids joined by spaces, sizes are in bytes."""

    findings: tuple[Finding, ...] = ()
    links: tuple[str, ...] = ()
    anchors: str = ""
    is_marked: bool = False
    """Of pages: there is a part marked as recorded, in which no day may stand."""
    is_moved: bool = False
    """Of pages: it stands at an old address and leads on."""
    gzip_bytes: int = 0
    points: int = 0
    """Points looked at: features of tiles, circles of maps."""
    figures: str = ""
    """Figures as JSON: of a page the rows of its table by month, of a month's tiles their sums by neighbourhood."""

    @classmethod
    def together(cls, parts: Sequence[Facts]) -> Facts:
        """What several checks learned of one file."""
        return cls(
            tuple(finding for part in parts for finding in part.findings),
            tuple(link for part in parts for link in part.links),
            "".join(part.anchors for part in parts),
            any(part.is_marked for part in parts),
            any(part.is_moved for part in parts),
            sum(part.gzip_bytes for part in parts),
            sum(part.points for part in parts),
            "".join(part.figures for part in parts),
        )

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
            bool(found["is_moved"]),
            int(found["gzip_bytes"]),
            int(found["points"]),
            str(found["figures"]),
        )
