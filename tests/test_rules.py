"""The year that tables of stops sum is one that no other release's year overlaps."""

from __future__ import annotations

from sitegen.rules import stop_year
from sitegen.terms import Month, months_between


def window(first: str, last: str) -> list[str]:
    return [str(month) for month in months_between(Month.parse(first), Month.parse(last))]


def test_the_newest_whole_year_to_march_is_summed() -> None:
    assert stop_year(window("2022-07", "2025-06")) == window("2024-04", "2025-03")
    assert stop_year(window("2022-07", "2025-02")) == window("2023-04", "2024-03")


def test_releases_of_thirty_months_have_the_same_year_or_two_that_share_no_month() -> None:
    windows = [window(str(Month(2022, 1).plus(step)), str(Month(2022, 1).plus(step + 35))) for step in range(30)]
    years = {tuple(stop_year(months)) for months in windows}
    assert len(years) == 4
    assert len({month for year in years for month in year}) == 48


def test_a_site_without_a_whole_year_to_march_sums_its_newest_months() -> None:
    assert stop_year(window("2024-05", "2025-06")) == window("2024-07", "2025-06")
    assert stop_year(window("2025-01", "2025-04")) == window("2025-01", "2025-04")
    assert stop_year([]) == []


def test_a_year_with_a_month_missing_is_no_whole_year() -> None:
    months = [month for month in window("2023-01", "2025-06") if month != "2024-08"]
    assert stop_year(months) == window("2023-04", "2024-03")
