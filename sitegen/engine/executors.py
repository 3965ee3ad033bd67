"""Where tasks run: in this process or in several, with the same bytes from each.

A task travels as names, settings and digests; its tables go from store to store, never through a pipe.
"""

import os
import signal
import threading
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from types import ModuleType
from typing import ParamSpec, TypeVar

from sitegen.engine.arguments import arguments, names_taken
from sitegen.engine.ledger import Ref
from sitegen.engine.load import load_all
from sitegen.engine.stage import Json, Stage
from sitegen.engine.store import Blobs
from sitegen.errors import SiteError
from sitegen.raw import RawFile, RawRef

_STOPS = (signal.SIGINT, signal.SIGTERM)

_RECENT_BYTES, _RECENT_TABLES = 8 << 20, 8
"""The largest table a worker keeps at hand, in encoded bytes, and how many of them: some 300 MiB at the very most."""

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Work:
    """A task as it travels to a worker: upstream files, their digests by name, tables and lists of made files by the digests of their blobs."""

    stage: Stage
    part: tuple[str, ...]
    raws: dict[str, tuple[RawRef, ...]]
    digests: dict[str, str]
    tables: dict[str, list[str]]
    lists: dict[str, list[str]]
    settings: dict[str, Json]
    codec: str
    blobs: Blobs


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong in a worker, as text: not every exception survives the journey."""

    kind: str
    message: str
    expected: bool
    traceback: str
    file: str = ""
    """The upstream file that was being read; empty where none was."""


def perform(work: Work) -> tuple[Ref, ...] | Failure:
    """Run a task's maker and store what it makes."""
    try:
        return _make(work)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001  a panic in polars is not an Exception, and would take the pool with it
        return Failure(
            type(error).__name__, " ".join(str(error).split()), isinstance(error, SiteError), traceback.format_exc(), _file_at(error, work)
        )


def _file_at(error: BaseException, work: Work) -> str:
    """The name of the upstream file that the innermost function which had one had at hand, or of the task's only one."""
    names = [ref.name for refs in work.raws.values() for ref in refs]
    found = names[0] if len(names) == 1 else ""
    for frame, _line in traceback.walk_tb(error.__traceback__):
        for value in frame.f_locals.values():
            if isinstance(value, RawFile):
                found = value.name
    return found


def _make(work: Work) -> tuple[Ref, ...]:
    stage, codec = work.stage, import_module(work.codec)
    module, _, function = stage.maker.partition(":")
    maker = getattr(import_module(module), function)
    wanted = {one.name for one in names_taken(maker)}
    values = {
        **{dimension: value for dimension, value in zip(stage.by, work.part, strict=True) if dimension in wanted},
        **{read: load_all(refs, work.digests) for read, refs in work.raws.items()},
        **{read: _RECENT.table(codec, work, read) for read in work.tables},
        **{read: tuple(file for index in indexes for file in work.blobs.listed(index)) for read, indexes in work.lists.items()},
        **work.settings,
    }
    made = maker(**arguments(maker, values))
    if stage.writes == "files":
        return work.blobs.write_files(made)
    if stage.split:
        return tuple(work.blobs.write([codec.encode(stage.name, rows)], label) for label, rows in codec.split(stage.name, made, stage.split).items())
    return (work.blobs.write([codec.encode(stage.name, made)]),)


class _Recent:
    """Tables this process read last, so that what every part of a stage reads is not read anew for each; makers change no table they are given.

    Only small ones are kept, and few: together they take little memory.
    """

    def __init__(self) -> None:
        self._tables: OrderedDict[tuple[object, ...], object] = OrderedDict()
        self._lock = threading.Lock()

    def table(self, codec: ModuleType, work: Work, read: str) -> object:
        """The table a task reads under this name."""
        known = work.blobs.folder, work.codec, read, *work.tables[read]
        with self._lock:
            if known in self._tables:
                self._tables.move_to_end(known)
                return self._tables[known]
        blobs = [work.blobs.read(digest) for digest in work.tables[read]]
        table: object = codec.decode(read, blobs)
        if sum(map(len, blobs)) <= _RECENT_BYTES:
            with self._lock:
                self._tables[known] = table
                while len(self._tables) > _RECENT_TABLES:
                    self._tables.popitem(last=False)
        return table

    def forget(self) -> None:
        """Begin anew, as a new worker does."""
        self._tables.clear()


_RECENT = _Recent()


@contextmanager
def open_executor(workers: int) -> Iterator[Executor]:
    """An executor for this many workers, gone with all its processes at the end; at once when an exception ends it."""
    if workers == 1:
        yield SerialExecutor()
        return
    # Spawned, never forked: the threads of polars deadlock in a fork. A spawned pool starts with its first task.
    context = get_context("spawn")
    gone, here = context.Pipe(duplex=False)
    pool = _Pool(workers, context, initializer=_start_worker, initargs=(gone,))
    try:
        with _one_polars_thread():
            yield pool
    except BaseException:
        here.close()
        raise
    finally:
        pool.shutdown(cancel_futures=True)
        here.close()
        gone.close()


class _Pool(ProcessPoolExecutor):
    """A pool whose workers a Ctrl-C cannot hit while they start: they would fill the terminal with tracebacks."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """As ever; any task may start a worker, and a stop that comes meanwhile is heard when it is started."""
        if threading.current_thread() is not threading.main_thread():
            return super().submit(fn, *args, **kwargs)
        heard: list[int] = []
        before = {number: signal.signal(number, lambda number, _frame: heard.append(number)) for number in _STOPS}
        # The tracker lets signals through again when it starts: so it starts before they are held back.
        resource_tracker.ensure_running()
        # A worker is born with these signals held back, until `_start_worker` has settled what becomes of them.
        signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
        try:
            return super().submit(fn, *args, **kwargs)
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
            for stop, handler in before.items():
                signal.signal(stop, handler)
            for number in dict.fromkeys(heard):
                signal.raise_signal(number)


@contextmanager
def _one_polars_thread() -> Iterator[None]:
    """What workers inherit: polars counts its threads when it is imported, which can be before a worker's first line."""
    before = os.environ.get("POLARS_MAX_THREADS")
    os.environ["POLARS_MAX_THREADS"] = "1"
    try:
        yield
    finally:
        del os.environ["POLARS_MAX_THREADS"]
        if before is not None:
            os.environ["POLARS_MAX_THREADS"] = before


def _start_worker(gone: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    threading.Thread(target=_leave_with_parent, args=(gone,), daemon=True).start()


def _leave_with_parent(gone: Connection) -> None:
    # Only the parent holds the other end: it closes when the build is cancelled, and when the parent is killed.
    gone.poll(None)
    os._exit(1)


class SerialExecutor(Executor):
    """Runs each task when it is submitted, in this process."""

    def __init__(self) -> None:
        super().__init__()
        _RECENT.forget()

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """A future that is done already; what the task raises, it raises here."""
        future: Future[R] = Future()
        future.set_result(fn(*args, **kwargs))
        return future
