"""Progress of a run on standard error: live lines on a terminal, plain ones when piped. It never touches what is made."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn
from rich.progress import Progress as Display

from sitegen.engine.stage import Stage

How = Literal["ran", "reused", "left out"]

_GOING_ON = "going on from a build that was not published: {done:,} of {tasks:,} tasks are done"


class Progress:
    """What a run tells while it goes on; this one says nothing."""

    def reading(self, files: int) -> None:
        """So many upstream files are new or changed, and are being read."""

    def going_on(self, done: int, tasks: int) -> None:
        """The build before this one was stopped, or refused; of so many tasks so many are done."""

    def start(self, stages: Sequence[Stage]) -> None:
        """The tasks are known: here is the stage of each, in order."""

    def submitted(self, stage: Stage) -> None:
        """A task of this stage is to run."""

    def finished(self, stage: Stage, how: How) -> None:
        """A task of this stage is done."""


@contextmanager
def open_progress(stream: TextIO, clock: Callable[[], float] = time.monotonic) -> Iterator[Progress]:
    """Progress in the form that suits the stream."""
    if not stream.isatty():
        yield Lines(stream, clock)
        return
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}")
    with Display(*columns, console=Console(file=stream), redirect_stdout=False, redirect_stderr=False) as display:
        yield Bars(display, clock)


class Lines(Progress):
    """A line when a stage first has something to run, and one when all its tasks are done."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock, self._totals = stream, clock, Counter[str]()
        self._begun: dict[str, float] = {}
        self._done: dict[str, Counter[How]] = defaultdict(Counter)

    def reading(self, files: int) -> None:
        """Say how many."""
        self._say(f"reading {files:,} new or changed upstream files")

    def going_on(self, done: int, tasks: int) -> None:
        """Say how far it is."""
        self._say(_GOING_ON.format(done=done, tasks=tasks))

    def start(self, stages: Sequence[Stage]) -> None:
        """Remember how many tasks each stage has."""
        self._totals.update(stage.name for stage in stages)

    def submitted(self, stage: Stage) -> None:
        """Say it once a stage."""
        if stage.name not in self._begun:
            self._begun[stage.name] = self._clock()
            self._say(f"{stage.name}: started, tasks: {self._totals[stage.name]:,}")

    def finished(self, stage: Stage, how: How) -> None:
        """Say it after the last task of a stage that ran at all."""
        self._done[stage.name][how] += 1
        if stage.name in self._begun and self._done[stage.name].total() == self._totals[stage.name]:
            counts = ", ".join(f"{number:,} {how}" for how, number in sorted(self._done[stage.name].items()))
            self._say(f"{stage.name}: done, {counts}, {self._clock() - self._begun[stage.name]:.1f} s")

    def _say(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()


class Bars(Progress):
    """A live line for each package of makers: done of all, tasks a second, time left."""

    def __init__(self, display: Display, clock: Callable[[], float]) -> None:
        self._display, self._clock = display, clock
        self._rows: dict[str, TaskID] = {}
        self._left, self._ran = Counter[str](), Counter[str]()
        self._begun: dict[str, float] = {}

    def reading(self, files: int) -> None:
        """Say how many."""
        self._display.print(f"reading {files:,} new or changed upstream files")

    def going_on(self, done: int, tasks: int) -> None:
        """Say how far it is."""
        self._display.print(_GOING_ON.format(done=done, tasks=tasks))

    def start(self, stages: Sequence[Stage]) -> None:
        """Draw the lines."""
        self._left.update(map(_group, stages))
        self._rows = {group: self._display.add_task(group, total=total, pace="") for group, total in self._left.items()}

    def submitted(self, stage: Stage) -> None:
        """Begin to measure the pace."""
        self._begun.setdefault(_group(stage), self._clock())

    def finished(self, stage: Stage, how: How) -> None:
        """Move the line on; only tasks that ran count for the pace."""
        group = _group(stage)
        self._left[group] -= 1
        self._ran[group] += how == "ran"
        rate = self._ran[group] / max(self._clock() - self._begun.get(group, self._clock()), 0.001)
        minutes, seconds = divmod(round(self._left[group] / rate), 60) if rate else (0, 0)
        self._display.update(self._rows[group], advance=1, pace=f"{rate:.1f}/s, {minutes}:{seconds:02} left" if rate else "")


def _group(stage: Stage) -> str:
    return stage.maker.replace(":", ".").split(".")[1]
