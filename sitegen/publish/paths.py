"""Which public paths may exist together on any server and any disk."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen import urls
from sitegen.errors import StoreError
from sitegen.terms import is_device_name


@dataclass(frozen=True, slots=True)
class SiteFile:
    """One file of the site: where it is published, the SHA-256 (hex) and size of its bytes, and which task made it."""

    path: str
    digest: str
    size_bytes: int
    origin: str


def refuse_bad_paths(files: Iterable[SiteFile]) -> None:
    """Raises StoreError for the first path that is unsafe, or that cannot lie beside another; the message names both tasks."""
    taken: dict[str, SiteFile] = {}
    folders: dict[str, SiteFile] = {}
    spelling: dict[str, str] = {}
    for file in files:
        fault = path_fault(file.path)
        if fault:
            raise StoreError(f"{file.path!r}, made by {file.origin}: {fault}; nothing was published")
        folded = file.path.casefold()
        if folded in taken:
            raise _collision(file, taken[folded])
        if folded in folders:
            raise _collision(file, folders[folded])
        taken[folded] = file
        _refuse_bad_folders(file, taken, folders, spelling)


def path_fault(path: str) -> str:
    """Why a path may not be published; empty when it may.

    Allowed: at most 240 characters, parts of ASCII letters, digits, dot, underscore and hyphen, none beginning or ending with a
    dot, none longer than 100, none a Windows device name, and not the names of the manifest's own files. Within the API a part may
    have spaces between, since its addresses are the official ones.
    """
    if path.casefold() in _OURS:
        return "this name is kept for the publisher's own file"
    if len(path) > 240:
        return "longer than 240 characters"
    allowed = _PART_OF_API if path.startswith(urls.API) else _PART
    for part in path.split("/"):
        if not allowed.fullmatch(part) or len(part) > 100:
            return f"unsafe part {part[:40]!r}"
        if is_device_name(part):
            return f"{part!r} is a device name on Windows"
    return ""


_OURS = frozenset({urls.MANIFEST.casefold(), urls.CHECKSUMS.casefold(), urls.SIBLINGS.casefold()})
_PART = re.compile(r"[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?", re.ASCII)
_PART_OF_API = re.compile(r"[A-Za-z0-9_-](?:[A-Za-z0-9._ -]*[A-Za-z0-9_-])?", re.ASCII)


def _refuse_bad_folders(file: SiteFile, taken: dict[str, SiteFile], folders: dict[str, SiteFile], spelling: dict[str, str]) -> None:
    folder = file.path.rpartition("/")[0]
    while folder:
        known = spelling.get(folder.casefold())
        if known == folder:
            return
        folded = folder.casefold()
        if known is not None:
            raise _collision(file, folders[folded])
        if folded in taken:
            raise _collision(file, taken[folded])
        spelling[folded], folders[folded] = folder, file
        folder = folder.rpartition("/")[0]


def _collision(one: SiteFile, other: SiteFile) -> StoreError:
    return StoreError(
        f"{one.path!r}, made by {one.origin}, and {other.path!r}, made by {other.origin}, cannot both be published "
        "(the same name on some disks, or a file and a folder); nothing was published"
    )
