"""What a run makes, makes again, and leaves alone."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from sitegen.engine.executors import SerialExecutor, Work, perform
from sitegen.engine.ledger import Aside
from sitegen.engine.run import run
from sitegen.engine.stage import Stage
from sitegen.engine.store import open_store
from sitegen.errors import InputError, SiteError
from sitegen.raw import RawGroup, RawRef
from tests.engine.world import CRIMES, MAKERS, TASKS, Tally, make, texts, village, with_stage


def test_a_site_is_made_from_files_through_tables(tmp_path: Path) -> None:
    outcome, _tally = make(village(), tmp_path)
    assert texts(outcome) == {
        "avon/index.html": "Crime near you",
        "avon/2025-06.html": "2",
        "avon/2025-07.html": "1",
        "kent/index.html": "Crime near you",
        "kent/2025-06.html": "1",
        "kent/2025-07.html": "3",
        # Parts arrive in declared order: months before forces in `parts`, but force before month in the stage's own line.
        "index.html": "7 crimes: Elm Oak Ash Fir Bay Box Yew. 0 notes",
    }


def test_nothing_runs_when_nothing_changed(tmp_path: Path) -> None:
    first, _tally = make(village(), tmp_path)
    second, tally = make(village(), tmp_path)
    assert second.counts == {"reused": TASKS}
    assert not tally.of["ran"]
    assert list(second.files()) == list(first.files())


def test_an_idle_build_opens_no_blob(tmp_path: Path) -> None:
    make(village(), tmp_path)
    for blob in tmp_path.glob("blobs/*/*"):
        blob.write_bytes(bytes(blob.stat().st_size))
    assert make(village(), tmp_path)[0].counts == {"reused": TASKS}


def test_only_what_reads_a_changed_file_runs(tmp_path: Path) -> None:
    make(village(), tmp_path)
    _outcome, tally = make(village(CRIMES | {("kent", "2025-07"): "Yew"}), tmp_path)
    assert tally.of["ran"] == {"crimes": 1, "counts": 1, "located": 1, "total": 1, "pages": 1, "front": 1}


def test_only_what_is_wanted_is_made_with_all_that_it_needs(tmp_path: Path) -> None:
    outcome, tally = make(replace(village(), wants=lambda task: (task.stage.name, task.part) == ("pages", ("kent",))), tmp_path)
    assert list(texts(outcome)) == ["kent/index.html", "kent/2025-06.html", "kent/2025-07.html"]
    # Where crimes are is worked out for all forces of a month at once.
    assert tally.of["ran"] == {"crimes": 4, "counts": 4, "located": 2, "pages": 1}


def test_a_build_uses_what_was_made_aside_and_knows_nothing_of_it(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with open_store(tmp_path) as store:
        before = store.ledger.made(), store.ledger.newest()
    changed = village(CRIMES | {("kent", "2025-07"): "Yew"})
    with open_store(tmp_path, ledger=Aside) as store:
        assert run(changed, store, SerialExecutor(), Tally()).counts["ran"] == 6
    with open_store(tmp_path) as store:
        assert (store.ledger.made(), store.ledger.newest()) == before
        assert not store.ledger.begin()
    assert make(changed, tmp_path)[0].counts == {"reused": TASKS}


def test_nothing_below_runs_when_a_rerun_gives_the_same_bytes(tmp_path: Path) -> None:
    make(village(), tmp_path)
    _outcome, tally = make(village(CRIMES | {("kent", "2025-06"): "Fig"}), tmp_path)
    # Another street, the same count: only the front page names streets.
    assert tally.of["ran"] == {"crimes": 1, "counts": 1, "front": 1}


def test_going_back_to_an_earlier_input_runs_nothing(tmp_path: Path) -> None:
    first, _tally = make(village(), tmp_path)
    make(village(CRIMES | {("kent", "2025-06"): "Fig"}), tmp_path)
    again, tally = make(village(), tmp_path)
    assert not tally.of["ran"]
    assert texts(again) == texts(first)


def test_a_setting_reaches_only_the_stages_that_name_it(tmp_path: Path) -> None:
    make(village(), tmp_path)
    _outcome, tally = make(replace(village(), settings={"title": "Crime", "unused": 2}), tmp_path)
    assert tally.of["ran"] == {"pages": 2}


def test_a_part_without_files_is_left_out_and_so_is_what_only_it_fed(tmp_path: Path) -> None:
    outcome, tally = make(village({("avon", "2025-06"): "Elm"}), tmp_path)
    assert tally.of["left out"] == {"crimes": 3, "counts": 3, "located": 1, "pages": 1}
    assert texts(outcome) == {"avon/index.html": "Crime near you", "avon/2025-06.html": "1", "index.html": "1 crimes: Elm. 0 notes"}


def test_a_force_without_rows_in_a_split_table_is_left_out(tmp_path: Path) -> None:
    outcome, tally = make(village(CRIMES | {("kent", "2025-06"): "", ("kent", "2025-07"): ""}), tmp_path)
    assert tally.of["left out"] == {"pages": 1}
    assert "kent/index.html" not in texts(outcome)


def test_a_missing_input_that_does_not_decide_is_an_empty_table(tmp_path: Path) -> None:
    outcome, tally = make(village({}), tmp_path)
    assert tally.of["ran"] == {"total": 1, "front": 1}
    assert texts(outcome) == {"index.html": "0 crimes: . 0 notes"}


def test_files_of_parts_outside_the_build_are_not_read(tmp_path: Path) -> None:
    _outcome, tally = make(replace(village(), parts={"month": ("2025-07",), "force": ("kent",)}), tmp_path)
    assert tally.of["ran"] == {"crimes": 1, "counts": 1, "located": 1, "total": 1, "pages": 1, "front": 1}


def test_rows_split_to_a_part_the_build_does_not_have_are_an_error(tmp_path: Path) -> None:
    by_street = Stage("located", f"{MAKERS}:by_street", by=("month",), reads=("crimes",), split="street")
    build = replace(
        village(), stages=(village().stages[0], by_street), parts={**village().parts, "street": ("Elm", "Oak", "Yew", "Bay", "Fir", "Box")}
    )
    with pytest.raises(SiteError, match="stage located part 2025-07: rows with street 'Ash', which is not a part of this build"):
        make(build, tmp_path)


def test_tables_of_a_stage_can_be_read_by_checks(tmp_path: Path) -> None:
    outcome, _tally = make(village(), tmp_path)
    assert outcome.tables("total") == [b'["total", [{"crimes": 7}]]']
    assert len(outcome.tables("located")) == 4


def test_an_unusable_file_is_named_and_the_finished_tasks_are_kept(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        make(village(CRIMES | {("kent", "2025-06"): "unreadable"}), tmp_path)
    assert str(caught.value) == "street/kent-2025-06.csv row 1: unreadable; download it again"
    _outcome, tally = make(village(), tmp_path)
    assert tally.of["reused"] == {"crimes": 2}


def test_a_fault_in_a_maker_is_one_line_with_stage_and_part(tmp_path: Path) -> None:
    with pytest.raises(SiteError) as caught:
        make(with_stage(village(), "located", maker=f"{MAKERS}:fail_by_mistake"), tmp_path)
    assert str(caught.value) == (
        "stage located part 2025-06: KeyError: 'no such column' (this is a fault in the program; run again with --traceback)"
    )
    assert "fail_by_mistake" in caught.value.__notes__[0]


def test_a_fault_while_a_file_is_read_names_the_file(tmp_path: Path) -> None:
    build = with_stage(village(), "crimes", maker=f"{MAKERS}:fail_while_reading")
    two = RawRef("street/first.csv", inline=b"Elm Oak"), RawRef("street/second.csv", inline=b"Ash")
    one_part: dict[tuple[str, ...], tuple[RawRef, ...]] = {
        ("avon", "2025-06"): two,
        ("avon", "2025-07"): (),
        ("kent", "2025-06"): (),
        ("kent", "2025-07"): (),
    }
    with pytest.raises(SiteError, match=r"^stage crimes part avon 2025-06, reading street/second\.csv: IndexError: .* \(this is a fault"):
        make(replace(build, raws={**build.raws, "street": RawGroup(("force", "month"), one_part)}), tmp_path)


def test_the_lowest_of_several_failures_is_told_though_it_comes_last(tmp_path: Path) -> None:
    build = with_stage(village(), "located", maker=f"{MAKERS}:fail_with_input")
    with open_store(tmp_path) as store, pytest.raises(InputError, match=r"^counts-2025-06.csv row 7"):
        run(build, store, LocatedBackwards(), Tally())


def test_a_maker_that_does_not_exist_is_an_error_that_names_the_stage(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"stage total: .*no_such_maker"):
        make(with_stage(village(), "total", maker=f"{MAKERS}:no_such_maker"), tmp_path)
    with pytest.raises(SiteError, match=r"module tests\.engine\.nowhere is not in the project's packages"):
        make(with_stage(village(), "total", maker="tests.engine.nowhere:total"), tmp_path)


class LocatedBackwards(SerialExecutor):
    """Answers the two tasks of stage `located` in reverse."""

    def __init__(self) -> None:
        self.kept: list[tuple[Future[Any], Work]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if args[0].stage.name != "located":
            return super().submit(fn, *args, **kwargs)
        future: Future[Any] = Future()
        future.set_running_or_notify_cancel()
        self.kept.append((future, args[0]))
        if len(self.kept) == 2:
            threading.Thread(target=lambda: [kept.set_result(perform(work)) for kept, work in reversed(self.kept)]).start()
        return future


def test_a_stage_may_read_what_files_another_made_and_runs_again_when_one_has_other_bytes(tmp_path: Path) -> None:
    def make_listed(crimes: dict[tuple[str, str], str]) -> tuple[dict[str, str], dict[str, str], int]:
        build = village(crimes)
        listing = Stage("listing", f"{MAKERS}:listing", reads=("pages",), settings=("title",), writes="files")
        outcome, tally = make(replace(build, stages=(*build.stages, listing)), tmp_path)
        made = {file.path: f"{file.digest} {file.size_bytes} {file.path}" for file in outcome.files() if file.path.startswith(("avon/", "kent/"))}
        return made, texts(outcome), tally.of["ran"]["listing"]

    made, site, ran = make_listed({**CRIMES})
    assert (site["list.txt"].splitlines(), ran) == ([*made.values()], 1)
    assert make_listed({**CRIMES, ("kent", "2025-06"): "Elm"})[2] == 0
    changed, site, ran = make_listed({**CRIMES, ("kent", "2025-06"): "Fir Elm"})
    assert (site["list.txt"].splitlines(), ran) == ([*changed.values()], 1)
    assert changed != made
