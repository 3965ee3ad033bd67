"""The run: a task whose inputs are known is used again or sent to the executor, until all are done or one fails."""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import dataclass
from queue import SimpleQueue

from sitegen import errors
from sitegen.engine.executors import Failure, Work, perform
from sitegen.engine.graph import Build, Task
from sitegen.engine.ledger import Made, Ref
from sitegen.engine.plan import Planner, Results
from sitegen.engine.report import How, Progress
from sitegen.engine.store import Blobs, FileRef, Store
from sitegen.errors import ConfigError, InputError, SiteError, StoreError

Answer = tuple[Ref, ...] | Failure


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a finished run made, and how many tasks ran, were reused or were left out."""

    counts: Counter[How]
    tasks: list[Task]
    results: Results
    blobs: Blobs

    def files(self) -> Iterator[FileRef]:
        """Every file of every files stage, in the order of stages and parts; `blobs.read_file` gives its bytes."""
        for task in self.tasks:
            if task.stage.writes == "files" and self.results[task.number]:
                yield from self.blobs.files(*self.results[task.number])

    def tables(self, stage: str) -> list[bytes]:
        """The encoded tables of a stage, in the order of its parts."""
        return [self.blobs.read(ref.digest) for task in self.tasks if task.stage.name == stage for ref in self.results[task.number]]


def run(
    build: Build, store: Store, executor: Executor, progress: Progress, settled: Callable[[Task, tuple[Ref, ...]], None] = lambda task, refs: None
) -> Outcome:
    """Make what is missing and return all there is; what finished stays stored when the run fails or is stopped.

    `settled` is told of every task that is done, whether it ran or was used again, and what it made.

    Raises the error of the lowest task that failed, once those that were running with it are done.
    """
    going = _Run(build, store, executor, progress, settled)
    try:
        going.through()
    finally:
        store.ledger.close_build(going.used, going.left_out, finished=len(going.results) == len(going.tasks))
    return Outcome(going.counts, going.tasks, going.results, store.blobs)


class _Run:
    """What is done, running and ready in one run."""

    def __init__(self, build: Build, store: Store, executor: Executor, progress: Progress, settled: Callable[[Task, tuple[Ref, ...]], None]) -> None:
        self.build, self.store, self.executor, self.progress, self.settled = build, store, executor, progress, settled
        self.planner = Planner(build, store, progress.reading)
        self.planner.keep()
        self.tasks, self.results = self.planner.graph.tasks, Results()
        self.counts: Counter[How] = Counter()
        self.used: list[str] = []
        self.left_out: list[tuple[str, tuple[str, ...]]] = []
        self.running: dict[Future[Answer], tuple[Task, Made]] = {}
        self.finished: SimpleQueue[Future[Answer]] = SimpleQueue()
        self.failed: dict[float, SiteError] = {}
        self.waits: dict[int, int] = {}
        self.readers: dict[int, list[Task]] = defaultdict(list)
        for task in self.tasks:
            producers = {producer.number for found in self.planner.graph.inputs[task.number] for producer in found.producers}
            self.waits[task.number] = len(producers)
            for number in producers:
                self.readers[number].append(task)
        self.ready = deque(task for task in self.tasks if not self.waits[task.number])

    def through(self) -> None:
        """Do all tasks; results come in any order."""
        if self.store.ledger.begin():
            done, tasks = self.planner.count_done()
            if done:
                self.progress.going_on(done, tasks)
        self.progress.start([task.stage for task in self.tasks])
        while self.running or (self.ready and not self.failed):
            if self.ready and not self.failed:
                self.begin(self.ready.popleft())
            while self.running and (self.failed or not self.ready or not self.finished.empty()):
                self.collect(self.finished.get())
        if self.failed:
            raise self.failed[min(self.failed)]

    def begin(self, task: Task) -> None:
        """Settle a task that needs no work, or send it off."""
        found = self.planner.cached(task, self.results)
        if found.made is None:
            self.left_out.append((task.stage.name, task.part))
            self.settle(task, (), "left out")
        elif found.refs is not None:
            if self.planner.last.get((task.stage.name, task.part)) != found.made:
                self.record(task, found.made, found.refs)
            self.used.append(found.made.key)
            self.settle(task, found.refs, "reused")
        else:
            self.progress.submitted(task.stage)
            future = self.submit(self.work(task))
            self.running[future] = task, found.made
            future.add_done_callback(self.finished.put)

    def work(self, task: Task) -> Work:
        """The task as it travels."""
        inputs = {found.read: (found.raws, self.planner.entries(found, self.results)) for found in self.planner.graph.inputs[task.number]}
        made = {read: [digest for _name, digest, _part in entries] for read, (_refs, entries) in inputs.items() if read not in self.build.raws}
        return Work(
            task.stage,
            task.part,
            raws={read: refs for read, (refs, _entries) in inputs.items() if read in self.build.raws},
            digests={ref.name: self.planner.raws[ref.name] for refs, _entries in inputs.values() for ref in refs},
            tables={read: digests for read, digests in made.items() if read not in self.planner.graph.files_stages},
            lists={read: digests for read, digests in made.items() if read in self.planner.graph.files_stages},
            settings={name: self.build.settings[name] for name in task.stage.settings},
            codec=self.build.codec,
            blobs=self.store.blobs,
        )

    def submit(self, work: Work) -> Future[Answer]:
        """Send work off; a pool that broke meanwhile answers like one that breaks later."""
        try:
            return self.executor.submit(perform, work)
        except BrokenExecutor as error:
            broken: Future[Answer] = Future()
            broken.set_exception(error)
            return broken

    def collect(self, future: Future[Answer]) -> None:
        """Commit what a task made, or note why it failed and call off those that have not begun."""
        task, made = self.running.pop(future)
        if future.cancelled():
            return
        try:
            refs = self.refs(task, future)
        except SiteError as error:
            # Every task in a pool fails when one worker is killed: an error that tells more comes first.
            self.failed.setdefault(math.inf if isinstance(error.__cause__, BrokenExecutor) else task.number, error)
            for other in self.running:
                other.cancel()
            return
        self.record(task, made, refs)
        self.settle(task, refs, "ran")

    def refs(self, task: Task, future: Future[Answer]) -> tuple[Ref, ...]:
        """What a finished task made, split parts in declared order; raises its error."""
        try:
            answer = future.result()
        except BrokenExecutor as error:
            raise StoreError(
                "a worker process was killed, most likely for want of memory; run again with fewer --workers: finished work is kept"
            ) from error
        if isinstance(answer, Failure):
            raise _error(task, answer)
        if not task.stage.split:
            return answer
        declared = self.build.parts[task.stage.split]
        if strange := [ref.label for ref in answer if ref.label not in declared]:
            raise SiteError(f"{task.title}: rows with {task.stage.split} {strange[0]!r}, which is not a part of this build")
        return tuple(sorted(answer, key=lambda ref: declared.index(ref.label)))

    def record(self, task: Task, made: Made, refs: tuple[Ref, ...]) -> None:
        """Commit to the ledger."""
        self.store.ledger.record(task.stage.name, task.part, made, self.planner.take_lists(), refs)

    def settle(self, task: Task, refs: tuple[Ref, ...], how: How) -> None:
        """Count a task as done and free those that waited for it."""
        self.results[task.number] = refs
        self.counts[how] += 1
        self.settled(task, refs)
        self.progress.finished(task.stage, how)
        for reader in self.readers[task.number]:
            self.waits[reader.number] -= 1
            if not self.waits[reader.number]:
                self.ready.append(reader)


def _error(task: Task, failure: Failure) -> SiteError:
    """What a worker said, as one line; those that name no file get stage and part, and those nobody foresaw the file that was being read."""
    kind = getattr(errors, failure.kind, SiteError) if failure.expected else SiteError
    fault = "" if failure.expected else f"{failure.kind}: "
    advice = "" if failure.expected else " (this is a fault in the program; run again with --traceback)"
    reading = f", reading {failure.file}" if failure.file and not failure.expected else ""
    where = "" if issubclass(kind, InputError | ConfigError | StoreError) else f"{task.title}{reading}: "
    error: SiteError = kind(f"{where}{fault}{failure.message[:500]}{advice}")
    error.add_note(failure.traceback)
    return error
