"""What publishing will ask of a store: requests, bytes, and roughly what they cost."""

from __future__ import annotations

from dataclasses import dataclass

from sitegen import urls
from sitegen.hosting.changes import Changes

_WRITE_DOLLARS, _READ_DOLLARS = 0.005 / 1000, 0.0004 / 1000
"""List prices of one request of Amazon S3 Standard in most regions; others are cheaper or free."""

_AROUND = 20
"""Requests that every release makes: probe, lock, pointer, record, log."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests that write (put, copy) and that read; bytes before they are compressed."""

    writes: int
    reads: int
    size_bytes: int

    @property
    def dollars(self) -> float:
        """About what the requests cost; what is sent to a store costs nothing at most of them."""
        return self.writes * _WRITE_DOLLARS + self.reads * _READ_DOLLARS


def in_dollars(dollars: float) -> str:
    """An amount as an operator reads it; a little is not nothing."""
    return f"about ${dollars:,.2f}" if dollars >= 0.01 else "less than $0.01"


def cost_of(changes: Changes) -> Cost:
    """The cost of these changes."""
    shown = len(changes.switched) + sum(bool(urls.official(path)) for path in changes.switched)
    return Cost(len(changes.new) + shown + _AROUND, shown + _AROUND, changes.size_bytes)
