"""A fragment of a file is told from a quiet month, a season and a small force."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.facts.usual import fragments

MONTHS = [f"{year}-{number:02d}" for year in (2024, 2025) for number in range(1, 13)]


def found(*rows: int, first: int = 0, dataset: str = "crime") -> list[str]:
    """The months taken for fragments of months in a row."""
    table = pl.DataFrame(
        [(dataset, "loamshire", month, count) for month, count in zip(MONTHS[first:], rows, strict=False) if count],
        schema={"dataset": pl.String, "force_id": pl.String, "month": pl.String, "rows": pl.Int32},
        orient="row",
    )
    return fragments(rows=table, share=0.2, least=100)["month"].to_list()


def test_a_month_far_below_the_others_is_a_fragment() -> None:
    assert found(5500, 5300, 6300, 6000, 6000, 5900, 300, 6400) == ["2024-07"]


def test_several_fragments_do_not_make_a_fragment_usual() -> None:
    assert found(5500, 5300, 300, 6000, 250, 5900, 310, 6400, 5600) == ["2024-03", "2024-05", "2024-07"]


def test_a_season_is_no_fragment() -> None:
    assert found(800, 880, 1250, 1290, 1440, 1350, 1490, 1500, 1100, 1280, 880, 830) == []


def test_the_first_months_of_the_pandemic_in_the_city_are_no_fragments() -> None:
    assert found(711, 922, 866, 901, 853, 929, 933, 882, 797, 763, 605, 236, 226, 323, 463, 506, 545, 561, 496) == []


@pytest.mark.parametrize("counts", [(12, 35, 52, 38, 53, 33, 40, 58, 28, 35, 11, 3, 2, 6, 20, 18, 9, 8, 10, 18), (4, 0, 2, 31, 1, 9, 12, 3)])
def test_few_rows_may_fall_to_nearly_nothing(counts: tuple[int, ...]) -> None:
    assert found(*counts, dataset="asb") == []


def test_what_is_recorded_may_change_over_years() -> None:
    rows = [4000 - 150 * place for place in range(24)]
    assert found(*rows) == []


def test_of_few_months_the_largest_shows_what_a_whole_one_holds() -> None:
    assert found(5500, 5400, 300) == ["2024-03"]


def test_of_few_months_all_but_one_fragments_none_is_called_whole() -> None:
    # Crimes of a real force of half a million people, three months of one release.
    assert found(910, 96, 43) == ["2024-01", "2024-02", "2024-03"]


def test_a_month_alone_is_not_judged() -> None:
    assert found(164) == []


def test_each_force_and_dataset_has_its_own_usual() -> None:
    table = pl.DataFrame(
        [(dataset, force, month, count) for dataset, force, count in (("crime", "large", 9000), ("crime", "small", 300), ("asb", "large", 800))
         for month in MONTHS],
        schema={"dataset": pl.String, "force_id": pl.String, "month": pl.String, "rows": pl.Int32},
        orient="row",
    )  # fmt: skip
    assert fragments(rows=table, share=0.2, least=100).is_empty()
