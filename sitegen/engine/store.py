"""The store: what tasks made, by digest, and the ledger, in a cache folder that one build uses at a time.

Everything in it can be made again. A blob is written beside its place and renamed: it is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple

from sitegen.engine.ledger import Ledger, Ref, has_ledger, refuse_foreign_ledger, store_errors
from sitegen.errors import DamagedError, StoreError
from sitegen.locks import hold
from sitegen.raw import MadeFile

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_HALF_WRITTEN = re.compile(r"[0-9a-f]{32}", re.ASCII)
"""Names this store gives its files: nothing called otherwise is ever deleted."""


PACK = "pack"
"""The label of a files task's bytes; what it lists them in has none."""
NO_STORE = "there is no cache here; name the build's own with --cache, or build first"


class FileRef(NamedTuple):
    """One published file: its path and digest, and where its bytes lie."""

    path: str
    digest: str
    size_bytes: int
    pack: str
    offset: int


@dataclass(frozen=True, slots=True)
class Store:
    """Blobs for all, the ledger for the process that runs the build."""

    blobs: Blobs
    ledger: Ledger

    def prune(self, most_bytes: int) -> Pruned:
        """Delete what was not used for longest until the rest fits; what the newest build used stays whatever its size."""
        wanted = self.ledger.prune(most_bytes)
        freed = kept = 0
        with store_errors(self.blobs.folder):
            for path in _blobs(self.blobs.folder):
                size = path.stat().st_size
                if path.name in wanted:
                    kept += size
                else:
                    path.unlink()
                    freed += size
        return Pruned(freed, kept)


class Pruned(NamedTuple):
    """What a clearing freed and what is left, in bytes of blobs."""

    freed_bytes: int
    kept_bytes: int


def has_store(folder: Path) -> bool:
    """True where the folder holds a store that can be asked; nothing is made. Raises StoreError for a folder of something else."""
    with store_errors(folder):
        _refuse_foreign(folder)
        refuse_foreign_ledger(folder)
    return has_ledger(folder)


@contextmanager
def ask_store(folder: Path) -> Iterator[Store]:
    """The store in a folder as it stands, also while a build has it open: no file changes. Raises StoreError where there is none."""
    if not has_store(folder):
        older = "the cache here is another version's; build first" if (folder / "ledger.sqlite").is_file() else NO_STORE
        raise StoreError(f"{folder}: {older}")
    with closing(Ledger(folder, asked=True)) as ledger:
        yield Store(Blobs(folder), ledger)


@contextmanager
def open_store(folder: Path, *, make: bool = True, ledger: type[Ledger] = Ledger) -> Iterator[Store]:
    """The store in a folder, made where missing; raises StoreError for a folder of something else, and while another build has it open.

    With `make` false also for a folder without a store.
    """
    with store_errors(folder):
        _refuse_foreign(folder)
        if not make and not (folder / "ledger.sqlite").is_file():
            raise StoreError(f"{folder}: {NO_STORE}")
        for name in ("blobs", "new"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    with _lock(folder):
        with store_errors(folder):
            _sweep(folder)
        with closing(ledger(folder)) as opened:
            try:
                yield Store(Blobs(folder), opened)
            except DamagedError as error:
                # A disk seldom damages one file: without a look at all of them each would cost a build of its own.
                others = _remove_damaged(folder)
                more = f"; {others:,} more that were damaged too have been removed with it" if others else ""
                raise DamagedError(f"{error}{more}") from error


def remove_store(folder: Path, beside: Iterable[Path] = ()) -> int:
    """Delete all that a store keeps in a folder, its ledger last, and the files `beside` it that its owner named; the bytes freed.

    What else lies there stays, and with it the folder. Raises StoreError for a folder that is no store or holds another
    program's ledger, and while a build has it open.
    """
    with store_errors(folder):
        _refuse_foreign(folder)
        if not (folder / "ledger.sqlite").is_file():
            raise StoreError(f"{folder}: holds no cache; nothing was changed")
    freed = 0
    with _lock(folder), store_errors(folder):
        refuse_foreign_ledger(folder)
        _sweep(folder)
        ledger = [folder / f"ledger.sqlite{ending}" for ending in ("", "-wal", "-shm")]
        removed = (*_blobs(folder), *beside, *filter(Path.is_file, ledger))
        for path in removed:
            freed += path.stat().st_size
            path.unlink()
        for made in sorted({*(path.parent for path in removed), *folder.glob("blobs/*"), folder / "blobs", folder / "new"}, reverse=True):
            if made != folder and made.is_dir() and not any(made.iterdir()):
                made.rmdir()
        (folder / "lock").unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
    return freed


def _lock(folder: Path) -> BinaryIO:
    with store_errors(folder):
        return hold(folder / "lock", f"{folder}: another build is using it; wait until it is done, or use another folder")


def _sweep(folder: Path) -> None:
    """Remove what a killed build had half written."""
    for leftover in (folder / "new").glob("*"):
        if _HALF_WRITTEN.fullmatch(leftover.name):
            leftover.unlink()


def _blobs(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("blobs/*/*") if _DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2])


def _remove_damaged(folder: Path) -> int:
    """Remove every blob whose bytes are not those of its name; how many there were."""
    removed = 0
    with store_errors(folder):
        for path in _blobs(folder):
            with path.open("rb") as file:
                sound = hashlib.file_digest(file, "sha256").hexdigest() == path.name
            if not sound:
                path.unlink()
                removed += 1
    return removed


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder}: is a file, not a folder; name a folder with --cache")
    if not folder.exists() or (folder / "ledger.sqlite").is_file():
        return
    # A build stopped at its very beginning leaves two empty folders and an empty lock, and no ledger yet.
    begun = all(
        (entry.name in {"blobs", "new"} and entry.is_dir() and not any(entry.iterdir()))
        or (entry.name == "lock" and entry.is_file() and not entry.stat().st_size)
        for entry in folder.iterdir()
    )
    if not begun:
        raise StoreError(f"{folder}: not empty and not a cache of this program (no ledger.sqlite); name a new folder with --cache")


def open_new(path: Path) -> BinaryIO:
    """A new file to write."""
    return path.open("xb")


@dataclass(frozen=True, slots=True)
class Blobs:
    """Bytes by digest: all that a worker needs of the store. `opener` makes the file to write (a test passes a full disk)."""

    folder: Path
    opener: Callable[[Path], BinaryIO] = open_new

    def path(self, digest: str) -> Path:
        """Where a blob lies."""
        return self.folder / "blobs" / digest[:2] / digest

    def holds(self, ref: Ref) -> bool:
        """True where the blob is there in its full size."""
        try:
            return os.stat(f"{self.folder}/blobs/{ref.digest[:2]}/{ref.digest}").st_size == ref.size_bytes  # noqa: PTH116  5,000 in an idle build
        except OSError:
            return False

    def write(self, chunks: Iterable[bytes], label: str = "") -> Ref:
        """Store the chunks as one blob; raises StoreError where the disk refuses, and leaves nothing half-written."""
        digest, size, new = hashlib.sha256(), 0, self.folder / "new" / uuid.uuid4().hex
        with store_errors(self.folder):
            file = self.opener(new)
        try:
            for chunk in chunks:
                with store_errors(self.folder):
                    file.write(chunk)
                digest.update(chunk)
                size += len(chunk)
            with store_errors(self.folder):
                file.close()
                self.path(digest.hexdigest()).parent.mkdir(exist_ok=True)
                new.replace(self.path(digest.hexdigest()))
        except BaseException:
            with suppress(OSError):
                file.close()
            new.unlink(missing_ok=True)
            raise
        return Ref(label, digest.hexdigest(), size)

    def write_files(self, files: Iterable[tuple[str, bytes]]) -> tuple[Ref, Ref]:
        """Store a stream of (path, bytes) as one pack, all bytes on end, and one index of it."""
        index: list[tuple[str, str, int, int]] = []
        pack = self.write(_listed(files, index), PACK)
        return pack, self.write([json.dumps(index, separators=(",", ":")).encode()], "index")

    def read_file(self, file: FileRef) -> bytes:
        """The bytes of one published file, as `read` gives them."""
        return self._read(self.path(file.pack), file.digest, file.offset, file.size_bytes)

    def head(self, digest: str) -> bytes:
        """The first line of a blob, as it lies on the disk."""
        with store_errors(self.folder), self.path(digest).open("rb") as file:
            return file.readline()

    def read(self, digest: str) -> bytes:
        """The bytes of a blob; one that is damaged is removed and raises StoreError."""
        return self._read(self.path(digest), digest)

    def _read(self, path: Path, digest: str, offset: int = 0, size: int = -1) -> bytes:
        with store_errors(self.folder), path.open("rb") as file:
            file.seek(offset)
            data = file.read(size)
        if hashlib.sha256(data).hexdigest() != digest:
            path.unlink(missing_ok=True)
            raise DamagedError(f"{path}: was damaged on the disk and has been removed; run again to make it anew, all else is kept")
        return data

    def listed(self, index: str) -> Iterator[MadeFile]:
        """What a files task made, by the digest of its index, in the order it was made."""
        return (MadeFile(path, digest, size) for path, digest, size, _offset in json.loads(self.read(index)))

    def files(self, pack: Ref, index: Ref) -> Iterator[FileRef]:
        """The files of a pack, in the order they were made."""
        return (FileRef(path, digest, size, pack.digest, offset) for path, digest, size, offset in json.loads(self.read(index.digest)))


def _listed(files: Iterable[tuple[str, bytes]], index: list[tuple[str, str, int, int]]) -> Iterator[bytes]:
    offset = 0
    for path, data in files:
        index.append((path, hashlib.sha256(data).hexdigest(), len(data), offset))
        offset += len(data)
        yield data
