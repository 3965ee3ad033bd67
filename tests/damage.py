"""Damage to files, as a strategy: bits turned, bytes lost, put in, doubled or overwritten, and ends cut off."""

from __future__ import annotations

from random import Random

from hypothesis import strategies as st

Change = tuple[float, str, int, bytes]

_ODD = [
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\1\0\0\0",
    b"\x7f\xff\xff\xff",
    b"\0\0\xf0\x7f",
    b'"',
    b",",
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"1e400",
    b"nan",
    b"-0",
]


_KINDS = ("turn", "lose", "put", "write", "double", "cut")


def random_changes(made: Random) -> list[Change]:
    """Some changes, as `damages` draws them, from a source of random numbers."""
    return [
        (made.random(), made.choice(_KINDS), made.randint(0, 40), made.choice(_ODD) if made.random() < 0.5 else made.randbytes(made.randint(1, 8)))
        for _ in range(made.randint(1, 6))
    ]


def damages() -> st.SearchStrategy[list[Change]]:
    """Some changes to the bytes of a file; `damaged` makes them."""
    kinds = st.sampled_from(_KINDS)
    change = st.tuples(st.floats(0, 1, exclude_max=True), kinds, st.integers(0, 40), st.sampled_from(_ODD) | st.binary(min_size=1, max_size=8))
    return st.lists(change, min_size=1, max_size=6)


def damaged(data: bytes, changes: list[Change]) -> bytes:
    """The data with the changes made, one after another."""
    for share, kind, size, odd in changes:
        place = int(share * len(data))
        before, after = data[:place], data[place:]
        if kind == "turn" and after:
            data = before + bytes([after[0] ^ 1 << size % 8]) + after[1:]
        elif kind == "lose":
            data = before + after[size:]
        elif kind == "put":
            data = before + odd + after
        elif kind == "write":
            data = before + odd + after[len(odd) :]
        elif kind == "double":
            data = before + after[:size] + after
        elif kind == "cut":
            data = before
    return data
