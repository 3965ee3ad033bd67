"""What stands in a target: the release its pointer names, the one a stopped publisher was switching to, and the log of all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sitegen.errors import ProofError
from sitegen.proof import checkpoint, keys, merkle, record, segments
from sitegen.proof.checkpoint import Checkpoint
from sitegen.proof.minisign import PublicKey
from sitegen.proof.reader import Found, Reader
from sitegen.proof.record import Record
from sitegen.proof.segments import File, Segment


@dataclass(frozen=True, slots=True)
class Log:
    """Every leaf of a log, in order, and the mark of its checkpoint; empty where there is none yet."""

    leaves: tuple[bytes, ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A target as the lock's holder found it."""

    mark: str
    """Of the pointer; empty: nothing was ever published here."""
    digest: str
    record: Record | None
    pending: Record | None
    """The release whose pages may lie here in part; None: no publisher was stopped while it switched pages."""
    unfinished: Record | None
    """The newest release that got a record and was never pointed to; its number is used, by the same site published again or by none."""
    log: Log

    @property
    def leaves(self) -> tuple[bytes, ...]:
        """The log's leaves."""
        return self.log.leaves

    @property
    def sequence(self) -> int:
        """The highest number given to a release so far, published or not."""
        logged = [int(leaf.split()[0]) for leaf in self.leaves]
        return max([0, *logged, *(found.sequence for found in (self.record, self.pending) if found)])


def read_standing(target: Reader, key: PublicKey | None) -> Standing:
    """What stands; raises ProofError where it is not what was signed by this key, or by one that named it as the next. None: whoever signed."""
    keys_of_ours = [key] if key else []
    found = target.read(keys.POINTER)
    if found is None:
        log = read_log(target, [key]) if key else Log()
        return Standing("", "", None, _pending(target, ""), _unfinished(target, 0, log.leaves), log)
    sequence, digest = pointer_of(found, target.url)
    published = read_record(target, sequence, digest)
    if key and key.text not in {published.key, published.next_key}:
        raise ProofError(
            f"{target.url}: what stands is signed by key {published.signer.name}, which names no key of yours as its next; "
            "publish with that key, or into a target of your own"
        )
    log = read_log(target, [published.signer, *keys_of_ours])
    return Standing(found.mark, digest, published, _pending(target, digest), _unfinished(target, sequence, log.leaves), log)


def read_record(target: Reader, sequence: int, digest: str) -> Record:
    """A release's record, whose signature fits the key it names. Raises ProofError."""
    data, signature = target.read(keys.record(sequence, digest)), target.read(keys.signature(sequence, digest))
    if data is None or signature is None:
        raise ProofError(f"{target.url}: release {sequence} has no record here")
    if record.digest(data.data) != digest:
        raise ProofError(f"{target.url}: the record of release {sequence} is not the one the pointer names")
    found = record.parse(data.data)
    return record.opened(data.data, signature.data, [found.signer])


def read_files(target: Reader, wanted: Sequence[Segment]) -> dict[str, File]:
    """The files of some segments, by path; raises ProofError where one is not there or not what was signed."""
    return {file.path: file for file in each_file(target, wanted)}


def each_file(target: Reader, wanted: Sequence[Segment]) -> Iterator[File]:
    """The same one after the other, in no order, so that only those of one segment need be held."""
    by_key = {keys.segment(segment.digest): segment for segment in wanted}
    for key, found in target.read_all(by_key):
        if found is None:
            raise ProofError(f"{target.url}: {key} is not there, though a release needs it")
        yield from segments.parse(by_key[key], segments.unpacked(found.data))


def read_log(target: Reader, trusted: Sequence[PublicKey]) -> Log:
    """The log, whose checkpoint one of these keys signed; raises ProofError."""
    note = target.read(keys.CHECKPOINT)
    if note is None:
        return Log()
    stated = checkpoint.opened(note.data, checkpoint.name_in(note.data), trusted)
    paths = [f"{keys.LOG}{path}" for path in merkle.bundle_paths(stated.size)]
    bundles = dict(target.read_all(paths))
    return Log(_proved(stated, [found.data if (found := bundles[path]) else b"" for path in paths]), note.mark)


def _proved(stated: Checkpoint, bundles: Sequence[bytes]) -> tuple[bytes, ...]:
    try:
        leaves = [leaf for bundle in bundles for leaf in merkle.parse_bundle(bundle)]
    except ValueError as error:
        raise ProofError(str(error)) from error
    if len(leaves) != stated.size or merkle.root([merkle.leaf_hash(leaf) for leaf in leaves]) != stated.root:
        raise ProofError("the log's entries are not those its checkpoint was signed for")
    return tuple(leaves)


def pointer_bytes(digest: str, sequence: int) -> bytes:
    """The pointer to a record, also the note of a release that is being switched to."""
    return f'{{"record":"{digest}","sequence":{sequence}}}\n'.encode()


def _pending(target: Reader, published: str) -> Record | None:
    found = target.read(keys.PENDING)
    if found is None:
        return None
    sequence, digest = pointer_of(found, target.url)
    return read_record(target, sequence, digest) if digest != published else None


def _unfinished(target: Reader, pointed: int, leaves: Sequence[bytes]) -> Record | None:
    if leaves and (logged := int(leaves[-1].split()[0])) > pointed:
        return read_record(target, logged, leaves[-1].split()[1].decode())
    return None


def pointer_of(found: Found, url: str) -> tuple[int, str]:
    """The number and the digest of the record that a pointer names; raises ProofError."""
    try:
        value = json.loads(found.data)
        return int(value["sequence"]), str(value["record"])
    except (ValueError, KeyError, TypeError) as error:
        raise ProofError(f"{url}: its pointer, {keys.POINTER}, is damaged; put back the one of a mirror, or publish into an empty target") from error
