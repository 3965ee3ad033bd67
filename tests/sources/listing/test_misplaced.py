"""A folder with nothing to build from is answered with what it holds and where that belongs."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.errors import InputError
from tests.sources.data_folder import put, take


@pytest.mark.parametrize(
    ("names", "says"),
    [
        ([], "the folder is empty; put releases or month folders into archive/ in it"),
        (["uk/archive/2025-06/2025-06-gwent-street.csv"], "{data}/uk looks like a data folder; name it with --data {data}/uk"),
        (["2025-06/2025-06-gwent-street.csv"], "2025-06 belongs into a folder archive/: {data}/archive/2025-06"),
        (["2025-06.zip"], "2025-06.zip belongs into a folder archive/: {data}/archive/2025-06.zip"),
        (["2025-06-gwent-street.csv"], "belongs into its month's folder: {data}/archive/2025-06/2025-06-gwent-street.csv"),
        (["Archive/2025-06/2025-06-gwent-street.csv"], "Archive/ must be called archive/"),
        (["archive/crimes.csv"], "archive/ holds crimes.csv; a release is called YYYY-MM.zip"),
        (["holiday/one.jpg", "two.txt"], "it holds holiday/, two.txt; expected are archive/, policing/ and boundaries/"),
    ],
)
def test_what_is_there_is_said_with_where_it_belongs(tmp_path: Path, names: list[str], says: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    put(data, *names)
    with pytest.raises(InputError) as raised:
        take(data)
    assert f"{data}: nothing to build from; " in str(raised.value)
    assert says.format(data=data) in str(raised.value)


def test_of_many_names_the_first_are_said(tmp_path: Path) -> None:
    put(tmp_path / "data", *(f"file-{number:02}" for number in range(20)))
    with pytest.raises(InputError, match="file-05 and 14 more;"):
        take(tmp_path / "data")
