"""The list of all files of a release, cut into segments whose content decides where one ends: a changed file changes one of them."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

import deflate

from sitegen.errors import ProofError

_ONE_IN = 2048
_LONGEST = 8192
_LEVEL = 9
_DIGEST = re.compile("[0-9a-f]{64}", re.ASCII)
_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class File:
    """One file of a release: where it lies, SHA-256 of its bytes, how many they are."""

    path: str
    digest: str
    size_bytes: int

    @property
    def line(self) -> str:
        """The file as its line in a segment."""
        return f"{self.path}\t{self.digest}\t{self.size_bytes}\n"


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of files in the order of their paths: its first path, SHA-256 and size of its text."""

    first: str
    digest: str
    size_bytes: int


def cut(files: Mapping[str, tuple[str, int]]) -> Iterator[tuple[Segment, bytes]]:
    """The segments of all files (path to digest and size), by path, each with its text."""
    lines: list[str] = []
    first = ""
    for path in sorted(files):
        first = first if lines else path
        lines.append(File(path, *files[path]).line)
        if len(lines) == _LONGEST or int.from_bytes(sha256(path.encode()).digest()[:4], "big") % _ONE_IN == 0:
            yield _segment(first, lines)
            lines = []
    if lines:
        yield _segment(first, lines)


def _segment(first: str, lines: list[str]) -> tuple[Segment, bytes]:
    text = "".join(lines).encode()
    return Segment(first, sha256(text).hexdigest(), len(text)), text


def packed(text: bytes) -> bytes:
    """A segment's text as it is published: gzip, the same bytes on every machine."""
    return bytes(deflate.gzip_compress(text, _LEVEL))


def unpacked(data: bytes) -> bytes:
    """The text of a published segment; raises ProofError where it is damaged or larger than any of ours."""
    try:
        with gzip.open(BytesIO(data)) as file:
            text = file.read(_MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ProofError("a list of files is damaged: it is no gzip") from error
    if len(text) > _MOST_BYTES:
        raise ProofError("a list of files is larger than any of ours; the release is not trusted")
    return text


def parse(segment: Segment, text: bytes) -> list[File]:
    """The files of a segment; raises ProofError where the text is not the one whose digest was signed, or names a path that leads elsewhere."""
    if sha256(text).hexdigest() != segment.digest:
        raise ProofError(f"the list of files from {segment.first} on is not the one that was signed")
    try:
        files = [File(path, digest, int(size)) for path, digest, size in (line.split("\t") for line in text.decode().splitlines())]
    except ValueError as error:
        raise ProofError(f"the list of files from {segment.first} on is not of the format this program knows") from error
    for file in files:
        refuse_unsafe(file.path)
        refuse_no_digest(file.digest)
    return files


def refuse_unsafe(path: str) -> None:
    """Raises ProofError for a path that would lead out of the folder it is written to, or that no site of ours has."""
    steps = path.split("/")
    if path.startswith("release/") or any(step in {"", ".", ".."} for step in steps) or any(sign in path for sign in "\\:\0"):
        raise ProofError(f"{path!r}: no file of a site has such a path; the release is not trusted")


def refuse_no_digest(text: str) -> None:
    """Raises ProofError for what is no SHA-256 in lower case: it names keys, and must lead nowhere else."""
    if not _DIGEST.fullmatch(text):
        raise ProofError(f"{text[:80]!r}: is no SHA-256; the release is not trusted")


def changed(before: Iterable[Segment], after: Iterable[Segment]) -> tuple[list[Segment], list[Segment]]:
    """The segments that only the earlier release has, and those that only the later has: files in no segment of these are the same."""
    known, wanted = {segment.digest: segment for segment in before}, {segment.digest: segment for segment in after}
    gone = [segment for digest, segment in known.items() if digest not in wanted]
    return gone, [segment for digest, segment in wanted.items() if digest not in known]
