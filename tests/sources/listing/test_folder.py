"""What lies in a folder is listed in order, without what a computer adds for itself."""

from __future__ import annotations

from pathlib import Path

from sitegen.sources.listing.folder import month_of, paths_in, printable_paths, shown
from sitegen.terms import Month


def test_hidden_files_and_what_a_mac_adds_are_left_out(tmp_path: Path) -> None:
    for name in ("b.csv", "a.csv", ".DS_Store"):
        (tmp_path / name).touch()
    (tmp_path / "__MACOSX").mkdir()
    assert [path.name for path in paths_in(tmp_path)] == ["a.csv", "b.csv"]
    assert paths_in(tmp_path / "none") == []


def test_a_name_that_cannot_be_printed_is_noted_and_not_listed(tmp_path: Path) -> None:
    (tmp_path / "a\x07.csv").touch()
    (tmp_path / "b.csv").touch()
    notes: list[str] = []
    assert [path.name for path in printable_paths(tmp_path, "places", notes.append)] == ["b.csv"]
    assert notes == ["places/'a\\x07.csv': not used; its name cannot be printed"]


def test_a_name_is_shown_short_and_in_characters_that_print() -> None:
    assert shown("x" * 90) == "x" * 80
    assert shown("a\x07") == "'a\\x07'"


def test_only_a_whole_month_is_one() -> None:
    assert (month_of("2025-06"), month_of("2025-13"), month_of("2025-06.zip")) == (Month(2025, 6), None, None)
