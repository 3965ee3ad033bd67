"""Where tasks run: the same from every executor, and a clean end when the build is killed or interrupted."""

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sitegen.engine.executors import Failure, SerialExecutor, Work, open_executor, perform
from sitegen.engine.run import run
from sitegen.engine.stage import Stage
from sitegen.engine.store import Store, open_store
from tests.engine.world import MAKERS, TASKS, Tally, make, texts, village, with_stage

DISTURBED = with_stage(village(), "located", maker=f"{MAKERS}:disturb")

# When July is being located its two counts are done; those of June may still be on their way.
COUNTED = 2

BUILD = """
import sys
from pathlib import Path
from sitegen.engine.executors import open_executor
from sitegen.engine.run import run
from sitegen.engine.store import open_store
from sitegen.errors import StoreError
from tests.engine.test_executors import DISTURBED
from tests.engine.world import Tally
if __name__ == "__main__":
    try:
        with open_store(Path(sys.argv[1])) as store, open_executor(int(sys.argv[2])) as executor:
            run(DISTURBED, store, executor, Tally())
    except KeyboardInterrupt:
        print("interrupted")
    except StoreError as error:
        print(error)
"""


THREADS = """
import polars
from sitegen.engine.executors import open_executor
if __name__ == "__main__":
    with open_executor(2) as executor:
        print(executor.submit(polars.thread_pool_size).result())
"""


def reading(store: Store, digest: str) -> Work:
    """A task that reads one table of counts."""
    stage = Stage("total", f"{MAKERS}:total", reads=("located",))
    return Work(stage, (), {}, {}, {"located": [digest]}, {}, {}, "tests.engine.json_codec", store.blobs)


def test_a_table_read_by_every_part_is_kept_at_hand_until_the_next_run(tmp_path: Path) -> None:
    outcome, _tally = make(village(), tmp_path)
    (ref,) = [ref for task in outcome.tasks if (task.stage.name, task.part) == ("located", ("2025-06",)) for ref in outcome.results[task.number]][:1]
    with open_store(tmp_path) as store:
        first = perform(reading(store, ref.digest))
        store.blobs.path(ref.digest).unlink()
        assert perform(reading(store, ref.digest)) == first
        SerialExecutor()
        assert isinstance(perform(reading(store, ref.digest)), Failure)


def test_two_processes_make_the_same_refs_as_one(tmp_path: Path) -> None:
    alone, _tally = make(village(), tmp_path / "alone")
    with open_store(tmp_path / "many") as store, open_executor(2) as executor:
        many = run(village(), store, executor, Tally())
    assert many.results == alone.results
    assert texts(many) == texts(alone)


def test_results_may_come_in_any_order(tmp_path: Path) -> None:
    alone, _tally = make(village(), tmp_path / "alone")
    with open_store(tmp_path / "many") as store, ThreadPoolExecutor(8) as executor:
        assert run(village(), store, executor, Tally()).results == alone.results


def test_polars_has_one_thread_in_each_worker_even_where_the_main_module_imports_it(tmp_path: Path) -> None:
    script = tmp_path / "threads.py"
    script.write_text(THREADS)
    done = subprocess.run([sys.executable, script], env=os.environ | {"PYTHONPATH": str(Path.cwd())}, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"


def build_apart(folder: Path, workers: int, signal_name: str, target: str) -> subprocess.CompletedProcess[str]:
    """Run the build in a process of its own; returns when it and all its workers are gone, since they share its output."""
    script = folder / "build_apart.py"
    script.write_text(BUILD)
    environment = os.environ | {"SIGNAL": signal_name, "TARGET": target, "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(
        [sys.executable, script, folder / "cache", str(workers)], env=environment, capture_output=True, text=True, timeout=900, check=False
    )


def test_a_killed_build_goes_on_where_it_stopped(tmp_path: Path) -> None:
    killed = build_apart(tmp_path, 1, "SIGKILL", "self")
    assert killed.returncode == -signal.SIGKILL
    outcome, tally = make(DISTURBED, tmp_path / "cache")
    # The first month was located before the second one killed the build.
    assert tally.of["reused"] == {"crimes": 4, "counts": 4, "located": 1}
    assert outcome.counts["ran"] == TASKS - 9


def test_workers_leave_when_the_build_is_killed(tmp_path: Path) -> None:
    killed = build_apart(tmp_path, 2, "SIGKILL", "parent")
    assert killed.returncode == -signal.SIGKILL
    _outcome, tally = make(DISTURBED, tmp_path / "cache")
    assert tally.of["reused"]["counts"] >= COUNTED


def test_a_killed_worker_is_one_clear_line(tmp_path: Path) -> None:
    done = build_apart(tmp_path, 2, "SIGKILL", "self")
    assert done.stdout == "a worker process was killed, most likely for want of memory; run again with fewer --workers: finished work is kept\n"
    assert done.stderr == ""
    _outcome, tally = make(DISTURBED, tmp_path / "cache")
    assert tally.of["reused"]["counts"] >= COUNTED


@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupt_stops_the_build_at_once_and_keeps_what_is_done(tmp_path: Path, workers: int) -> None:
    done = build_apart(tmp_path, workers, "SIGINT", "parent" if workers > 1 else "self")
    assert (done.stdout, done.stderr) == ("interrupted\n", "")
    _outcome, tally = make(DISTURBED, tmp_path / "cache")
    assert tally.of["reused"]["counts"] >= COUNTED
