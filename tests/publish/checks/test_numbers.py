"""Tests of sitegen.publish.checks.numbers: one number, three places, and a fault in each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.publish.checks.run import check_site
from tests.publish.site_files import COUNTS, good_files, street_shard, tile_files, write_site

TABLE = "data/counts/gwent.csv"
PAGE = "gwent/nb85/index.html"


def messages(folder: Path, change: Mapping[str, bytes | None]) -> list[tuple[str, str]]:
    files = {path: data for path, data in {**good_files(), **change}.items() if data is not None}
    folder.mkdir(exist_ok=True)
    return [(finding.path, finding.message) for finding in check_site(write_site(folder / "site", files)).findings if finding.check == "numbers"]


def rows(*lines: str) -> dict[str, bytes | None]:
    return {TABLE: (COUNTS + "".join(f"{line}\n" for line in lines)).encode()}


def test_a_page_that_says_another_number_than_the_table_is_found(tmp_path: Path) -> None:
    wrong = good_files()[PAGE].replace(b"<td>3</td><td>3</td>", b"<td>1,003</td><td>3</td>")
    assert messages(tmp_path, {PAGE: wrong}) == [(PAGE, f"says 1,003 and 3 for 2025-12; {TABLE} says 3 and 3")]


def test_so_is_one_on_the_page_of_its_charts(tmp_path: Path) -> None:
    charts = "gwent/nb85/change/index.html"
    wrong = good_files()[PAGE].replace(b"<td>3</td><td>3</td>", b"<td>3</td><td>8</td>")
    assert (charts, f"says 3 and 8 for 2025-12; {TABLE} says 3 and 3") in messages(tmp_path, {charts: wrong})


def test_a_number_that_is_marked_as_a_part_is_held_against_the_table_too(tmp_path: Path) -> None:
    marked = good_files()[PAGE].replace(b"<td>3</td><td>3</td>", b"<td>3 <small>in part</small></td><td>4 <small>in part</small></td>")
    assert messages(tmp_path, {PAGE: marked}) == [(PAGE, f"says 3 and 4 for 2025-12; {TABLE} says 3 and 3")]


def test_a_page_that_shows_a_number_where_the_table_has_none_is_found(tmp_path: Path) -> None:
    wrong = good_files()[PAGE].replace(b"<td colspan=2>not supplied</td>", b"<td>0</td><td>0</td>")
    assert messages(tmp_path, {PAGE: wrong}) == [(PAGE, f"says 0 and 0 for 2025-11; {TABLE} says no number and no number")]


def test_a_table_that_says_another_number_than_the_tiles_is_found(tmp_path: Path) -> None:
    page = good_files()[PAGE].replace(b"<td>3</td><td>3</td>", b"<td>4</td><td>3</td>")
    found = messages(tmp_path, {**rows("NB85,2025-12,supplied,supplied,4,3"), PAGE: page})
    assert found == [(TABLE, "gwent/nb85 has 4 crimes in 2025-12; the tiles of the month say 3")]


def test_tiles_in_an_archive_are_held_against_the_table_as_well(tmp_path: Path) -> None:
    tiles: dict[str, bytes | None] = {path: None for path in good_files() if path.startswith("tiles/crime/2025-12/")}
    found = messages(tmp_path, {**tiles, **tile_files("pmtiles"), **rows("NB85,2025-12,supplied,supplied,3,2"), PAGE: None})
    assert found == [(TABLE, "gwent/nb85 has 2 reports in 2025-12; the tiles of the month say 3")]


def test_where_points_lie_in_neighbourhoods_of_two_forces_a_number_between_is_right(tmp_path: Path) -> None:
    shared = {"streets/12/2041/1360.json": street_shard((("gwent", "nb85", "One"), ("kent", "k1", "Two")))}
    page = good_files()[PAGE].replace(b"<td>3</td><td>3</td>", b"<td>1</td><td>0</td>")
    assert messages(tmp_path / "a", {**shared, **rows("NB85,2025-12,supplied,supplied,1,0"), PAGE: page}) == []
    page = good_files()[PAGE].replace(b"<td>3</td><td>3</td>", b"<td>5</td><td>0</td>")
    found = messages(tmp_path / "b", {**shared, **rows("NB85,2025-12,supplied,supplied,5,0"), PAGE: page})
    assert found == [(TABLE, "gwent/nb85 has 5 crimes in 2025-12; the tiles of the month say 0 to 3")]


def test_a_missing_table_an_unreadable_one_and_a_stranger_in_it_are_found(tmp_path: Path) -> None:
    assert messages(tmp_path / "a", {TABLE: None}) == [(TABLE, "is missing; the pages of the force have figures")]
    assert messages(tmp_path / "b", {TABLE: b"neighbourhood,month,burglary\nNB85,2025-12,many\n"})[0][0] == TABLE
    stranger = messages(tmp_path / "c", rows("NB85,2025-12,supplied,supplied,3,3", "XX1,2025-12,supplied,supplied,0,0"))
    assert stranger == [(TABLE, "neighbourhood 'XX1' is not in gwent/ids.json")]
