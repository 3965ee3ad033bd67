"""Puts a finished folder in the place of the published one, so that at every moment one whole site is there."""

import ctypes
import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sitegen import urls
from sitegen.errors import ConfigError
from sitegen.locks import hold
from sitegen.publish.assemble import walk
from sitegen.publish.disk import disk_errors
from sitegen.publish.manifest import read_manifest


def staging_folder(output: Path) -> Path:
    """Where the next site is assembled: beside the output, on the same disk."""
    return output.with_name(f".{output.name}.new")


def retired_folder(output: Path) -> Path:
    """Where the replaced site waits, on systems that cannot exchange two folders in one step."""
    return output.with_name(f".{output.name}.old")


def plain_folder(folder: Path) -> Path:
    """The same folder without detours like ``a/../a``, which would lead through the very folder that is replaced."""
    return folder.parent.resolve() / folder.name if ".." in folder.parts and folder.name != ".." else folder


def refuse_overlap(output: Path, cache: Path, data: Path) -> None:
    """Raises ConfigError when the output is no folder with a name, or one of the three lies in another, where a build would remove or misread it.

    An output folder in a published site is refused too: that site's next build would find files in it that it did not make.
    """
    _refuse_unusable(output)
    for around in output.resolve().parents:
        if read_manifest(around) is not None:
            raise ConfigError(f"--output {output}: lies in {around}, which holds a site already; name a folder outside it")
    for flag, kept in (("--cache", cache), ("--data", data)):
        for replaced in (output, staging_folder(output), retired_folder(output)):
            if kept.resolve().is_relative_to(replaced.resolve()):
                raise ConfigError(f"{flag} {kept}: lies in {replaced}, which a build replaces; name a folder outside it")
    for flag, inner, what, outer in (
        ("--output", output, "the cache", cache),
        ("--output", output, "the data folder", data),
        ("--cache", cache, "the data folder", data),
        ("--data", data, "the cache", cache),
    ):
        if inner.resolve().is_relative_to(outer.resolve()):
            raise ConfigError(f"{flag} {inner}: lies in {what} {outer}; name a folder outside it")


def standing(output: Path) -> tuple[int, int] | None:
    """Which folder is published, or moved aside for a moment: another one after a swap; None when there is none."""
    if not output.name:
        return None
    for folder in (output, retired_folder(output)):
        with suppress(OSError):
            found = folder.lstat()
            return found.st_dev, found.st_ino
    return None


@contextmanager
def publishing(output: Path) -> Iterator[None]:
    """Holds `output` for one build: refuses a folder that is not ours or in use, and clears up after a build that was stopped.

    Raises ConfigError when `output` is a link or a file, or holds anything this generator did not make, and StoreError when another build holds it.
    """
    _refuse_unusable(output)
    with disk_errors(output.parent):
        output.parent.mkdir(parents=True, exist_ok=True)
    with _lock(output):
        recover(output)
        _refuse_foreign(output)
        try:
            yield
        finally:
            recover(output)


def recover(output: Path) -> None:
    """Clear up what a stopped build left: a half-made folder goes, a published site that was moved aside comes back."""
    with disk_errors(output):
        retired = retired_folder(output)
        if not os.path.lexists(output) and retired.is_dir() and not retired.is_symlink():
            retired.rename(output)
    _remove(retired)
    _remove(staging_folder(output))


def swap(output: Path) -> None:
    """Publish the staging folder as `output` and remove the site it replaces; raises StoreError, the old site then still in place.

    Refuses once more what the old manifest does not name: a build is long, and something may have been put there meanwhile.
    """
    _refuse_foreign(output)
    exchange(staging_folder(output), output)


def exchange(staging: Path, output: Path) -> None:
    """Put a finished folder in the place of another, in one step where the system can; raises StoreError, the other then in its place still."""
    with disk_errors(output):
        sync_disk(staging)
        if not output.is_dir():
            staging.rename(output)
        elif not _exchange_folders(staging, output):
            retired = retired_folder(output)
            output.rename(retired)
            try:
                staging.rename(output)
            except OSError:
                retired.rename(output)
                raise
        sync_disk(output.parent)
    _remove(retired_folder(output))
    _remove(staging)


def _refuse_unusable(output: Path) -> None:
    if output.name in {"", ".", ".."}:
        raise ConfigError(f"--output {output}: give the name of a folder, like output")
    if output.is_symlink():
        raise ConfigError(f"--output {output}: is a link; give the folder itself")
    if output.exists() and not output.is_dir():
        raise ConfigError(f"--output {output}: is a file; choose another name")


def _refuse_foreign(output: Path) -> None:
    _refuse_unusable(output)
    if not output.exists():
        return
    with disk_errors(output):
        present = {path for path, _found in walk(output)}
        empty = not any(output.iterdir())
    manifest = read_manifest(output)
    if manifest is None:
        if empty:
            return
        raise ConfigError(f"--output {output}: holds files this command did not make; choose another folder, or empty it yourself")
    ours = manifest.files.keys() | {urls.MANIFEST, urls.CHECKSUMS, urls.SIBLINGS}
    # An operator may have compressed the files for a server; what is left of that is worth nothing after a build.
    foreign = min((path for path in present - ours if path.removesuffix(".gz").removesuffix(".br") not in ours), default=None)
    if foreign is not None:
        raise ConfigError(f"{output}: holds {foreign}, which this program did not make; move it away, or name another folder with --output")


@contextmanager
def _lock(output: Path) -> Iterator[None]:
    path = output.with_name(f".{output.name}.lock")
    with disk_errors(path):
        held = hold(path, f"{output}: another build is writing here; wait until it ends, or give another --output")
    with held:
        try:
            yield
        finally:
            path.unlink(missing_ok=True)


_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_RENAME_SWAP = 2


def _exchange_folders(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system or the disk has no such call."""
    libc = ctypes.CDLL(None, use_errno=True)
    left, right = os.fsencode(one), os.fsencode(other)
    if hasattr(libc, "renameat2"):
        failed = libc.renameat2(_AT_FDCWD, left, _AT_FDCWD, right, _RENAME_EXCHANGE)
    elif hasattr(libc, "renamex_np"):
        failed = libc.renamex_np(left, right, _RENAME_SWAP)
    else:
        return False
    if not failed:
        return True
    code = ctypes.get_errno()
    if code in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}:
        return False
    raise OSError(code, os.strerror(code), str(other))


def sync_disk(folder: Path) -> None:
    """Have the disk keep all that was written under a folder, once, instead of once a file."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        os.sync()
        return
    held = os.open(folder, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
    try:
        if libc.syncfs(held):
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(held)


def _remove(path: Path) -> None:
    with disk_errors(path):
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)
