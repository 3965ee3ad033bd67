"""The record of a release: what is published, since when, until when it is to be believed, and by whose key. It is what is signed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from hashlib import sha256

from sitegen.errors import ProofError
from sitegen.proof.minisign import PublicKey, parse_public_key, verify
from sitegen.proof.segments import Segment, refuse_no_digest

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One release as published; `sequence` counts from 1 and never falls."""

    site: str
    release: str
    months: tuple[str, str]
    preview: bool
    invented: str
    generator: str
    sequence: int
    published: str
    """The day, UTC."""
    expires: str
    """The last day on which a copy of this record is to be taken for the newest."""
    files: int
    size_bytes: int
    segments: tuple[Segment, ...]
    previous: str
    """SHA-256 of the record before; empty for the first."""
    key: str
    next_key: str
    """Who will sign later records, where that is to change; else empty."""
    origin: str
    """Name of the log, and of its signer in notes."""
    rolls_back_to: int
    """Sequence of the earlier release whose files these are; else 0."""
    withdrawn: tuple[str, ...]
    """SHA-256 of bytes that must be kept nowhere any more."""

    @property
    def signer(self) -> PublicKey:
        """Who says that they signed; raises ProofError."""
        return parse_public_key(self.key)


def record_bytes(record: Record) -> bytes:
    """The record as JSON: keys sorted, no spaces, one line."""
    found = asdict(record) | {"format": FORMAT, "segments": [[s.first, s.digest, s.size_bytes] for s in record.segments]}
    return json.dumps(found, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode() + b"\n"


def digest(data: bytes) -> str:
    """SHA-256 of a record's bytes: its name in the pointer, in the next record and in the log."""
    return sha256(data).hexdigest()


def leaf(sequence: int, digest_of_record: str) -> bytes:
    """The line that stands for a record in the log."""
    return f"{sequence} {digest_of_record}\n".encode()


def parse(data: bytes) -> Record:
    """The record in these bytes, whoever wrote them; raises ProofError."""
    try:
        found = json.loads(data)
        if found.pop("format") != FORMAT:
            raise ProofError("the record of the release is of a newer format; update this program")
        found["segments"] = tuple(Segment(str(first), str(name), int(size)) for first, name, size in found["segments"])
        found["months"], found["withdrawn"] = tuple(found["months"]), tuple(found["withdrawn"])
        record = Record(**found)
        _refuse_mistyped(record)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ProofError("the record of the release is damaged, or none of ours") from error
    return record


def opened(data: bytes, signature: bytes, trusted: Sequence[PublicKey]) -> Record:
    """The record that one of the trusted keys signed; raises ProofError."""
    record = parse(data)
    signer = record.signer
    if signer not in trusted:
        raise ProofError(f"the release is signed by key {signer.name}, which is not the one trusted: {', '.join(key.name for key in trusted)}")
    verify(data, signature, signer)
    return record


def days_left(record: Record, today: date) -> int:
    """Days until the record expires; negative: it has."""
    return (date.fromisoformat(record.expires) - today).days


def _refuse_mistyped(record: Record) -> None:
    date.fromisoformat(record.published)
    date.fromisoformat(record.expires)
    numbers = (record.sequence, record.files, record.size_bytes, record.rolls_back_to)
    named = (record.site, record.release, record.generator, record.origin, record.key, record.next_key, record.previous, record.invented)
    texts = (*named, *record.months, *record.withdrawn)
    if not all(type(number) is int and number >= 0 for number in numbers) or not all(isinstance(text, str) for text in texts):
        raise TypeError
    for digest_of in (*(segment.digest for segment in record.segments), *record.withdrawn, *([record.previous] if record.previous else [])):
        refuse_no_digest(digest_of)
