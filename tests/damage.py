"""Damage to files, as a strategy: bits turned, bytes lost, put in, doubled or overwritten, and ends cut off."""

from __future__ import annotations

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


def damages() -> st.SearchStrategy[list[Change]]:
    """Some changes to the bytes of a file; `damaged` makes them."""
    kinds = st.sampled_from(["turn", "lose", "put", "write", "double", "cut"])
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
