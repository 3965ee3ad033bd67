"""Of the history the lists of neighbourhoods are used, and a folder without one is no fault."""

from __future__ import annotations

from pathlib import Path

from tests.sources.data_folder import names, put, street, take


def test_the_history_of_each_force_of_the_site_is_listed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    street(data, "2025-06 gwent", "2025-06 kent")
    put(data, "history/gwent/neighbourhoods.json", "history/gwent/GA01/events.json", "history/elsewhere/neighbourhoods.json", "moved.toml")
    found = take(data)
    assert names(found, "history_files", "gwent") == ["history/gwent/neighbourhoods.json"]
    assert names(found, "history_files", "kent") == []
    assert names(found, "history_files", "elsewhere") == []
    assert names(found, "moved_file") == ["moved.toml"]
    assert [line for line in found.notes if "history" in line or "moved" in line] == []


def test_a_data_folder_without_history_has_none(tmp_path: Path) -> None:
    street(tmp_path / "data", "2025-06 gwent")
    found = take(tmp_path / "data")
    assert (names(found, "history_files", "gwent"), names(found, "moved_file")) == ([], [])
