"""Stop and search of the invented county has every value and every trap of the published files."""

from __future__ import annotations

from sitegen.sample.oddities import NO_STOPS, months_ending
from sitegen.sample.stop_search import HEADER, WORDS
from sitegen.sample.world import make_world
from tests.sample.conftest import Archive, read

MONTHS = [str(month) for month in months_ending(36)]


def test_files_have_the_fifteen_columns_with_latitude_first(archive: Archive) -> None:
    for key, file in archive.used.items():
        if key[0] == "stop-and-search":
            assert tuple(file.data.decode("utf-8-sig").split("\n")[0].rstrip("\r").split(",")) == HEADER
    rows = archive.rows("stop-and-search", "loamshire", "2025-06")
    assert all(float(row["Latitude"]) > 50 and float(row["Longitude"]) < 0 for row in rows if row["Latitude"])
    assert 0 < sum(not row["Latitude"] for row in rows) < 0.15 * len(rows)


def test_stops_lie_on_snap_points(archive: Archive) -> None:
    points = make_world("county").points
    known = {(f"{lat:.6f}", f"{lon:.6f}") for lat, lon in zip(points.lat, points.lon, strict=True)}
    rows = archive.rows("stop-and-search", "loamshire", "2025-06")
    assert {(row["Latitude"], row["Longitude"]) for row in rows if row["Latitude"]} <= known


def test_all_words_of_today_occur(archive: Archive) -> None:
    rows = archive.all_rows("stop-and-search")
    for column, words in {
        "Type": WORDS["kinds"], "Gender": WORDS["genders"], "Age range": WORDS["ages"], "Outcome": WORDS["outcomes"],
        "Self-defined ethnicity": WORDS["self_ethnicities"],
    }.items():  # fmt: skip
        assert {row[column] for row in rows} >= set(words), column
    assert {(row["Legislation"], row["Object of search"]) for row in rows} >= {(law, wanted) for law, wanted, _ in WORDS["searches"]}
    assert {row["Officer-defined ethnicity"] for row in rows} == {"Asian", "Black", "Mixed", "Other", "White", ""}
    for column in (HEADER[13], HEADER[14]):
        assert {row[column] for row in rows} >= {"True", "False", ""}


def test_one_month_has_the_old_words(archive: Archive) -> None:
    rows = archive.rows("stop-and-search", "loamshire", "2024-07")
    assert {row["Outcome"] for row in rows} <= set(WORDS["old_outcomes"])
    assert [row for row in rows if row["Self-defined ethnicity"] == "White - White British (W1)"]
    assert {row["Part of a policing operation"] for row in rows} == {""}


def test_dates_are_utc_so_that_summer_months_begin_the_evening_before(archive: Archive) -> None:
    for month in MONTHS:
        if ("loamshire", month) not in NO_STOPS and not archive.used["stop-and-search", "loamshire", month].planted:
            dates = [row["Date"] for row in archive.rows("stop-and-search", "loamshire", month)]
            assert dates == sorted(dates)
            assert all(date.endswith(":00+00:00") for date in dates)
            before = [date for date in dates if not date.startswith(month)]
            assert bool(before) is (month[5:] in {"04", "05", "06", "07", "08", "09", "10"}), month
            assert all(date[11:13] == "23" for date in before)


def test_one_force_gives_the_day_only(archive: Archive) -> None:
    rows = archive.rows("stop-and-search", "dyffryn-aeddan", "2024-06")
    assert len(rows) > 20
    assert {row["Date"][10:] for row in rows} == {"T00:00:00+00:00"}
    assert {row["Date"][:7] for row in rows} == {"2024-06"}


def test_some_files_have_no_positions_and_one_no_legislation(archive: Archive) -> None:
    assert {row["Latitude"] + row["Longitude"] for row in archive.rows("stop-and-search", "loamshire", "2024-10")} == {""}
    assert {row["Legislation"] for row in archive.rows("stop-and-search", "dyffryn-aeddan", "2025-02")} == {""}
    assert archive.used["stop-and-search", "dyffryn-aeddan", "2023-05"].data.decode().splitlines() == [",".join(HEADER)]


def test_stops_begin_later_than_street_crime_and_pause_for_one_force(archive: Archive) -> None:
    months = {force_id: [key[2] for key in archive.used if key[:2] == ("stop-and-search", force_id)] for force_id in ("loamshire", "dyffryn-aeddan")}
    assert months["loamshire"][0] == "2022-10"
    assert not {"2024-10", "2024-11", "2024-12", "2025-01", "2025-06"} & set(months["dyffryn-aeddan"])


def test_planted_stops_stand_at_the_end(archive: Archive) -> None:
    file = archive.used["stop-and-search", "loamshire", "2025-02"]
    rows = read(file)[-(len(file.planted) - 1) :]
    assert [row["Latitude"] for row in rows] == ["north", "-4.500000", "52.400000", "52.400000", "", "", "", ""]
    assert [row["Object of search"] for row in rows].count("A lost umbrella") == 1
    assert [row["Date"][:7] for row in rows[-3:]] == ["11 Febr", "2024-02", "2025-02"]
    assert rows[0][HEADER[13]] == "TRUE"
