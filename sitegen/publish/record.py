"""What was last published into a folder, as the disk had it: lets the next build leave unchanged files alone."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import file_digest, sha256
from pathlib import Path

from sitegen.publish.disk import write_in_one_step

_RECORD = re.compile(r"(?:[0-9a-f]{16}\.json|(?:[0-9a-f]{16}|checked)\.\d+\.tmp)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Published:
    """One published file: SHA-256 of its bytes; size, modification time and inode when it was written; when its inode last changed.

    The last cannot be set back: bytes changed in place, their time restored, have another. A link more or less changes it too, so where
    it differs the bytes decide.
    """

    digest: str
    size_bytes: int
    mtime_ns: int
    inode: int
    changed_ns: int = 0

    def seen_at(self, path: str | Path, found: os.stat_result) -> Published | None:
        """This file as the disk has it now, where it still is the very one that was written, byte for byte; else None. Raises OSError."""
        if (found.st_size, found.st_mtime_ns, found.st_ino) != (self.size_bytes, self.mtime_ns, self.inode):
            return None
        if found.st_ctime_ns == self.changed_ns:
            return self
        with Path(path).open("rb") as file:
            same = file_digest(file, "sha256").hexdigest() == self.digest
        return replace(self, changed_ns=found.st_ctime_ns) if same else None

    def settled(self, found: os.stat_result) -> Published:
        """This file with the time of its newest link, where it is the one that was just published."""
        return replace(self, changed_ns=found.st_ctime_ns) if found.st_ino == self.inode and found.st_mtime_ns == self.mtime_ns else self


@dataclass(frozen=True, slots=True)
class Record:
    """Every file last published into a folder, by path, and the version of the checks that passed it."""

    checker: str = ""
    files: Mapping[str, Published] = field(default_factory=dict)


def record_path(cache: Path, output: Path) -> Path:
    """Where the record of an output folder is kept: one for each folder, however it is spelled, in the cache."""
    name = sha256(os.fsencode(output.resolve())).hexdigest()[:16]
    return cache / "published" / f"{name}.json"


def checked_path(cache: Path) -> Path:
    """Where it is kept what the checks learned of each file."""
    return cache / "published" / "checked"


def remembered_files(cache: Path) -> list[Path]:
    """All that is kept in the cache about output folders: records, and what the checks learned."""
    kept = (cache / "published").glob("*")
    return sorted(path for path in kept if path == checked_path(cache) or _RECORD.fullmatch(path.name))


def load_record(path: Path) -> Record:
    """The record; empty when there is none or it is damaged, so that everything is written again."""
    try:
        found = json.loads(path.read_bytes())
        files = {str(name): Published(str(e[0]), int(e[1]), int(e[2]), int(e[3]), int(e[4])) for name, e in found["files"].items()}
        return Record(str(found["checker"]), files)
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return Record()


def save_record(path: Path, record: Record) -> None:
    """Write the record in one step, so that a stop leaves the old one; raises StoreError."""
    files = {name: [file.digest, file.size_bytes, file.mtime_ns, file.inode, file.changed_ns] for name, file in sorted(record.files.items())}
    write_in_one_step(path, json.dumps({"checker": record.checker, "files": files}, separators=(",", ":")).encode())
