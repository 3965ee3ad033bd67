"""Signed checkpoints of the log."""

from __future__ import annotations

import pytest

from sitegen.errors import ProofError
from sitegen.proof.checkpoint import Checkpoint, name_in, opened, signed, witnessed
from tests.proof.keys import KEY, OTHER_KEY

STATED = Checkpoint("example.org/crime", 7, b"r" * 32)


def test_a_checkpoint_is_read_back_by_its_signer() -> None:
    note = signed(STATED, KEY)
    assert opened(note, name_in(note), [OTHER_KEY.public, KEY.public]) == STATED


def test_a_witness_adds_a_line_and_changes_nothing() -> None:
    note = witnessed(signed(STATED, KEY), "witness.example", OTHER_KEY)
    assert opened(note, STATED.origin, [KEY.public]) == opened(note, "witness.example", [OTHER_KEY.public]) == STATED


@pytest.mark.parametrize("change", [(b"\n7\n", b"\n8\n"), (b"crime\n", b"crimf\n"), ("\N{EM DASH} ".encode(), b"- ")])
def test_a_changed_checkpoint_is_refused(change: tuple[bytes, bytes]) -> None:
    with pytest.raises(ProofError):
        opened(signed(STATED, KEY).replace(*change, 1), "example.org/crime", [KEY.public])


def test_a_checkpoint_of_another_key_is_refused() -> None:
    with pytest.raises(ProofError, match=OTHER_KEY.public.name):
        opened(signed(STATED, KEY), STATED.origin, [OTHER_KEY.public])


def test_a_witness_that_signs_again_has_one_line_and_it_is_the_last() -> None:
    once = witnessed(signed(STATED, KEY), "library.example", OTHER_KEY)
    both = witnessed(once, "archive.example", OTHER_KEY)
    again = witnessed(both, "library.example", OTHER_KEY)
    assert again.splitlines()[-1] == once.splitlines()[-1]
    assert sorted(again.splitlines()) == sorted(both.splitlines())
