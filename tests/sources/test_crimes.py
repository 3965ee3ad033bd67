"""Every row of a street crime file counts or is set aside with its reason, and every trap of the real files is sprung here."""

from __future__ import annotations

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.raw import RawFile
from sitegen.sources.crimes import read_crimes
from sitegen.tables.quality import over_budget, tally
from sitegen.tables.schemas import SCHEMAS

HEADER = b"Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
ID = "0123456789abcdef" * 4
GOOD = (
    ID.encode()
    + b",2025-06,Loamshire Police,Loamshire Police,-3.197173,51.794850,On or near Heol Gwyn Lliw,W01001440,Area 001A,Burglary,Under investigation,"
)

CATEGORIES = pl.DataFrame(
    [
        ("violent-crime", ["Violence and sexual offences", "Violent crime"], "V", "vio", True, "2010-12", None, "", 0),
        ("burglary", ["Burglary"], "B", "bur", True, "2010-12", None, "", 1),
        ("anti-social-behaviour", ["Anti-social behaviour"], "A", "asb", False, "2010-12", None, "", 2),
    ],
    schema=SCHEMAS["categories"].types,
    orient="row",
)
FORCES = pl.DataFrame([("loamshire", "Loamshire Police"), ("btp", "British Transport Police")], schema=SCHEMAS["force_names"].types, orient="row")


FILE = "archive/2025-06/2025-06-loamshire-street.csv"


def read(data: bytes) -> pl.DataFrame:
    file = RawFile(FILE, data)
    return read_crimes(force_id="loamshire", month="2025-06", street=(file,), listed_categories=CATEGORIES, force_names=FORCES)


def read_lines(*lines: bytes, header: bytes = HEADER) -> pl.DataFrame:
    return read(b"\n".join([header, *lines]) + b"\n")


def line(**fields: str) -> bytes:
    texts = {"id": ID, "month": "2025-06", "lon": "-3.197173", "lat": "51.794850", "place": "On or near High Street", "kind": "Burglary", "end": ""}
    texts |= {"force": "Loamshire Police"} | fields
    return "{id},{month},{force},{force},{lon},{lat},{place},W01001440,Area 001A,{kind},{end},".format(**texts).encode()


def only(table: pl.DataFrame, *columns: str) -> tuple[object, ...]:
    assert table.height == 1
    return tuple(table.select(*columns).row(0))


def test_a_good_row_has_its_place_category_and_outcome_and_no_line() -> None:
    table = read_lines(GOOD)
    assert dict(table.schema) == SCHEMAS["crimes"].types
    assert table.rows() == [
        (
            "loamshire", "2025-06", 8239608, 5557261, -3.197173, 51.79485, "Heol Gwyn Lliw", "burglary", None, "Under investigation",
            "W01001440", "Area 001A", 0x0123456789ABCDEF,
            "archive/2025-06/2025-06-loamshire-street.csv", None, None, None,
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + HEADER + b"\n" + GOOD,
        HEADER + b"\r\n" + GOOD + b"\r\n",
        HEADER + b",New column\n" + GOOD + b",x\n",
        HEADER.replace(b"Month,", b"").replace(b"Context", b"Context,Month") + b"\n" + GOOD.replace(b"2025-06,", b"", 1) + b",2025-06\n",
        b'"' + HEADER.replace(b",", b'","') + b'"\n' + b'"' + GOOD.replace(b",", b'","') + b'"\n',
    ],
    ids=["byte order mark", "CRLF", "extra column", "other order", "all quoted"],
)
def test_the_form_of_the_file_changes_nothing(data: bytes) -> None:
    assert read(data).equals(read_lines(GOOD))


def test_a_quoted_comma_belongs_to_the_street() -> None:
    assert only(read_lines(line(place='"On or near Asda, Thurmaston"')), "street", "problem") == ("Asda, Thurmaston", None)


def test_identical_rows_are_separate_incidents() -> None:
    assert read_lines(GOOD, GOOD, GOOD)["problem"].null_count() == 3


def test_rows_without_an_id_count() -> None:
    table = read_lines(line(id="", kind="Anti-social behaviour"))
    assert only(table, "category", "crime_id", "problem", "note") == ("anti-social-behaviour", None, None, None)


def test_an_id_in_capitals_is_the_same_id() -> None:
    assert read_lines(line(), line(id=ID.upper()))["crime_id"].to_list() == [0x0123456789ABCDEF] * 2


@pytest.mark.parametrize("found", ["not an id", "g" * 64, "abc"])
def test_an_id_that_is_no_hexadecimal_number_counts_and_is_noted(found: str) -> None:
    assert only(read_lines(line(id=found)), "crime_id", "problem", "note", "row") == (None, None, "crime-id-unreadable", 2)


def test_another_forces_file_under_this_name_is_noted_on_every_row() -> None:
    table = read_lines(line(force="British Transport Police"), line(force="British Transport Police", kind="Arson"))
    assert table["note"].to_list() == ["force-differs"] * 2
    assert table["problem"].null_count() == 2


@pytest.mark.parametrize("force", ["", "Wealdmoor & Dale Police"])
def test_a_force_that_is_not_known_proves_no_wrong_file(force: str) -> None:
    assert read_lines(line(force=force))["note"].to_list() == [None]


def test_rows_of_another_force_beside_its_own_are_not_a_wrong_file() -> None:
    assert read_lines(line(force="British Transport Police"), line())["note"].to_list() == [None, None]


@pytest.mark.parametrize(("lon", "lat"), [("", ""), ("0", "0"), ("0.000000", "0.0"), ("-0", "0")])
def test_a_row_without_a_position_counts_without_one(lon: str, lat: str) -> None:
    table = read_lines(line(lon=lon, lat=lat, place="No Location"))
    assert only(table, "x", "y", "lon", "lat", "street", "problem", "row") == (None,) * 7


def test_the_greenwich_meridian_is_a_place() -> None:
    assert only(read_lines(line(lon="0.000000", lat="51.477800")), "lon", "x", "problem") == (0.0, 1 << 23, None)


@pytest.mark.parametrize(
    ("lon", "lat", "problem"),
    [
        ("-3.19", "", "coordinate-incomplete"),
        ("", "51.79", "coordinate-incomplete"),
        ("west", "51.79", "coordinate-not-a-number"),
        ("NaN", "51.79", "coordinate-not-a-number"),
        ("-3.19", "inf", "coordinate-not-a-number"),
        ("-3.19", "1e999", "coordinate-not-a-number"),
        ("0x3", "51.79", "coordinate-not-a-number"),
        ("51.79", "-3.19", "coordinates-swapped"),
        ("2.352", "48.857", "coordinate-outside-uk"),
        ("-3.19", "0", "coordinate-outside-uk"),
        ("1e308", "51.79", "coordinate-outside-uk"),
        ("-179.9", "-89.9", "coordinate-outside-uk"),
    ],
)
def test_a_position_that_cannot_be_is_set_aside_with_its_reason_and_line(lon: str, lat: str, problem: str) -> None:
    table = read_lines(GOOD, line(lon=lon, lat=lat))
    assert table.row(1, named=True) | {"problem": problem, "row": 3, "note": None} == table.row(1, named=True)
    assert table.select("x", "y", "lon", "lat").row(1) == (None, None, None, None)
    assert table["problem"][0] is None


@pytest.mark.parametrize(
    ("place", "street"),
    [
        ("On or near King'S Road", "King'S Road"),
        ("on or near  High   Street ", "High Street"),
        ("On Or Near The Crescent", "The Crescent"),
        ("On or near Fishersgate (Station)", "Fishersgate (Station)"),
        ("On or near ", None),
        ("On or near", None),
        ("", None),
        ("No Location", None),
        ("no location", None),
        ("On or nearby Lane", "On or nearby Lane"),
        ("Platform 2", "Platform 2"),
        ("On or near Tŷ'r Dŵr", "Tŷ'r Dŵr"),
        ("On or near High\u202e \u0007Street\t", "High Street"),
        ("On or near " + "x" * 500, "x" * 120),
    ],
)
def test_the_street_is_what_follows_on_or_near(place: str, street: str | None) -> None:
    assert only(read_lines(line(place=place)), "street", "problem") == (street, None)


SOUND_LINES = [
    line(kind="Violent crime", place="On or near Abbey Road", end="Under investigation"),
    line(kind="Burglary", place="No Location", lon="", lat="", id=""),
    line(kind="Anti-social behaviour", place="On or near Station Road", end=""),
    line(kind="Burglary", place="On or near Abbey Road", end="Awaiting court outcome", lon="-3.2", lat="51.8"),
]
ODD_LINES = [
    line(kind="Cyber", place="On or near  Wide\tGap"),
    line(lon="51.794850", lat="-3.197173"),
    line(lon="0.0", lat="-0.0", end=" "),
    line(month="2025-05"),
    line(month=""),
    line(id="0123"),
    line(kind=""),
    line(lon="east"),
]


@pytest.mark.parametrize(
    "lines", [SOUND_LINES, SOUND_LINES[::-1], [*SOUND_LINES, *ODD_LINES], [*ODD_LINES, *SOUND_LINES], SOUND_LINES + SOUND_LINES + ODD_LINES[2:4]]
)
def test_a_row_is_read_alike_whichever_rows_stand_around_it(lines: list[bytes]) -> None:
    alone = pl.concat([read_lines(one) for one in lines])
    assert read_lines(*lines).drop("row").equals(alone.drop("row"))


def test_old_labels_are_the_categories_of_today() -> None:
    assert only(read_lines(line(kind="Violent crime")), "category", "note") == ("violent-crime", None)


def test_an_unknown_category_is_kept_under_its_own_name_and_noted() -> None:
    table = read_lines(GOOD, line(kind="Cyber & fraud"))
    assert table.select("category", "note", "problem", "row").row(1) == ("cyber-fraud", "category-unknown", None, 3)


def test_the_words_of_an_unknown_category_are_kept_in_one_line_and_those_of_a_known_one_are_not() -> None:
    table = read_lines(GOOD, line(kind=" Cyber\u202e \t& fraud"))
    assert table["label"].to_list() == [None, "Cyber & fraud"]


def test_an_empty_category_is_set_aside() -> None:
    assert only(read_lines(line(kind=" ")), "category", "problem", "row") == (None, "category-empty", 2)


def test_a_row_of_another_month_counts_in_the_months_file_and_is_noted() -> None:
    assert only(read_lines(line(month="2025-05")), "month", "note", "problem", "row") == ("2025-06", "month-differs", None, 2)


@pytest.mark.parametrize("month", ["", "June 2025", "2025-13", "2025-06-01", "06/2025"])
def test_a_row_without_a_readable_month_is_set_aside(month: str) -> None:
    assert only(read_lines(line(month=month)), "problem", "row") == ("month-unreadable", 2)


def test_a_line_cut_short_is_set_aside_and_the_rest_counts() -> None:
    table = read(HEADER + b"\n" + GOOD + b"\n" + GOOD[:60] + b"\n" + GOOD + b"\n")
    assert table.select("problem", "row").rows() == [(None, None), ("line-malformed", 3), (None, None)]


def test_a_stray_quote_costs_its_own_line_only() -> None:
    table = read_lines(GOOD, line(place='"On or near The Crown'), GOOD)
    assert table["problem"].to_list() == [None, "line-malformed", None]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", HEADER, HEADER + b"\n", HEADER + b"\r\n\r\n"])
def test_a_file_without_rows_gives_no_rows(data: bytes) -> None:
    table = read(data)
    assert table.is_empty()
    assert dict(table.schema) == SCHEMAS["crimes"].types


def test_no_file_gives_no_rows() -> None:
    assert read_crimes(force_id="a", month="2025-06", street=(), listed_categories=CATEGORIES, force_names=FORCES).is_empty()


@pytest.mark.parametrize(
    "column", [b"Crime ID", b"Month", b"Falls within", b"Longitude", b"Latitude", b"Location", b"Crime type", b"Last outcome category"]
)
def test_a_file_without_a_column_is_set_aside_whole(column: bytes) -> None:
    assert aside(read_lines(GOOD, header=HEADER.replace(column, b"Something else"))) == "column-missing"


def test_a_file_with_a_column_twice_is_set_aside_whole() -> None:
    assert aside(read_lines(GOOD, header=HEADER.replace(b"Context", b"Month"))) == "column-missing"


@pytest.mark.parametrize(
    "header",
    [
        HEADER.replace(b"Crime type,Last outcome category,Context", b"Outcome type"),
        b"Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Object of search,Outcome",
    ],
)
def test_another_file_under_this_name_is_set_aside_whole(header: bytes) -> None:
    assert aside(read_lines(GOOD, header=header)) == "another-kind-of-file"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<html><body>Not found</body></html>", "column-missing"),
        (b"PK\x03\x04", "column-missing"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "column-missing"),
        (b"version https://git-lfs.example/spec\noid x\n", "column-missing"),
        (b"\n".join([HEADER, GOOD]).decode().encode("utf-16"), "file-not-text"),
        (b"\0" * 500, "file-not-text"),
        (b'"' + HEADER, "header-unreadable"),
    ],
)
def test_a_file_that_is_no_csv_is_set_aside_whole(data: bytes, reason: str) -> None:
    assert aside(read(data)) == reason


def aside(table: pl.DataFrame) -> str:
    """The reason of the one row that stands for a whole file; it is no crime, and no budget applies to it."""
    assert dict(table.schema) == SCHEMAS["crimes"].types
    assert only(table, "force_id", "month", "file", "category", "x", "note") == ("loamshire", "2025-06", FILE, None, None, None)
    assert over_budget(tally(dataset="street", rows=table), share=0.0, least=0).is_empty()
    return str(table["problem"][0])


def test_letters_of_another_alphabet_cost_nothing_and_are_noted() -> None:
    table = read_lines(GOOD, line(place="On or near X").replace(b"X", b"T\xf4n"))
    assert table.select("street", "problem", "note", "row").rows() == [("Heol Gwyn Lliw", None, None, None), ("T\xf4n", None, "text-recoded", 3)]


GRID_HEADER = b"Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context"


def test_files_of_2011_with_grid_references_are_read_too() -> None:
    row = b"2025-06,Loamshire Police,Loamshire Police,459327,304196,On or near High Street,Burglary,"
    table = read_lines(row, header=GRID_HEADER)
    assert only(table, "lon", "lat", "street", "category", "outcome", "crime_id", "note") == (
        -1.124852,
        52.632302,
        "High Street",
        "burglary",
        None,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("grid", "problem"),
    [
        (b",", None),
        (b"0,0", None),
        (b"459327,", "coordinate-incomplete"),
        (b"east,304196", "coordinate-not-a-number"),
        (b"NaN,304196", "coordinate-not-a-number"),
        (b"9999999,304196", "coordinate-outside-uk"),
    ],
)
def test_grid_references_that_cannot_be_are_set_aside(grid: bytes, problem: str | None) -> None:
    table = read_lines(b"2025-06,Loamshire Police,Loamshire Police," + grid + b",On or near High Street,Burglary,", header=GRID_HEADER)
    assert only(table, "lon", "lat", "problem") == (None, None, problem)


ROWS = [
    line(),
    line(id="", kind="Anti-social behaviour"),
    line(lon="", lat=""),
    line(place="On or near"),
    line(lon="-3.2"),
    line(end="Suspect charged"),
]


@settings(deadline=None)
@given(st.permutations(ROWS + ROWS[:2]))
def test_the_order_of_the_rows_leaves_no_trace(lines: list[bytes]) -> None:
    columns = list(SCHEMAS["crimes"].types)
    assert read_lines(*lines).sort(columns, nulls_last=True).equals(read_lines(*ROWS, *ROWS[:2]).sort(columns, nulls_last=True))


ODD_FIELDS = st.sampled_from(["", "0", "51.5", "-3.1", "1e400", "nan", '"', "On or near X", "2025-06", "2025-05", "Burglary", "Arson", "ŵ"])


@settings(deadline=None)
@given(st.lists(st.lists(ODD_FIELDS, min_size=11, max_size=13).map(",".join), max_size=6))
def test_every_line_is_counted_or_set_aside_whatever_it_holds(lines: list[str]) -> None:
    table = read_lines(*(text.encode() for text in lines))
    assert table.height == len(lines)
    counted = table.filter(pl.col("problem").is_null())
    assert counted["category"].null_count() == 0
    assert counted["lon"].is_between(-9, 2.1).all()
    assert (counted["x"].is_null() == counted["lat"].is_null()).all()
