"""The manifest: what is published, with the SHA-256 and size of every file."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from sitegen import urls
from sitegen.publish.checks.facts import Allowed
from sitegen.publish.disk import disk_errors

GENERATOR = "sitegen 0.3.0"
"""What a manifest says made it, with the version of pyproject.toml; a folder without such a manifest is not ours."""


class Fetched(NamedTuple):
    """The files of one dataset that the site was made from, who published them, on which day the newest came, and their digest."""

    dataset: str
    publisher: str
    licence: str
    page: str
    files: int
    size_bytes: int
    last_got: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What one published site is: the same site gives the same bytes, so it holds no time, name of a machine or folder."""

    site: str
    release: str
    months: tuple[str, str]
    preview: bool
    invented: str
    generator: str = GENERATOR
    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    allowed: tuple[Allowed, ...] = ()
    """What the operator lets stand although a check objects to it, with the reason: published, so that the checks of a copy know it too."""
    fetched: tuple[Fetched, ...] = ()
    """Where the data came from, as far as it was fetched."""


class Difference(NamedTuple):
    """How many files of a site the one before it did not have, had with other bytes, and had and this one has not."""

    new: int
    altered: int
    gone: int


def difference(old: Manifest | None, new: Manifest) -> Difference:
    """The files of two sites compared; without an older one all are new."""
    had = old.files if old else {}
    both = had.keys() & new.files.keys()
    return Difference(len(new.files) - len(both), sum(had[path] != new.files[path] for path in both), len(had) - len(both))


def manifest_bytes(manifest: Manifest) -> bytes:
    """The manifest as JSON, keys sorted, one line a file so that two of them compare well; ends with a line break."""
    about = {
        **({"allowed": [entry._asdict() for entry in manifest.allowed]} if manifest.allowed else {}),
        **({"fetched": [entry._asdict() for entry in manifest.fetched]} if manifest.fetched else {}),
        "generator": manifest.generator,
        "invented": manifest.invented,
        "months": list(manifest.months),
        "preview": manifest.preview,
        "release": manifest.release,
        "site": manifest.site,
    }
    files = ",\n".join(f'{json.dumps(path)}:["{digest}",{size}]' for path, (digest, size) in sorted(manifest.files.items()))
    rest = json.dumps(about, separators=(",", ":"), ensure_ascii=False, allow_nan=False).removeprefix("{")
    return f'{{"files":{{\n{files}\n}},{rest}\n'.encode()


def checksums_bytes(manifest: Manifest, manifest_data: bytes) -> bytes:
    """The same digests, and the manifest's own, in the form `sha256sum -c` reads; sorted by path."""
    digests = {path: digest for path, (digest, _size) in manifest.files.items()}
    digests[urls.MANIFEST] = sha256(manifest_data).hexdigest()
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(digests.items())).encode()


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder that this generator made; None when there is none, or it is not one of ours."""
    path = folder / urls.MANIFEST
    if path.is_symlink() or not path.is_file():
        return None
    with disk_errors(path):
        data = path.read_bytes()
    return parse_manifest(data)


def parse_manifest(data: bytes) -> Manifest | None:
    """The manifest written in `data`; None when it is not one of ours."""
    try:
        found = msgspec.json.decode(data, type=_Written)
        manifest = Manifest(
            site=found.site,
            release=found.release,
            months=found.months,
            preview=found.preview,
            invented=found.invented,
            generator=found.generator,
            files=found.files,
            allowed=tuple(Allowed(one["path"], one["text"], one["reason"]) for one in found.allowed),
            fetched=tuple(_fetched(one) for one in found.fetched),
        )
    except (msgspec.MsgspecError, ValueError, KeyError, RecursionError):
        return None
    return manifest if manifest.generator.startswith("sitegen ") else None


class _Written(msgspec.Struct):
    """A manifest as its JSON has it; decoded by type, since half a million files as objects of `json` would need twice the memory."""

    files: dict[str, tuple[str, int]]
    generator: str
    invented: str
    months: tuple[str, str]
    preview: bool
    release: str
    site: str
    allowed: tuple[dict[str, str], ...] = ()
    fetched: tuple[dict[str, str | int], ...] = ()


def _fetched(one: Mapping[str, str | int]) -> Fetched:
    texts = {name: str(one[name]) for name in ("dataset", "publisher", "licence", "page", "last_got", "sha256")}
    return Fetched(**texts, files=int(str(one["files"])), size_bytes=int(str(one["size_bytes"])))
