"""A folder to publish into, on a disk or a mounted share: whole files appear and are replaced in one step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import count
from pathlib import Path

from sitegen.errors import StoreError, TargetError
from sitegen.hosting.headers import Headers
from sitegen.hosting.target import Sent
from sitegen.locks import hold
from sitegen.proof import keys
from sitegen.proof.reader import Found
from sitegen.publish.disk import disk_errors
from sitegen.publish.swap import sync_disk

UNFINISHED = "release/.new"
"""Where a file is written before it gets its name."""

_PIECE = 1 << 20
"""Bytes of a file that are compared at once: a national site's manifest is 64 MB."""


class FolderTarget:
    """Keys are paths below the folder; files lie there as they are, since a web server compresses by itself."""

    flat = False

    def __init__(self, folder: Path) -> None:
        self.url = folder.absolute().as_uri()
        self._root = str(folder.absolute())
        self._made: set[str] = set()
        self._number = count()

    def read(self, key: str) -> Found | None:
        """What lies at a key; None: nothing."""
        try:
            with disk_errors(Path(self._path(key))), suppress(FileNotFoundError, NotADirectoryError):
                data = Path(self._path(key)).read_bytes()
                return Found(data, sha256(data).hexdigest())
        except StoreError as error:
            raise TargetError(str(error)) from error
        return None

    def create(self, key: str, data: bytes, headers: Headers) -> bool:
        """Put a file where none is yet."""
        del headers
        with self._refusing(key):
            unfinished = self._write(data)
            try:
                os.link(unfinished, self._place(key))
            except FileExistsError:
                return False
            finally:
                os.unlink(unfinished)
        return True

    def replace(self, key: str, data: bytes, headers: Headers, mark: str) -> bool:
        """Put a file in place of the one that was read with this mark; only whoever holds the lock asks for it."""
        found = self.read(key)
        if found is None or found.mark != mark:
            return False
        self._put(key, data)
        return True

    def put_all(self, objects: Iterable[Sent], *, once: bool) -> Iterator[int]:
        """Put files one after the other; `once`: where a file with the same bytes is already, it is left."""
        for sent in objects:
            data = sent.data()
            if not (once and self._has(sent.key, data)):
                self._put(sent.key, data)
            yield len(data)

    def copy_all(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Give files a second name, or copy them where the disk has no links."""
        for source, key in pairs:
            self._name(source, key)
            yield key

    def read_all(self, names: Iterable[str]) -> Iterator[tuple[str, Found | None]]:
        """What lies at many keys, in their order."""
        for key in names:
            yield key, self.read(key)

    def settle(self) -> None:
        """Returns once the disk has all that was put."""
        with self._refusing(""):
            sync_disk(Path(self._root))

    def delete_all(self, names: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then."""
        for key in names:
            with self._refusing(key), suppress(FileNotFoundError):
                os.unlink(self._path(key))
                with suppress(OSError):
                    os.removedirs(os.path.dirname(self._path(key)))
        self._made.clear()

    @contextmanager
    def locked(self) -> Iterator[Callable[[], None]]:
        """Holds the folder by a lock of the system, which ends with its holder; what an earlier one left half-written goes."""
        with self._refusing(keys.LOCK):
            path = Path(self._place(keys.LOCK))
        try:
            held = hold(path, f"{self.url}: another publisher is writing here; wait until it ends")
        except StoreError as error:
            raise TargetError(str(error)) from error
        except OSError as error:
            with self._refusing(keys.LOCK):
                raise error
        with held:
            shutil.rmtree(self._path(UNFINISHED), ignore_errors=True)
            self._made.clear()
            try:
                yield lambda: None
            finally:
                shutil.rmtree(self._path(UNFINISHED), ignore_errors=True)
                path.unlink(missing_ok=True)

    def _name(self, source: str, key: str) -> None:
        with self._refusing(key):
            unfinished = self._unfinished()
            try:
                os.link(self._path(source), unfinished)
            except FileNotFoundError as error:
                raise TargetError(f"{self.url}: {source} is not there, though a release needs it; publish again from the built site") from error
            except OSError:
                shutil.copyfile(self._path(source), unfinished)
            os.replace(unfinished, self._place(key))
            with suppress(FileNotFoundError):
                # Two names of one file: the system then leaves the first where it was.
                os.unlink(unfinished)

    def _has(self, key: str, data: bytes) -> bool:
        try:
            with open(self._path(key), "rb") as file:
                pieces = (data[start : start + _PIECE] for start in range(0, len(data), _PIECE))
                return os.fstat(file.fileno()).st_size == len(data) and all(file.read(_PIECE) == piece for piece in pieces)
        except OSError:
            return False

    def _put(self, key: str, data: bytes) -> None:
        with self._refusing(key):
            os.replace(self._write(data), self._place(key))

    def _write(self, data: bytes) -> str:
        unfinished = self._unfinished()
        with open(unfinished, "xb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
        return unfinished

    def _unfinished(self) -> str:
        return self._place(f"{UNFINISHED}/{os.getpid()}-{next(self._number)}")

    def _path(self, key: str) -> str:
        return f"{self._root}/{key}"

    def _place(self, key: str) -> str:
        folder = key.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(f"{self._root}/{folder}", exist_ok=True)
            self._made.add(folder)
        return self._path(key)

    @contextmanager
    def _refusing(self, key: str) -> Iterator[None]:
        try:
            with disk_errors(Path(self._path(key))):
                yield
        except StoreError as error:
            raise TargetError(str(error)) from error
