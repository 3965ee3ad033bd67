"""What an operator is told when the disk refuses."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.errors import StoreError

_ADVICE = {
    errno.ENOSPC: "the disk is full (bytes or inodes); free some space",
    errno.EDQUOT: "the disk quota is used up; free some space",
    errno.EFBIG: "the file is larger than this system allows; raise the limit",
    errno.EACCES: "permission denied; check who owns the folder",
    errno.EPERM: "not permitted; check who owns the folder",
    errno.EROFS: "the disk is read-only; choose another folder",
    errno.EBUSY: "the folder itself is in use, perhaps as a mount point; give a folder inside it",
    errno.EXDEV: "the folder lies on another disk than its parent, perhaps as a mount point; give a folder inside it",
    errno.EMFILE: "too many open files; raise the limit",
    errno.ENAMETOOLONG: "the name is too long for this disk; choose a folder with a shorter path",
    errno.ENOENT: "a folder on the way to it is not there and cannot be made; choose another",
    errno.ENOTDIR: "a part of the path to it is a file, not a folder; choose another",
    errno.EIO: "the disk failed to read or write; check the disk",
}


def disk_advice(error: OSError) -> str:
    """What happened and what to do about it, half a line."""
    return _ADVICE.get(error.errno or 0) or f"cannot be read or written ({error.strerror or error}); check it"


def write_in_one_step(path: Path, data: bytes) -> None:
    """Write a file and its folder, so that a stop leaves the old file as it was; raises StoreError."""
    with disk_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        try:
            fresh.write_bytes(data)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def read_file(folder: Path, path: str) -> bytes:
    """The bytes at a public path of a site; to make a Path of each of half a million files takes longer than to read it."""
    with open(f"{folder}/{path}", "rb", buffering=0) as file:  # noqa: PTH123  see above
        return file.read()


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turns whatever the disk refuses inside into one StoreError naming the file, or else `path`."""
    try:
        yield
    except OSError as error:
        named = error.filename2 or error.filename
        # What is removed with all that is in it is named without its folder.
        where = path if named is None or Path(os.fsdecode(named)).name == named else named
        raise StoreError(f"{where}: {disk_advice(error)}, then run the same command again") from error
