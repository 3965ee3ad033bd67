"""A site of a few files in two releases, as folders that a build might have written, and what a reader finds of them in a target."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from sitegen.hosting.publish import Published, Signing, publish
from sitegen.hosting.sending import Progress, Release
from sitegen.hosting.site_folder import release_of
from sitegen.hosting.target import Target
from sitegen.proof import keys
from sitegen.proof.standing import pointer_of, read_files, read_record
from sitegen.publish.manifest import Manifest, checksums_bytes, manifest_bytes
from tests.proof.keys import KEY

BASE_URL = "https://example.org/crime/"
SIGNING = Signing(KEY, "", date(2025, 8, 1), 70)

_NAMED = re.compile(r'href="([^"]+)"')


def write_release(
    folder: Path,
    number: int,
    *,
    gone: tuple[str, ...] = (),
    months: tuple[str, str] = ("2025-01", "2025-06"),
    more: Mapping[str, bytes] = MappingProxyType({}),
) -> Path:
    """The folder of release 1, 2, …: two pages that name a style and a tile of their own release, data, and what never changes."""
    style, tile = f"assets/site.{number:010x}.css", f"tiles/crime/2025-06/{number:016x}/5/15/10.mvt"
    files = {
        style: f"body {{ color: #{number:06x} }}".encode(),
        tile: f"tile {number}".encode(),
        "assets/font.00000000aa.woff2": b"the same in every release",
        "index.html": f'<link href="{style}"><a href="gwent/index.html">release {number}</a>'.encode(),
        "gwent/index.html": f'<link href="{style}"><a href="{tile}">map {number}</a>'.encode(),
        "about/index.html": b"<p>the same in every release</p>",
        "data/coverage.csv": f"month,crimes\n2025-06,{number}\n".encode(),
    }
    files = {path: data for path, data in {**files, **more}.items() if path not in gone}
    return write_site(folder, files, f"release-{number}", months)


def write_site(folder: Path, files: Mapping[str, bytes], release: str = "release-1", months: tuple[str, str] = ("2025-01", "2025-06")) -> Path:
    """A folder with these files, and the manifest and checksums that a build would have written of them."""
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    write_lists(folder, {path: (sha256(data).hexdigest(), len(data)) for path, data in files.items()}, release, months)
    return folder


def write_lists(folder: Path, digests: Mapping[str, tuple[str, int]], release: str, months: tuple[str, str]) -> None:
    """The manifest and checksums alone."""
    manifest = Manifest("Crime in Loamshire", release, months, preview=False, invented="", files=digests)
    data = manifest_bytes(manifest)
    (folder / "manifest.json").write_bytes(data)
    (folder / "SHA256SUMS").write_bytes(checksums_bytes(manifest, data))


def put_out(target: Target, release: Release, signing: Signing = SIGNING, approve: Callable[..., None] = lambda *_seen: None) -> Published | None:
    """Publish without asking or showing anything."""
    return publish(target, release, signing, approve, Progress())


def release_in(folder: Path) -> Release:
    """The release in a folder of `write_release`."""
    return release_of(folder, BASE_URL)


def broken_pages(target: Target, pages: tuple[str, ...]) -> list[str]:
    """Pages that can be read and name a file of their release which cannot, or which has other bytes."""
    broken = []
    for page in pages:
        found = target.read(page)
        for named in _NAMED.findall(found.data.decode()) if found else ():
            number = int(re.findall(r"([0-9a-f]{10,16})[./]", named)[0], 16) if keys.is_immutable(named) else 0
            there = target.read(named)
            expected = {f"body {{ color: #{number:06x} }}".encode(), f"tile {number}".encode()}
            if there is None or (number and there.data not in expected):
                broken.append(f"{page} names {named}")
    return broken


def broken_release(target: Target) -> list[str]:
    """Files of the release that the pointer names which are not where they lie for good; none where nothing was published yet."""
    pointer = target.read(keys.POINTER)
    if pointer is None:
        return []
    record = read_record(target, *pointer_of(pointer, target.url))
    wrong = []
    for path, file in read_files(target, record.segments).items():
        found = target.read(keys.holds(path, file.digest))
        if found is None or sha256(found.data).hexdigest() != file.digest:
            wrong.append(path)
    return wrong
