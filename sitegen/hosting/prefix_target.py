"""A folder to publish into whose releases are folders themselves: readers go from one to the next in one step, when a link is replaced."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen.hosting.folder_target import UNFINISHED, FolderTarget
from sitegen.proof import keys

CURRENT = "current"
"""The link to the release that stands: what a web server is given as its folder."""

_NAMED = "site-"
_BESIDE = ".publishing"
_ASIDE = (keys.LOCK, keys.PROBE, UNFINISHED)
_OF_RELEASES = (f"{keys.FOLDER}blobs/", f"{keys.FOLDER}segments/")


class PrefixTarget(FolderTarget):
    """Everything lies in `site-000001/`, `site-000002/` and so on, whole sites each; a file that two have is one file with two names.

    The folder before the one that stands is kept until the next is made. What is no reader's, the lock say, lies beside them.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.served = str(folder.absolute() / CURRENT)
        self._tree = self._standing()

    def copy_all(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Put pages in place in a new folder, which readers get once the last is there."""
        before, given = self._tree, False
        try:
            for source, key in pairs:
                if not given:
                    given = True
                    self._make_next()
                self._name(source, key)
                yield key
        except BaseException:
            self._tree = before
            self._made.clear()
            raise
        if given:
            self.settle()
            with self._refusing(CURRENT):
                self._point()

    def delete_all(self, names: Iterable[str]) -> None:
        """Remove files, and with any of the site's the earlier folder, which has them under further names."""
        doomed = list(names)
        if any(not name.startswith(keys.FOLDER) or name.startswith(_OF_RELEASES) for name in doomed):
            with self._refusing(CURRENT):
                self._remove_others()
        super().delete_all(doomed)

    @contextmanager
    def locked(self) -> Iterator[Callable[[], None]]:
        """As of a folder."""
        with super().locked() as confirm:
            self._tree = self._standing()
            yield confirm

    def _path(self, key: str) -> str:
        inside = _BESIDE if key.startswith(_ASIDE) else self._tree
        return f"{self._root}/{inside}/{key}"

    def _place(self, key: str) -> str:
        path = self._path(key)
        folder = path.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(folder, exist_ok=True)
            self._made.add(folder)
        return path

    def _standing(self) -> str:
        """The folder that stands; before the first release has been put in place, the one it is made in."""
        try:
            return os.readlink(f"{self._root}/{CURRENT}")
        except OSError:
            return f"{_NAMED}{1:06d}"

    def _make_next(self) -> None:
        """A folder in which everything that stands has a second name; the first release needs none beside it."""
        if not os.path.islink(f"{self._root}/{CURRENT}"):
            return
        made = f"{_NAMED}{int(self._tree.removeprefix(_NAMED)) + 1:06d}"
        old, new = f"{self._root}/{self._tree}", f"{self._root}/{made}"
        with self._refusing(CURRENT):
            self._remove_others()
            for folder, _folders, names in os.walk(old):
                inside = new + folder.removeprefix(old)
                os.mkdir(inside)
                for name in names:
                    _second_name(f"{folder}/{name}", f"{inside}/{name}")
            self._tree = made

    def _point(self) -> None:
        fresh = f"{self._root}/.{CURRENT}.new"
        with suppress(FileNotFoundError):
            os.unlink(fresh)
        os.symlink(self._tree, fresh)
        os.replace(fresh, f"{self._root}/{CURRENT}")

    def _remove_others(self) -> None:
        self._made.clear()
        for path in Path(self._root).glob(f"{_NAMED}*"):
            if path.name != self._tree:
                shutil.rmtree(path)


def _second_name(path: str, other: str) -> None:
    try:
        os.link(path, other)
    except OSError as error:
        # A disk gives a file only so many names: bytes that tens of thousands of paths share reach that.
        if error.errno != errno.EMLINK:
            raise
        shutil.copy2(path, other)


def is_by_prefix(folder: Path) -> bool:
    """Whether a folder has releases as folders already."""
    return (folder / CURRENT).is_symlink() or (folder / f"{_NAMED}{1:06d}").is_dir()


def can_link(folder: Path) -> bool:
    """Whether the disk of a folder, which need not be there yet, gives files a second name and has links."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    one, other, link = (there / f".{os.getpid()}.link-{number}" for number in (1, 2, 3))
    try:
        one.touch(exist_ok=False)
        os.link(one, other)
        link.symlink_to(one.name)
    except PermissionError:
        # Nothing can be written here at all, which will be told.
        return os.access(there, os.W_OK) is False
    except OSError:
        return False
    finally:
        for path in (one, other, link):
            with suppress(OSError):
                path.unlink(missing_ok=True)
    return True
