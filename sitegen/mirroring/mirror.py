"""A copy of a published site, brought up to date: what changed is fetched, every byte is proved, the new copy takes the old one's place at once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from sitegen.errors import ConfigError, ProofError, StoreError
from sitegen.locks import hold
from sitegen.mirroring.source import FolderSource
from sitegen.mirroring.trust import Stated, read_stated, refuse_expired, refuse_older, trusted_by
from sitegen.mirroring.verify import verify
from sitegen.proof import keys, merkle, segments
from sitegen.proof.reader import Reader
from sitegen.proof.segments import File
from sitegen.proof.standing import pointer_bytes, read_files
from sitegen.publish.disk import disk_errors
from sitegen.publish.swap import exchange, staging_folder


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What was done: the release the copy has now, and how many files and bytes were fetched for it; none where it was current."""

    stated: Stated
    fetched: int
    fetched_bytes: int
    linked: int


def _nothing(_files: int) -> None:
    pass


def mirror(
    source: Reader,
    folder: Path,
    key: str,
    today: date,
    begin: Callable[[int], None],
    advance: Callable[[], None],
    proving: Callable[[int], None] = _nothing,
) -> Mirrored:
    """Bring the copy in `folder` up to what `source` states; `key` is a public key's line, or empty to believe whom this copy believed so far.

    The folder stays whole and servable throughout. A copy that has the release already is proved, which `proving` is told of, and what is missing
    or altered is fetched. What was fetched before a stop, a broken connection or a full disk is proved again and not fetched again.
    Raises ProofError, StoreError and ConfigError.
    """
    with _holding(folder):
        known = _known(folder)
        stated = read_stated(source, trusted_by(known, key))
        refuse_expired(stated, today, source.url)
        if known is not None:
            refuse_older(known, stated, source.url)
            if stated.digest == known.digest and _is_whole(folder, proving, advance):
                return Mirrored(stated, 0, 0, 0)
        staging = staging_folder(folder)
        copy = _Copy(source, folder, staging, stated)
        done = copy.make(begin, advance)
        exchange(staging, folder)
        return done


@contextmanager
def _holding(folder: Path) -> Iterator[None]:
    """Holds the folder for one mirror at a time; what was fetched stays beside it only where a further try may go on from there."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise ConfigError(f"{folder}: is a link or a file; give the folder of the copy itself")
    path = folder.with_name(f".{folder.name}.lock")
    with disk_errors(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        held = hold(path, f"{folder}: another mirror is at work here; wait until it ends")
    with held:
        try:
            yield
        except (StoreError, KeyboardInterrupt):
            raise
        except BaseException:
            shutil.rmtree(staging_folder(folder), ignore_errors=True)
            raise
        else:
            shutil.rmtree(staging_folder(folder), ignore_errors=True)
        finally:
            path.unlink(missing_ok=True)


def _known(folder: Path) -> Stated | None:
    if not folder.exists() or not any(folder.iterdir()):
        return None
    if not (folder / keys.POINTER).exists():
        raise ConfigError(f"{folder}: holds files and is no copy of a published site; choose another folder, or empty it yourself")
    try:
        return read_stated(FolderSource(folder), [])
    except ProofError as error:
        raise ProofError(f"the proof of the copy here is damaged ({error}); move {folder} away and run the same command again") from error


def _is_whole(folder: Path, begin: Callable[[int], None], advance: Callable[[], None]) -> bool:
    try:
        found = verify(FolderSource(folder), [], begin, advance)
    except ProofError:
        return False
    return not (found.missing or found.altered)


@dataclass(frozen=True, slots=True)
class _Copy:
    """One new copy in the making."""

    source: Reader
    old: Path
    new: Path
    stated: Stated
    made: set[Path] = field(default_factory=set)
    """Folders that are there."""

    def make(self, begin: Callable[[int], None], advance: Callable[[], None]) -> Mirrored:
        files = self._files()
        begin(len(files))
        with disk_errors(self.new):
            there = self._kept(files)
            for _path in there:
                advance()
            wanted = {path: file for path, file in files.items() if path not in there and not self._linked(file, advance)}
            fetched_bytes = self._fetch(wanted, advance)
            self._prove()
        return Mirrored(self.stated, len(wanted), fetched_bytes, len(files) - len(wanted))

    def _files(self) -> Mapping[str, File]:
        """Every file of the new release; lists of files that this copy has are not fetched again."""
        here = FolderSource(self.old)
        had = [segment for segment in self.stated.record.segments if here.read(keys.segment(segment.digest)) is not None]
        names = {segment.digest for segment in had}
        asked = [segment for segment in self.stated.record.segments if segment.digest not in names]
        files = read_files(here, had) | read_files(self.source, asked)
        if len(files) != self.stated.record.files:
            raise ProofError(f"{self.source.url}: the lists of files do not come to what the record says")
        withdrawn = frozenset(self.stated.record.withdrawn)
        if any(file.digest in withdrawn for file in files.values()):
            raise ProofError(f"{self.source.url}: lists a file whose bytes were taken down; nothing was changed here, ask the operator")
        return dict(sorted(files.items()))

    def _kept(self, files: Mapping[str, File]) -> set[str]:
        """The files that a mirror which was stopped had fetched already; whatever else it left is removed."""
        there = set()
        for root, _folders, names in os.walk(self.new):
            for name in names:
                place = Path(root, name)
                file = files.get(place.relative_to(self.new).as_posix())
                data = place.read_bytes() if file and not place.is_symlink() and place.stat().st_size == file.size_bytes else b""
                if file and len(data) == file.size_bytes and sha256(data).hexdigest() == file.digest:
                    there.add(file.path)
                else:
                    place.unlink()
        return there

    def _linked(self, file: File, advance: Callable[[], None]) -> bool:
        """Whether the old copy has these very bytes, which then are in the new one as well."""
        try:
            data = (self.old / file.path).read_bytes()
        except OSError:
            return False
        if len(data) != file.size_bytes or sha256(data).hexdigest() != file.digest:
            return False
        target = self._place(file.path)
        try:
            os.link(self.old / file.path, target, follow_symlinks=False)
        except OSError:
            target.write_bytes(data)
        advance()
        return True

    def _fetch(self, wanted: Mapping[str, File], advance: Callable[[], None]) -> int:
        """Bytes fetched: what may be replaced at its own path while we read comes from where it lies for good."""
        by_key = {keys.holds(path, file.digest): file for path, file in wanted.items()}
        again: dict[str, File] = {}
        size = 0
        for key, found in self.source.read_all(by_key):
            file = by_key[key]
            if found is None and key != file.path:
                # A copy of a copy: each file is there once, at its own path.
                again[file.path] = file
                continue
            size += self._keep(file, None if found is None else found.data)
            advance()
        for path, found in self.source.read_all(again):
            size += self._keep(again[path], None if found is None else found.data)
            advance()
        # Files with the same bytes share a blob and were fetched once.
        for path, file in wanted.items():
            kept = by_key[keys.holds(path, file.digest)]
            if kept.path != path:
                self._place(path).write_bytes((self.new / kept.path).read_bytes())
                advance()
        return size

    def _keep(self, file: File, data: bytes | None) -> int:
        if data is None:
            raise ProofError(f"{self.source.url}: {file.path} is missing there; nothing was changed here, ask another mirror")
        if sha256(data).hexdigest() != file.digest:
            is_page = data[:200].lstrip().lower().startswith((b"<!doctype html", b"<html"))
            page = "; a web page came in its place" if is_page and not file.path.endswith(".html") else ""
            raise ProofError(f"{self.source.url}: {file.path} has other bytes than were signed{page}; nothing was changed here, ask another mirror")
        self._place(file.path).write_bytes(data)
        return len(data)

    def _prove(self) -> None:
        """What proves the copy, so that it can be verified and copied in its turn."""
        record, leaves = self.stated.record, self.stated.leaves
        here = FolderSource(self.old)
        for segment in record.segments:
            key = keys.segment(segment.digest)
            found = here.read(key) or self.source.read(key)
            if found is None:
                raise ProofError(f"{self.source.url}: {key} is missing there")
            segments.parse(segment, segments.unpacked(found.data))
            self._place(key).write_bytes(found.data)
        hashes = [merkle.leaf_hash(leaf) for leaf in leaves]
        log = dict(merkle.entry_bundles(leaves)) | dict(merkle.tiles(hashes))
        proof = {f"{keys.LOG}{path}": data for path, data in log.items()}
        proof |= {keys.record(record.sequence, self.stated.digest): self.stated.data}
        proof |= {keys.signature(record.sequence, self.stated.digest): self.stated.signature}
        proof |= {keys.CHECKPOINT: self.stated.note, keys.POINTER: self._pointer()}
        for key in (keys.PUBLIC_KEY, keys.VERIFIER):
            if (found := self.source.read(key)) is not None:
                proof[key] = found.data
        for key, data in proof.items():
            self._place(key).write_bytes(data)

    def _pointer(self) -> bytes:
        return pointer_bytes(self.stated.digest, self.stated.record.sequence)

    def _place(self, path: str) -> Path:
        target = self.new / path
        if target.parent not in self.made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self.made.add(target.parent)
        return target
