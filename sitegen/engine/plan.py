"""The plan: the key of each task, what may be used again, and why the rest must run."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Literal, NamedTuple

from sitegen.engine.fingerprint import Code, Libraries, canonical, digest_of
from sitegen.engine.graph import Build, Graph, Input, Task
from sitegen.engine.ledger import Entry, Made, Ref
from sitegen.engine.load import digest_all
from sitegen.engine.stage import Stage
from sitegen.engine.store import PACK, Store

Results = dict[int, tuple[Ref, ...]]
"""What each finished task made, by its number; nothing for a task that was left out."""


NEVER_BUILT = "never built"


class Recipe(NamedTuple):
    """All that enters a task's key, as digests; those of lists can be looked up in the ledger."""

    line: str
    code: str
    libraries: str
    schemas: str
    inputs: dict[str, str]
    settings: dict[str, str]


class Cached(NamedTuple):
    """What is known of a task before it runs: what it was made of, and its refs where they may be used again."""

    made: Made | None
    refs: tuple[Ref, ...] | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a run would do with one task, and why."""

    task: Task
    state: Literal["current", "stale", "waiting", "left out"]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every task in declared order, and the files of each raw group."""

    tasks: tuple[Planned, ...]
    raw_files: dict[str, int]

    def by_stage(self) -> dict[str, Counter[str]]:
        """How many tasks of each stage are in each state."""
        counts: dict[str, Counter[str]] = {}
        for planned in self.tasks:
            counts.setdefault(planned.task.stage.name, Counter())[planned.state] += 1
        return counts


def plan(build: Build, store: Store) -> Plan:
    """What a run would do now: nothing is made or kept, only upstream files that changed are read."""
    planner = Planner(build, store)
    results: Results = {}
    planned: list[Planned] = []
    for task in planner.graph.tasks:
        inputs = planner.graph.inputs[task.number]
        unknown = [producer for found in inputs for producer in found.producers if producer.number not in results]
        found = Cached(None, None) if unknown else planner.cached(task, results)
        if found.refs is not None:
            results[task.number] = found.refs
            planned.append(Planned(task, "current" if found.made else "left out"))
            continue
        reasons = tuple(planner.reasons(task, results))
        deciding = planner.graph.deciding(task)
        will_run = not deciding or any(
            planner.fed(found, results) or any(planned[p.number].state == "stale" and not p.stage.split for p in found.producers)
            for found in deciding
        )
        if unknown and (not reasons or not will_run):
            planned.append(Planned(task, "waiting", (f"waits for {unknown[0].title}",)))
        else:
            planned.append(Planned(task, "stale", reasons or ("blob lost",)))
    return Plan(tuple(planned), _raw_files(build))


def first_plan(build: Build) -> Plan:
    """What a run would do where nothing was ever made; no upstream file is opened."""
    graph = Graph(build)
    planned: list[Planned] = []
    for task in graph.tasks:
        deciding = graph.deciding(task)
        fed = not deciding or any(found.raws or any(planned[maker.number].state == "stale" for maker in found.producers) for found in deciding)
        planned.append(Planned(task, "stale", (NEVER_BUILT,)) if fed else Planned(task, "left out"))
    return Plan(tuple(planned), _raw_files(build))


def _raw_files(build: Build) -> dict[str, int]:
    return {name: sum(map(len, group.files.values())) for name, group in build.raws.items()}


class Planner:
    """The graph of a build with what is known of its code, settings, libraries and upstream files."""

    def __init__(self, build: Build, store: Store, reading: Callable[[int], None] = lambda files: None) -> None:
        self.graph, self._build, self._store = Graph(build), build, store
        self._lists: dict[str, str] = {}
        self._untaken: dict[str, str] = {}
        inputs = dict.fromkeys(found for task in self.graph.tasks for found in self.graph.inputs[task.number])
        self.last = store.ledger.made()
        self.raws, self._fresh_raws = digest_all((ref for found in inputs for ref in found.raws), store.ledger.raws(), reading)
        self._code, self._libraries = Code(build.roots, build.schemas, store.ledger.modules()), Libraries(build.distributions)
        self._made_by = {stage.name: self._maker_of(stage) for stage in build.stages}
        self._settings = {name: digest_of(value) for name, value in build.settings.items()}
        self._inputs: dict[Input, str] = {}

    def keep(self) -> None:
        """Remember what was learned of files and code, so that they are not read again."""
        self._store.ledger.save_raws(self._fresh_raws)
        self._store.ledger.save_modules(self._code.fresh)

    def cached(self, task: Task, results: Results) -> Cached:
        """The key of a task whose inputs are all known, and what it made if that is still stored."""
        deciding = self.graph.deciding(task)
        if deciding and not any(self.fed(found, results) for found in deciding):
            return Cached(None, ())
        recipe = self.recipe(task, results)
        made = Made(digest_of([task.stage.name, task.part, recipe]), canonical(recipe))
        refs = self._store.ledger.refs(made.key)
        return Cached(made, refs if refs is not None and all(map(self._store.blobs.holds, refs)) else None)

    def count_done(self) -> tuple[int, int]:
        """How many tasks can be used again as they are, and how many there are; those certain to be left out count as neither."""
        results: Results = {}
        done = left_out = 0
        for task in self.graph.tasks:
            if all(producer.number in results for found in self.graph.inputs[task.number] for producer in found.producers):
                found = self.cached(task, results)
                if found.refs is not None:
                    results[task.number] = found.refs
                    done += found.made is not None
                    left_out += found.made is None
        return done, len(self.graph.tasks) - left_out

    def recipe(self, task: Task, results: Results) -> Recipe:
        """What enters the key; inputs that are not known yet are left out."""
        name, inputs = task.stage.name, {}
        for found in self.graph.inputs[task.number]:
            if all(producer.number in results for producer in found.producers):
                if found not in self._inputs:
                    self._inputs[found] = self._list(self.entries(found, results))
                inputs[found.read] = self._inputs[found]
        return Recipe(*self._made_by[name], inputs, {name: self._settings[name] for name in task.stage.settings})

    def fed(self, found: Input, results: Results) -> bool:
        """True where an input is known to have a part."""
        return bool(found.raws) or any(found.label in {None, ref.label} for task in found.producers for ref in results.get(task.number, ()))

    def entries(self, found: Input, results: Results) -> list[Entry]:
        """The files or refs of an input in declared order, as far as they are known."""
        entries: list[Entry] = [(ref.name, self.raws[ref.name], None) for ref in found.raws]
        for task in found.producers:
            for label, digest, _size in results.get(task.number, ()):
                if found.label in {None, label} and not (task.stage.writes == "files" and label == PACK):
                    values = (*task.part, label) if label else task.part
                    entries.append((f"({', '.join(values)})" if values else "", digest, task.part))
        return entries

    def reasons(self, task: Task, results: Results) -> Iterator[str]:
        """Why a task is not as it was last made, as far as its known inputs tell."""
        last = self.last.get((task.stage.name, task.part))
        if last is None:
            yield NEVER_BUILT
            return
        old, new = Recipe(*json.loads(last.recipe)), self.recipe(task, results)
        if old.line != new.line:
            yield "its line in the list of stages changed"
        yield from self._changes("code of", old.code, new.code)
        yield from self._changes("library", old.libraries, new.libraries)
        yield from self._changes("schema of", old.schemas, new.schemas)
        for read, digest in new.inputs.items():
            yield from self._changes(f"input {read}", old.inputs.get(read, digest), digest)
        yield from (f"setting {name} changed" for name, digest in new.settings.items() if old.settings.get(name, digest) != digest)

    def take_lists(self) -> dict[str, str]:
        """The lists that recipes refer to, those taken before left out."""
        taken, self._untaken = self._untaken, {}
        return taken

    def _changes(self, what: str, old: str, new: str) -> list[str]:
        if old == new:
            return []
        before = {name: digest for name, digest, _part in self._store.ledger.entries(old)}
        after = {name: digest for name, digest, _part in json.loads(self._lists[new])}
        words = {name: "is new" if name not in before else "is gone" if name not in after else "changed" for name in (*after, *before)}
        found = [" ".join(filter(None, (what, name, word))) for name, word in words.items() if before.get(name) != after.get(name)]
        return found or [f"{what}: their order changed"]

    def _maker_of(self, stage: Stage) -> tuple[str, str, str, str]:
        """What enters a stage's keys whatever it reads: its line, its code, the libraries behind that, and the schemas of the tables it handles."""
        read = [name for name in stage.reads if name not in self._build.raws]
        handled = [*read, stage.name] if stage.writes == "table" else read
        found = self._code.of([stage.maker.partition(":")[0], *([self._build.codec] if handled else [])])
        versions = self._libraries.of(found.libraries)
        shapes = {name: digest_of(self._build.shapes[name]) for name in sorted({*handled, *found.tables}) if name in self._build.shapes}
        code, libraries, schemas = (self._list([(*pair, None) for pair in pairs.items()]) for pairs in (found.modules, versions, shapes))
        return digest_of(asdict(stage)), code, libraries, schemas

    def _list(self, entries: list[Entry]) -> str:
        content = json.dumps(entries, separators=(",", ":"))
        digest = hashlib.sha256(content.encode()).hexdigest()
        self._lists[digest] = self._untaken[digest] = content
        return digest
