"""What the operator says of neighbourhoods that are gone is read whole; a fault is told by file, entry and what to do."""

from __future__ import annotations

import pytest

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sources.moves import forces_with_moves, read_moves


def moved(origin: str, *to: str, more: str = "") -> str:
    return f'[[moved]]\nfrom = "{origin}"\nto = [{", ".join(f"{one!r}" for one in to)}]\n{more}\n'


def file(*entries: str) -> RawFile:
    return RawFile("moved.toml", "".join(entries).encode())


def test_an_entry_is_a_row_for_each_neighbourhood_to_go_to_in_the_operator_s_order() -> None:
    moves = read_moves(
        moved_file=(file(moved("gwent/GA01", "gwent/GB02", "kent/GB 01", more='since = "2025-06"\nname = "Castle Gate"'), moved("gwent/A9")),)
    )
    assert moves.select("force_id", "neighbourhood_id", "name", "since", "position", "to_force_id", "to_neighbourhood_id").rows() == [
        ("gwent", "A9", None, None, 0, None, None),
        ("gwent", "GA01", "Castle Gate", "2025-06", 0, "gwent", "GB02"),
        ("gwent", "GA01", "Castle Gate", "2025-06", 1, "kent", "GB 01"),
    ]


def test_without_a_file_nothing_has_moved() -> None:
    assert read_moves(moved_file=()).is_empty()


def test_ids_are_the_same_however_their_accents_are_written() -> None:
    assert read_moves(moved_file=(file(moved("gwent/Ty\u0302")),))["neighbourhood_id"].to_list() == ["T\u0177"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (moved("GA01"), "moved 1: from must be a force and the id of a neighbourhood, written like \"gwent/GA01\", not 'GA01'"),
        (moved("gwent/a/b"), "moved 1: from must be a force and the id"),
        (moved("gwent/A", "gwent/.."), "moved 1: to must be a force and the id"),
        (moved("gwent/A", "gwent/B", "gwent/B"), "moved 1: to names a neighbourhood twice"),
        ('[[moved]]\nfrom = "gwent/A"\n', "moved 1: to is missing"),
        (moved("gwent/A", more='since = "June"'), "moved 1: since must be a month, written like 2025-06"),
        (moved("gwent/A", more='form = "x"'), "form is not known here"),
        (moved("gwent/A") + moved("gwent/A", "gwent/B"), "moved 2: from gwent/A stands in moved.toml: moved 1 already"),
        (moved("gwent/A", "gwent/A"), "moved 1: from gwent/A leads back to itself"),
        (moved("gwent/X", "gwent/A") + moved("gwent/A", "kent/B") + moved("kent/B", "gwent/A"), "moved 2: from gwent/A leads back to itself"),
        ("[[moved]", "not valid TOML"),
    ],
)
def test_a_fault_is_told_with_file_and_entry(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as raised:
        read_moves(moved_file=(file(text),))
    assert str(raised.value).startswith("moved.toml: ")
    assert message in str(raised.value)


def test_every_force_that_is_named_is_told_with_its_entry() -> None:
    assert forces_with_moves(file(moved("gwent/A", "kent/B"), moved("surrey/C"))) == [
        ("moved.toml: moved 1", "gwent"),
        ("moved.toml: moved 1", "kent"),
        ("moved.toml: moved 2", "surrey"),
    ]
