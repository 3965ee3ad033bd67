"""What a new site tells that the one before it did not: months and datasets that are new, missing, or other than they were, by coverage tables."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import NamedTuple

from sitegen.rules import COUNTED_STATES


class Supply(NamedTuple):
    """What one force gave of one dataset for one month."""

    dataset: str
    force_id: str
    month: str


class Change(NamedTuple):
    """A month that both sites tell of, differently: its state, or its rows where the table has them (empty: it has not)."""

    supply: Supply
    state_before: str
    state: str
    rows_before: str
    rows: str


class News(NamedTuple):
    """All of it, each sorted; where nothing was there to compare with, only what is missing is told."""

    new: tuple[Supply, ...]
    """Supplied now; before the month was not told of, or not supplied."""
    missing: tuple[tuple[Supply, str], ...]
    """Not supplied for the newest month, with the state."""
    changed: tuple[Change, ...]
    """Supplied before: other rows now, or in another state."""


def news(before: bytes | None, after: bytes | None) -> News:
    """The news by the coverage tables of two sites; `before` None: there was no site."""
    old, new = _told(before), _told(after)
    newest = max((supply.month for supply in new), default="")
    fresh = [supply for supply, (state, _rows) in sorted(new.items()) if state in COUNTED_STATES and not _supplied(old, supply)]
    return News(
        tuple(fresh if before is not None else ()),
        tuple((supply, state) for supply, (state, _rows) in sorted(new.items()) if supply.month == newest and state not in COUNTED_STATES),
        tuple(
            Change(supply, old[supply][0], state, old[supply][1], rows)
            for supply, (state, rows) in sorted(new.items())
            if _supplied(old, supply) and old[supply] != (state, rows)
        ),
    )


def _supplied(told: Mapping[Supply, tuple[str, str]], supply: Supply) -> bool:
    return supply in told and told[supply][0] in COUNTED_STATES


def _told(table: bytes | None) -> dict[Supply, tuple[str, str]]:
    """State and rows of everything a coverage table tells of; columns are found by name, so that one more does no harm."""
    rows = csv.DictReader(io.StringIO("" if table is None else table.decode("utf-8", "replace")))
    return {
        Supply(row["dataset"] or "", row["force_id"] or "", row["month"] or ""): (row["state"] or "", row.get("rows") or "")
        for row in rows
        if row.keys() >= {"dataset", "force_id", "month", "state"}
    }
