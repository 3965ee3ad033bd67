"""JSON from upstream is a value or a clear refusal, never a crash."""

from __future__ import annotations

import pytest

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.json_files import entries, list_if_readable, member, object_if_readable, read_json, read_list, read_object


def file(data: bytes) -> RawFile:
    return RawFile("policing/loamshire/x.json", data)


def test_lists_and_objects_are_read() -> None:
    assert read_list(file(b'[1, "a"]')) == [1, "a"]
    assert read_object(file(b'\xef\xbb\xbf{"a": null}')) == {"a": None}


@pytest.mark.parametrize("data", [b'{"a": 1}', b"null", b"3", b'"text"', b"true"])
def test_anything_but_a_list_is_refused_where_a_list_is_expected(data: bytes) -> None:
    with pytest.raises(InputError, match=r"policing/loamshire/x\.json: holds .* where a list is expected"):
        read_list(file(data))


def test_a_list_is_refused_where_an_object_is_expected() -> None:
    with pytest.raises(InputError, match="holds a list where an object is expected"):
        read_object(file(b"[]"))


@pytest.mark.parametrize("number", [b"1e999", b"-1e999", b"NaN", b"Infinity", b"-Infinity", b"9" * 5000])
def test_a_number_beyond_all_bounds_stays_text_and_costs_itself(number: bytes) -> None:
    assert read_json(file(b'{"latitude": ' + number + b', "name": "A"}')) == {"latitude": number.decode(), "name": "A"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "json-unreadable"), (b"\x00\xff", "json-unreadable"), (b"{}", "json-unexpected"), (b"[" * 200_000, "nested-too-deeply")],
)
def test_a_file_that_cannot_be_read_is_as_none_with_its_reason(data: bytes, reason: str) -> None:
    assert list_if_readable(file(data)) == ([], reason)


def test_no_file_has_no_reason() -> None:
    assert list_if_readable(None) == ([], None)
    assert object_if_readable(None) == ({}, None)
    assert object_if_readable(file(b"[]")) == ({}, "json-unexpected")


@pytest.mark.parametrize("data", [b"", b"<html>", b'{"a":', b'["\xff"]', b"[1,]"])
def test_what_is_not_json_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(InputError, match=r"x\.json: not readable as JSON"):
        read_json(file(data))


@pytest.mark.parametrize("data", [b"[" * 200_000, b"[" * 200_000 + b"]" * 200_000, b'{"a":' * 200_000 + b"1" + b"}" * 200_000])
def test_nesting_without_end_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"nested too deeply|not readable"):
        read_json(file(data))


def test_a_key_of_something_that_is_no_object_is_none() -> None:
    assert member([1], "a") is None
    assert member({"a": 2}, "a") == 2
    assert entries({"a": 2}) == []
