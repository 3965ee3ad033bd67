"""The graph of one build: its stages checked, cut into tasks, each matched with what it reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

from sitegen.engine.stage import Json, Stage
from sitegen.errors import SiteError
from sitegen.raw import RawGroup, RawRef


@dataclass(frozen=True, slots=True)
class Build:
    """What one build is made from.

    `parts` gives the values of each dimension in declared order, `codec` the module that turns tables into bytes,
    `roots` the folders of the packages whose code enters keys, `schemas` the module that declares tables: it enters keys by
    `shapes`, what of each table's declaration reaches bytes. `distributions` names libraries called otherwise than what is imported.
    """

    stages: tuple[Stage, ...]
    raws: Mapping[str, RawGroup]
    parts: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, Json]
    codec: str
    roots: Mapping[str, Path]
    schemas: str = ""
    shapes: Mapping[str, object] = field(default_factory=dict)
    distributions: Mapping[str, str] = field(default_factory=dict)
    wants: Callable[[Task], bool] = lambda task: True
    """Which tasks are made, with all that those need."""


@dataclass(frozen=True, slots=True)
class Task:
    """One stage for one part; `number` is its place in declared order."""

    number: int
    stage: Stage
    part: tuple[str, ...]

    @property
    def title(self) -> str:
        """How messages name it: `stage crimes part gwent 2025-06`."""
        return f"stage {self.stage.name}" + (f" part {' '.join(self.part)}" if self.part else "")


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """One read of a task: upstream files, or what these earlier tasks make; of a split table only the rows of `label`.

    One Input is shared by all tasks that read the same.
    """

    read: str
    raws: tuple[RawRef, ...] = ()
    producers: tuple[Task, ...] = ()
    label: str | None = None


class Graph:
    """The tasks to make in declared order, and the inputs of each by its number; raises SiteError naming the stage at fault."""

    def __init__(self, build: Build) -> None:
        self.tasks: list[Task] = []
        self.inputs: list[tuple[Input, ...]] = []
        self._build = build
        self._stages: dict[str, Stage] = {}
        self._task: dict[tuple[str, tuple[str, ...]], Task] = {}
        self._input_of: dict[tuple[object, ...], Input] = {}
        self._decisive: dict[str, list[int]] = {}
        for name, group in build.raws.items():
            _require(set(group.by) <= set(build.parts), f"raw group {name}: unknown dimension among {', '.join(group.by)}")
        for stage in build.stages:
            self._check(stage)
            self._decisive[stage.name] = self._deciding(stage)
            for part in product(*(_made(build.parts, stage, dimension) for dimension in stage.by)):
                task = self._task[stage.name, part] = Task(len(self.tasks), stage, part)
                self.tasks.append(task)
                self.inputs.append(tuple(self._input(stage, read, dict(zip(stage.by, part, strict=True))) for read in stage.reads))
            self._stages[stage.name] = stage
        self.files_stages = frozenset(stage.name for stage in build.stages if stage.writes == "files")
        needed: set[int] = set()
        for task in reversed(self.tasks):
            if task.number in needed or build.wants(task):
                needed |= {task.number, *(producer.number for found in self.inputs[task.number] for producer in found.producers)}
        self.tasks = [task for task in self.tasks if task.number in needed]

    def deciding(self, task: Task) -> list[Input]:
        """The inputs of which at least one must have a part, or the task is left out; none where it always runs."""
        return [self.inputs[task.number][place] for place in self._decisive[task.stage.name]]

    def _check(self, stage: Stage) -> None:
        build, earlier, where = self._build, self._stages, f"stage {stage.name}"
        names = [*stage.by, *stage.reads, *stage.settings]
        _require(stage.name not in earlier and stage.name not in build.raws, f"{where}: the name is used twice")
        _require(len(set(names)) == len(names), f"{where}: a name stands twice among its dimensions, reads and settings")
        _require(len([name for name in stage.maker.split(":") if name]) == 2, f"{where}: maker {stage.maker!r} is not module:function")
        for dimension in (*stage.by, *filter(None, [stage.split])):
            _require(dimension in build.parts, f"{where}: unknown dimension {dimension}; the build has {', '.join(build.parts)}")
        _require(
            not stage.split or (stage.writes == "table" and stage.split not in stage.by), f"{where}: only a table can be split, by a new dimension"
        )
        _require(stage.last in {None, *stage.by}, f"{where}: only the last part of {stage.last} is to be made, and it is not cut on that")
        for read in stage.reads:
            _require(read in build.raws or read in earlier, f"{where}: reads {read}, which is neither a raw group nor an earlier stage")
        for setting in stage.settings:
            _require(setting in build.settings, f"{where}: setting {setting} is not given")
        pieces = [self._pieces(read) for read in stage.reads]
        for pick in stage.picks:
            _require(any(pick in found for found in pieces), f"{where}: picks {pick}, which is in no group it reads")
        for read, found in zip(stage.reads, pieces, strict=True):
            _require(not found or not found.keys().isdisjoint(stage.picks), f"{where}: reads {read}, and does not say which of it")

    def _pieces(self, read: str) -> Mapping[str, tuple[RawRef, ...]]:
        group = self._build.raws.get(read)
        return (group.pieces if group else None) or {}

    def _dimensions(self, read: str) -> tuple[str, ...]:
        """The dimensions a read can be matched on, its split counted."""
        group, stage = self._build.raws.get(read), self._stages.get(read)
        return group.by if group else (*stage.by, *filter(None, [stage.split])) if stage else ()

    def _deciding(self, stage: Stage) -> list[int]:
        """Places of the reads that carry all of the stage's dimensions; failing those, of the reads that carry any."""
        carried = [len(set(self._dimensions(read)) & set(stage.by)) for read in stage.reads]
        return [place for place, count in enumerate(carried) if count == len(stage.by) > 0] or [place for place, count in enumerate(carried) if count]

    def _input(self, stage: Stage, read: str, values: Mapping[str, str]) -> Input:
        """What a stage reads for these values: the same on shared dimensions, all parts on the others, in declared order."""
        picked = [refs for name, refs in self._pieces(read).items() if name in stage.picks]
        known = read, *(values.get(dimension) for dimension in self._dimensions(read)), *picked
        if known not in self._input_of:
            group = self._build.raws.get(read)
            by = group.by if group else self._stages[read].by
            parts = product(*([values[dimension]] if dimension in values else self._build.parts[dimension] for dimension in by))
            if picked:
                self._input_of[known] = Input(read, raws=tuple(sorted({ref for refs in picked for ref in refs})))
            elif group:
                self._input_of[known] = Input(read, raws=tuple(ref for part in parts for ref in group.files.get(part, ())))
            else:
                label = values.get(self._stages[read].split or "")
                self._input_of[known] = Input(
                    read, producers=tuple(self._task[read, part] for part in parts if (read, part) in self._task), label=label
                )
        return self._input_of[known]


def _made(parts: Mapping[str, tuple[str, ...]], stage: Stage, dimension: str) -> tuple[str, ...]:
    """The values of a dimension for which a stage has parts."""
    return parts[dimension][-1:] if dimension == stage.last else parts[dimension]


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise SiteError(f"{message}; see the list of stages")
