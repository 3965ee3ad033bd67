"""Whether the manifest and the folder are the same list of files."""

import stat
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from sitegen import urls
from sitegen.publish.assemble import walk
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.site import Site
from sitegen.publish.manifest import checksums_bytes
from sitegen.publish.paths import path_fault


def list_files(folder: Path) -> tuple[dict[str, int], tuple[str, ...]]:
    """Every plain file with its size in bytes, sorted by path, and the paths of what else lies in the folder."""
    found = sorted(walk(folder))
    plain = {path: about.st_size for path, about in found if stat.S_ISREG(about.st_mode)}
    return plain, tuple(path for path, _about in found if path not in plain)


def _of_site(site: Site) -> Iterator[Finding]:
    """Where the manifest and the folder differ in paths or sizes, and where the checksum file differs from both."""
    for path in site.strays:
        yield Finding("manifest", path, "is a link or special file; a site holds plain files only")
    if site.manifest is None:
        yield Finding("manifest", urls.MANIFEST, "is missing, or was not made by this command")
        return
    own = {urls.MANIFEST, urls.CHECKSUMS}
    for path in sorted({*site.files, *site.manifest.files} - own):
        fault = _difference(site.files.get(path), site.manifest.files.get(path)) or path_fault(path)
        if fault:
            yield Finding("manifest", path, fault)
    sums = site.folder / urls.CHECKSUMS
    if not sums.is_file() or sums.read_bytes() != checksums_bytes(site.manifest, (site.folder / urls.MANIFEST).read_bytes()):
        yield Finding("manifest", urls.CHECKSUMS, "is missing, or does not say what the manifest says")


def _difference(size: int | None, entry: tuple[str, int] | None) -> str:
    if entry is None:
        return "is not in the manifest"
    if size is None:
        return "is in the manifest but not in the folder"
    return "" if size == entry[1] else f"has {size:,} bytes; the manifest says {entry[1]:,}"


def _of_file(file: File) -> Facts | None:
    if not file.digest or sha256(file.data).hexdigest() == file.digest:
        return None
    return Facts((Finding("manifest", file.path, "has other bytes than the manifest says"),))


CHECK = Check("manifest", "the manifest lists every file with its true size and SHA-256", of_file=_of_file, of_site=_of_site)
