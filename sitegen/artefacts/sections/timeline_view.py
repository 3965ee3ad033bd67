"""What was asked of a neighbourhood's team, what it did and where it could be met, as its page shows it: month by month, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl
from markupsafe import Markup

from sitegen.artefacts.sections.team_view import html_or_none, plain_text, split_issue
from sitegen.artefacts.text.words import Words
from sitegen.rules import TIMELINE_LEAST

_CHARACTERS_MOST = 20_000
"""Characters of the texts of a page: what is older stands in the downloads alone, so that the page stays small."""


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One entry: `kind` as in the table, its title or that of the priority it is about, a text or None, a place, its day or empty, and a remark."""

    kind: str
    title: str
    text: Markup | None
    about: str
    day: str
    note: str


@dataclass(frozen=True, slots=True)
class TimelineMonth:
    """A month, empty for what has no date, and its entries."""

    month: str
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The months of a page, and how many older entries it has no room for."""

    months: tuple[TimelineMonth, ...]
    left_out: int


def told_of(timelines: pl.DataFrame) -> frozenset[str]:
    """The ids of the neighbourhoods of which there is enough to tell for a page."""
    enough = timelines.group_by("neighbourhood_id").agg(pl.len().alias("entries")).filter(pl.col("entries") >= TIMELINE_LEAST)
    return frozenset(enough["neighbourhood_id"].to_list())


def view_timelines(timelines: pl.DataFrame, words: Words) -> Mapping[str, Timeline]:
    """The timelines of a force's neighbourhoods by id; none of one of which too little is known."""
    rows: dict[str, list[dict[str, str | None]]] = {}
    for row in timelines.sort("neighbourhood_id", "position").iter_rows(named=True):
        rows.setdefault(row["neighbourhood_id"], []).append(row)
    return {place: _timeline(found, words) for place, found in rows.items() if len(found) >= TIMELINE_LEAST}


def _timeline(rows: Sequence[Mapping[str, str | None]], words: Words) -> Timeline:
    months: dict[str, list[TimelineEntry]] = {}
    room, shown = _CHARACTERS_MOST, 0
    for row in rows:
        room -= len(row["text"] or "")
        if room < 0 and shown:
            break
        months.setdefault((row["day"] or "")[:7], []).append(_entry(row, words))
        shown += 1
    return Timeline(tuple(TimelineMonth(month, tuple(entries)) for month, entries in months.items()), len(rows) - shown)


def _entry(row: Mapping[str, str | None], words: Words) -> TimelineEntry:
    kind, text, about, day = row["kind"] or "", row["text"] or "", row["about"] or "", row["day"] or ""
    last = words.month(row["last_month"]) if row["last_month"] else ""
    if kind in {"raised", "done"}:
        title, why = split_issue(text if kind == "raised" else about)
        note = words.gettext("Last seen among the priorities in %(month)s.", month=last) if last and kind == "raised" else ""
        below = html_or_none(why if kind == "raised" else text)
        return TimelineEntry(kind, title or words.gettext("A priority without a text"), below, "", day, note)
    gone = words.gettext("Last seen in the force’s list in %(month)s, before its day.", month=last) if kind == "unlisted" and last else ""
    return TimelineEntry(kind, plain_text(text), None, about, day, gone)
