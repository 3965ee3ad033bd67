"""Keys and signatures in the format of minisign, so that the packaged tool verifies ours and ours verifies its.

Signatures are of the plain kind (``Ed``, over the bytes themselves): a browser's WebCrypto verifies them too, which knows no BLAKE2b.
Those that the tool itself makes (``ED``, over a BLAKE2b digest) are verified as well.
"""

from __future__ import annotations

import binascii
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import blake2b

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from sitegen.errors import ProofError

_PLAIN, _HASHED = b"Ed", b"ED"
_NO_PASSWORD = bytes(2)
_CHECKSUM = b"B2"
_NUMBER = 8
_SECRET_LENGTH = 2 + 2 + 2 + 32 + 8 + 8 + _NUMBER + 64 + 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """Who may have signed: 8 bytes that name the key, and its 32 bytes of Ed25519."""

    number: bytes
    point: bytes

    @property
    def name(self) -> str:
        """The key's number as minisign writes it: 16 hexadecimal digits."""
        return self.number[::-1].hex().upper()

    @property
    def text(self) -> str:
        """The key as the one line that minisign takes with ``-P``; this is its fingerprint on the site."""
        return b64encode(_PLAIN + self.number + self.point).decode()


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What signs; its seed is shown nowhere."""

    number: bytes
    signer: Ed25519PrivateKey

    @property
    def public(self) -> PublicKey:
        """The key that verifies what this one signs."""
        return PublicKey(self.number, self.signer.public_key().public_bytes_raw())


def public_key_file(key: PublicKey) -> bytes:
    """The file minisign reads with ``-p``."""
    return f"untrusted comment: minisign public key {key.name}\n{key.text}\n".encode()


def parse_public_key(text: str) -> PublicKey:
    """The key in a public key file, or in its one line; raises ProofError."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("untrusted comment:")]
    data = _decoded(lines[0] if len(lines) == 1 else "", "a minisign public key")
    if len(data) != 2 + _NUMBER + 32 or data[:2] != _PLAIN:
        raise ProofError("this is no minisign public key: one line of 56 characters that begins with RW is expected")
    return PublicKey(data[2 : 2 + _NUMBER], data[2 + _NUMBER :])


def secret_key_file(key: SecretKey) -> bytes:
    """The file minisign reads with ``-s``, without a password; whoever has it can sign."""
    seed = key.signer.private_bytes_raw() + key.public.point
    checksum = blake2b(_PLAIN + key.number + seed, digest_size=32).digest()
    data = _PLAIN + _NO_PASSWORD + _CHECKSUM + bytes(32 + 8 + 8) + key.number + seed + checksum
    return f"untrusted comment: minisign secret key {key.public.name}\n{b64encode(data).decode()}\n".encode()


def parse_secret_key(text: str) -> SecretKey:
    """The key in a secret key file; raises ProofError where it has a password or is damaged."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("untrusted comment:")]
    data = _decoded(lines[0] if len(lines) == 1 else "", "a minisign secret key")
    if len(data) != _SECRET_LENGTH or data[:2] != _PLAIN:
        raise ProofError("this is no minisign secret key; make one with: build.py keygen")
    if data[2:4] != _NO_PASSWORD:
        raise ProofError("the secret key has a password, which a scheduled job cannot type; take it off with: minisign -C -W -s KEY")
    number, seed = data[54 : 54 + _NUMBER], data[54 + _NUMBER : 54 + _NUMBER + 64]
    # The tool itself writes no checksum into a key without a password.
    if data[-32:] not in {bytes(32), blake2b(_PLAIN + number + seed, digest_size=32).digest()}:
        raise ProofError("the secret key is damaged: its checksum does not fit; take it from a backup")
    return SecretKey(number, Ed25519PrivateKey.from_private_bytes(seed[:32]))


def sign(data: bytes, key: SecretKey, comment: str) -> bytes:
    """The signature file of `data`; `comment` is one line that is signed with it."""
    signature = key.signer.sign(data)
    whole = key.signer.sign(signature + comment.encode())
    lines = (
        f"untrusted comment: signature by minisign key {key.public.name}",
        b64encode(_PLAIN + key.number + signature).decode(),
        f"trusted comment: {comment}",
        b64encode(whole).decode(),
    )
    return ("\n".join(lines) + "\n").encode()


def verify(data: bytes, signature_file: bytes, key: PublicKey) -> str:
    """The trusted comment of a signature that `key` made over `data`; raises ProofError where it did not."""
    lines = signature_file.decode("utf-8", "replace").splitlines()
    if len(lines) != 4 or not lines[2].startswith("trusted comment: "):
        raise ProofError("the signature is not in minisign's format")
    head, whole, comment = _decoded(lines[1], "a signature"), _decoded(lines[3], "a signature"), lines[2].removeprefix("trusted comment: ")
    kind, number, signature = head[:2], head[2 : 2 + _NUMBER], head[2 + _NUMBER :]
    if number != key.number:
        raise ProofError(f"signed by key {number[::-1].hex().upper()}, not by {key.name}")
    signed = {_PLAIN: data, _HASHED: blake2b(data).digest()}.get(kind)
    if signed is None:
        raise ProofError("the signature is of a kind minisign does not know")
    point = Ed25519PublicKey.from_public_bytes(key.point)
    try:
        point.verify(signature, signed)
        point.verify(whole, signature + comment.encode())
    except InvalidSignature as error:
        raise ProofError(f"the signature does not fit: these bytes were not signed by key {key.name}") from error
    return comment


def _decoded(line: str, what: str) -> bytes:
    try:
        return b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ProofError(f"this is not {what}: its line is no base64") from error
