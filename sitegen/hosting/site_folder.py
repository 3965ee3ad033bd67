"""A built site as a release to publish: its record, its segments, its files' bytes, each proved as it is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from hashlib import file_digest, sha256
from pathlib import Path

from sitegen import urls
from sitegen.errors import ConfigError, StoreError
from sitegen.hosting.sending import Release
from sitegen.proof.record import Record
from sitegen.proof.segments import File, Segment, cut
from sitegen.publish.disk import disk_errors
from sitegen.publish.manifest import Manifest, read_manifest


def release_of(folder: Path, base_url: str) -> Release:
    """The release in a folder; raises ConfigError where there is no site, or an empty one."""
    manifest = read_manifest(folder)
    if manifest is None or not manifest.files:
        raise ConfigError(f"{folder}: no built site is there; build one first: python build.py build")
    files = dict(manifest.files)
    for path in (urls.MANIFEST, urls.CHECKSUMS):
        with disk_errors(folder / path), (folder / path).open("rb") as file:
            files[path] = file_digest(file, "sha256").hexdigest(), file.tell()
    texts = dict(cut(files))
    return Release(about_site(manifest, files, tuple(texts), origin(base_url, manifest.site)), texts, lambda file: _read(folder, file))


def origin(base_url: str, title: str) -> str:
    """The name of the site's log: its address without scheme, or one of its own where it has none."""
    bare = base_url.partition("://")[2].strip("/")
    return bare or f"sitegen.invalid/{re.sub('[^a-z0-9]+', '-', title.lower()).strip('-')}"


def about_site(manifest: Manifest, files: Mapping[str, tuple[str, int]], segments: tuple[Segment, ...], origin: str) -> Record:
    """What the record of a release says of a site, before a target gives it number, days and key."""
    return Record(
        site=manifest.site,
        release=manifest.release,
        months=manifest.months,
        preview=manifest.preview,
        invented=manifest.invented,
        generator=manifest.generator,
        sequence=0,
        published="",
        expires="",
        files=len(files),
        size_bytes=sum(size for _digest, size in files.values()),
        segments=segments,
        previous="",
        key="",
        next_key="",
        origin=origin,
        rolls_back_to=0,
        withdrawn=(),
    )


def _read(folder: Path, file: File) -> bytes:
    path = folder / file.path
    with disk_errors(path):
        data = path.read_bytes()
    if sha256(data).hexdigest() != file.digest:
        raise StoreError(f"{path}: has changed since it was built; build again, then publish")
    return data
