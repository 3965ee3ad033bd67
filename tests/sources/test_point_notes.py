"""What the operator says of points that mislead is read whole; a fault is told by file, entry and what to do."""

from __future__ import annotations

import pytest

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sources.point_notes import read_point_remarks
from sitegen.terms import parse_snap_point_id

ENTRY = '[[point]]\nid = "4wt5e-3bft2"\nsay = "{say}"\ntext = "Records office."\n'
ADD, REMOVE = ENTRY.format(say="add"), ENTRY.format(say="remove")


def file(text: str) -> RawFile:
    return RawFile("point_notes.toml", text.encode())


def test_an_entry_is_a_row_of_its_point_and_reason() -> None:
    text = ADD + 'text_cy = "Swyddfa."\nsource = "https://example.org/"\n' + REMOVE + 'reason = "far-outside"\n'
    x, y = parse_snap_point_id("4wt5e-3bft2")
    assert read_point_remarks(point_note_file=(file(text),)).rows() == [
        (x, y, "remove", "far-outside", "Records office.", None, None),
        (x, y, "add", "told", "Records office.", "Swyddfa.", "https://example.org/"),
    ]
    assert read_point_remarks(point_note_file=()).is_empty()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (ADD.replace("4wt5e-3bft2", "Corn Street"), "point 1: id must be the id of a snap point, written like 4wt5e-3bft2"),
        (ADD + ADD, "point 2: id 4wt5e-3bft2 has an entry with the reason told already"),
        (REMOVE, "point 1: reason must name what is to be taken away: one of named-premises"),
        (ADD.replace('"Records office."', '""'), "point 1: text"),
        (ADD + 'source = "example.org"\n', "point 1: source must be an https:// address or empty"),
        (ADD + 'reason = "noise"\n', "point 1: reason must be one of"),
        (ADD.replace("4wt5e-3bft2", "zzzzz-3bft2"), "point 1: not a snap point id"),
    ],
)
def test_a_fault_is_told_with_file_entry_and_key(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_point_remarks(point_note_file=(file(text),))
    assert str(raised.value).startswith(f"point_notes.toml: {message}")
