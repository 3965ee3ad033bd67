"""The plan says what would run and why, and a run then does just that."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sitegen.engine.graph import Build
from sitegen.engine.plan import Plan, Planner, first_plan, plan
from sitegen.engine.store import Store, ask_store, open_store
from sitegen.raw import RawGroup, RawRef
from tests.engine.world import CRIMES, make, village, with_stage


def planned(build: Build, cache: Path) -> Plan:
    with open_store(cache) as store:
        return plan(build, store)


def reasons(found: Plan, state: str = "stale") -> dict[str, tuple[str, ...]]:
    return {task.task.title: task.reasons for task in found.tasks if task.state == state}


def test_at_first_everything_was_never_built(tmp_path: Path) -> None:
    found = planned(village(), tmp_path)
    assert set(reasons(found).values()) == {("never built",)}
    # Whether a force has rows in the located tables is known only once they are made.
    assert reasons(found, "waiting") == {
        "stage pages part avon": ("waits for stage located part 2025-06",),
        "stage pages part kent": ("waits for stage located part 2025-06",),
    }
    assert found.raw_files == {"street": 4, "notes": 0}


def test_the_first_plan_opens_no_file_and_makes_none(tmp_path: Path) -> None:
    lost = RawRef("street/avon-2025-06.csv", tmp_path / "nowhere.csv")
    build = replace(village(), raws={**village().raws, "street": RawGroup(("force", "month"), {("avon", "2025-06"): (lost,)})})
    found = first_plan(build)
    assert found.by_stage() == {
        "crimes": {"stale": 1, "left out": 3},
        "counts": {"stale": 1, "left out": 3},
        "located": {"stale": 1, "left out": 1},
        "total": {"stale": 1},
        # Which forces have rows in the located tables is known only once they are made.
        "pages": {"stale": 2},
        "front": {"stale": 1},
    }
    assert list(tmp_path.iterdir()) == []


def test_after_a_run_everything_is_current(tmp_path: Path) -> None:
    small = village({("avon", "2025-06"): "Elm"})
    make(small, tmp_path)
    assert planned(small, tmp_path).by_stage() == {
        "crimes": {"current": 1, "left out": 3},
        "counts": {"current": 1, "left out": 3},
        "located": {"current": 1, "left out": 1},
        "total": {"current": 1},
        "pages": {"current": 1, "left out": 1},
        "front": {"current": 1},
    }


def test_a_changed_file_makes_its_readers_stale_and_the_rest_wait(tmp_path: Path) -> None:
    make(village(), tmp_path)
    found = planned(village(CRIMES | {("kent", "2025-07"): "Yew"}), tmp_path)
    assert reasons(found) == {"stage crimes part kent 2025-07": ("input street street/kent-2025-07.csv changed",)}
    assert reasons(found, "waiting") == {
        "stage counts part kent 2025-07": ("waits for stage crimes part kent 2025-07",),
        "stage located part 2025-07": ("waits for stage counts part kent 2025-07",),
        "stage total": ("waits for stage located part 2025-07",),
        "stage pages part avon": ("waits for stage located part 2025-07",),
        "stage pages part kent": ("waits for stage located part 2025-07",),
        "stage front": ("waits for stage total",),
    }


def test_an_input_remade_since_is_named_by_its_part(tmp_path: Path) -> None:
    make(village(), tmp_path)
    build = village(CRIMES | {("kent", "2025-06"): "Fig"})
    with pytest.raises(Exception, match="fault in the program"):
        make(with_stage(build, "total", maker="tests.engine.makers:fail_by_mistake"), tmp_path)
    assert reasons(planned(build, tmp_path)) == {"stage front": ("input crimes (kent, 2025-06) changed",)}


def test_an_input_that_is_gone_is_named(tmp_path: Path) -> None:
    make(village({("avon", "2025-06"): "Elm", ("kent", "2025-06"): "Fir"}), tmp_path)
    found = reasons(planned(village({("avon", "2025-06"): "Elm"}), tmp_path))
    assert found == {
        "stage located part 2025-06": ("input counts (kent, 2025-06) is gone",),
        "stage front": ("input crimes (kent, 2025-06) is gone",),
    }


def test_a_changed_setting_is_named(tmp_path: Path) -> None:
    make(village(), tmp_path)
    found = planned(replace(village(), settings={"title": "Crime", "unused": 2}), tmp_path)
    assert reasons(found) == {f"stage pages part {force}": ("setting title changed",) for force in ("avon", "kent")}


def test_a_changed_line_in_the_list_of_stages_is_named(tmp_path: Path) -> None:
    make(village(), tmp_path)
    found = planned(with_stage(village(), "front", reads=("total", "notes")), tmp_path)
    assert reasons(found) == {"stage front": ("its line in the list of stages changed",)}


def test_a_changed_library_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "lib", "bell", "1.0")
    monkeypatch.syspath_prepend(tmp_path / "lib")
    (tmp_path / "hamlet").mkdir()
    (tmp_path / "hamlet" / "small.py").write_text("from tests.engine.makers import total\ndef ring():\n    import bell")
    monkeypatch.syspath_prepend(tmp_path)
    build = with_stage(replace(village(), roots={**village().roots, "hamlet": tmp_path / "hamlet"}), "total", maker="hamlet.small:total")
    make(build, tmp_path / "cache")
    install(tmp_path / "lib", "bell", "1.1")
    assert reasons(planned(build, tmp_path / "cache")) == {"stage total": ("library bell changed",)}


def install(folder: Path, name: str, version: str) -> None:
    """A library of which there is nothing but its name and version."""
    about = folder / f"{name}.dist-info"
    about.mkdir(parents=True, exist_ok=True)
    (about / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")


def test_a_changed_schema_is_named_where_its_table_is_made_or_read(tmp_path: Path) -> None:
    shapes = {"counts": "force month crimes", "total": "crimes"}
    make(replace(village(), shapes=shapes), tmp_path)
    found = planned(replace(village(), shapes={**shapes, "total": "crimes asb", "unheard": "of"}), tmp_path)
    assert reasons(found) == {"stage total": ("schema of total changed",), "stage front": ("schema of total changed",)}


def test_a_stage_hangs_on_those_pieces_alone_that_it_picks(tmp_path: Path) -> None:
    def build(lamp: str) -> Build:
        words, lamps = RawRef("notes/words", inline=b"Mill"), RawRef("notes/lamps", inline=lamp.encode())
        notes = RawGroup((), {(): (words, lamps)}, {"words": (words,), "lamps": (lamps, words)})
        dull = with_stage(replace(village(), raws={**village().raws, "notes": notes}), "front", picks=("words",))
        stages = [replace(stage, name="bright", picks=("lamps",)) for stage in dull.stages if stage.name == "front"]
        return replace(dull, stages=(*dull.stages, *stages))

    with open_store(tmp_path) as store:
        assert planned_inputs(build("oil"), store, "front") == ["notes/words"]
        assert planned_inputs(build("oil"), store, "bright") == ["notes/lamps", "notes/words"]


def planned_inputs(build: Build, store: Store, stage: str) -> list[str]:
    planner = Planner(build, store)
    (task,) = [task for task in planner.graph.tasks if task.stage.name == stage]
    return [ref.name for found in planner.graph.inputs[task.number] for ref in found.raws]


def test_changed_code_is_named_wherever_it_was_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "hamlet").mkdir()
    shutil.copy("tests/engine/makers.py", tmp_path / "hamlet" / "makers.py")
    (tmp_path / "hamlet" / "small.py").write_text(
        "from tests.engine.makers import total as plain\nfrom hamlet.words import WORD\ndef total(*, located): return plain(located=located)\n"
    )
    (tmp_path / "hamlet" / "words.py").write_text("WORD = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    build = with_stage(replace(village(), roots={**village().roots, "hamlet": tmp_path / "hamlet"}), "total", maker="hamlet.small:total")
    make(build, tmp_path / "cache")
    (tmp_path / "hamlet" / "words.py").write_text("WORD = 2\n")
    found = planned(build, tmp_path / "cache")
    assert reasons(found) == {"stage total": ("code of hamlet.words changed",)}
    assert reasons(found, "waiting") == {"stage front": ("waits for stage total",)}


def test_a_lost_blob_is_named(tmp_path: Path) -> None:
    outcome, _tally = make(village(), tmp_path)
    (ref,) = outcome.results[10]
    outcome.blobs.path(ref.digest).unlink()
    assert reasons(planned(village(), tmp_path)) == {"stage total": ("blob lost",)}


def test_planning_changes_nothing_of_what_it_asks(tmp_path: Path) -> None:
    (tmp_path / "kent.csv").write_text("Yew")
    make(village(), tmp_path / "cache")
    before = files(tmp_path)
    street = RawGroup(("force", "month"), {("kent", "2025-07"): (RawRef("street/kent-2025-07.csv", tmp_path / "kent.csv"),)})
    with ask_store(tmp_path / "cache") as store:
        found = plan(replace(village(), raws={**village().raws, "street": street}), store)
    assert reasons(found) == {"stage crimes part kent 2025-07": ("input street street/kent-2025-07.csv changed",)}
    assert files(tmp_path) == before


def files(folder: Path) -> dict[Path, tuple[int, int]]:
    """Everything in a folder, with its size and when it last changed."""
    return {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(folder.rglob("*"))} | {folder: (0, folder.stat().st_mtime_ns)}
