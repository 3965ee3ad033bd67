"""Locks on folders that one process at a time may change."""

import errno
import fcntl
import os
from pathlib import Path
from typing import BinaryIO

from sitegen.errors import StoreError


def hold(path: Path, refusal: str) -> BinaryIO:
    """The file at `path`, locked until it is closed; the system lets go of it too when a build is killed, so no lock is ever left over.

    Raises StoreError with `refusal` while another process holds it, OSError where the disk refuses.
    """
    while True:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | os.O_CLOEXEC, 0o666), "wb")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.close()
            if error.errno in {errno.EWOULDBLOCK, errno.EACCES}:
                raise StoreError(refusal) from error
            raise
        # Who had the lock may have removed the file between our opening and locking it.
        if _is_at(path, file):
            return file
        file.close()


def _is_at(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False
