"""The report of an audit: a verdict for each check, with what was looked at, what was counted, and what was found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

State = Literal["proved", "needs-review", "not-assessed", "failed"]
"""What is known of a promise: it holds in every file; a person must look; the files cannot say; it is broken."""

CHECKS = ("P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P11", "P12", "P13")
"""The checks in the order in which they are told. What each promises is said, in the page's language, by `artefacts/pages/audit.py`."""

NAMES: Mapping[str, str] = {
    "P1": "points are the anonymous ones", "P2": "nothing finer than a month", "P3": "stops in tables of one thing", "P4": "order of files",
    "P5": "only what is listed", "P6": "totals, hidden numbers", "P7": "no crime can be followed", "P8": "addresses behind points",
    "P9": "36 months at most", "P10": "streets, never houses", "P11": "police staff", "P12": "readers", "P13": "who built it",
}  # fmt: skip
"""What each check is about, in the few words of a line for operators; pages say it in full and in their language."""

FORMAT = 1
"""Raised when a key of the report changes its meaning or goes; new ones may come at any time."""

SHOWN_MOST = 20
"""How many places a verdict names; all are counted."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One thing that was found: the path it stands in, and what it is, in plain English."""

    path: str
    said: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The verdict of one check.

    `looked_at` are what was gone through, by what it is, such as ``{"tiles": 3298}``; `counts` are what the check measured, whole numbers
    by a name of ASCII letters and underscores; `places` those that failed or need a review, sorted, at most `SHOWN_MOST`, and `found` how
    many there are in all. `basis` says where the verdict comes from: the files of the site, or the build, which is believed.
    """

    check: str
    state: State
    looked_at: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    places: tuple[Place, ...] = ()
    found: int = 0
    basis: Literal["files", "build"] = "files"


@dataclass(frozen=True, slots=True)
class Crowd:
    """Files of one kind as a host's log sees them: how many things the smallest and the middle one stand for, and which is the smallest.

    `unique` is how many of the `files` have a size that no other of the kind has: an encrypted request for one can be told by its length.
    `of` is what is counted, such as postcodes; empty where files of the kind stand for nothing that can be counted, and then 0.
    """

    kind: str
    of: str
    files: int
    least: int
    median: int
    smallest: str
    unique: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """How well the numbers that a site leaves out of a force stay hidden: of what they are (stops, or changes of releases), and how many.

    A width is how far the greatest number that fits lies above the least. `cells` must stay open, and `least`, quartiles and `most` are
    of their widths, None where there are none; `large` are surely as large as what may be told, `none` surely of nobody, `few` of places with
    fewer stops than that in all. `subtracted` are numbers of changes that the police's own counts tell by subtraction.
    """

    force: str
    name: str
    of: str
    cells: int
    least: int | None
    quarter: int | None
    half: int | None
    three_quarters: int | None
    most: int | None
    large: int
    none: int
    few: int
    subtracted: int


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts, in the order of `CHECKS`, the crowds by kind of file, and what was audited.

    `digest` is one over the paths and bytes of all files but the audit's own and the manifest's: the same files give the same report.
    """

    findings: tuple[Finding, ...]
    crowds: tuple[Crowd, ...]
    files: int
    size_bytes: int
    digest: str
    newest_month: str
    hidden: tuple[Hidden, ...] = ()
    """By force, stops before changes; empty where nothing was attacked."""

    @property
    def failed(self) -> tuple[Finding, ...]:
        """The checks that failed."""
        return tuple(one for one in self.findings if one.state == "failed")


def worst(states: tuple[State, ...]) -> State:
    """The state of a check that has several parts: failed before needs review, before not assessed, before proved."""
    order: tuple[State, ...] = ("failed", "needs-review", "not-assessed", "proved")
    return min(states, key=order.index)
