"""What must be kept nowhere any more: every kept release is rewritten without it, its bytes go at once, their digests stand in every later record."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from sitegen import urls
from sitegen.errors import ConfigError, ProofError
from sitegen.hosting.changes import Changes, changes_to
from sitegen.hosting.kept import kept_releases, mark_pruned
from sitegen.hosting.publish import Signing, put_out
from sitegen.hosting.sending import Progress, Release, send_files, send_proof, send_segments
from sitegen.hosting.switching import official_keys
from sitegen.hosting.target import Target
from sitegen.proof import keys, record
from sitegen.proof.record import Record
from sitegen.proof.segments import File, cut
from sitegen.proof.standing import Standing, each_file, read_files, read_log, read_standing
from sitegen.publish.manifest import checksums_bytes, manifest_bytes, parse_manifest
from sitegen.terms import folder_names

_OF_TEAMS = frozenset(urls.bulk(name, "jsonl") for name in ("teams", "priorities", "meetings"))
_DIGEST = re.compile("[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class TakenDown:
    """What was done, or would be: digests newly withdrawn, releases rewritten, the number of the one that stands, objects removed.

    `paths` are those that go, sorted; `beside` what stays, sorted: other files of the folder, in every language and the API, that may tell the same.
    """

    digests: int
    rewritten: int
    sequence: int
    removed: int
    paths: tuple[str, ...]
    beside: tuple[str, ...]


def take_down(target: Target, wanted: Collection[str], signing: Signing, progress: Progress, *, dry_run: bool = False) -> TakenDown:
    """Withdraw the bytes of paths, as every kept release has them, and those with digests; raises ConfigError where no kept release has any.

    Stopped at any point, the same call goes on. Nothing that stays says what was withdrawn, but for digests.
    """
    with target.locked() as confirm:
        standing = read_standing(target, signing.key.public)
        kept = _kept(target, standing)
        target.delete_all(_lists_of_cleared(target, standing, kept))
        before = frozenset(kept[0].withdrawn)
        files = {(file.path, file.digest) for one in kept for file in _files(target, one)}
        of_paths = {digest for path, digest in files if path in wanted}
        digests = of_paths | {one for one in wanted if _DIGEST.fullmatch(one)}
        if not of_paths and digests <= before and all(digests <= set(one.withdrawn) for one in kept):
            raise ConfigError(f"{target.url}: no kept release has any of these, or they were taken down before; nothing was changed")
        paths = tuple(sorted({path for path, digest in files if digest in digests}))
        beside = tuple(sorted(_beside({path for path, digest in files if digest not in digests}, paths)))
        if dry_run:
            return TakenDown(len(digests - before), len(kept), kept[0].sequence, len(_doomed(target, kept, digests)), paths, beside)
        rewritten = 0
        if not digests <= before:
            rewritten = len(kept)
            _Rewriting(target, signing, tuple(sorted(before | digests)), confirm).all(standing, kept, progress)
            standing = read_standing(target, signing.key.public)
            kept = _kept(target, standing)
        confirm()
        doomed, telling = _doomed(target, kept, digests), list(_telling(target, kept, digests))
        # A stopped publisher's note may say of one of these that it is there.
        target.delete_all([keys.SENDING])
        target.delete_all(sorted(doomed))
        mark_pruned(target, [one.sequence for one in kept if not digests <= set(one.withdrawn)])
        target.delete_all([*telling, *_lists_of_cleared(target, standing, _kept(target, standing))])
        target.settle()
    return TakenDown(len(digests - before), rewritten, kept[0].sequence, len(doomed), paths, beside)


def _beside(staying: Collection[str], gone: Collection[str]) -> set[str]:
    """What stays of the folders of pages that go, in every language and in the API, and of the downloads that tell of every team."""
    pages = {urls.in_english(path) for path in gone}
    folders = tuple(path.removesuffix("index.html") for path in pages if path.endswith("/index.html"))
    return {path for path in staying if _as_beside_pages(path).startswith(folders) or path in _OF_TEAMS} if folders else set()


def _as_beside_pages(path: str) -> str:
    """A path in English; an answer of the API as if it lay in the folder of the page of its force or neighbourhood."""
    if not path.startswith(urls.API):
        return urls.in_english(path)
    steps = path.removeprefix(f"{urls.API}forces/").removeprefix(urls.API).split("/")
    return "/".join(folder_names([step])[step] for step in steps)


def _doomed(target: Target, kept: list[Record], digests: set[str]) -> set[str]:
    """The objects to be removed: what is withdrawn, where it lies for good and where readers got it, and the manifests that name it."""
    old = [one for one in kept if not digests <= set(one.withdrawn)]
    doomed, shown, own = set[str](), {}, {urls.MANIFEST, urls.CHECKSUMS}
    for one in old:
        for file in _files(target, one):
            if file.digest in digests or file.path in own:
                doomed.add(keys.holds(file.path, file.digest))
            if file.digest in digests:
                shown[file.path] = file
    for one in kept:
        if one not in old:
            for file in _files(target, one):
                doomed.discard(keys.holds(file.path, file.digest))
                if one is kept[0]:
                    shown.pop(file.path, None)
    # A page that the site no longer has may lie at its own path with other bytes, which may stay.
    seen = sorted({*shown, *official_keys(target, shown)})
    doomed |= {key for key, found in target.read_all(seen) if found and sha256(found.data).hexdigest() in digests}
    return doomed


def _telling(target: Target, kept: list[Record], digests: set[str]) -> Iterator[str]:
    """Old records that name what was taken down, as the first file of a list; the log keeps their digests."""
    for one in kept:
        if not digests <= set(one.withdrawn):
            paths = {file.path for file in _files(target, one) if file.digest in digests}
            if any(segment.first in paths for segment in one.segments):
                digest = record.digest(record.record_bytes(one))
                yield from (keys.record(one.sequence, digest), keys.signature(one.sequence, digest))


def _kept(target: Target, standing: Standing) -> list[Record]:
    return [one.record for one in kept_releases(target, standing) if not one.pruned]


def _files(target: Target, of: Record) -> Iterator[File]:
    return each_file(target, of.segments)


def _lists_of_cleared(target: Target, standing: Standing, kept: list[Record]) -> list[str]:
    """The lists of files that no kept release has: they would tell names of what was taken down."""
    needed = {segment.digest for one in kept for segment in one.segments}
    cleared = [one.record for one in kept_releases(target, standing) if one.pruned]
    return sorted({keys.segment(segment.digest) for one in cleared for segment in one.segments if segment.digest not in needed})


@dataclass(frozen=True, slots=True)
class _Rewriting:
    """Every kept release again, without what is withdrawn."""

    target: Target
    signing: Signing
    withdrawn: tuple[str, ...]
    confirm: Callable[[], None]

    def all(self, standing: Standing, kept: list[Record], progress: Progress) -> None:
        """Those before the one that stands are put on record alone, oldest first; the last takes its place."""
        previous = standing.digest
        for one in reversed(kept):
            release = self._without(one)
            made = self._numbered(release.about, standing, previous)
            changes = changes_to(self.target, standing, release.texts)
            if one is kept[0]:
                put_out(self.target, release, standing, changes, made, self.signing, progress, self.confirm, [])
                return
            own = {path: file for path, file in changes.new.items() if path in {urls.MANIFEST, urls.CHECKSUMS}}
            send_segments(self.target, release, standing, self.confirm)
            send_files(self.target, release, Changes(own, {}, ()), progress, self.confirm)
            previous = send_proof(self.target, {}, standing.log, made, self.signing.key, self.confirm)
            standing = replace(standing, log=read_log(self.target, [one.signer, self.signing.key.public]))

    def _without(self, of: Record) -> Release:
        """A release as it is without what is withdrawn: its manifest and checksums, made anew, name no trace of it."""
        gone = frozenset(self.withdrawn)
        files = {path: file for path, file in read_files(self.target, of.segments).items() if file.digest not in gone}
        made = dict[str, bytes]()
        for path, data in self._manifest(files).items():
            made[path], files[path] = data, File(path, sha256(data).hexdigest(), len(data))
        texts = dict(cut({path: (file.digest, file.size_bytes) for path, file in files.items()}))
        about = replace(
            of,
            files=len(files),
            size_bytes=sum(file.size_bytes for file in files.values()),
            segments=tuple(texts),
            rolls_back_to=of.rolls_back_to or of.sequence,
            withdrawn=self.withdrawn,
        )
        return Release(about, texts, lambda file: made[file.path])

    def _manifest(self, files: Mapping[str, File]) -> dict[str, bytes]:
        listed = files.get(urls.MANIFEST)
        found = self.target.read(keys.holds(listed.path, listed.digest)) if listed else None
        manifest = parse_manifest(found.data) if found else None
        if manifest is None:
            raise ProofError(f"{self.target.url}: a kept release has no manifest that can be read; prune it first, or restore it from a mirror")
        left = replace(manifest, files={path: value for path, value in manifest.files.items() if path in files})
        data = manifest_bytes(left)
        return {urls.MANIFEST: data, urls.CHECKSUMS: checksums_bytes(left, data)}

    def _numbered(self, about: Record, standing: Standing, previous: str) -> Record:
        today = self.signing.today
        return replace(
            about,
            sequence=standing.sequence + 1,
            published=today.isoformat(),
            expires=(today + timedelta(days=self.signing.lasting_days)).isoformat(),
            previous=previous,
            key=self.signing.key.public.text,
            next_key=self.signing.next_key,
        )
