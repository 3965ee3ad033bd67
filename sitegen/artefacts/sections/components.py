"""The values that the components in `templates/components/` are given; see docs/TEMPLATES.md."""

from dataclasses import dataclass

from markupsafe import Markup

from sitegen.artefacts.figures import Figure
from sitegen.artefacts.meetings import last_day
from sitegen.artefacts.sections.charts import Spark


@dataclass(frozen=True, slots=True)
class CountRow:
    """One row of a table of counts: `bar` is the share of the longest bar, 0 to 100; `change` is in words."""

    name: str
    figure: Figure
    change: str = ""
    about: str = ""
    bar: int | None = None
    spark: Spark | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """One way to reach a team: what it is, the text to show and a safe link; empty `href`: text only."""

    label: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A name and a rank, both as supplied; the rank may be empty."""

    name: str
    rank: str


@dataclass(frozen=True, slots=True)
class Priority:
    """What residents raised and what the team did; HTML as sanitised on the way in, dates ISO or empty.

    `title` is plain text, the issue in a line; `why` the rest of it where there is more; `action` None: none published.
    """

    title: str
    why: Markup | None
    issue_date: str
    action: Markup | None
    action_date: str


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting: local times `2025-07-31T18:30`; `end` and `address` may be empty; `brief` says day and time in a line; `last` is its last day.

    `number` is its place among the team's meetings of that minute, from 1: with the start it names its calendar file.
    """

    title: str
    start: str
    end: str
    address: str
    description: Markup | None = None
    brief: str = ""
    number: int = 1

    @property
    def last(self) -> str:
        """The last day it takes some of."""
        return last_day(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Glance:
    """One of the three answers under the h1: an anchor on the page, or empty for text only.

    `gone`: the answer names the next meeting, and this is what to say once none of the page's meetings is still to come.
    `note` says of which day that is so; where a script looks at the clock, it goes.
    """

    question: str
    answer: str
    anchor: str = ""
    gone: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CoverageCell:
    """One square of the coverage grid: the month and its state."""

    month: str
    state: str


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """One dataset of a force across the months."""

    name: str
    cells: tuple[CoverageCell, ...]


@dataclass(frozen=True, slots=True)
class CoverageForce:
    """A force's rows in the grid with what is to be said about them; `path` is its page, or empty."""

    name: str
    path: str
    notes: tuple[str, ...]
    rows: tuple[CoverageRow, ...]
