"""What an operator sees while a build runs."""

import io
import re
from pathlib import Path

import pytest

from sitegen.engine.executors import SerialExecutor
from sitegen.engine.report import Progress, open_progress
from sitegen.engine.run import run
from sitegen.engine.store import open_store
from tests.engine.world import CRIMES, make, village


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def clock() -> float:
    """A clock that stands still."""
    return 5.0


def shown(stream: io.StringIO, cache: Path) -> str:
    with open_store(cache) as store, open_progress(stream, clock) as progress:
        run(village(CRIMES | {("kent", "2025-06"): "Fig"}), store, SerialExecutor(), progress)
        store.ledger.published()
    return stream.getvalue()


def test_piped_progress_is_a_line_at_the_start_and_end_of_each_stage_that_runs(tmp_path: Path) -> None:
    make(village({("avon", "2025-06"): CRIMES["avon", "2025-06"], ("kent", "2025-06"): "Fir"}), tmp_path)
    assert shown(io.StringIO(), tmp_path).splitlines() == [
        "crimes: started, tasks: 4",
        "crimes: done, 3 ran, 1 reused, 0.0 s",
        "counts: started, tasks: 4",
        "counts: done, 3 ran, 1 reused, 0.0 s",
        "located: started, tasks: 2",
        "located: done, 1 ran, 1 reused, 0.0 s",
        "total: started, tasks: 1",
        "total: done, 1 ran, 0.0 s",
        "pages: started, tasks: 2",
        "pages: done, 2 ran, 0.0 s",
        "front: started, tasks: 1",
        "front: done, 1 ran, 0.0 s",
    ]


def test_piped_progress_says_nothing_when_nothing_runs(tmp_path: Path) -> None:
    shown(io.StringIO(), tmp_path)
    assert shown(io.StringIO(), tmp_path) == ""


def test_a_build_that_goes_on_from_a_stopped_one_says_so_first(tmp_path: Path) -> None:
    with open_store(tmp_path) as store, pytest.raises(Exception, match="unreadable"):
        run(village(CRIMES | {("kent", "2025-06"): "unreadable"}), store, SerialExecutor(), Progress())
    for stream in (io.StringIO(), Terminal()):
        with open_store(tmp_path) as store, open_progress(stream, clock) as progress:
            run(village(CRIMES), store, SerialExecutor(), progress)
    line = "going on from a build that was not published: {} of 14 tasks are done"
    assert shown(io.StringIO(), tmp_path).splitlines()[0] == line.format(7)
    assert line.format(14) in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", stream.getvalue())
    assert "going on" not in shown(io.StringIO(), tmp_path)


def test_a_terminal_shows_done_of_all_for_each_package_of_makers(tmp_path: Path) -> None:
    drawn = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown(Terminal(), tmp_path))
    assert re.search(r"engine .*14/14", drawn)
