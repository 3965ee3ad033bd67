"""A fetch that is killed, wherever it stands, is gone on with and ends with the same folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.command_line import started
from tests.fetching.small_upstream import FAST, bring, files_in, small_upstream
from tests.upstream.shelves import table


def killed(folder: Path, data: Path, times: int) -> int:
    """The code that a fetch leaves with which is killed before it touches the folder for so many times and once."""
    return started(folder, [sys.executable, "-m", "tests.fetching.killed", str(folder / "upstream.toml"), str(data), str(times)]).returncode


@pytest.mark.parametrize("times", [1, 3, 4, 7, 10, 61, 120])
def test_a_killed_fetch_ends_with_the_same_folder(tmp_path: Path, times: int) -> None:
    with small_upstream(tmp_path, ("2025-06",)) as fake:
        fake.shelves.api["loamshire/NB01/events"] = b'[{"title": "Meeting"}]'
        (tmp_path / "upstream.toml").write_text(table(fake.shelves, fake.address, requests_per_second=FAST, burst=FAST), encoding="utf-8")
        bring(fake, tmp_path / "whole")
        assert killed(tmp_path, tmp_path / "data", times) == -9
        done = bring(fake, tmp_path / "data")
    assert not done.faults
    assert files_in(tmp_path / "data") == files_in(tmp_path / "whole")


def test_a_fetch_that_is_killed_again_and_again_comes_to_its_end_and_asks_for_nothing_twice(tmp_path: Path) -> None:
    with small_upstream(tmp_path, ("2025-06",)) as fake:
        fake.shelves.api["loamshire/NB01/events"] = b'[{"title": "Meeting"}]'
        (tmp_path / "upstream.toml").write_text(table(fake.shelves, fake.address, requests_per_second=FAST, burst=FAST), encoding="utf-8")
        bring(fake, tmp_path / "whole")
        whole = len(fake.statuses("^/api/"))
        fake.asked.clear()
        kills = 0
        while killed(tmp_path, tmp_path / "data", 20):
            kills += 1
        asked = len(fake.statuses("^/api/"))
    assert kills >= 4
    assert files_in(tmp_path / "data") == files_in(tmp_path / "whole")
    assert asked <= whole + 9 * kills  # what eight had asked for when they were killed is asked for again


def test_what_upstream_was_said_not_to_have_is_not_asked_for_again_after_a_kill(tmp_path: Path) -> None:
    with small_upstream(tmp_path, ("2025-06",)) as fake:
        (tmp_path / "upstream.toml").write_text(table(fake.shelves, fake.address, requests_per_second=FAST, burst=FAST), encoding="utf-8")
        for path in [path for path in fake.shelves.api if path.endswith(("/people", "/priorities"))]:
            del fake.shelves.api[path]
        assert killed(tmp_path, tmp_path / "data", 120) == -9
        answered = fake.asked[:-9]  # eight were being asked for when it was killed, and may not be on record
        before = {path for path, status in answered if status == 404}
        fake.asked.clear()
        bring(fake, tmp_path / "data")
        again = [path for path, status in fake.asked if status == 404 and path in before]
        fake.asked.clear()
        bring(fake, tmp_path / "data")
        later = [path for path, status in fake.asked if status == 404 and path in before]
    assert len(before) >= 4
    assert again == []
    assert len(later) == len(before)
