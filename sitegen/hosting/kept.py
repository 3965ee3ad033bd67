"""Releases that a target keeps: listed, brought back, and cleared away once their time is over."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sitegen.errors import ConfigError, ProofError
from sitegen.hosting.headers import headers_of
from sitegen.hosting.publish import Published, Signing, publish
from sitegen.hosting.sending import Progress, Release
from sitegen.hosting.switching import official_keys
from sitegen.hosting.target import Sent, Target
from sitegen.proof import keys, segments
from sitegen.proof.minisign import PublicKey
from sitegen.proof.record import Record
from sitegen.proof.segments import File, Segment
from sitegen.proof.standing import Standing, each_file, read_record, read_standing
from sitegen.site_json import to_json

GRACE_DAYS = 35
"""How long after a release has been replaced its files stay: as long as a reader's browser or a CDN may still show a page of it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A release of the target: its record, and the day it was replaced (None: it stands)."""

    record: Record
    replaced: date | None
    pruned: bool
    """Whether its files have been cleared away, so that it cannot be brought back."""


def releases(target: Target, key: PublicKey | None) -> list[Kept]:
    """Every release of a target that its log names and that once stood, newest first; raises ProofError and TargetError."""
    standing = read_standing(target, key)
    return list(kept_releases(target, standing))


def roll_back(target: Target, sequence: int, signing: Signing, progress: Progress) -> Published:
    """Put an earlier release's files back, under a new number; raises ConfigError where it cannot be, and as `publish` does."""
    found = {kept.record.sequence: kept for kept in releases(target, signing.key.public)}
    wanted = found.get(sequence)
    if wanted is None or wanted.pruned:
        can = ", ".join(str(number) for number, kept in found.items() if not kept.pruned and kept.replaced is not None) or "none"
        raise ConfigError(f"release {sequence} {'is cleared away' if wanted else 'is not there'}; those that can be brought back: {can}")
    if wanted.replaced is None:
        raise ConfigError(f"release {sequence} is what stands; nothing was changed")
    texts = dict(_texts(target, wanted.record))
    about = replace(wanted.record, rolls_back_to=sequence)
    done = publish(target, Release(about, texts, read=None), signing, lambda _standing, _changes: None, progress)
    if done is None:
        raise ConfigError(f"release {sequence} is what stands; nothing was changed")
    return done


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was, or would be, cleared away."""

    releases: tuple[int, ...]
    files: int
    size_bytes: int


def prune(target: Target, key: PublicKey | None, today: date, keep: int, *, dry_run: bool = False, say: Callable[[str], None]) -> Pruned:
    """Remove what only releases name that were replaced more than `GRACE_DAYS` ago and are not among the newest `keep`.

    Records, signatures and the log stay: they are the history. Raises TargetError and ProofError.
    """
    with target.locked() as confirm:
        standing = read_standing(target, key)
        if standing.pending is not None:
            raise ConfigError(f"{target.url}: a publisher was stopped here; publish again first, then prune")
        kept, old = _parted(list(kept_releases(target, standing)), today, keep)
        names = {name for one in kept for name in _names(target, one.record)}
        doomed: dict[str, int] = {}
        for one in old:
            say(f"release {one.record.sequence}, replaced on {one.replaced}")
            doomed |= {name: size for name, size in _names(target, one.record).items() if name not in names}
        # A page that vanished from the site lies at its own path until its release goes.
        latest = today - timedelta(days=GRACE_DAYS)
        shown = [one.record for one in kept if one.replaced is None or one.replaced > latest] if old else []
        here = {file.path for record in shown for file in _files(target, record)}
        vanished = {file.path for one in old for file in _files(target, one.record) if file.path not in here and not keys.is_immutable(file.path)}
        doomed |= dict.fromkeys((*vanished, *official_keys(target, vanished)), 0)
        if old and not dry_run:
            confirm()
            # A stopped publisher's note may say of one of these that it is there.
            target.delete_all([keys.SENDING])
            target.delete_all(sorted(doomed))
            mark_pruned(target, [one.record.sequence for one in old])
    return Pruned(tuple(one.record.sequence for one in old), len(doomed), sum(doomed.values()))


def _parted(all_of_them: list[Kept], today: date, keep: int) -> tuple[list[Kept], list[Kept]]:
    """The releases that stay, the standing one first, and those that go."""
    there = [one for one in all_of_them if not one.pruned]
    latest = today - timedelta(days=GRACE_DAYS)
    stays = [number < keep or one.replaced is None or one.replaced > latest for number, one in enumerate(there)]
    return [one for one, stay in zip(there, stays, strict=True) if stay], [one for one, stay in zip(there, stays, strict=True) if not stay]


def kept_releases(target: Target, standing: Standing) -> Iterator[Kept]:
    """The releases that stood, newest first, cleared away or not; raises ConfigError where none ever did."""
    if standing.record is None:
        raise ConfigError(f"{target.url}: nothing was published here yet")
    pruned, found, replaced = _pruned_before(target), standing.record, None
    while True:
        yield Kept(found, replaced, found.sequence in pruned)
        if not found.previous:
            return
        number = next((int(leaf.split()[0]) for leaf in standing.leaves if leaf.split()[1].decode() == found.previous), 0)
        if not number:
            raise ProofError(f"{target.url}: release {found.sequence} names one before it that is not in the log")
        if number in pruned and target.read(keys.record(number, found.previous)) is None:
            # It named something that was taken down; those before it are cleared away as well.
            return
        found, replaced = read_record(target, number, found.previous), date.fromisoformat(found.published)


def mark_pruned(target: Target, sequences: Iterable[int]) -> None:
    """Note that the files of these releases are cleared away, so that they cannot be brought back."""
    data = to_json({"releases": sorted({*sequences, *_pruned_before(target)})})
    for _sent in target.put_all([Sent(keys.PRUNED, lambda: data, headers_of(keys.PRUNED))], once=False):
        pass


def _pruned_before(target: Target) -> set[int]:
    found = target.read(keys.PRUNED)
    return set(json.loads(found.data)["releases"]) if found else set()


def _files(target: Target, record: Record) -> Iterator[File]:
    return each_file(target, record.segments)


def _names(target: Target, record: Record) -> dict[str, int]:
    """Every key that only this kind of release needs: its files where they lie for good, and its segments."""
    files = {keys.holds(file.path, file.digest): file.size_bytes for file in _files(target, record)}
    return files | {keys.segment(segment.digest): 0 for segment in record.segments}


def _texts(target: Target, record: Record) -> Iterator[tuple[Segment, bytes]]:
    by_key = {keys.segment(segment.digest): segment for segment in record.segments}
    for key, found in target.read_all(by_key):
        if found is None:
            raise ProofError(f"{target.url}: {key} is not there, though release {record.sequence} needs it")
        yield by_key[key], segments.unpacked(found.data)
