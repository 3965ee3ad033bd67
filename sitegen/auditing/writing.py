"""Puts what an audit found into a finished site, and the list of its files up to date: readers have the old site or the new one, whole."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from sitegen import urls
from sitegen.errors import ConfigError
from sitegen.proof import keys
from sitegen.publish.assemble import assemble, walk
from sitegen.publish.disk import disk_errors
from sitegen.publish.manifest import Manifest, read_manifest
from sitegen.publish.record import Published, Record
from sitegen.publish.siblings import owner, read_list, siblings_of
from sitegen.publish.swap import plain_folder, publishing, staging_folder, swap

_OWN = frozenset({urls.MANIFEST, urls.CHECKSUMS, urls.SIBLINGS})
"""What is written anew with every change, and stands in no list."""


def refuse_unwritable(site: Path) -> None:
    """Raises ConfigError, before anything is looked at, where nothing can be put: a link, a copy, or a folder with files that no build wrote."""
    if site.is_symlink():
        raise ConfigError(f"{site}: is a link; name the folder that the build wrote, or use --read-only")
    manifest = read_manifest(site)
    if manifest is None:
        raise ConfigError(f"{site}: has no manifest.json of this program, so no page can be put there; use --read-only")
    with disk_errors(site):
        listed = {*manifest.files, *read_list(site), *_OWN}
        other = min((path for path, _about in walk(site) if path not in listed), default="")
    if keys.is_added(other):
        raise ConfigError(f"{site}: is a published copy ({other} is there), and what was published is signed as it is; use --read-only")
    if other:
        raise ConfigError(f"{site}: {other} was not put there by a build; remove it, or use --read-only")


def put(site: Path, files: Mapping[str, bytes]) -> int:
    """Publish these files, by path, in the site's folder in place of those of the same paths; how many changed is returned.

    Manifest, checksums and compressed siblings follow. All other files stay the very ones they are. Raises ConfigError where the folder holds no
    manifest of this program, or files it does not list, or lacks some that it lists, and StoreError where the disk refuses or a build writes there.
    """
    site = plain_folder(site)
    with publishing(site):
        manifest = read_manifest(site)
        if manifest is None:
            raise ConfigError(f"{site}: has no manifest.json of this program, so no page can be put there; use --read-only")
        listed = read_list(site)
        changed = {path: data for path, data in files.items() if manifest.files.get(path, ("", 0))[0] != sha256(data).hexdigest()}
        if not changed:
            return 0
        beside = dict(_siblings(changed)) if listed else {}
        siblings = {path: digest for path, digest in listed.items() if owner(path) not in changed}
        siblings |= {path: sha256(data).hexdigest() for path, data in beside.items()}
        about = {path: (sha256(data).hexdigest(), len(data)) for path, data in changed.items()}
        new = replace(manifest, files=dict(sorted({**manifest.files, **about}.items())))
        written = {**changed, **beside}
        lying = _as_it_lies(site, manifest, listed, written)
        if absent := sorted({*new.files, *siblings} - {*written, *lying.files}):
            more = f", and {len(absent) - 1:,} more like it" if len(absent) > 1 else ""
            raise ConfigError(f"{site}: {absent[0]} is listed and not there{more}; build the site anew, then audit it again")
        assemble(new, lambda path: written[path] if path in written else (site / path).read_bytes(), staging_folder(site), site,
                 lying, dict(sorted(siblings.items())))  # fmt: skip
        swap(site)
    return len(changed)


def _siblings(files: Mapping[str, bytes]) -> list[tuple[str, bytes]]:
    return [pair for path, data in sorted(files.items()) for pair in siblings_of(path, data)]


def _as_it_lies(site: Path, manifest: Manifest, siblings: Mapping[str, str], written: Mapping[str, bytes]) -> Record:
    """The files of the folder as they are on the disk, under the digests that its lists give, without those that are written anew."""
    digests = {path: digest for path, (digest, _size) in manifest.files.items()} | {**siblings}
    with disk_errors(site):
        found = {path: _published(digests[path], about) for path, about in walk(site) if path in digests and path not in written}
    return Record(files=found)


def _published(digest: str, found: os.stat_result) -> Published:
    return Published(digest, found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns)
