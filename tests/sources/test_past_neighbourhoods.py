"""The history of a force's list is read entry by entry: what is damaged costs itself, and no day is kept."""

from __future__ import annotations

import json

import pytest

from sitegen.raw import RawFile
from sitegen.sources.past_neighbourhoods import read_past_neighbourhoods

NAME = "history/gwent/neighbourhoods.json"


def read(data: bytes) -> list[tuple[object, ...]]:
    rows = read_past_neighbourhoods(force_id="gwent", history_files=(RawFile(NAME, data),))
    assert set(rows["force_id"]) <= {"gwent"}
    assert set(rows["file"]) <= {NAME}
    return rows.select("neighbourhood_id", "name", "last_month", "row", "problem", "note").rows()


def entry(key: object, name: str, last: object = "2025-06-30") -> dict[str, object]:
    return {"entry": {"id": key, "name": name}, "first": "2025-01-02", "last": last}


def history(*entries: object) -> bytes:
    return json.dumps({"format": 1, "entries": entries}).encode()


def test_each_entry_is_a_row_with_its_name_and_the_month_it_was_last_seen() -> None:
    told = history(entry("GA01", "Castle &amp; <b>Gate</b>"), entry("GA02", ""), entry("GA01", "Castle Gate", "2025-07-01"))
    assert read(told) == [
        ("GA01", "Castle & Gate", "2025-06", None, None, None),
        ("GA02", None, "2025-06", None, None, None),
        ("GA01", "Castle Gate", "2025-07", None, None, None),
    ]


def test_an_entry_that_cannot_be_used_is_a_row_with_its_reason() -> None:
    told = history(entry("../x", "A"), entry(None, "B"), "text", entry("GA01", "C", "yesterday"), entry("GA02", "D", "2025-13-01"))
    assert read(told) == [
        (None, "A", "2025-06", 1, "id-unusable", None),
        (None, "B", "2025-06", 2, "id-unusable", None),
        (None, None, None, 3, "id-unusable", None),
        ("GA01", "C", None, 4, None, "date-unreadable"),
        ("GA02", "D", None, 5, None, "date-unreadable"),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"{", "json-unreadable"),
        (b"[]", "json-unexpected"),
        (b"{}", "json-unexpected"),
        (b'{"entries": 3}', "json-unexpected"),
        (b"\0", "json-unreadable"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_row_with_its_reason(data: bytes, reason: str) -> None:
    assert read(data) == [(None, None, None, 1, reason, None)]


def test_without_a_history_there_is_no_row() -> None:
    assert read_past_neighbourhoods(force_id="gwent", history_files=()).is_empty()
