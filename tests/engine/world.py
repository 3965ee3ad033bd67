"""A build of two forces and two months, small enough to know every task by heart."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sitegen.engine.executors import SerialExecutor
from sitegen.engine.graph import Build
from sitegen.engine.report import How, Progress
from sitegen.engine.run import Outcome, run
from sitegen.engine.stage import Stage
from sitegen.engine.store import open_store
from sitegen.raw import RawGroup, RawRef

MAKERS = "tests.engine.makers"
MONTHS, FORCES = ("2025-06", "2025-07"), ("avon", "kent")
TASKS = 14

STAGES = (
    Stage("crimes", f"{MAKERS}:read_crimes", by=("force", "month"), reads=("street",)),
    Stage("counts", f"{MAKERS}:count", by=("force", "month"), reads=("crimes",)),
    Stage("located", f"{MAKERS}:located", by=("month",), reads=("counts",), split="force"),
    Stage("total", f"{MAKERS}:total", reads=("located",)),
    Stage("pages", f"{MAKERS}:pages", by=("force",), reads=("located",), settings=("title",), writes="files"),
    Stage("front", f"{MAKERS}:front", reads=("total", "crimes", "notes"), writes="files"),
)

CRIMES = {("avon", "2025-06"): "Elm Oak", ("avon", "2025-07"): "Ash", ("kent", "2025-06"): "Fir", ("kent", "2025-07"): "Yew Bay Box"}


def village(crimes: Mapping[tuple[str, str], str] = CRIMES) -> Build:
    """The build, its upstream files given inline."""
    street: dict[tuple[str, ...], tuple[RawRef, ...]] = {
        part: (RawRef(f"street/{'-'.join(part)}.csv", inline=text.encode()),) for part, text in crimes.items()
    }
    return Build(
        stages=STAGES,
        raws={"street": RawGroup(("force", "month"), street), "notes": RawGroup()},
        parts={"month": MONTHS, "force": FORCES},
        settings={"title": "Crime near you", "unused": 1},
        codec="tests.engine.json_codec",
        roots={"tests": Path("tests").absolute(), "sitegen": Path("sitegen").absolute()},
    )


def with_stage(build: Build, stage_name: str, /, **changes: object) -> Build:
    """The build with one stage's line changed."""
    return replace(build, stages=tuple(replace(stage, **changes) if stage.name == stage_name else stage for stage in build.stages))  # type: ignore[arg-type]


class Tally(Progress):
    """Counts what a run says of each stage."""

    def __init__(self) -> None:
        self.of: dict[How, Counter[str]] = {"ran": Counter(), "reused": Counter(), "left out": Counter()}
        self.read = 0
        self.went_on: tuple[int, int] | None = None

    def going_on(self, done: int, tasks: int) -> None:
        self.went_on = done, tasks

    def reading(self, files: int) -> None:
        self.read += files

    def finished(self, stage: Stage, how: How) -> None:
        self.of[how][stage.name] += 1


def make(build: Build, cache: Path) -> tuple[Outcome, Tally]:
    """Run a build in this process, as if what it made were published."""
    tally = Tally()
    with open_store(cache) as store:
        outcome = run(build, store, SerialExecutor(), tally)
        store.ledger.published()
        return outcome, tally


def texts(outcome: Outcome) -> dict[str, str]:
    """What the site says, by path."""
    return {file.path: outcome.blobs.read_file(file).decode() for file in outcome.files()}
