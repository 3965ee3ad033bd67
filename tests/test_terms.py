"""The words of the field parse once into values that cannot be wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.publish.paths import path_fault
from sitegen.terms import (
    Month,
    folder_names,
    force_name_key,
    months_between,
    parse_force_id,
    parse_postcode,
    parse_snap_point_id,
    slug,
    snap_point_id,
)


@given(st.integers(1, 9998), st.integers(1, 12), st.integers(-600, 600))
def test_months_add_up(year: int, number: int, step: int) -> None:
    month = Month(year, number)
    assert Month.parse(str(month)) == month
    if year + step // 12 - 1 >= 1 and year + step // 12 + 1 <= 9999:
        assert month.plus(step).plus(-step) == month
        assert month.months_to(month.plus(step)) == step


@pytest.mark.parametrize("text", ["2025-13", "2025-6", "2025-06-01", " 2025-06", "２025-06", "2025-06\n", ""])
def test_what_is_not_a_month_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write it like 2025-06"):
        Month.parse(text)


def test_months_between_includes_both_ends_and_crosses_years() -> None:
    assert [str(m) for m in months_between(Month(2024, 11), Month(2025, 2))] == ["2024-11", "2024-12", "2025-01", "2025-02"]


@pytest.mark.parametrize("text", ["../etc", "Gwent", "a b", "", "a--b", "-a", "a" * 65])
def test_what_is_not_a_force_id_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a force id"):
        parse_force_id(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Devon & Cornwall Police", "Devon and Cornwall"),
        ("Metropolitan Police Service", "Metropolitan Police"),
        ("Dyfed-Powys Police", "Dyfed Powys"),
    ],
)
def test_force_names_match_across_publishers(one: str, other: str) -> None:
    assert force_name_key(one) == force_name_key(other)


@pytest.mark.parametrize(
    ("text", "postcode"), [("NP100AA", "NP10 0AA"), ("LE1 1AA", "LE1 1AA"), ("ec1a1aa", "EC1A 1AA"), ("M1  1AE", "M1 1AE"), ("B33 8TH", "B33 8TH")]
)
def test_postcodes_in_any_spacing_have_one_form(text: str, postcode: str) -> None:
    assert parse_postcode(text) == postcode


@pytest.mark.parametrize("text", ["", "NP10", "NP10 0A", "123 4AA", "NP10 0AAA", "<b>", "NP10/0AA"])
def test_what_is_not_a_postcode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a postcode"):
        parse_postcode(text)


@given(st.integers(0, (1 << 24) - 1), st.integers(0, (1 << 24) - 1))
def test_a_snap_point_id_gives_back_its_pixel(x: int, y: int) -> None:
    assert parse_snap_point_id(snap_point_id(x, y)) == (x, y)


@given(st.lists(st.text(min_size=1, max_size=80), unique=True, max_size=30))
def test_folders_are_safe_different_and_independent_of_order(ids: list[str]) -> None:
    folders = folder_names(ids, frozenset({"streets"}))
    assert folders == folder_names(reversed(ids), frozenset({"streets"}))
    assert len(set(folders.values())) == len(ids)
    for folder in folders.values():
        assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789._-")
        assert folder.strip(".-_") == folder
        assert folder
        assert folder not in {"streets", "con", "nul"}


def test_ids_that_differ_in_case_get_different_folders() -> None:
    assert folder_names(["NB01", "nb01"]) == {"nb01": "nb01", "NB01": "nb01-2"}


def test_ids_with_spaces_dots_and_path_tricks_become_plain_folders() -> None:
    assert folder_names(["CPT RWB", "DEV.4050", "../../x", "CON", "CON.1", "con.txt", "LPT9.x.y"]) == {
        "CPT RWB": "cpt-rwb",
        "DEV.4050": "dev.4050",
        "../../x": "x",
        "CON": "con-area",
        "CON.1": "con-area.1",
        "con.txt": "con-area.txt",
        "LPT9.x.y": "lpt9-area.x.y",
    }


def test_labels_become_slugs() -> None:
    assert slug("Theft from the person") == "theft-from-the-person"
    assert slug("???") == "unknown"


@pytest.mark.parametrize("name", ["CON", "con.1", "Con.txt", "nul.", "aux..x", "COM1.a.b", "contact", "..", "é", " ", "x" * 300])
def test_the_publisher_takes_every_folder_that_an_id_is_given(name: str) -> None:
    assert path_fault(f"loamshire/{folder_names([name])[name]}/index.html") == ""
