"""Whom a copy is believed from, and whether what a source states is newer than what is here and of the same history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sitegen.errors import ProofError
from sitegen.proof import keys, record
from sitegen.proof.minisign import PublicKey, parse_public_key
from sitegen.proof.reader import Found, Reader
from sitegen.proof.record import Record
from sitegen.proof.standing import pointer_of, read_log


@dataclass(frozen=True, slots=True)
class Stated:
    """The newest release of a place, whose signature and log are proved: its record as bytes and as read, its signature, the log's leaves."""

    record: Record
    data: bytes
    signature: bytes
    note: bytes
    leaves: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """SHA-256 of the record."""
        return record.digest(self.data)


def read_stated(place: Reader, trusted: Sequence[PublicKey]) -> Stated:
    """What a place states; with no key given, whoever signed is believed. Raises ProofError."""
    pointer = place.read(keys.POINTER)
    if pointer is None:
        raise ProofError(f"{place.url}: no published release is there: it has no {keys.POINTER}")
    sequence, digest = _pointed(place, pointer)
    data, signature, note = (_needed(place, key) for key in (keys.record(sequence, digest), keys.signature(sequence, digest), keys.CHECKPOINT))
    if record.digest(data) != digest:
        raise ProofError(f"{place.url}: the record of release {sequence} is not the one its pointer names; try again, or ask another mirror")
    found = record.opened(data, signature, trusted or [record.parse(data).signer])
    if found.sequence != sequence:
        raise ProofError(f"{place.url}: the pointer calls release {found.sequence} by another number, {sequence}")
    leaves = read_log(place, [found.signer]).leaves
    if record.leaf(sequence, digest) not in leaves:
        raise ProofError(f"{place.url}: release {sequence} is not in the log; it was never published for all to see")
    return Stated(found, data, signature, note, leaves)


def trusted_by(known: Stated | None, given: str) -> list[PublicKey]:
    """The keys a copy believes: the one given, else the one it has believed so far and the next that one named; none: the first is believed."""
    if given:
        return [parse_public_key(given)]
    if known is None:
        return []
    return [parse_public_key(text) for text in (known.record.key, known.record.next_key) if text]


def refuse_older(known: Stated, stated: Stated, place: str) -> None:
    """Raises ProofError where what is stated was before what is known, or is of another history."""
    if stated.record.sequence < known.record.sequence:
        raise ProofError(
            f"{place}: states release {stated.record.sequence}, and this copy has {known.record.sequence} already; "
            "it was put back to an older state, or stands still; nothing was changed"
        )
    if stated.leaves[: len(known.leaves)] != known.leaves:
        raise ProofError(
            f"{place}: its log does not begin with the one this copy has seen; two histories were told; keep both copies and ask the operator"
        )


def refuse_expired(stated: Stated, today: date, place: str) -> None:
    """Raises ProofError where a release is no longer to be taken for the newest."""
    left = record.days_left(stated.record, today)
    if left < 0:
        raise ProofError(
            f"{place}: release {stated.record.sequence} was to be believed until {stated.record.expires}, {-left:,} days ago; "
            "there is a newer one that it does not show, the site is no longer kept up, or this machine's clock is wrong"
        )


def _pointed(place: Reader, pointer: Found) -> tuple[int, str]:
    """What a pointer names; readers are told otherwise than the operator of a target what to do about one that is damaged."""
    try:
        return pointer_of(pointer, place.url)
    except ProofError as error:
        if pointer.data.lstrip()[:1] == b"<":
            said = "a web page came in its place; check the address, or log in where it asks for that"
        else:
            said = "it is damaged; ask another mirror"
        raise ProofError(f"{place.url}: {keys.POINTER}: {said}") from error


def _needed(place: Reader, key: str) -> bytes:
    found = place.read(key)
    if found is None:
        raise ProofError(f"{place.url}: {key} is not there, so nothing can be proved; ask another mirror")
    return found.data
