"""Addresses are counted for the point that is nearest, and a list of addresses is read as Ordnance Survey publishes it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.auditing.catchment import count_addresses, judge_catchments, read_addresses
from sitegen.errors import InputError
from tiles.grid import SIZE, lonlat

X, Y = 2041 * 4096, 1360 * 4096
CORNERS = st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 4000)), min_size=1, max_size=12, unique=True)


def places_of(corners: list[tuple[int, int]]) -> np.ndarray:
    return np.array(sorted((X + x) * SIZE + Y + y for x, y in corners), np.int64)


def degrees_of(corners: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    found = [lonlat(X + x, Y + y) for x, y in corners]
    return np.array([float(lon) for lon, _lat in found]), np.array([float(lat) for _lon, lat in found])


@given(CORNERS, CORNERS)
def test_each_address_counts_for_a_nearest_point(points: list[tuple[int, int]], addresses: list[tuple[int, int]]) -> None:
    known = places_of(points)
    counts = count_addresses(known, *degrees_of(addresses))
    assert counts.sum() == len(addresses)
    axes = known // SIZE - X, known % SIZE - Y
    possible = np.zeros(len(known), np.int64)
    for x, y in addresses:
        apart = (axes[0] - x) ** 2 + (axes[1] - y) ** 2
        possible += apart <= apart.min()
    assert (counts <= possible).all()


def test_an_address_far_from_all_points_counts_for_none() -> None:
    assert count_addresses(places_of([(0, 0)]), np.array([1.7]), np.array([52.6])).tolist() == [0]


def test_without_points_there_is_nothing_to_review() -> None:
    assert judge_catchments(np.empty(0, np.int64), np.array([-3.0]), np.array([51.5])).state == "proved"


def test_a_point_without_any_address_is_allowed_and_counted() -> None:
    found = judge_catchments(places_of([(0, 0), (3000, 0)]), *degrees_of([(0, 0)] * 8))
    assert (found.state, found.counts["points_with_none"], found.counts["least_of_others"]) == ("proved", 1, 8)


@pytest.mark.parametrize("head", ["UPRN,X_COORDINATE,Y_COORDINATE,LATITUDE,LONGITUDE", "UPRN,X,Y,LAT,LON"])
def test_both_forms_of_the_list_are_read(tmp_path: Path, head: str) -> None:
    file = tmp_path / "uprn.csv"
    file.write_text(f"\ufeff{head}\n1,358260.66,172796.5,51.4526,-2.6021\n2,,,,\n", encoding="utf-8")
    lon, lat, ignored = read_addresses(file)
    assert ignored == 1
    assert (lon.tolist(), lat.tolist()) == ([-2.6021], [51.4526])


def test_another_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InputError, match=r"other\.csv: has no column LONGITUDE"):
        read_addresses(tmp_path / "other.csv")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read as a table"),
        ("LATITUDE,LONGITUDE\n", "it has no rows"),
        ("LATITUDE,LONGITUDE\nhere,there\n", "none of its 1 rows has a latitude and a longitude in the United Kingdom"),
        ("LATITUDE,LONGITUDE\n12,-2.6\n-2.6,51.4\n", "none of its 2 rows has a latitude"),
        ("UPRN,Lat,Long\n1,51.4,-2.6\n", "has no column LONGITUDE and no column LATITUDE"),
    ],
)
def test_a_file_without_addresses_is_refused_in_plain_words(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "uprn.csv"
    file.write_text(text)
    with pytest.raises(InputError) as told:
        read_addresses(file)
    assert said in str(told.value)
    assert str(told.value).endswith("give the CSV of OS Open UPRN, with the columns LATITUDE and LONGITUDE")
    assert "\n" not in str(told.value)
