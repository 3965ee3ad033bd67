"""One run of fetching: what it may touch, how a file takes its place, and what could not be had."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, get_ident
from typing import TypeVar

from sitegen.errors import FetchError
from sitegen.fetching.asking import Asking, Known
from sitegen.fetching.inventory import WORK, Brought, Inventory
from sitegen.fetching.judging import refuse_shrunk
from sitegen.fetching.upstream import Upstream
from sitegen.publish.disk import disk_errors
from sitegen.terms import ForceId, Month

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be brought: all that is empty here is all there is."""

    forces: tuple[ForceId, ...] = ()
    months: tuple[Month, Month] | None = None
    releases: tuple[str, ...] = ("latest",)
    only: tuple[str, ...] = ()
    accept_loss: bool = False

    @property
    def in_part(self) -> bool:
        """Whether of the archive only some members are wanted."""
        return bool(self.forces) or self.months is not None

    def has_force(self, force_id: str) -> bool:
        """Whether a force is wanted."""
        return not self.forces or force_id in self.forces

    def has_month(self, month: Month) -> bool:
        """Whether a month is wanted."""
        return self.months is None or self.months[0] <= month <= self.months[1]


@dataclass(slots=True)
class Tally:
    """What became of the files of one dataset."""

    brought: int = 0
    same: int = 0
    absent: int = 0
    gone: int = 0
    kept: int = 0
    size_bytes: int = 0


def many(number: int, what: str) -> str:
    """So many of something, as English says it: `1 file`, `2,000 files`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def size(size_bytes: int) -> str:
    """A size in KiB or MiB."""
    return f"{size_bytes / (1 << 20):,.1f} MiB" if size_bytes >= 1 << 20 else f"{size_bytes / (1 << 10):,.1f} KiB"


def _nothing(*_: object) -> None:
    pass


@dataclass(slots=True)
class Run:
    """What the parts of a run share; used by several threads at once."""

    data: Path
    upstream: Upstream
    asking: Asking
    inventory: Inventory
    wanted: Wanted
    begin: Callable[[str, int, str], None] = _nothing
    advance: Callable[[int], None] = _nothing
    faults: list[str] = field(default_factory=list)
    tallies: dict[str, Tally] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    @property
    def work(self) -> Path:
        """The folder of what is not whole yet."""
        return self.data / WORK

    def each(self, things: Iterable[T], do: Callable[[T], None], at_once: int) -> None:
        """Do the same with many things, some at once; where one ends all, the others do not wait for their turn or their server."""
        with ThreadPoolExecutor(at_once) as pool:
            try:
                for ended in wait([pool.submit(do, thing) for thing in things], return_when=FIRST_EXCEPTION).done:
                    ended.result()
            except BaseException:
                self.asking.stop()
                pool.shutdown(wait=False, cancel_futures=True)
                raise

    def step(self, size_bytes: int = 0) -> None:
        """One thing more is done."""
        with self._lock:
            self.advance(size_bytes)

    def tally(self, dataset: str, **changes: int) -> None:
        """Count what became of files."""
        with self._lock:
            found = self.tallies.setdefault(dataset, Tally())
            for name, more in changes.items():
                setattr(found, name, getattr(found, name) + more)

    def fault(self, dataset: str, path: str, error: FetchError | str) -> None:
        """Something could not be had: it is told in the end, and whatever is there stays."""
        kept = (self.data / path).exists()
        self.tally(dataset, kept=1)
        with self._lock:
            self.faults.append(f"{path}: {error}; {'the one that is there stays' if kept else 'not brought'}")

    def refuse_shrunk(self, before: int, now: int, what: str) -> None:
        """Raises FetchError for what has lost too much, unless a loss is accepted."""
        if not self.wanted.accept_loss:
            refuse_shrunk(before, now, self.upstream.limits.shrink_share, what)

    def put(self, path: str, body: bytes, dataset: str, address: str, known: Known) -> None:
        """Bytes that were found good take their place in one step, where they differ, and are entered."""
        digest = hashlib.sha256(body).hexdigest()
        entry = self.inventory.known(path)
        if entry is None or entry.sha256 != digest:
            self.write(path, body)
        self._entered(path, Brought(dataset, address, digest, len(body), known))

    def write(self, path: str, body: bytes) -> None:
        """Bytes take their place in one step."""
        fresh = self.work / f"{get_ident()}.tmp"
        with disk_errors(self.data / path):
            self.work.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(body)
        self.take_place(fresh, path)

    def put_file(self, fresh: Path, path: str, brought: Brought) -> None:
        """The same with a file that lies in the working folder."""
        self.take_place(fresh, path)
        self._entered(path, brought)

    def take_place(self, fresh: Path, path: str) -> None:
        """A whole file becomes the one at a path, in one step."""
        target = self.data / path
        with disk_errors(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            fresh.replace(target)

    def _entered(self, path: str, brought: Brought) -> None:
        changed = self.inventory.enter(path, brought)
        self.tally(brought.dataset, **({"brought": 1, "size_bytes": brought.size_bytes} if changed else {"same": 1}))

    def confirm(self, path: str, dataset: str) -> None:
        """Upstream has no other bytes than those that are there."""
        self.inventory.confirm(path)
        self.tally(dataset, same=1)

    def take_away(self, path: str, dataset: str) -> None:
        """Upstream no longer has what an earlier run brought."""
        with disk_errors(self.data / path):
            (self.data / path).unlink(missing_ok=True)
            with suppress(OSError):
                (self.data / path).parent.rmdir()
        self.inventory.remove(path)
        self.tally(dataset, gone=1)
