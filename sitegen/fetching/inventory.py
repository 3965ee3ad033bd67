"""What was brought, from where, when and with which digest: `inventory.json`, and the journal that a stopped run goes on from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Lock

import msgspec

from sitegen.errors import InputError
from sitegen.fetching.asking import Known
from sitegen.fetching.upstream import Upstream
from sitegen.publish.disk import disk_errors, write_in_one_step
from sitegen.site_json import to_json

FILE = "inventory.json"
WORK = ".fetching"
"""The folder in the data folder where a run keeps what is not whole yet; empty folders and none are the same."""
_JOURNAL = "journal"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file: its dataset, the address it came from, when its bytes came and when they were last seen to be upstream's."""

    dataset: str
    address: str
    got: str
    checked: str
    sha256: str
    size_bytes: int
    etag: str = ""
    modified: str = ""

    @property
    def known(self) -> Known:
        """What to ask for others with."""
        return Known(self.etag, self.modified)


class _Line(msgspec.Struct, omit_defaults=True):
    path: str
    entry: Entry | None = None
    absent: str = ""
    """When upstream said that it has no such file, and none was here."""


class _File(msgspec.Struct):
    format: int
    files: dict[str, Entry]
    absent: dict[str, str] = {}
    """When upstream last said that it has no such file, by path."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What is told of one file when it is entered."""

    dataset: str
    address: str
    sha256: str
    size_bytes: int
    known: Known


class Inventory:
    """The files that were brought, by path; every change is in the journal before the next begins."""

    def __init__(self, data: Path, now: datetime, fresh_hours: int) -> None:
        self._data, self._now, self._lock = data, now.strftime("%Y-%m-%dT%H:%M:%SZ"), Lock()
        self._journal = data / WORK / _JOURNAL
        file = _read(data / FILE)
        self.entries, self._missed = file.files, file.absent
        self._fresh: set[str] = set()
        self._absent: set[str] = set()
        oldest = (now - timedelta(hours=fresh_hours)).strftime("%Y-%m-%dT%H:%M:%SZ")
        for line in _lines(self._journal):
            if line.absent:
                self._missed[line.path] = line.absent
                if oldest <= line.absent <= self._now:
                    self._absent.add(line.path)
            elif line.entry is None:
                self._drop(line.path)
            else:
                self._missed.pop(line.path, None)
                self.entries[line.path] = line.entry
                if oldest <= line.entry.checked <= self._now:
                    self._fresh.add(line.path)

    def is_fresh(self, path: str) -> bool:
        """Whether the run that was stopped has brought this file, and it is still there."""
        return path in self._fresh and self.known(path) is not None

    def is_absent(self, path: str) -> bool:
        """Whether the run that was stopped was told that upstream has no such file."""
        return path in self._absent and path not in self.entries

    def known(self, path: str) -> Entry | None:
        """The entry of a file that is there as it was brought; None for one that is not, or was changed by another hand."""
        entry = self.entries.get(path)
        try:
            return entry if entry and (self._data / path).stat().st_size == entry.size_bytes else None
        except OSError:
            return None

    def enter(self, path: str, brought: Brought) -> bool:
        """A file has been brought; whether its bytes are others than before."""
        before = self.entries.get(path)
        same = before is not None and before.sha256 == brought.sha256
        got = before.got if before and same else self._now
        known = brought.known
        self._put(path, Entry(brought.dataset, brought.address, got, self._now, brought.sha256, brought.size_bytes, known.etag, known.modified))
        return not same

    def confirm(self, path: str) -> None:
        """Upstream says that it has no other bytes."""
        self._put(path, msgspec.structs.replace(self.entries[path], checked=self._now))

    def remove(self, path: str) -> None:
        """A file is no longer upstream's."""
        self._put(path, None)

    def miss(self, path: str) -> None:
        """Upstream has no such file, and none is here."""
        with self._lock:
            self._missed[path] = self._now
        self._note(_Line(path, absent=self._now))

    def of(self, dataset: str) -> Iterator[str]:
        """The paths of a dataset, sorted."""
        return iter(sorted(path for path, entry in self.entries.items() if entry.dataset == dataset))

    def missed(self) -> Iterator[str]:
        """The paths of which upstream last said that it has no such file, sorted."""
        return iter(sorted(self._missed))

    def close(self, upstream: Upstream, *, done: bool) -> None:
        """Write the inventory; the journal goes when all is `done`, else the next run need not ask for what this one has."""
        about = {name: upstream.about(name) for name in upstream.names if any(entry.dataset == name for entry in self.entries.values())}
        named = {name: {"licence": one.licence, "page": one.page, "publisher": one.publisher} for name, one in about.items()}
        files = {path: msgspec.to_builtins(entry) for path, entry in self.entries.items()}
        write_in_one_step(self._data / FILE, to_json({"absent": self._missed, "datasets": named, "files": files, "format": 1}) + b"\n")
        if done:
            with disk_errors(self._journal):
                self._journal.unlink(missing_ok=True)

    def _put(self, path: str, entry: Entry | None) -> None:
        with self._lock:
            if entry is None:
                self._drop(path)
            else:
                self._missed.pop(path, None)
                self.entries[path] = entry
        self._note(_Line(path, entry))

    def _drop(self, path: str) -> None:
        self.entries.pop(path, None)
        self._missed.pop(path, None)

    def _note(self, line: _Line) -> None:
        with self._lock, disk_errors(self._journal):
            self._journal.parent.mkdir(parents=True, exist_ok=True)
            with self._journal.open("ab") as journal:
                # A stop may have cut the line before: this one begins on its own.
                journal.write(b"\n" + msgspec.json.encode(line) + b"\n")


def _read(path: Path) -> _File:
    if not path.is_file():
        return _File(1, {})
    try:
        return msgspec.json.decode(path.read_bytes(), type=_File)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"{path}: not an inventory ({error}); remove it, and all is asked for anew") from error


def _lines(journal: Path) -> Iterator[_Line]:
    """The lines of a journal; a last one that a stop has cut is none."""
    if journal.is_file():
        for line in journal.read_bytes().split(b"\n"):
            try:
                yield msgspec.json.decode(line, type=_Line)
            except msgspec.DecodeError:
                continue
