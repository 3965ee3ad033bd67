"""One line is one row: nothing in a file is lost, and nothing swallows its neighbours."""

from __future__ import annotations

import csv
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.sources.csv_files import first_line, read_text


def read(data: bytes, *, width: int = 3, header: bool = False) -> list[tuple[object, ...]]:
    return read_text(RawFile("x.csv", data), {"a": 0, "c": 2}, width=width, header=header).drop("recoded").rows()


def test_columns_are_taken_by_place_and_lines_are_numbered_from_one() -> None:
    assert read(b"1,2,3\n4,5,6\n") == [("1", "3", 1, False), ("4", "6", 2, False)]


def test_with_a_header_the_first_row_stands_on_line_two() -> None:
    assert read(b"x,y,z\n1,2,3\n", header=True) == [("1", "3", 2, False)]


@pytest.mark.parametrize("data", [b"1,2,3\r\n4,5,6\r\n", b"\xef\xbb\xbf1,2,3\n4,5,6", b"1,2,3\n\n4,5,6\n\n\n", b'"1",2,"3"\n4,"5","6"\n'])
def test_line_ends_byte_order_marks_blank_lines_and_quotes_change_no_value(data: bytes) -> None:
    assert [row[:2] for row in read(data)] == [("1", "3"), ("4", "6")]


def test_a_comma_inside_quotes_separates_nothing() -> None:
    assert read(b'"Asda, Thurmaston",,"Bournemouth, Christchurch and Poole 024D"\n') == [
        ("Asda, Thurmaston", "Bournemouth, Christchurch and Poole 024D", 1, False)
    ]


def test_doubled_quotes_are_one() -> None:
    assert read(b'"The ""Crown""",,x\n') == [('The "Crown"', "x", 1, False)]


def test_empty_fields_are_null() -> None:
    assert read(b',,\n"",,""\n') == [(None, None, 1, False), (None, None, 2, False)]


@pytest.mark.parametrize("bad", [b"4,5", b"4,5,6,7", b'"4,5,6', b'4,5,"6', b'4,"5"x,6', b"4,5\r,6"])
def test_a_line_that_cannot_be_read_is_marked_and_the_lines_round_it_stay(bad: bytes) -> None:
    assert read(b"1,2,3\n" + bad + b"\n7,8,9\n") == [("1", "3", 1, False), (None, None, 2, True), ("7", "9", 3, False)]


def test_too_short_and_too_long_lines_do_not_make_up_for_each_other() -> None:
    assert [row[3] for row in read(b"1,2,3\n4,5\n6,7,8,9\n1,2,3\n")] == [False, True, True, False]


@pytest.mark.parametrize("other", [b"", b",x\n", b'"7",8\n', b"7,8,9\n"])
def test_a_number_is_the_same_whichever_way_its_file_is_read(other: bytes) -> None:
    """The last line of each decides whether the lines are read at once, as text, or one by one."""
    texts = [b"1.5", b"-0.000001", b"-0.0", b"1e-3", b"0051.25", b"5."]
    rows = read_text(RawFile("x.csv", b"".join(text + b",x\n" for text in texts) + other), {"a": 0}, width=2, header=False, numbers=("a",))
    assert [str(number) for number in rows["a"][: len(texts)]] == ["1.5", "-1e-06", "0.0", "0.001", "51.25", "5.0"]


@pytest.mark.parametrize("text", [b"x", b"nan", b"inf", b"-inf", b"1,5", b"51.2.3", b"0x10", b"1e999"])
def test_what_is_no_finite_number_is_told_from_nothing(text: bytes) -> None:
    quoted = b'"' + text + b'"' if b"," in text else text
    for more in (b"", b",2\n", b'"1",2\n'):
        rows = read_text(RawFile("x.csv", quoted + b",1\n,2\n" + more), {"a": 0}, width=2, header=False, numbers=("a",))
        assert math.isnan(rows["a"][0])
        assert rows["a"][1] is None


def test_white_space_round_a_number_is_nothing() -> None:
    rows = read_text(RawFile("x.csv", b" 1.5 ,x\n"), {"a": 0}, width=2, header=False, numbers=("a",))
    assert rows["a"].to_list() == [1.5]


def test_two_stray_quotes_do_not_swallow_the_lines_between_them() -> None:
    rows = read(b'1,"2,3\n4,5,6\n7,8",9\n')
    assert rows[1] == ("4", "6", 2, False)
    assert len(rows) == 3


def test_a_quote_inside_an_unquoted_field_belongs_to_it() -> None:
    assert read(b'4" pipe,5,6\n') == [('4" pipe', "6", 1, False)]


def test_a_line_that_is_not_utf8_is_read_in_windows_alphabet_and_marked() -> None:
    table = read_text(RawFile("x.csv", "1,Dŵr,3\n".encode() + b"4,T\xf4n,6\r\n7,\x81,9\n"), {"b": 1}, width=3, header=False)
    assert table.rows() == [("Dŵr", 1, False, False), ("Tôn", 2, False, True), ("\ufffd", 3, False, True)]


def test_a_line_with_a_nul_byte_costs_itself() -> None:
    assert read(b"1,2,3\n4,5,6\n7,\0,9\n8,9,10") == [("1", "3", 1, False), ("4", "6", 2, False), (None, None, 3, True), ("8", "10", 4, False)]


@pytest.mark.parametrize("beginning", ["x\x01", "x^", "x"])
def test_a_text_that_begins_like_a_packed_file_is_read_as_text(beginning: str) -> None:
    assert read(f"{beginning},2,3\n4,5,6\n".encode()) == [(beginning, "3", 1, False), ("4", "6", 2, False)]


def test_a_line_of_a_megabyte_costs_itself_or_is_read() -> None:
    long = b"x" * 1_000_000
    assert read(b"1,2,3\n4," + long + b",6\n") == [("1", "3", 1, False), ("4", "6", 2, False)]
    assert read(b'1,2,3\n4,"' + long + b"\n7,8,9\n") == [("1", "3", 1, False), (None, None, 2, True), ("7", "9", 3, False)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("a,b\n1,2\n".encode("utf-16"), "file-not-text"),
        ("a,b\n1,2\n".encode("utf-16-le"), "file-not-text"),
        (b"PK\3\4\0\0\n", "file-not-text"),
        (b"x" * (2 << 20), "header-unreadable"),
        (b'a,"b\n', "header-unreadable"),
        (b"," * 5_000, "header-unreadable"),
    ],
)
def test_a_file_that_is_no_csv_has_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=r"^x\.csv") as raised:
        first_line(RawFile("x.csv", data))
    assert raised.value.reason == reason


def test_welsh_letters_are_kept() -> None:
    assert read("Heol y Dŵr,,Tŷ Tôn\n".encode()) == [("Heol y Dŵr", "Tŷ Tôn", 1, False)]


def test_the_first_line_is_its_fields_without_the_space_around_them() -> None:
    assert first_line(RawFile("x", b'\xef\xbb\xbfMonth, Longitude ,"Crime type"\r\n1,2,3')) == ("Month", "Longitude", "Crime type")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\n"])
def test_a_file_with_nothing_in_it_has_no_first_line(data: bytes) -> None:
    assert first_line(RawFile("x", data)) == ()


def test_a_first_line_of_a_million_fields_is_refused() -> None:
    with pytest.raises(InputError, match="x:1"):
        first_line(RawFile("x", b"," * 1_000_000))


TEXT = st.text(st.sampled_from('ab ,"ŵ\t'), max_size=4)


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"]), st.booleans())
def test_whatever_a_csv_writer_writes_is_read_back(rows: list[tuple[str, str, str]], end: str, quote_all: bool) -> None:
    lines = [",".join(_written(field, quote_all) for field in row) for row in rows]
    table = read_text(RawFile("x", end.join(lines).encode()), {"a": 0, "b": 1, "c": 2}, width=3, header=False)
    assert table.select("a", "b", "c").rows() == [tuple(field or None for field in row) for row in rows]


@settings(deadline=None)
@given(st.text(st.sampled_from('a,"\n\r'), max_size=40))
def test_every_line_with_something_on_it_is_one_row(text: str) -> None:
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    table = read_text(RawFile("x", text.encode()), {"a": 0, "c": 2}, width=3, header=False)
    assert table.height == len(lines)
    readable = [_oracle(line) for line in lines]
    assert table.filter(~table["malformed"]).select("a", "c").rows() == [(row[0] or None, row[2] or None) for row in readable if row]


def _written(field: str, quote_all: bool) -> str:
    return '"' + field.replace('"', '""') + '"' if quote_all or set(field) & {",", '"'} else field


def _oracle(line: str) -> list[str] | None:
    try:
        fields = next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
    return fields if len(fields) == 3 else None
