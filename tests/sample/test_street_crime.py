"""Street crime of the invented county looks like life: its seasons, its places, its oddities."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely

from sitegen.sample.county import BTP_NAME
from sitegen.sample.county_land import neighbourhoods, shapes
from sitegen.sample.crime_kinds import ASB, KINDS
from sitegen.sample.oddities import BTP_STREET, NO_STREET, months_ending
from sitegen.sample.street_crime import HEADER
from sitegen.sample.world import make_world
from tests.sample.conftest import Archive

MONTHS = [str(month) for month in months_ending(36)]


@pytest.fixture(scope="module")
def by_month(archive: Archive) -> dict[str, Counter[str]]:
    """Crimes of Loamshire by month and category."""
    return {month: Counter(row["Crime type"] for row in archive.rows("street", "loamshire", month)) for month in MONTHS}


def test_a_month_of_the_county_has_thousands_of_rows_and_all_fourteen_categories(by_month: dict[str, Counter[str]], archive: Archive) -> None:
    for month in MONTHS:
        assert set(by_month[month]) >= {kind.label for kind in KINDS}, month
    rows = [sum(file.rows for key, file in archive.used.items() if key[0] == "street" and key[2] == month) for month in MONTHS]
    assert min(rows) > 2000
    assert max(rows) < 6000


def test_rows_told_are_rows_in_the_file(archive: Archive) -> None:
    for file in archive.files:
        lines = file.data.decode("utf-8-sig").splitlines()
        assert max(len(lines) - 1, 0) == file.rows, file.member


def test_summer_has_more_antisocial_behaviour_and_bicycle_theft_and_winter_more_burglary(by_month: dict[str, Counter[str]]) -> None:
    def of(category: str, *numbers: str) -> int:
        return sum(found[category] for month, found in by_month.items() if month[5:] in numbers)

    summer, winter = ("06", "07", "08"), ("12", "01", "02")
    assert of(ASB, *summer) > 1.4 * of(ASB, *winter)
    assert of("Bicycle theft", *summer) > 1.6 * of("Bicycle theft", *winter)
    assert of("Burglary", *winter) > 1.2 * of("Burglary", *summer)
    assert of("Shoplifting", "11") > 1.05 * of("Shoplifting", "09")


def test_shoplifting_has_risen_and_burglary_fallen(by_month: dict[str, Counter[str]]) -> None:
    def of(category: str, months: list[str]) -> int:
        return sum(by_month[month][category] for month in months)

    assert of("Shoplifting", MONTHS[-12:]) > 1.15 * of("Shoplifting", MONTHS[:12])
    assert of("Burglary", MONTHS[-12:]) < 0.95 * of("Burglary", MONTHS[:12])


def test_crimes_happen_where_they_happen_in_life(archive: Archive) -> None:
    rows = [row for row in archive.all_rows("street") if row["Location"] not in {"No Location", "On or near "}]
    at_shops = Counter(row["Crime type"] for row in rows if row["Location"] in {"On or near Supermarket", "On or near Shopping Area"})
    parked = Counter(row["Crime type"] for row in rows if row["Location"] == "On or near Parking Area")
    everywhere = Counter(row["Crime type"] for row in rows)
    assert at_shops["Shoplifting"] > 0.6 * everywhere["Shoplifting"]
    assert at_shops["Burglary"] < 0.1 * everywhere["Burglary"]
    assert parked["Vehicle crime"] / everywhere["Vehicle crime"] > 10 * parked["Burglary"] / everywhere["Burglary"]


def test_towns_have_most_and_some_quiet_neighbourhood_has_a_month_of_nothing() -> None:
    world = make_world("county")
    points = world.points
    share = np.bincount(points.neighbourhood, points.weight) / points.weight.sum()
    assert share.max() > 0.15
    assert share.min() < 0.04


def test_every_row_without_a_position_says_so_and_has_no_lsoa(archive: Archive) -> None:
    rows = archive.all_rows("street")
    unplaced = [row for row in rows if not row["Longitude"] and not row["Latitude"]]
    assert 0.01 < len(unplaced) / len(rows) < 0.03
    assert {(row["Location"], row["LSOA code"]) for row in unplaced} == {("No Location", "")}


def test_the_small_oddities_of_life_all_occur(archive: Archive) -> None:
    rows = archive.all_rows("street")
    assert [row for row in rows if row["Location"] == "On or near "]
    assert [row for row in rows if row["Longitude"] and not row["LSOA code"]]
    assert [row for row in rows if row["Longitude"] == "0.000000" and row["Latitude"] == "0.000000"]
    assert [row for row in rows if "ŵ" in row["Location"] or "ŷ" in row["Location"]]
    assert [row for row in rows if "King'S" in row["Location"]]
    assert [row for row in rows if "," in row["LSOA name"]]
    assert 0 < sum(row["Context"] != "" for row in rows) < 0.002 * len(rows)
    assert not [row for row in rows if row["Longitude"] and "." in row["Longitude"] and len(row["Longitude"].partition(".")[2]) != 6]


def test_antisocial_behaviour_has_neither_id_nor_outcome_and_some_crimes_have_no_id(archive: Archive) -> None:
    rows = archive.all_rows("street")
    assert {(row["Crime ID"], row["Last outcome category"]) for row in rows if row["Crime type"] == ASB} == {("", "")}
    crimes = [row for row in rows if row["Crime type"] != ASB]
    assert 0.003 < sum(not row["Crime ID"] for row in crimes) / len(crimes) < 0.03


def test_ids_repeat_in_a_file_and_between_forces_and_rows_repeat_whole(archive: Archive) -> None:
    one, other = (archive.rows("street", force_id, "2024-06") for force_id in ("loamshire", "dyffryn-aeddan"))
    assert max(Counter(row["Crime ID"] for row in one if row["Crime ID"]).values()) > 1
    assert {row["Crime ID"] for row in one if row["Crime ID"]} & {row["Crime ID"] for row in other}
    assert max(Counter(tuple(row.values()) for row in one).values()) > 1


def test_lsoas_are_those_of_2011_until_may_2023_and_of_2021_after(archive: Archive) -> None:
    def codes(month: str) -> dict[str, str]:
        return {row["Longitude"] + row["Latitude"]: row["LSOA code"] for row in archive.rows("street", "loamshire", month) if row["LSOA code"]}

    before, after, later = codes("2023-05"), codes("2023-06"), codes("2024-06")
    both = set(before) & set(after)
    assert 0 < sum(before[place] != after[place] for place in both) < 0.5 * len(both)
    assert all(after[place] == later[place] for place in set(after) & set(later))


def test_some_crimes_lie_in_the_other_forces_area_and_a_few_far_out_at_sea(archive: Archive) -> None:
    areas = {
        force: shapely.union_all([shape for hood, shape in zip(neighbourhoods(), shapes(), strict=True) if hood.force_id == force])
        for force in ("loamshire", "dyffryn-aeddan")
    }
    for force, other in (("loamshire", "dyffryn-aeddan"), ("dyffryn-aeddan", "loamshire")):
        placed = [row for month in ("2025-04", "2025-06") for row in archive.rows("street", force, month) if row["Longitude"]]
        away = sum(shapely.contains_xy(areas[other], float(row["Longitude"]), float(row["Latitude"])) for row in placed)
        assert 0 < away < 0.03 * len(placed)
    far = [row for row in archive.rows("street", "loamshire", "2025-06") if row["Location"] == "On or near Faraway Way"]
    assert len(far) == 3
    # North of Norfolk by some 80 km.
    assert {(row["Longitude"], row["Latitude"]) for row in far} == {("1.459513", "53.733956")}


def test_files_have_the_twelve_columns_and_one_a_column_of_the_future(archive: Archive) -> None:
    first_lines = {file.data.decode("utf-8-sig").partition("\n")[0].rstrip("\r") for key, file in archive.used.items() if key[0] == "street"}
    assert first_lines == {",".join(HEADER), ",".join((*HEADER, "Reporting channel")), ""}


def test_a_file_may_end_its_lines_otherwise_begin_with_a_mark_or_hold_nothing(archive: Archive) -> None:
    data = {key[1:]: file.data for key, file in archive.used.items() if key[0] == "street"}
    assert data["loamshire", "2025-02"].count(b"\r\n") == data["loamshire", "2025-02"].count(b"\n")
    assert b"\r" not in data["loamshire", "2025-01"]
    assert data["dyffryn-aeddan", "2025-01"].startswith(b"\xef\xbb\xbf")
    assert data["btp", "2025-05"] == b""
    assert data["btp", "2025-04"].decode().splitlines() == [",".join(HEADER)]
    assert not set(NO_STREET) & set(data)


def test_british_transport_police_maps_to_stations_in_most_months_and_has_no_antisocial_behaviour(archive: Archive) -> None:
    rows = [row for month in MONTHS if ("btp", month) in BTP_STREET for row in archive.rows("street", "btp", month)]
    assert {row["Reported by"] for row in rows} == {row["Falls within"] for row in rows} == {BTP_NAME}
    assert all(row["Location"].endswith("(Station)") for row in rows)
    assert ASB not in {row["Crime type"] for row in rows}
    assert ("street", "btp", "2024-09") not in archive.used


def test_every_planted_row_stands_in_the_file_it_was_planted_in(archive: Archive) -> None:
    file = archive.used["street", "loamshire", "2025-02"]
    assert [planted.reason for planted in file.planted] == [
        "coordinate-not-a-number", "coordinate-not-a-number", "coordinate-not-a-number", "coordinates-swapped", "coordinate-outside-uk",
        "coordinate-incomplete", "category-empty", "category-unknown", "month-differs", "month-unreadable", "line-malformed",
    ]  # fmt: skip
    rows = archive.rows("street", "loamshire", "2025-02")[-(len(file.planted) - 1) :]
    assert [row["Longitude"] for row in rows if row["Longitude"] in {"west", "120.500000"}] == ["west", "120.500000"]
    assert [row["Latitude"] for row in rows if row["Latitude"] in {"NaN", "1e999", ""}] == ["NaN", "1e999", ""]
    assert [row["Crime type"] for row in rows if row["Crime type"] in {"", "Cyber nuisance"}] == ["", "Cyber nuisance"]
    assert [row["Month"] for row in rows if row["Month"] != "2025-02"] == ["2025-01", "Feb 2025"]
    assert len([row for row in rows if row["Longitude"].startswith("52.")]) == 1
    assert file.data.decode().splitlines()[-1].count(",") == 8
    assert {(planted.force_id, planted.month) for other in archive.files for planted in other.planted} == {("loamshire", "2025-02")}
