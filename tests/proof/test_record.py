"""Records of releases."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from sitegen.errors import ProofError
from sitegen.proof.minisign import sign
from sitegen.proof.record import Record, days_left, leaf, opened, parse, record_bytes
from sitegen.proof.segments import Segment
from tests.proof.keys import KEY, OTHER_KEY

RECORD = Record(
    site="Crime in Loamshire",
    release="abc",
    months=("2025-01", "2025-06"),
    preview=False,
    invented="",
    generator="sitegen 1",
    sequence=7,
    published="2025-08-01",
    expires="2025-10-10",
    files=3,
    size_bytes=99,
    segments=(Segment("404.html", "0" * 64, 120),),
    previous="1" * 64,
    key=KEY.public.text,
    next_key="",
    origin="example.org/crime",
    rolls_back_to=0,
    withdrawn=(),
)


def test_a_record_reads_back() -> None:
    assert parse(record_bytes(RECORD)) == RECORD


def test_a_record_is_believed_from_a_trusted_key_only() -> None:
    data = record_bytes(RECORD)
    signature = sign(data, KEY, "")
    assert opened(data, signature, [OTHER_KEY.public, KEY.public]) == RECORD
    with pytest.raises(ProofError, match="not the one trusted"):
        opened(data, signature, [OTHER_KEY.public])
    with pytest.raises(ProofError, match="does not fit"):
        opened(record_bytes(replace(RECORD, sequence=8)), signature, [KEY.public])


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"sequence": "7"},
        {"sequence": -1},
        {"sequence": True},
        {"expires": "soon"},
        {"segments": [["a"]]},
        {"segments": [["a", "../x", 1]]},
        {"withdrawn": ["x"]},
        {"previous": "../x"},
        {"extra": 1},
        {"months": 3},
    ],
)
def test_a_record_of_another_shape_is_refused_in_one_line(change: dict[str, object]) -> None:
    with pytest.raises(ProofError) as refused:
        parse(json.dumps(json.loads(record_bytes(RECORD)) | change).encode())
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"<html>", b"{" * 100_000])
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(ProofError):
        parse(data)


def test_a_record_tells_for_how_long_it_is_believed() -> None:
    assert [days_left(RECORD, date(2025, 10, day)) for day in (9, 10, 11)] == [1, 0, -1]


def test_the_log_has_a_line_for_a_record() -> None:
    assert leaf(7, "ab") == b"7 ab\n"
