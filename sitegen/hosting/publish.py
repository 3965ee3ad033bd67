"""A release goes out: what never changes first, then its signed record, then the pages, the pointer last.

At every moment each page that can be read names only files that are there, and what the pointer names is whole. A publisher that was stopped
is followed by one that finds what it left. The pointer is read after the lock is held; who reads it before may undo another's release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from hashlib import sha256

from sitegen.errors import LostLockError, ProofError, TargetError
from sitegen.hosting.changes import Changes, changes_to
from sitegen.hosting.headers import headers_of
from sitegen.hosting.target import Sent, Target
from sitegen.proof import checkpoint, keys, merkle, minisign, record
from sitegen.proof.checkpoint import Checkpoint
from sitegen.proof.minisign import SecretKey
from sitegen.proof.record import Record
from sitegen.proof.segments import File, Segment, packed
from sitegen.proof.standing import Standing, pointer_bytes, read_files, read_standing


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs a release, on what day, and for how many days it is to be believed."""

    key: SecretKey
    next_key: str
    today: date
    lasting_days: int


@dataclass(frozen=True, slots=True)
class Release:
    """What is to be published: its record, but for what the target says of it, its segments with their texts, and how to get a file's bytes."""

    about: Record
    texts: Mapping[Segment, bytes]
    read: Callable[[File], bytes] | None
    """None: every file is kept in the target already, as for a release that is brought back."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """What lies beside the proof for whoever has no program of ours: the verifier."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was done: the release's number, and how much of it was new here."""

    sequence: int
    new: int
    switched: int
    gone: int
    sent_bytes: int


class Progress:
    """Is told what begins and how far it is; this one keeps it to itself."""

    def begin(self, what: str, total: int) -> None:
        """A step begins, of so many files."""

    def advance(self, sent_bytes: int) -> None:
        """One file more is done."""


def publish(target: Target, release: Release, signing: Signing, approve: Callable[[Standing, Changes], None], progress: Progress) -> Published | None:
    """Put a release out; None: it stands there already, and nothing was written.

    `approve` sees what stands and what would change, and raises to keep it so. Raises TargetError and ProofError; what stood then stands, and the
    same call goes on from there.
    """
    switched: list[str] = []
    try:
        with target.locked() as confirm:
            return _publish(target, release, signing, approve, progress, confirm, switched)
    except LostLockError:
        _put_back(target, switched, signing)
        raise


def _publish(
    target: Target,
    release: Release,
    signing: Signing,
    approve: Callable[[Standing, Changes], None],
    progress: Progress,
    confirm: Callable[[], None],
    switched: list[str],
) -> Published | None:
    """As `publish`, the lock held; `switched` gets the path of each page as it is put in place."""
    standing = read_standing(target, signing.key.public)
    changes = changes_to(target, standing, release.texts)
    approve(standing, changes)
    if not changes.new and not changes.switched and not changes.gone and _is_current(standing, release.about, signing):
        # Left by a publisher that was stopped after the last thing that counts.
        target.delete_all([keys.PENDING])
        return None
    sent = _send_files(target, release, changes, progress)
    made = _numbered(release.about, standing, signing)
    data = record.record_bytes(made)
    _send_proof(target, release, standing, made, data, signing.key, confirm)
    target.settle()
    pointer = pointer_bytes(record.digest(data), made.sequence)
    _put(target, {keys.PENDING: pointer}, confirm)
    _switch(target, changes, progress, confirm, switched)
    target.settle()
    confirm()
    _exchange(target, keys.POINTER, pointer, standing.mark)
    target.delete_all([keys.PENDING])
    return Published(made.sequence, len(changes.new), len(changes.switched), len(changes.gone), sent)


def _put_back(target: Target, switched: Sequence[str], signing: Signing) -> None:
    """Undo what a publisher did after it had lost its lock: its pages give way to those of the release that stands by now."""
    with suppress(TargetError, ProofError), target.locked():
        stands = read_standing(target, signing.key.public).record
        files = read_files(target, stands.segments) if stands else {}
        for _key in target.copy_all((keys.blob(path, files[path].digest), path) for path in switched if path in files):
            pass


_UNLIKE = frozenset({"sequence", "published", "expires", "previous"})
"""What two releases of the same site differ in."""


def _is_current(standing: Standing, about: Record, signing: Signing) -> bool:
    """Whether what stands says the same of itself, by the same key, and will be believed for at least half as long as a new one would be."""
    stands = standing.record
    if stands is None or standing.pending is not None:
        return False
    return _alike(stands, _numbered(about, standing, signing)) and record.days_left(stands, signing.today) * 2 >= signing.lasting_days


def _alike(one: Record, other: Record) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in Record.__slots__ if name not in _UNLIKE)


def _numbered(about: Record, standing: Standing, signing: Signing) -> Record:
    """The record with number, days and key; where a publisher of the same site was stopped, the very one that it made."""
    made = replace(
        about,
        sequence=standing.sequence + 1,
        published=signing.today.isoformat(),
        expires=(signing.today + timedelta(days=signing.lasting_days)).isoformat(),
        previous=standing.digest,
        key=signing.key.public.text,
        next_key=signing.next_key,
    )
    begun = standing.unfinished
    return begun if begun is not None and begun.previous == made.previous and _alike(begun, made) else made


def _send_files(target: Target, release: Release, changes: Changes, progress: Progress) -> int:
    """Bytes sent: what never changes to its own path, what does to a blob."""
    if release.read is None:
        return 0
    read, seen, sent_bytes = release.read, set[str](), 0
    progress.begin("sending", len(changes.new))

    def objects() -> Iterator[Sent]:
        for path, file in changes.new.items():
            key = keys.holds(path, file.digest)
            if key not in seen:
                seen.add(key)
                yield Sent(key, lambda file=file: read(file), headers_of(path))  # type: ignore[misc]

    for sent in target.put_all(objects(), once=True):
        progress.advance(sent)
        sent_bytes += sent
    return sent_bytes


def _send_proof(target: Target, release: Release, standing: Standing, made: Record, data: bytes, key: SecretKey, confirm: Callable[[], None]) -> None:
    """Segments, the record and its signature, the log with the record in it; in this order, so that whatever names another comes after it."""
    known = {segment.digest for segment in standing.record.segments} if standing.record else set()
    fresh = {keys.segment(segment.digest): packed(text) for segment, text in release.texts.items() if segment.digest not in known}
    _put(target, fresh, confirm, once=True)
    digest = record.digest(data)
    signature = minisign.sign(data, key, f"release {made.sequence} of {made.origin}, {made.published}")
    _put(target, {keys.record(made.sequence, digest): data, keys.signature(made.sequence, digest): signature}, confirm)
    _put(target, {keys.PUBLIC_KEY: minisign.public_key_file(key.public), **release.beside}, confirm)
    leaf = record.leaf(made.sequence, digest)
    if leaf in standing.leaves:
        return
    leaves = (*standing.leaves, leaf)
    hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
    tiles = {**dict(merkle.entry_bundles(leaves, len(standing.leaves))), **dict(merkle.tiles(hashes, len(standing.leaves)))}
    _put(target, {f"{keys.LOG}{path}": tile for path, tile in tiles.items()}, confirm)
    note = checkpoint.signed(Checkpoint(made.origin, len(leaves), merkle.root(hashes)), key)
    _exchange(target, keys.CHECKPOINT, note, standing.log.mark)


def _put(target: Target, objects: Mapping[str, bytes], confirm: Callable[[], None], *, once: bool = False) -> None:
    def confirmed() -> Iterator[Sent]:
        for key, data in objects.items():
            confirm()
            yield Sent(key, lambda data=data: data, headers_of(key))  # type: ignore[misc]

    for _sent in target.put_all(confirmed(), once=once):
        pass


def _exchange(target: Target, key: str, data: bytes, mark: str) -> None:
    """Put an object in place of the one with this mark, or where none was; raises TargetError where another publisher was faster."""
    headers = headers_of(key)
    if not (target.replace(key, data, headers, mark) if mark else target.create(key, data, headers)):
        raise TargetError(f"{target.url}: another publisher has changed {key} meanwhile; publish again, and see that only one does at a time")


def _switch(target: Target, changes: Changes, progress: Progress, confirm: Callable[[], None], switched: list[str]) -> None:
    """Put every page in place and read it back; raises TargetError where a reader would get other bytes."""
    progress.begin("switching pages", len(changes.switched))

    def pairs() -> Iterator[tuple[str, str]]:
        for path, file in changes.switched.items():
            confirm()
            switched.append(path)
            yield keys.blob(path, file.digest), path

    for _key in target.copy_all(pairs()):
        progress.advance(0)
    progress.begin("reading back", len(changes.switched))
    for path, found in target.read_all(changes.switched):
        if found is None or sha256(found.data).hexdigest() != changes.switched[path].digest:
            raise TargetError(f"{target.url}: {path} has other bytes than were sent; publish again")
        progress.advance(0)
