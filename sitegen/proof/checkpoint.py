"""Checkpoints: the size and root of the log, signed as a note (C2SP tlog-checkpoint, signed-note); a second signer may add a line of its own."""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sitegen.errors import ProofError
from sitegen.proof.minisign import PublicKey, SecretKey

_DASH = "\N{EM DASH} "
_ED25519 = b"\x01"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How long the log is, and the hash of its tree."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed: three lines, each with its line break."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


def signed(checkpoint: Checkpoint, key: SecretKey) -> bytes:
    """The checkpoint as a note with one signature, whose name is the origin."""
    return f"{checkpoint.text}\n{signature_line(checkpoint.text, checkpoint.origin, key)}".encode()


def witnessed(note: bytes, name: str, key: SecretKey) -> bytes:
    """The note with the signature of one more signer, who is named, last; an earlier one by that name and key goes, all else stays as it is."""
    text, lines = _split(note)
    added = signature_line(text, name, key)
    others = [f"{line}\n" for line in lines if f"{line}\n" != added]
    return "".join((text, "\n", *others, added)).encode()


def signature_line(text: str, name: str, key: SecretKey) -> str:
    """One signature of a note's text, as its line."""
    signature = key.signer.sign(text.encode())
    return f"{_DASH}{name} {b64encode(key_hash(name, key.public) + signature).decode()}\n"


def opened(note: bytes, name: str, trusted: Sequence[PublicKey]) -> Checkpoint:
    """The checkpoint that one of these keys signed under `name`; other signatures are of no matter. Raises ProofError."""
    text, lines = _split(note)
    by_hash = {key_hash(name, key): key for key in trusted}
    for line in lines:
        signer, _space, encoded = line.removeprefix(_DASH).rpartition(" ")
        data = _decoded(encoded)
        key = by_hash.get(data[:4])
        if signer != name or key is None:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(key.point).verify(data[4:], text.encode())
        except InvalidSignature as error:
            raise ProofError(f"the log's checkpoint is not what key {key.name} signed") from error
        return _parsed(text)
    raise ProofError(f"the log's checkpoint has no signature of {name} by key {' or '.join(key.name for key in trusted)}")


def name_in(note: bytes) -> str:
    """The origin that a note states, whoever signed it."""
    return note.partition(b"\n")[0].decode("utf-8", "replace")


def key_hash(name: str, key: PublicKey) -> bytes:
    """Four bytes that tell signatures of a note apart."""
    return sha256(name.encode() + b"\n" + _ED25519 + key.point).digest()[:4]


def _split(note: bytes) -> tuple[str, list[str]]:
    text, found, signatures = note.decode("utf-8", "replace").partition("\n\n")
    lines = signatures.split("\n")
    if not found or lines.pop() or not lines or not all(line.startswith(_DASH) for line in lines):
        raise ProofError("the log's checkpoint is no signed note")
    return text + "\n", lines


def _parsed(text: str) -> Checkpoint:
    origin, size, encoded, *_more = text.split("\n")
    if not size.isdecimal() or len(root := _decoded(encoded)) != 32:
        raise ProofError("the log's checkpoint is no size and root of a tree")
    return Checkpoint(origin, int(size), root)


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofError("the log's checkpoint is damaged: not base64") from error
