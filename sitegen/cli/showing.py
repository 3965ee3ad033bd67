"""How far a command is that sends, fetches or reads many files: a live line on a terminal, one line a step when piped."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Display

from sitegen.cli.terminal import say
from sitegen.hosting.sending import Progress


class Steps(Progress):
    """A line for each step when it begins, and one when it is done, with its pace."""

    def __init__(self) -> None:
        self._what, self._unit, self._total, self._done, self._sent, self._began = "", "", 0, 0, 0, 0.0

    def begin(self, what: str, total: int, unit: str = "files") -> None:
        """A step begins, of so many files, or of another unit."""
        self._what, self._unit, self._total, self._done, self._sent, self._began = what, unit, total, 0, 0, time.monotonic()
        if total:
            say(f"{what}: {total:,} {unit}")

    def advance(self, sent_bytes: int = 0) -> None:
        """One file more is done."""
        self._done, self._sent = self._done + 1, self._sent + sent_bytes
        if self._done == self._total:
            took = max(time.monotonic() - self._began, 0.001)
            # Of a file by the MiB its last part of one is not counted, so no size is told.
            size = f", {self._sent / (1 << 20):,.1f} MiB" if self._sent and self._unit != "MiB" else ""
            say(f"{self._what}: done{size}, {self._done / took:,.0f} {self._unit} a second")


class Bar(Steps):
    """One live line, with pace and time left."""

    def __init__(self, display: Display) -> None:
        super().__init__()
        self._display, self._row = display, TaskID(0)

    def begin(self, what: str, total: int, unit: str = "files") -> None:
        """A step begins, of so many files, or of another unit."""
        del unit
        self._row = self._display.add_task(what, total=total, pace="")
        self._done, self._began = 0, time.monotonic()

    def advance(self, sent_bytes: int = 0) -> None:
        """One file more is done."""
        del sent_bytes
        self._done += 1
        pace = self._done / max(time.monotonic() - self._began, 0.001)
        self._display.update(self._row, advance=1, pace=f"{pace:,.0f}/s")


@contextmanager
def showing_steps() -> Iterator[Steps]:
    """Steps in the form that suits standard error."""
    if not sys.stderr.isatty():
        yield Steps()
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"), TimeRemainingColumn()
    with Display(*columns, console=Console(file=sys.stderr), redirect_stdout=False, redirect_stderr=False) as display:
        yield Bar(display)
