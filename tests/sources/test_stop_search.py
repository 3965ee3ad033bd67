"""Stop and search files of every era are read, and no stop keeps its time."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.raw import RawFile
from sitegen.sources.stop_search import read_stops
from sitegen.sources.stop_words import read_stop_words
from sitegen.tables.schemas import SCHEMAS
from tests.cases import case

WORDS = read_stop_words(vocabulary=(RawFile("stops.toml", (Path(__file__).resolve().parents[2] / "content/vocabulary/stops.toml").read_bytes()),))
HEADER = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,"
    "Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing"
)
NAME = "archive/2024-08/2024-08-loamshire-stop-and-search.csv"
FIELDS = ("kind", "object", "outcome", "legislation", "age", "gender", "officer_ethnicity", "self_ethnicity")


def line(
    *,
    kind: str = "Person search",
    date: str = "2024-08-03T14:10:00+00:00",
    operation: str = "False",
    lat: str = "51.394839",
    lon: str = "-0.052227",
    law: str = "Misuse of Drugs Act 1971 (section 23)",
    object_: str = "Controlled drugs",
    outcome: str = "Arrest",
    own: str = "White - Irish",
    removal: str = "False",
) -> str:
    return f"{kind},{date},{operation},,{lat},{lon},Male,25-34,{own},White,{law},{object_},{outcome},False,{removal}"


GOOD = line()


def read(text: str, month: str = "2024-08") -> pl.DataFrame:
    return read_stops(force_id="loamshire", month=month, stop_search_files=(RawFile(NAME, text.encode()),), stop_words=WORDS)


def read_lines(*lines: str, header: str = HEADER) -> pl.DataFrame:
    return read("\n".join([header, *lines]) + "\n")


def only(table: pl.DataFrame, *columns: str) -> tuple[object, ...]:
    assert table.height == 1
    return tuple(table.select(columns).row(0))


def test_a_good_row_has_its_values_and_latitude_comes_first() -> None:
    table = read_lines(GOOD)
    assert dict(table.schema) == SCHEMAS["stops"].types
    assert only(table, "force_id", "month", "lon", "lat", "problem", "note", "row") == (
        "loamshire",
        "2024-08",
        -0.052227,
        51.394839,
        None,
        None,
        None,
    )
    assert only(table, *FIELDS) == ("person-search", "controlled-drugs", "arrest", "misuse-of-drugs", "25-34", "male", "white", "white")


def test_columns_are_found_by_name() -> None:
    header = HEADER.replace("Latitude,Longitude", "Longitude,Latitude") + ",Something new"
    table = read_lines(line(lat="-0.052227", lon="51.394839") + ",x", header=header)
    assert only(table, "lon", "lat", "problem") == (-0.052227, 51.394839, None)


def test_no_column_holds_a_date_or_a_time() -> None:
    table = read_lines(GOOD, line(date="2024-07-31T23:20:00+00:00"))
    text = table.write_csv()
    assert "14:10" not in text
    assert "23:20" not in text
    assert "2024-08-03" not in text


@pytest.mark.parametrize(
    ("date", "note"),
    [
        ("2024-08-01T00:05:00+00:00", None),
        ("2024-08-31T22:51:00+00:00", None),
        ("2024-07-31T23:20:00+00:00", None),  # UTC: it was August by the local clock
        ("2024-08-31T00:00:00Z", None),
        ("2024-08-31", None),
        ("2024-07-30T23:59:59+00:00", "date-differs"),
        ("2024-09-01T00:00:00+00:00", "date-differs"),
        ("2016-08-03T14:10:00+00:00", "date-differs"),
        ("2024-08-32T00:00:00+00:00", "date-unreadable"),
        ("2024-08-03T25:00:00+00:00", "date-unreadable"),
        ("03/08/2024", "date-unreadable"),
        ("", "date-unreadable"),
    ],
)
def test_the_month_is_the_files_and_the_date_is_only_checked(date: str, note: str | None) -> None:
    assert only(read_lines(line(date=date)), "month", "problem", "note", "row") == ("2024-08", None, note, 2 if note else None)


def test_january_follows_december() -> None:
    table = read(f"{HEADER}\n{line(date='2023-12-31T23:59:00+00:00')}\n{line(date='2024-02-01T00:00:00+00:00')}\n", month="2024-01")
    assert table["note"].to_list() == [None, "date-differs"]


def test_a_whole_file_without_coordinates_counts_without_places() -> None:
    table = read_lines(line(lat="", lon=""), line(lat="", lon=""))
    assert table.select("x", "y", "lon", "lat", "problem").unique().rows() == [(None,) * 5]
    assert table.height == 2


@pytest.mark.parametrize(
    ("lat", "lon", "problem"),
    [
        ("0", "0", None),
        ("0.0", "0.000000", None),
        ("-0.052227", "51.394839", "coordinates-swapped"),
        ("48.857", "2.352", "coordinate-outside-uk"),
        ("51.39", "", "coordinate-incomplete"),
        ("", "-0.05", "coordinate-incomplete"),
        ("north", "-0.05", "coordinate-not-a-number"),
    ],
)
def test_a_position_that_cannot_be_is_set_aside_with_its_reason(lat: str, lon: str, problem: str | None) -> None:
    table = read_lines(GOOD, line(lat=lat, lon=lon))
    assert table.select("lon", "lat", "x", "problem", "row").row(1) == (None, None, None, problem, 3 if problem else None)


def test_a_row_set_aside_keeps_no_value() -> None:
    assert only(read_lines(line(lat="48.857", lon="2.352")), *FIELDS) == (None,) * 8


def test_old_labels_are_the_values_of_today() -> None:
    table = read_lines(line(outcome="Suspect arrested", own="White - White British (W1)"), line(outcome="ARREST", own="White - Irish"))
    assert table.select("outcome", "self_ethnicity", "note").unique().rows() == [("arrest", "white", None)]


def test_empty_fields_are_null_and_an_empty_outcome_is_not_no_further_action() -> None:
    table = read_lines(line(outcome="", law="", object_="", kind=""))
    assert only(table, "kind", "object", "outcome", "legislation", "problem", "note") == (None,) * 6


@pytest.mark.parametrize(("label", "value"), [("Loose cheese", "loose-cheese"), ("Anything else", "value-anything-else"), ("All", "value-all")])
def test_an_unknown_value_is_kept_under_its_own_name_and_noted(label: str, value: str) -> None:
    assert only(read_lines(line(object_=label)), "object", "problem", "note", "row") == (value, None, "value-unknown", 2)


@pytest.mark.parametrize(("text", "note"), [("TRUE", None), ("false", None), ("", None), ("yes", "boolean-unreadable"), ("1", "boolean-unreadable")])
def test_booleans_are_true_false_or_nothing(text: str, note: str | None) -> None:
    assert only(read_lines(line(operation=text)), "note") == (note,)
    assert only(read_lines(line(removal=text)), "note") == (note,)


def test_identical_rows_are_separate_stops() -> None:
    assert read_lines(GOOD, GOOD, GOOD)["problem"].null_count() == 3


def test_a_line_cut_short_is_set_aside_and_the_rest_counts() -> None:
    table = read_lines(GOOD, GOOD[:60], GOOD)
    assert table.select("problem", "row").rows() == [(None, None), ("line-malformed", 3), (None, None)]


@pytest.mark.parametrize("text", ["", "\ufeff", HEADER, HEADER + "\r\n"])
def test_a_file_without_rows_gives_no_rows(text: str) -> None:
    table = read(text)
    assert table.is_empty()
    assert dict(table.schema) == SCHEMAS["stops"].types


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    assert only(read(f"\ufeff{HEADER}\r\n{GOOD}\r\n"), "kind", "problem") == ("person-search", None)


@pytest.mark.parametrize("column", ["Type", "Date", "Latitude", "Longitude", "Age range", "Outcome", "Removal of more than just outer clothing"])
def test_a_file_without_a_column_is_set_aside_whole(column: str) -> None:
    titles = ["Something else" if title == column else title for title in HEADER.split(",")]
    assert only(read_lines(GOOD, header=",".join(titles)), "force_id", "kind", "problem", "row")[1:] == (None, "column-missing", None)


@pytest.mark.parametrize(
    "header",
    [
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context",
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type",
    ],
)
def test_another_file_under_this_name_is_set_aside_whole(header: str) -> None:
    assert read_lines(GOOD, header=header)["problem"].to_list() == ["another-kind-of-file"]


@pytest.mark.parametrize("lon", ["531234", "1e300", "-1e300", "180", "-181"])
def test_a_grid_reference_or_any_number_for_a_longitude_is_outside_the_country(lon: str) -> None:
    for lat in ("180000", "51.5", "90", "-90", "-1e9"):
        assert only(read_lines(line(lon=lon, lat=lat)), "x", "y", "lon", "problem") == (None, None, None, "coordinate-outside-uk")


def test_eastings_in_the_longitude_column_as_found_in_use() -> None:
    (path,) = case("stops-easting-in-longitude").glob("*.csv")
    table = read(path.read_text())
    assert set(table["problem"].drop_nulls()) == {"coordinate-outside-uk"}
    assert 0 < table["problem"].null_count() < table.height


ROWS = [GOOD, line(lat="", lon=""), line(object_="Loose cheese"), line(date="2024-07-31T23:20:00+00:00"), line(outcome=""), GOOD]


@given(st.permutations(ROWS))
def test_the_order_of_the_rows_leaves_no_trace(lines: list[str]) -> None:
    plain = [column for column in SCHEMAS["stops"].types if column != "row"]
    assert read_lines(*lines).select(plain).sort(plain, nulls_last=True).equals(read_lines(*ROWS).select(plain).sort(plain, nulls_last=True))
