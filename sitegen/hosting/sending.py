"""How the parts of a release are sent: its files, what proves it, its pages. Each may be done again, and then does only what is left."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from sitegen.errors import ProofError, TargetError
from sitegen.hosting.changes import Changes
from sitegen.hosting.headers import headers_of
from sitegen.hosting.switching import official_keys, put_in_place
from sitegen.hosting.target import Sent, Target
from sitegen.proof import checkpoint, keys, merkle, minisign, record
from sitegen.proof.checkpoint import Checkpoint
from sitegen.proof.minisign import SecretKey
from sitegen.proof.record import Record
from sitegen.proof.segments import File, Segment, packed, parse
from sitegen.proof.standing import Log, Standing, read_files
from sitegen.site_json import to_json

NOTED_EVERY = 5000
"""After so many files it is noted in the target how far a publisher has come; one that follows it begins there."""


@dataclass(frozen=True, slots=True)
class Release:
    """What is to be published: its record, but for what the target says of it, its segments with their texts, and how to get a file's bytes."""

    about: Record
    texts: Mapping[Segment, bytes]
    read: Callable[[File], bytes] | None
    """None: every file is kept in the target already, as for a release that is brought back."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """What lies beside the proof for whoever has no program of ours: the verifier."""


class Progress:
    """Is told what begins and how far it is; this one keeps it to itself."""

    def begin(self, what: str, total: int) -> None:
        """A step begins, of so many files."""

    def advance(self, sent_bytes: int) -> None:
        """One file more is done."""


def send_files(target: Target, release: Release, changes: Changes, progress: Progress, confirm: Callable[[], None]) -> int:
    """Bytes sent: what never changes to its own path, what does to a blob; what a stopped publisher has sent is left."""
    if release.read is None:
        return 0
    sent_before = _sent_before(target, release.texts)
    wanted: dict[str, File] = {}
    for path, file in changes.new.items():
        key = keys.holds(path, file.digest)
        if key not in sent_before:
            wanted.setdefault(key, file)
    read, done, sent_bytes, on_their_way = release.read, 0, 0, deque[str]()
    progress.begin("sending", len(wanted))

    def objects() -> Iterator[Sent]:
        for key, file in wanted.items():
            on_their_way.append(file.path)
            yield Sent(key, lambda file=file: read(file), headers_of(file.path))  # type: ignore[misc]

    for sent in target.put_all(objects(), once=True):
        progress.advance(sent)
        sent_bytes += sent
        done, path = done + 1, on_their_way.popleft()
        if done % NOTED_EVERY == 0:
            target.settle()
            put(target, {keys.SENDING: _note(release.texts, path)}, confirm)
    return sent_bytes


def _note(texts: Mapping[Segment, bytes], path: str) -> bytes:
    return to_json({"segments": [[segment.first, segment.digest, segment.size_bytes] for segment in texts], "until": path})


def _sent_before(target: Target, texts: Mapping[Segment, bytes]) -> set[str]:
    """The keys that a stopped publisher, perhaps of another site, noted as sent; what is in doubt is sent again."""
    found = target.read(keys.SENDING)
    if found is None:
        return set()
    try:
        noted = json.loads(found.data)
        until = str(noted["until"])
        listed = [Segment(str(first), str(digest), int(size)) for first, digest, size in noted["segments"]]
        files = list(read_files(target, [segment for segment in listed if segment not in texts]).values())
    except (ValueError, KeyError, TypeError, ProofError):
        return set()
    files += [file for segment in listed if segment in texts for file in parse(segment, texts[segment])]
    return {keys.holds(file.path, file.digest) for file in files if file.path <= until}


def send_segments(target: Target, release: Release, standing: Standing, confirm: Callable[[], None]) -> None:
    """The lists of files that the release before has not; before the files, so that whoever follows a stopped publisher knows what it sent."""
    known = {segment.digest for segment in standing.record.segments} if standing.record else set()
    put(
        target,
        {keys.segment(segment.digest): packed(text) for segment, text in release.texts.items() if segment.digest not in known},
        confirm,
        once=True,
    )


def send_proof(target: Target, beside: Mapping[str, bytes], log: Log, made: Record, key: SecretKey, confirm: Callable[[], None]) -> str:
    """The record and its signature, the log with the record in it; in this order, so that whatever names another comes after it. Its digest."""
    data = record.record_bytes(made)
    digest = record.digest(data)
    signature = minisign.sign(data, key, f"release {made.sequence} of {made.origin}, {made.published}")
    put(target, {keys.record(made.sequence, digest): data, keys.signature(made.sequence, digest): signature}, confirm)
    put(target, {keys.PUBLIC_KEY: minisign.public_key_file(key.public), **beside}, confirm)
    leaf = record.leaf(made.sequence, digest)
    if leaf in log.leaves:
        return digest
    leaves = (*log.leaves, leaf)
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    tiles = {**dict(merkle.entry_bundles(leaves, len(log.leaves))), **dict(merkle.tiles(hashes, len(log.leaves)))}
    put(target, {f"{keys.LOG}{path}": tile for path, tile in tiles.items()}, confirm)
    note = checkpoint.signed(Checkpoint(made.origin, len(leaves), merkle.root(hashes)), key)
    exchange(target, keys.CHECKPOINT, note, log.mark)
    return digest


def put(target: Target, objects: Mapping[str, bytes], confirm: Callable[[], None], *, once: bool = False) -> None:
    """Put a few objects, the lock confirmed before each."""

    def confirmed() -> Iterator[Sent]:
        for key, data in objects.items():
            confirm()
            yield Sent(key, lambda data=data: data, headers_of(key))  # type: ignore[misc]

    for _sent in target.put_all(confirmed(), once=once):
        pass


def exchange(target: Target, key: str, data: bytes, mark: str) -> None:
    """Put an object in place of the one with this mark, or where none was; raises TargetError where another publisher was faster."""
    headers = headers_of(key)
    if not (target.replace(key, data, headers, mark) if mark else target.create(key, data, headers)):
        raise TargetError(f"{target.url}: another publisher has changed {key} meanwhile; publish again, and see that only one does at a time")


def switch(target: Target, changes: Changes, progress: Progress, confirm: Callable[[], None], switched: list[str]) -> None:
    """Put every page in place and read it back; raises TargetError where a reader would get other bytes."""
    shown = {path: path for path in changes.switched} | official_keys(target, changes.switched)
    progress.begin("switching pages", len(shown))

    def began(path: str) -> None:
        confirm()
        switched.append(path)

    for _key in put_in_place(target, changes.switched, began):
        progress.advance(0)
    progress.begin("reading back", len(shown))
    for key, found in target.read_all(shown):
        if found is None or sha256(found.data).hexdigest() != changes.switched[shown[key]].digest:
            raise TargetError(f"{target.url}: {key} has other bytes than were sent; publish again")
        progress.advance(0)
