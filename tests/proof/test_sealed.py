"""What only the holder of the secret key can read."""

import pytest

from sitegen.errors import ProofError
from sitegen.proof.sealed import seal, unseal
from tests.proof.keys import KEY, OTHER_KEY

TEXT = b"a meeting on 14 July" * 20


def test_what_is_sealed_is_read_with_its_key_only() -> None:
    sealed = seal(TEXT, KEY)
    assert unseal(sealed, KEY) == TEXT
    assert b"meeting" not in sealed
    with pytest.raises(ProofError, match="not sealed by key"):
        unseal(sealed, OTHER_KEY)


def test_the_same_text_is_sealed_to_the_same_bytes() -> None:
    assert seal(TEXT, KEY) == seal(TEXT, KEY) != seal(TEXT + b".", KEY)


@pytest.mark.parametrize("sealed", [b"", b"x", seal(TEXT, KEY)[:-1], seal(TEXT, KEY).replace(b"sealed 1", b"sealed 2")])
def test_altered_bytes_are_refused(sealed: bytes) -> None:
    with pytest.raises(ProofError):
        unseal(sealed, KEY)
