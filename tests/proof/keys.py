"""Keys for tests; whoever reads this has them."""

from __future__ import annotations

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sitegen.proof.minisign import SecretKey

KEY = SecretKey(b"county-1", Ed25519PrivateKey.from_private_bytes(b"k" * 32))
OTHER_KEY = SecretKey(b"county-2", Ed25519PrivateKey.from_private_bytes(b"o" * 32))
