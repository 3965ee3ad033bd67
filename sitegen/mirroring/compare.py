"""Two sites held against each other by what they list: copies of a release, or builds of it by different hands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from sitegen import urls
from sitegen.errors import ProofError
from sitegen.mirroring.trust import Stated, read_stated
from sitegen.proof import keys
from sitegen.proof.reader import Reader
from sitegen.proof.standing import read_files
from sitegen.publish.manifest import parse_manifest


@dataclass(frozen=True, slots=True)
class Listed:
    """What a site lists: SHA-256 by path, and the release that it states and proves, where it was published."""

    stated: Stated | None
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Differences:
    """The paths, sorted, that one site alone lists, that the other alone does, and that both list with other bytes."""

    only_one: tuple[str, ...]
    only_other: tuple[str, ...]
    other_bytes: tuple[str, ...]

    @property
    def number(self) -> int:
        """How many paths differ."""
        return len(self.only_one) + len(self.only_other) + len(self.other_bytes)


def read_listed(place: Reader) -> Listed:
    """What the signed lists of a published site say, or else the manifest of a built one. Raises ProofError where there is neither."""
    if place.read(keys.POINTER) is not None:
        stated = read_stated(place, [])
        return Listed(stated, {path: file.digest for path, file in read_files(place, stated.record.segments).items()})
    data, sums = place.read(urls.MANIFEST), place.read(urls.CHECKSUMS)
    manifest = parse_manifest(data.data) if data else None
    if data is None or manifest is None:
        raise ProofError(f"{place.url}: is no site of this program: it has neither {keys.POINTER} nor a {urls.MANIFEST} that can be read")
    own = {path: sha256(found.data).hexdigest() for path, found in ((urls.MANIFEST, data), (urls.CHECKSUMS, sums)) if found is not None}
    return Listed(None, {path: digest for path, (digest, _size) in manifest.files.items()} | own)


def differences(one: Listed, other: Listed) -> Differences:
    """Where two sites differ."""
    here, there = one.files, other.files
    return Differences(
        only_one=tuple(sorted(here.keys() - there.keys())),
        only_other=tuple(sorted(there.keys() - here.keys())),
        other_bytes=tuple(sorted(path for path in here.keys() & there.keys() if here[path] != there[path])),
    )
