"""Whether the manifest and the folder are the same list of files."""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from sitegen import urls
from sitegen.publish.assemble import walk
from sitegen.publish.checks.facts import Finding
from sitegen.publish.manifest import Manifest, checksums_bytes
from sitegen.publish.paths import path_fault


def list_files(folder: Path) -> tuple[dict[str, int], list[Finding]]:
    """Every plain file with its size in bytes, sorted by path, and what else lies in the folder."""
    files: dict[str, int] = {}
    findings: list[Finding] = []
    for path, found in sorted(walk(folder)):
        if stat.S_ISREG(found.st_mode):
            files[path] = found.st_size
        else:
            findings.append(Finding("manifest", path, "is a link or special file; a site holds plain files only"))
    return files, findings


def listing_findings(folder: Path, files: Mapping[str, int], manifest: Manifest | None) -> Iterator[Finding]:
    """Where the manifest and the folder differ in paths or sizes, and where the checksum file differs from both."""
    if manifest is None:
        yield Finding("manifest", urls.manifest(), "is missing, or was not made by this command")
        return
    own = {urls.manifest(), urls.checksums()}
    for path in sorted({*files, *manifest.files} - own):
        fault = _difference(files.get(path), manifest.files.get(path)) or path_fault(path)
        if fault:
            yield Finding("manifest", path, fault)
    sums = folder / urls.checksums()
    if not sums.is_file() or sums.read_bytes() != checksums_bytes(manifest, (folder / urls.manifest()).read_bytes()):
        yield Finding("manifest", urls.checksums(), "is missing, or does not say what the manifest says")


def _difference(size: int | None, entry: tuple[str, int] | None) -> str:
    if entry is None:
        return "is not in the manifest"
    if size is None:
        return "is in the manifest but not in the folder"
    return "" if size == entry[1] else f"has {size:,} bytes; the manifest says {entry[1]:,}"


def digest_findings(path: str, data: bytes, digest: str) -> Iterator[Finding]:
    """Bytes that are not the manifest's."""
    if sha256(data).hexdigest() != digest:
        yield Finding("manifest", path, "has other bytes than the manifest says")
