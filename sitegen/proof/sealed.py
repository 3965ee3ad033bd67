"""What only the holder of the secret key may read, though it lies where everybody can fetch it: sealed with a key that is derived from it.

AES-SIV (RFC 5297): the same bytes sealed again are the same, so that what has not changed is not sent again; more than that it tells nobody.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from sitegen.errors import ProofError
from sitegen.proof.minisign import SecretKey

_HEAD = b"sitegen sealed 1\n"


def seal(data: bytes, key: SecretKey) -> bytes:
    """The sealed bytes of `data`; about as long."""
    return _HEAD + AESSIV(_key(key)).encrypt(data, [_HEAD])


def unseal(sealed: bytes, key: SecretKey) -> bytes:
    """What was sealed with this key; raises ProofError where it was another, or the bytes were altered."""
    try:
        return AESSIV(_key(key)).decrypt(sealed.removeprefix(_HEAD), [_HEAD])
    except (InvalidTag, ValueError) as error:
        raise ProofError(f"it was not sealed by key {key.public.name}, or was altered since") from error


def _key(key: SecretKey) -> bytes:
    return HKDF(algorithm=SHA256(), length=64, salt=None, info=_HEAD).derive(key.signer.private_bytes_raw())
