from __future__ import annotations

from dataclasses import dataclass

import pytest

from sitegen.engine.arguments import arguments, names_taken


@dataclass(frozen=True)
class Inner:
    streets: int


@dataclass(frozen=True)
class Tables:
    crimes: int
    inner: Inner
    months: tuple[str, ...] = ()


def make(*, force: str, tables: Tables, language: str = "en") -> tuple[str, Tables, str]:
    return force, tables, language


def test_a_record_is_filled_from_the_names_of_its_fields_and_so_is_one_within_it() -> None:
    values = {"force": "loamshire", "crimes": 3, "streets": 4}
    assert make(**arguments(make, values)) == ("loamshire", Tables(3, Inner(4)), "en")  # type: ignore[arg-type]


def test_a_value_with_a_default_is_taken_where_it_is_given() -> None:
    values = {"force": "loamshire", "crimes": 3, "streets": 4, "months": ("2025-06",), "language": "cy"}
    assert make(**arguments(make, values)) == ("loamshire", Tables(3, Inner(4), ("2025-06",)), "cy")  # type: ignore[arg-type]


def test_a_value_that_is_not_there_is_named_with_the_record_that_wants_it() -> None:
    with pytest.raises(TypeError, match="Inner takes streets, which its line in the list of stages does not read"):
        arguments(make, {"force": "loamshire", "crimes": 3})


def test_a_value_that_nobody_takes_is_named() -> None:
    with pytest.raises(TypeError, match="make takes no outcomes"):
        arguments(make, {"force": "loamshire", "crimes": 3, "streets": 4, "outcomes": 5})


def test_the_names_a_maker_takes_are_those_of_its_records_too() -> None:
    assert [(one.name, one.optional) for one in names_taken(make)] == [
        ("force", False), ("crimes", False), ("streets", False), ("months", True), ("language", True),
    ]  # fmt: skip
