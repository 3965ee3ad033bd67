"""Outcomes are read row by row: whatever a file holds, each of its rows is counted or set aside with a reason."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.raw import RawFile
from sitegen.sources.outcomes import read_outcomes
from sitegen.tables.schemas import SCHEMAS

HEADER = b"Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"
ID = "0123456789abcdef" * 4
NUMBER = 0x0123456789ABCDEF

KINDS = pl.DataFrame(
    [
        ("charged", ["Suspect charged"], "Charged", "charged", 0),
        ("penalty-notice-issued", ["Offender given penalty notice", "Offender given a penalty notice"], "Penalty", "out-of-court", 1),
        ("under-investigation", ["Under investigation"], "Open", "open", 2),
    ],
    schema=SCHEMAS["outcome_kinds"].types,
    orient="row",
)
FORCES = pl.DataFrame([("loamshire", "Loamshire Police"), ("btp", "British Transport Police")], schema=SCHEMAS["force_names"].types, orient="row")


def read(data: bytes) -> pl.DataFrame:
    file = RawFile("archive/2025-06/2025-06-loamshire-outcomes.csv", data)
    return read_outcomes(force_id="loamshire", month="2025-06", outcome_files=(file,), outcome_kinds=KINDS, force_names=FORCES)


def read_lines(*lines: bytes, header: bytes = HEADER) -> pl.DataFrame:
    return read(b"\n".join([header, *lines]) + b"\n")


def line(**fields: str) -> bytes:
    texts = {"id": ID, "month": "2025-06", "force": "Loamshire Police", "result": "Suspect charged"} | fields
    return "{id},{month},{force},{force},-3.197173,51.794850,On or near High Street,W01001440,Area 001A,{result}".format(**texts).encode()


def only(table: pl.DataFrame, *columns: str) -> tuple[object, ...]:
    assert table.height == 1
    return tuple(table.select(*columns).row(0))


def test_a_good_row_has_its_crime_its_month_and_its_outcome_and_no_line() -> None:
    table = read_lines(line())
    assert dict(table.schema) == SCHEMAS["outcomes"].types
    file = "archive/2025-06/2025-06-loamshire-outcomes.csv"
    assert table.rows() == [("loamshire", "2025-06", NUMBER, "2025-06", "charged", file, None, None, None)]


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + HEADER + b"\n" + line(),
        HEADER + b"\r\n" + line() + b"\r\n",
        HEADER + b",New column\n" + line() + b",x\n",
        b'"' + HEADER.replace(b",", b'","') + b'"\n' + b'"' + line().replace(b",", b'","') + b'"\n',
    ],
    ids=["byte order mark", "CRLF", "extra column", "all quoted"],
)
def test_the_form_of_the_file_changes_nothing(data: bytes) -> None:
    assert read(data).equals(read_lines(line()))


def test_an_id_in_capitals_is_the_same_id() -> None:
    assert read_lines(line(id=ID.upper()))["crime_id"].to_list() == [NUMBER]


def test_an_id_may_have_several_outcomes() -> None:
    assert read_lines(line(), line(), line(result="Under investigation"))["crime_id"].to_list() == [NUMBER] * 3


@pytest.mark.parametrize(
    ("found", "note"), [("", "crime-id-empty"), (" ", "crime-id-unreadable"), ("g" * 64, "crime-id-unreadable"), ("abc", "crime-id-unreadable")]
)
def test_a_row_without_a_readable_id_counts_and_is_noted(found: str, note: str) -> None:
    assert only(read_lines(line(id=found)), "crime_id", "outcome", "problem", "note", "row") == (None, "charged", None, note, 2)


def test_both_names_of_the_penalty_notice_are_one_outcome() -> None:
    table = read_lines(line(result="Offender given penalty notice"), line(result="Offender given a penalty notice"))
    assert table["outcome"].to_list() == ["penalty-notice-issued"] * 2
    assert table["note"].null_count() == 2


def test_an_unknown_outcome_is_kept_under_its_own_name_and_noted() -> None:
    assert only(read_lines(line(result="Sent to a tribunal")), "outcome", "note", "problem") == ("sent-to-a-tribunal", "outcome-unknown", None)


def test_a_row_without_an_outcome_is_set_aside() -> None:
    assert only(read_lines(line(result=" ")), "outcome", "problem", "row") == (None, "outcome-empty", 2)


def test_an_outcome_keeps_the_month_of_its_row() -> None:
    assert only(read_lines(line(month="2025-05")), "month", "outcome_month", "note") == ("2025-06", "2025-05", "month-differs")


@pytest.mark.parametrize("month", ["", "June 2025", "2025-13", "2025-06-01"])
def test_a_row_without_a_readable_month_is_set_aside(month: str) -> None:
    assert only(read_lines(line(month=month)), "outcome_month", "problem", "row") == (None, "month-unreadable", 2)


def test_a_line_cut_short_is_set_aside_and_the_rest_counts() -> None:
    table = read(HEADER + b"\n" + line() + b"\n" + line()[:60] + b"\n" + line() + b"\n")
    assert table.select("problem", "row").rows() == [(None, None), ("line-malformed", 3), (None, None)]


def test_another_forces_file_under_this_name_is_noted_on_every_row() -> None:
    assert read_lines(line(force="British Transport Police"), line(force="British Transport Police"))["note"].to_list() == ["force-differs"] * 2


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", HEADER, HEADER + b"\n", HEADER + b"\r\n\r\n"])
def test_a_file_without_rows_gives_no_rows(data: bytes) -> None:
    table = read(data)
    assert table.is_empty()
    assert dict(table.schema) == SCHEMAS["outcomes"].types


def test_no_file_gives_no_rows() -> None:
    assert read_outcomes(force_id="a", month="2025-06", outcome_files=(), outcome_kinds=KINDS, force_names=FORCES).is_empty()


@pytest.mark.parametrize("column", [b"Crime ID", b"Month", b"Falls within", b"Outcome type"])
def test_a_file_without_a_column_is_set_aside_whole(column: bytes) -> None:
    assert read_lines(line(), header=HEADER.replace(column, b"Something else"))["problem"].to_list() == ["column-missing"]


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace(b"Outcome type", b"Crime type,Last outcome category,Context"),
        b"Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Object of search,Outcome",
    ],
)
def test_another_file_under_this_name_is_set_aside_whole(header: bytes) -> None:
    assert read_lines(line(), header=header)["problem"].to_list() == ["another-kind-of-file"]


ROWS = [line(), line(id=""), line(month="2025-05"), line(result="Under investigation"), line(id=ID.upper(), result="Odd")]


@settings(deadline=None)
@given(st.permutations(ROWS + ROWS[:1]))
def test_the_order_of_the_rows_leaves_no_trace_but_their_lines(lines: list[bytes]) -> None:
    columns = [column for column in SCHEMAS["outcomes"].types if column != "row"]
    assert (
        read_lines(*lines)
        .select(columns)
        .sort(columns, nulls_last=True)
        .equals(read_lines(*ROWS, ROWS[0]).select(columns).sort(columns, nulls_last=True))
    )


ODD = st.sampled_from(["", "0", "ffffffffffffffff", '"', "2025-06", "2025-05", "Suspect charged", "Odd", "ŵ"])


@settings(deadline=None)
@given(st.lists(st.lists(ODD, min_size=9, max_size=11).map(",".join), max_size=6))
def test_every_line_is_counted_or_set_aside_whatever_it_holds(lines: list[str]) -> None:
    table = read_lines(*(text.encode() for text in lines))
    assert table.height == len(lines)
    counted = table.filter(pl.col("problem").is_null())
    assert counted.select("outcome", "outcome_month").null_count().row(0) == (0, 0)
