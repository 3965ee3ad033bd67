"""Where the files of the invented archive lie: month folders, two releases, and which file counts."""

from __future__ import annotations

from collections import Counter

from sitegen.sample.oddities import WITHDRAWN_ROWS, months_ending
from sitegen.sample.releases import archive_files
from sitegen.sample.world import make_world
from sitegen.terms import Month
from tests.sample.conftest import Archive, read


def test_each_dataset_force_and_month_has_one_file_that_counts(archive: Archive) -> None:
    counted = Counter((file.dataset, file.force_id, file.month) for file in archive.files if file.used)
    assert set(counted.values()) == {1}
    assert {file.release for file in archive.files} == {None, Month(2025, 5), Month(2025, 6)}


def test_releases_overlap_and_only_the_older_has_one_month(archive: Archive) -> None:
    older = {file.member for file in archive.files if file.release == Month(2025, 5)}
    others = {file.member for file in archive.files if file.release != Month(2025, 5)}
    assert {name for name in older - others if name.endswith("street.csv")} == {"2025-05/2025-05-dyffryn-aeddan-street.csv"}
    assert len(older & others) > 40


def test_the_older_release_knew_fewer_outcomes_and_of_one_file_fewer_rows(archive: Archive) -> None:
    def told(month: str) -> dict[bool, list[dict[str, str]]]:
        return {file.used: read(file) for file in archive.files if (file.dataset, file.force_id, str(file.month)) == ("street", "loamshire", month)}

    april, may = told("2025-04"), told("2025-05")
    assert len(april[False]) - len(april[True]) == WITHDRAWN_ROWS
    investigated = {used: sum(row["Last outcome category"] == "Under investigation" for row in rows) for used, rows in april.items()}
    assert investigated[False] > investigated[True]
    assert 0.85 * len(may[True]) < len(may[False]) < 0.95 * len(may[True])


def test_fewer_months_end_with_the_same_month_and_need_no_older_release() -> None:
    files = list(archive_files(make_world("county"), 1, months_ending(1)))
    assert {str(file.month) for file in files} == {"2025-06"}
    assert all(file.used for file in files)


def test_members_come_in_order_so_that_a_release_can_be_written_as_it_is_made(archive: Archive) -> None:
    for release in (None, Month(2025, 5), Month(2025, 6)):
        months = [file.month for file in archive.files if file.release == release]
        assert months == sorted(months)
