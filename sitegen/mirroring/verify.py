"""Proof that a copy is complete and unaltered, file by file, as of the release it states."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sitegen import urls
from sitegen.errors import ProofError
from sitegen.mirroring.trust import Stated, read_stated
from sitegen.proof import keys
from sitegen.proof.minisign import PublicKey
from sitegen.proof.reader import Reader
from sitegen.proof.segments import File, Segment
from sitegen.proof.standing import each_file, read_files, read_record
from sitegen.publish.siblings import FORMS, original, owner


@dataclass(frozen=True, slots=True)
class Verified:
    """What a copy states, and how each file that is not as it states differs, by path."""

    stated: Stated
    files: int
    size_bytes: int
    missing: tuple[str, ...]
    altered: tuple[str, ...]
    foreign: tuple[str, ...]
    """Files in a folder that no release names; a server would serve them too."""
    earlier: int
    """Files in a folder that an earlier release of the log names, with its bytes: whoever publishes keeps them for a while."""
    packed: int
    """Files that a server sent compressed, which changes nothing."""

    @property
    def whole(self) -> bool:
        """Whether every file is there with the bytes that were signed, and in a folder no other."""
        return not (self.missing or self.altered or self.foreign)


def verify(
    place: Reader, trusted: Sequence[PublicKey], begin: Callable[[int], None], advance: Callable[[], None], folder: Path | None = None
) -> Verified:
    """Read every file of the release that a place states; raises ProofError where what it states is not proved itself."""
    stated = read_stated(place, trusted)
    files = read_files(place, stated.record.segments)
    _refuse_other_count(stated, files, place.url)
    begin(len(files))
    missing, altered, size_bytes, packed = list[str](), list[str](), 0, 0
    for path, found in place.read_all(sorted(files)):
        advance()
        packed += found is not None and bool(found.packed)
        if found is None:
            missing.append(path)
        elif len(found.data) != files[path].size_bytes or sha256(found.data).hexdigest() != files[path].digest:
            altered.append(path)
        else:
            size_bytes += len(found.data)
    others = [path for path in _present(folder) if path not in files and not _is_sibling(place, path, files)] if folder else []
    known = _earlier(place, stated, frozenset(others)) if others else {}
    foreign = tuple(path for path in others if not _is_of(place, path, known.get(path, frozenset())))
    return Verified(stated, len(files), size_bytes, tuple(missing), tuple(altered), foreign, len(others) - len(foreign), packed)


def _refuse_other_count(stated: Stated, files: dict[str, File], place: str) -> None:
    segments: tuple[Segment, ...] = stated.record.segments
    if len(files) != stated.record.files or sum(file.size_bytes for file in files.values()) != stated.record.size_bytes:
        raise ProofError(f"{place}: the {len(segments)} lists of files do not come to what the record of release {stated.record.sequence} says")


def _earlier(place: Reader, stated: Stated, paths: Collection[str]) -> dict[str, set[str]]:
    """The digests that earlier releases of the log have for each of these paths, of those releases whose record and lists are still there."""
    known: dict[str, set[str]] = {}
    for leaf in stated.leaves:
        sequence, digest = leaf.decode().split()
        if digest == stated.digest or place.read(keys.record(int(sequence), digest)) is None:
            continue
        # The log has the record's digest, and the log is signed.
        listed = [one for one in read_record(place, int(sequence), digest).segments if place.read(keys.segment(one.digest)) is not None]
        for file in each_file(place, listed):
            if file.path in paths:
                known.setdefault(file.path, set()).add(file.digest)
    return known


def _is_sibling(place: Reader, path: str, files: Mapping[str, File]) -> bool:
    """Whether a file is one of the release in compressed form, for a server that sends it so; or the list of these."""
    owned = files.get(owner(path)) if path.endswith(tuple(f".{form}" for form in FORMS)) else None
    found = place.read(path) if owned else None
    data = original(path, found.data, owned.size_bytes) if owned and found else None
    return path == urls.SIBLINGS or (owned is not None and data is not None and sha256(data).hexdigest() == owned.digest)


def _is_of(place: Reader, path: str, digests: Collection[str]) -> bool:
    found = place.read(path) if digests else None
    return found is not None and sha256(found.data).hexdigest() in digests


def _present(folder: Path) -> Iterator[str]:
    """The paths of all files of the site in a folder, sorted; what proves it lies in a folder of its own and is left out."""
    found = []
    for root, _folders, names in os.walk(folder):
        inside = Path(root).relative_to(folder).as_posix()
        found += [name if inside == "." else f"{inside}/{name}" for name in names]
    yield from sorted(path for path in found if not path.startswith(keys.FOLDER))
