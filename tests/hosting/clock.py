"""A clock for locks."""

from __future__ import annotations

from datetime import UTC, datetime


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2025, 8, 1, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now
