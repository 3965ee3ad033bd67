"""The whole site as a folder beside the output: unchanged files linked from what is published, the others written."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from sitegen import urls
from sitegen.publish.disk import disk_errors
from sitegen.publish.manifest import Manifest, checksums_bytes, manifest_bytes
from sitegen.publish.paths import SiteFile, refuse_bad_paths
from sitegen.publish.record import Published, Record
from sitegen.publish.siblings import list_bytes


@dataclass(frozen=True, slots=True)
class Assembled:
    """A finished folder: how it will be recorded, how many files were written and how many linked."""

    record: Record
    written: frozenset[str]
    linked: int
    size_bytes: int


def complete(manifest: Manifest, files: Sequence[SiteFile]) -> Manifest:
    """The manifest with every file in it; raises StoreError for paths that are unsafe or collide."""
    refuse_bad_paths(files)
    return replace(manifest, files={file.path: (file.digest, file.size_bytes) for file in files})


def still_published(manifest: Manifest, output: Path, record: Record, siblings: Mapping[str, str] = MappingProxyType({})) -> Record | None:
    """The record as the disk has it now, when `output` holds exactly this site, untouched: then there is nothing to do. Else None."""
    wanted = _digests(manifest, siblings)
    wanted |= {path: sha256(own).hexdigest() for path, own in _own_files(manifest, siblings)}
    if wanted != {path: file.digest for path, file in record.files.items()} or output.is_symlink() or not output.is_dir():
        return None
    files: dict[str, Published] = {}
    with disk_errors(output):
        for path, found in walk(output):
            known = record.files.get(path)
            seen = known.seen_at(output / path, found) if known is not None else None
            if seen is None:
                return None
            files[path] = seen
    return replace(record, files=files) if len(files) == len(record.files) else None


def settled(record: Record, output: Path) -> Record:
    """The record of a site that was just swapped into place: linking its files and removing the old site has changed their inodes."""
    with disk_errors(output):
        seen = {path: record.files[path].settled(found) for path, found in walk(output) if path in record.files}
    return replace(record, files={**record.files, **seen})


def assemble(
    manifest: Manifest,
    read: Callable[[str], bytes],
    staging: Path,
    output: Path,
    record: Record,
    siblings: Mapping[str, str] = MappingProxyType({}),
) -> Assembled:
    """Make the complete folder `staging`, which must not exist; `read` gives the bytes of a path, and raises where they are not those of its digest.

    `siblings` are compressed ones, by path with their digests.
    A file is linked, not written, when `output` still holds the very file that `record` says has these bytes.
    Raises StoreError when the disk refuses.
    """
    folders = _Folders(staging)
    files: dict[str, Published] = {}
    written: set[str] = set()
    with disk_errors(staging):
        staging.mkdir()
        for path, digest in _digests(manifest, siblings).items():
            target = folders.place(path)
            known = record.files.get(path)
            if known is not None and known.digest == digest and _link(known, output / path, target):
                files[path] = known
                continue
            files[path] = _write(target, read(path), digest)
            written.add(path)
        for path, data in _own_files(manifest, siblings):
            files[path] = _write(folders.place(path), data, sha256(data).hexdigest())
    size = sum(file.size_bytes for file in files.values())
    return Assembled(Record(record.checker, files), frozenset(written), len(manifest.files) + len(siblings) - len(written), size)


def walk(folder: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Every entry under a folder that is not itself a folder, as public path and its own stat; links are not followed."""
    waiting = [("", str(folder))]
    while waiting:
        prefix, place = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((f"{path}/", entry.path))
                else:
                    yield path, entry.stat(follow_symlinks=False)


def _digests(manifest: Manifest, siblings: Mapping[str, str]) -> dict[str, str]:
    return {path: digest for path, (digest, _size) in manifest.files.items()} | {**siblings}


def _own_files(manifest: Manifest, siblings: Mapping[str, str]) -> tuple[tuple[str, bytes], ...]:
    data = manifest_bytes(manifest)
    listed = ((urls.SIBLINGS, list_bytes(siblings)),) if siblings else ()
    return (urls.MANIFEST, data), (urls.CHECKSUMS, checksums_bytes(manifest, data)), *listed


class _Folders:
    """Makes each folder of the tree once."""

    def __init__(self, root: Path) -> None:
        self.root = str(root)
        self.made = {""}

    def place(self, path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in self.made:
            os.makedirs(f"{self.root}/{folder}", exist_ok=True)  # noqa: PTH103  one string, not a Path, for each of half a million files
            self.made.add(folder)
        return f"{self.root}/{path}"


def _link(known: Published, source: Path, target: str) -> bool:
    try:
        if known.seen_at(source, source.lstat()) is None:
            return False
        os.link(source, target, follow_symlinks=False)
    except OSError:
        # Gone, or a disk without hard links: the bytes are written instead.
        return False
    return True


def _write(target: str, data: bytes, digest: str) -> Published:
    file = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0), 0o666)
    with os.fdopen(file, "wb", buffering=0) as out:
        view = memoryview(data)
        while view:
            view = view[out.write(view) :]
        found = os.fstat(out.fileno())
    return Published(digest, found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns)
