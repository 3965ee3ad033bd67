"""Numbers of people are read from long and wide tables, with the year and the kind of zone."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.raw import RawFile
from sitegen.sources.population import read_population
from sitegen.tables.quality import over_budget, tally
from sitegen.tables.schemas import SCHEMAS

VARIABLES = "id,table_id,description\nP01001,P01,All Persons\nP01002,P01,Females\nP02001,P02,All Persons\n"


def read(*texts: str, name: str = "table") -> pl.DataFrame:
    files = tuple(RawFile(f"population/{number}-{name}.csv", text.encode()) for number, text in enumerate(texts))
    table = read_population(population_files=files)
    assert dict(table.schema) == SCHEMAS["population"].types
    return table


def counted(*texts: str, name: str = "table") -> list[tuple[str, str, int | None, int]]:
    return read(*texts, name=name).filter(pl.col("problem").is_null()).select("zone", "kind", "year", "people").rows()


def test_a_long_table_gives_all_persons_of_every_year() -> None:
    rows = ["2001,W06000022,P01001,137011", "2011,W06000022,P01001,145736", "2011,W06000022,P01002,74414", "2011,W06000022,P02001,145736"]
    table = read("\n".join(["period,zone_id,var_id,value", *rows]), VARIABLES)
    assert table.select("zone", "kind", "year", "people", "problem", "row").rows() == [
        ("W06000022", "district", 2001, 137011, None, None),
        ("W06000022", "district", 2011, 145736, None, None),
        (None, None, None, None, "other-count", 4),
        (None, None, None, None, "other-count", 5),
    ]


def test_a_long_table_without_its_variables_is_set_aside_whole() -> None:
    assert read("period,zone_id,var_id,value\n2011,W06000022,P01001,145736\n")["problem"].to_list() == ["variables-missing"]


def test_most_rows_of_a_long_table_may_count_others() -> None:
    rows = [f"2011,W0600{number:04},P01002,1" for number in range(60)]
    table = read("\n".join(["period,zone_id,var_id,value", *rows]), VARIABLES)
    assert over_budget(tally(dataset="population", rows=table), share=0.05, least=20).is_empty()


@pytest.mark.parametrize(
    "total", ["Total", "All persons", "All ages", "All Ages ", "Population", "value", "Total population", "Residence type: Total; measures: Value"]
)
def test_the_column_of_everybody_is_found_by_name(total: str) -> None:
    assert counted(f"LSOA code,LSOA name,{total},0-15\nE01000001,City 001A,1465,102\n", name="mid-2022") == [("E01000001", "lsoa", 2022, 1465)]


def test_all_ages_is_preferred_to_the_columns_of_single_ages() -> None:
    assert counted('Code,Name,Geography,All ages,0,1\nE06000001,Hartlepool,Unitary,"93,836",951,992\n') == [("E06000001", "district", None, 93836)]


def test_of_two_columns_of_codes_the_finer_one_counts() -> None:
    rows = "E06000016,Leicester,E01013600,Leicester 001A,1500\nE06000016,Leicester,E01013601,Leicester 001B,1600\n"
    assert counted(f"LAD 2021 Code,LAD 2021 Name,LSOA 2021 Code,LSOA 2021 Name,Total\n{rows}") == [
        ("E01013600", "lsoa", None, 1500),
        ("E01013601", "lsoa", None, 1600),
    ]


def test_the_year_comes_from_a_column_before_the_file_s_name() -> None:
    table = "date,geography,geography code,Residence type: Total; measures: Value\n2021,Stow,W05000847,8100\n"
    assert counted(table, name="download-2023") == [("W05000847", "ward", 2021, 8100)]


@pytest.mark.parametrize(("name", "year"), [("mid2019", 2019), ("census-2011-wards", 2011), ("2011-to-2020", None), ("sape20dt1", None)])
def test_the_year_in_a_file_s_name_counts_where_there_is_one(name: str, year: int | None) -> None:
    table = read_population(population_files=(RawFile(f"population/{name}.csv", b"code,total\nE05000001,900\n"),))
    assert table["year"].to_list() == [year]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("K04000001,59719724", "other-zone"),
        ("E02000001,7000", "other-zone"),
        ("S12000033,220000", "other-zone"),
        ("Newport,145736", "zone-unreadable"),
        (",145736", "zone-unreadable"),
        ("W06000022,", "people-unreadable"),
        ("W06000022,c", "people-unreadable"),
        ("W06000022,-5", "people-unreadable"),
        ("W06000022,145736,1", "line-malformed"),
    ],
)
def test_a_row_without_a_zone_or_a_number_is_set_aside_with_its_line(row: str, problem: str) -> None:
    table = read(f"code,total\nE06000001,93836\n{row}\n")
    assert table.filter(pl.col("problem").is_not_null()).select("zone", "people", "problem", "row").rows() == [(None, None, problem, 3)]


def test_a_zone_given_twice_for_a_year_counts_once_in_any_order() -> None:
    rows = ["E06000001,93836", "E06000001,93000"]
    for order in (rows, rows[::-1]):
        table = read("\n".join(["code,total", *order]))
        assert table["people"].to_list() == [93000, None]
        assert table["problem"].to_list() == [None, "zone-repeated"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("code,females\nE06000001,47000\n", "column-missing"),
        ("name,total\nHartlepool,93836\n", "column-missing"),
        ("code\0,total\nE06000001,47000\n", "file-not-text"),
    ],
)
def test_a_file_of_another_kind_is_set_aside_whole(text: str, reason: str) -> None:
    assert read(text).select("zone", "row", "problem").rows() == [(None, None, reason)]


def test_no_files_and_empty_files_count_nobody() -> None:
    assert read().is_empty()
    assert read("").is_empty()
