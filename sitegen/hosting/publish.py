"""A release goes out: what never changes first, then its signed record, then the pages, the pointer last.

At every moment each page that can be read names only files that are there, and what the pointer names is whole. A publisher that was stopped
is followed by one that finds what it left. The pointer is read after the lock is held; who reads it before may undo another's release.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sitegen.errors import ConfigError, LostLockError, ProofError, TargetError
from sitegen.hosting.changes import Changes, changes_to
from sitegen.hosting.sending import Progress, Release, exchange, put, send_files, send_proof, send_segments, switch
from sitegen.hosting.switching import put_in_place
from sitegen.hosting.target import Target
from sitegen.proof import keys, record
from sitegen.proof.minisign import SecretKey
from sitegen.proof.record import Record
from sitegen.proof.segments import File
from sitegen.proof.standing import Standing, pointer_bytes, read_files, read_standing


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs a release, on what day, and for how many days it is to be believed."""

    key: SecretKey
    next_key: str
    today: date
    lasting_days: int


@dataclass(frozen=True, slots=True)
class Published:
    """What was done: the release's number, how many files and bytes were sent for it, how many were switched and how many named no more."""

    sequence: int
    sent: int
    switched: int
    gone: int
    sent_bytes: int


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
        target.delete_all([keys.PENDING, keys.SENDING])
        return None
    refuse_withdrawn(standing, changes.new.values())
    made = _numbered(release.about, standing, signing)
    return put_out(target, release, standing, changes, made, signing, progress, confirm, switched)


def put_out(
    target: Target,
    release: Release,
    standing: Standing,
    changes: Changes,
    made: Record,
    signing: Signing,
    progress: Progress,
    confirm: Callable[[], None],
    switched: list[str],
) -> Published:
    """Send what changed and let it stand under this record, the lock held."""
    send_segments(target, release, standing, confirm)
    sent = send_files(target, release, changes, progress, confirm)
    digest = send_proof(target, release.beside, standing.log, made, signing.key, confirm)
    target.settle()
    pointer = pointer_bytes(digest, made.sequence)
    put(target, {keys.PENDING: pointer}, confirm)
    switch(target, changes, progress, confirm, switched)
    target.settle()
    confirm()
    exchange(target, keys.POINTER, pointer, standing.mark)
    target.delete_all([keys.PENDING, keys.SENDING])
    return Published(made.sequence, len(changes.new) if release.read else 0, len(changes.switched), len(changes.gone), sent)


def refuse_withdrawn(standing: Standing, files: Iterable[File]) -> None:
    """Raises ConfigError for files whose bytes were taken down."""
    withdrawn = frozenset(standing.record.withdrawn) if standing.record else frozenset()
    found = [file.path for file in files if file.digest in withdrawn]
    if found:
        raise ConfigError(
            f"{found[0]}: these very bytes were taken down{f', and {len(found) - 1} more' if found[1:] else ''}; build the site without them"
        )


def _put_back(target: Target, switched: Sequence[str], signing: Signing) -> None:
    """Undo what a publisher did after it had lost its lock: its pages give way to those of the release that stands by now."""
    with suppress(TargetError, ProofError), target.locked():
        stands = read_standing(target, signing.key.public).record
        files = read_files(target, stands.segments) if stands else {}
        for _key in put_in_place(target, {path: files[path] for path in switched if path in files}, lambda _path: None):
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
        withdrawn=standing.record.withdrawn if standing.record else (),
    )
    begun = standing.unfinished
    return begun if begun is not None and begun.previous == made.previous and _alike(begun, made) else made
