"""A file of another force under this force's name is known by the names in it; a crime id by its digits."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.sources.archive_files import crime_ids, is_misfiled, is_same, is_unreadable_id
from sitegen.tables.schemas import SCHEMAS

FORCES = pl.DataFrame(
    [
        ("btp", "British Transport Police"),
        ("devon-and-cornwall", "Devon & Cornwall Police"),
        ("dyfed-powys", "Dyfed-Powys Police"),
        ("metropolitan", "Metropolitan Police Service"),
    ],
    schema=SCHEMAS["force_names"].types,
    orient="row",
)


def misfiled(force_id: str, *names: str | None) -> bool:
    return is_misfiled(pl.Series(names, dtype=pl.String), force_id, FORCES)


@pytest.mark.parametrize(
    ("force_id", "name"),
    [
        ("devon-and-cornwall", "Devon and Cornwall Constabulary"),
        ("dyfed-powys", "Dyfed Powys"),
        ("metropolitan", "METROPOLITAN POLICE"),
        ("btp", "British Transport Police"),
    ],
)
def test_a_force_is_known_by_every_form_of_its_name(force_id: str, name: str) -> None:
    assert not misfiled(force_id, name)
    assert all(misfiled(other, name) for other in FORCES["force_id"] if other != force_id)


@pytest.mark.parametrize("names", [(), (None,), ("Loamshire Police",), ("Loamshire Police", "British Transport Police")])
def test_without_names_or_with_an_unknown_one_nothing_is_proved(names: tuple[str | None, ...]) -> None:
    assert not misfiled("metropolitan", *names)


def test_a_file_with_rows_of_its_own_force_is_its_own() -> None:
    assert not misfiled("metropolitan", "British Transport Police", "Metropolitan Police Service")


def test_an_unnamed_row_hides_no_wrong_file() -> None:
    assert misfiled("metropolitan", None, "British Transport Police", "Dyfed-Powys Police")


@pytest.mark.parametrize(
    ("text", "number", "unreadable"),
    [
        ("00000000000000ff" + "0" * 48, 0xFF, False),
        ("f" * 64, (1 << 64) - 1, False),
        ("F" * 16, (1 << 64) - 1, False),
        (None, None, False),
        ("f" * 15, None, True),
        ("z" * 64, None, True),
        ("0x" + "f" * 62, None, True),
    ],
)
def test_an_id_is_its_first_16_hexadecimal_digits(text: str | None, number: int | None, *, unreadable: bool) -> None:
    table = pl.DataFrame({"id": [text]}, schema={"id": pl.String})
    table = table.with_columns(crime_ids(table["id"]).alias("found"))
    assert table.select("found", is_unreadable_id(pl.col("id"), pl.col("found")).alias("unreadable")).row(0) == (number, unreadable)


@pytest.mark.parametrize(
    ("texts", "same"),
    [
        (["a", "a", "a", "a", "a"], True),
        (["a"], True),
        ([], False),
        (["a", None, "a"], False),
        ([None, None], False),
        (["a", "b", "a", "a", "a"], False),
        (["a", "a", "a", "b", "a"], False),
    ],
)
def test_rows_are_the_same_only_where_each_has_the_text(texts: list[str | None], *, same: bool) -> None:
    assert is_same(pl.Series(texts, dtype=pl.String)) is same


def test_an_empty_id_makes_no_short_one_beside_it_whole() -> None:
    texts = pl.Series("id", ["", "abc", "0123456789abcdef" * 4])
    assert crime_ids(texts).to_list() == [None, None, 0x0123456789ABCDEF]
