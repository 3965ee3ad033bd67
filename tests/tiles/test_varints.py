"""Varints: seven bits a byte, the low ones first."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tiles.varints import measure, pack, places_in, sums_of, write

NUMBERS = st.integers(0, 2**63 - 1) | st.integers(0, 300) | st.sampled_from([2**bits - less for bits in range(7, 63, 7) for less in (0, 1)])


def varint(number: int) -> bytes:
    if number < 128:
        return bytes([number])
    return bytes([number % 128 + 128]) + varint(number // 128)


@given(st.lists(NUMBERS))
def test_a_column_is_packed_number_by_number(numbers: list[int]) -> None:
    assert pack(np.array(numbers, np.int64)) == b"".join(map(varint, numbers))


@given(st.lists(st.tuples(NUMBERS, NUMBERS)))
def test_rows_are_measured_and_written_part_by_part(rows: list[tuple[int, int]]) -> None:
    first, second = (np.array([row[part] for row in rows], np.int64) for part in (0, 1))
    sizes = measure(b"\x0a\xff", first, b"-", second)
    wanted = [b"\x0a\xff" + varint(one) + b"-" + varint(two) for one, two in rows]
    assert sizes.tolist() == [len(row) for row in wanted]
    buffer = np.zeros(int(sizes.sum()), np.uint8)
    behind = write(buffer, np.cumsum(sizes) - sizes, b"\x0a\xff", first, b"-", second)
    assert buffer.tobytes() == b"".join(wanted)
    assert behind.tolist() == np.cumsum(sizes).tolist()


def test_rows_of_groups_follow_one_another_from_the_groups_first_place() -> None:
    sizes, bounds = np.array([3, 1, 2, 5]), np.array([0, 2, 4])
    places = places_in(np.array([0, 0, 1, 1]), sizes, bounds, np.array([10, 100]))
    assert places.tolist() == [10, 13, 100, 102]
    assert sums_of(sizes, bounds).tolist() == [4, 7]
