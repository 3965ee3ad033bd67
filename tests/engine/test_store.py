"""What the store promises: whole blobs or none, one build at a time, damage noticed, old things thrown away."""

import re
import shutil
import sqlite3
import uuid
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from sitegen.engine.executors import SerialExecutor
from sitegen.engine.ledger import FORMAT
from sitegen.engine.run import run
from sitegen.engine.store import Store, ask_store, has_store, open_store, remove_store
from sitegen.errors import StoreError
from tests.engine.world import CRIMES, TASKS, Tally, make, texts, village


def full_disk(path: Path) -> BinaryIO:
    return Path("/dev/full").open("wb")


def test_a_full_disk_is_one_clear_line_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        full = replace(store, blobs=replace(store.blobs, opener=full_disk))
        with pytest.raises(StoreError) as caught:
            run(village(), full, SerialExecutor(), Tally())
        assert re.fullmatch(r"/\S+: the disk is full \(.* free\); make room and run again: finished work is kept", str(caught.value))
        assert not list(tmp_path.glob("blobs/*/*"))
        assert not list(tmp_path.glob("new/*"))
        assert run(village(), store, SerialExecutor(), Tally()).counts == {"ran": TASKS}


def test_a_full_ledger_is_the_same_clear_line(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        store.ledger._db.execute("pragma max_page_count = 1")
        with pytest.raises(StoreError, match="the disk is full"):
            run(village(), store, SerialExecutor(), Tally())
    assert make(village(), tmp_path)[0].counts["ran"] > 0


def test_a_second_build_in_the_same_cache_is_refused(tmp_path: Path) -> None:
    with open_store(tmp_path), pytest.raises(StoreError, match="another build is using it"), open_store(tmp_path):
        pass
    with open_store(tmp_path):
        pass


def blob_of(store_folder: Path, stage: str) -> Path:
    """The first blob of the last task of a stage."""
    with open_store(store_folder) as store:
        key = [made.key for (name, _part), made in store.ledger.made().items() if name == stage][-1]
        return store.blobs.path((store.ledger.refs(key) or ())[0].digest)


@pytest.mark.parametrize("stage", ["crimes", "located", "front"])
def test_a_lost_blob_is_made_again(tmp_path: Path, stage: str) -> None:
    first, _tally = make(village(), tmp_path)
    blob_of(tmp_path, stage).unlink()
    second, tally = make(village(), tmp_path)
    assert tally.of["ran"] == {stage: 1}
    assert texts(second) == texts(first)


def test_a_blob_cut_short_is_made_again(tmp_path: Path) -> None:
    make(village(), tmp_path)
    blob = blob_of(tmp_path, "located")
    blob.write_bytes(blob.read_bytes()[:-1])
    assert make(village(), tmp_path)[1].of["ran"] == {"located": 1}


def test_a_table_changed_on_the_disk_is_not_believed(tmp_path: Path) -> None:
    make(village(), tmp_path)
    blob = blob_of(tmp_path, "total")
    blob.write_bytes(blob.read_bytes().replace(b"7", b"9"))
    changed = village(CRIMES | {("avon", "2025-06"): "Elm Fig"})
    with pytest.raises(StoreError, match="was damaged on the disk and has been removed; run again"):
        make(changed, tmp_path)
    assert texts(make(changed, tmp_path)[0])["index.html"].startswith("7 crimes: Elm Fig")


def test_all_that_was_damaged_goes_with_the_first_that_is_found(tmp_path: Path) -> None:
    make(village(), tmp_path)
    damaged = [blob_of(tmp_path, stage) for stage in ("total", "located")]
    for blob in damaged:
        data = blob.read_bytes()
        blob.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    changed = village(CRIMES | {("avon", "2025-06"): "Elm Fig"})
    with pytest.raises(StoreError, match=r"; 1 more that were damaged too have been removed with it$"):
        make(changed, tmp_path)
    assert not any(blob.exists() for blob in damaged)
    assert texts(make(changed, tmp_path)[0])["index.html"].startswith("7 crimes: Elm Fig")


def test_a_file_changed_on_the_disk_is_not_published(tmp_path: Path) -> None:
    outcome, _tally = make(village(), tmp_path)
    file = next(outcome.files())
    pack = outcome.blobs.path(file.pack)
    pack.write_bytes(pack.read_bytes().replace(b"near you", b"near me!"))
    with pytest.raises(StoreError, match="was damaged on the disk and has been removed; run again"):
        outcome.blobs.read_file(file)
    assert texts(make(village(), tmp_path)[0])["avon/index.html"] == "Crime near you"


def test_a_damaged_ledger_is_one_clear_line(tmp_path: Path) -> None:
    make(village(), tmp_path)
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database, but long enough to look at" * 100)
    with (
        pytest.raises(StoreError, match=r"the ledger is damaged.*; delete the folder .* and build again"),
        open_store(tmp_path),
    ):
        pass


def test_a_ledger_of_another_format_is_begun_anew(tmp_path: Path) -> None:
    with open_store(tmp_path) as store:
        run(village(), store, SerialExecutor(), Tally())
        store.ledger._db.execute(f"pragma user_version = {FORMAT + 1}")
    assert make(village(), tmp_path)[0].counts == {"ran": TASKS}


def test_a_cache_of_another_version_is_not_asked_and_stays_as_it_is(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with open_store(tmp_path) as store:
        store.ledger._db.execute(f"pragma user_version = {FORMAT - 1}")
    before = (tmp_path / "ledger.sqlite").read_bytes()
    assert not has_store(tmp_path)
    with pytest.raises(StoreError, match="the cache here is another version's; build first"), ask_store(tmp_path):
        pytest.fail("asked a cache of another version")
    assert (tmp_path / "ledger.sqlite").read_bytes() == before


def test_what_a_killed_build_had_done_can_be_asked(tmp_path: Path) -> None:
    make(village(), tmp_path / "cache")
    with open_store(tmp_path / "cache") as store:
        store.ledger.begin()
        shutil.copytree(tmp_path / "cache", tmp_path / "killed")
    assert (tmp_path / "killed" / "ledger.sqlite-wal").stat().st_size
    with ask_store(tmp_path / "killed") as store:
        assert len(store.ledger.made()) == TASKS
        assert store.ledger._rows("select since from unpublished")


@pytest.mark.parametrize("version", [0, 1, FORMAT])
def test_a_ledger_of_another_program_is_refused_and_kept(tmp_path: Path, version: int) -> None:
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.executescript(f"create table tasks (what text); insert into tasks values ('mine'); pragma user_version = {version};")
    before = (tmp_path / "ledger.sqlite").read_bytes()
    with pytest.raises(StoreError, match="another program's; name a new folder with --cache"), open_store(tmp_path):
        pytest.fail("opened another program's ledger")
    with pytest.raises(StoreError, match="another program's"):
        remove_store(tmp_path)
    assert (tmp_path / "ledger.sqlite").read_bytes() == before


def test_removing_a_store_leaves_what_is_not_its_own(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    make(village(), cache)
    size = sum(path.stat().st_size for path in cache.rglob("*") if path.is_file())
    assert remove_store(cache) == size
    assert not cache.exists()
    make(village(), cache)
    (cache / "thesis.txt").write_text("mine")
    (cache / "blobs" / "photo.jpg").write_text("mine")
    remove_store(cache)
    assert sorted(str(path.relative_to(cache)) for path in cache.rglob("*") if path.is_file()) == ["blobs/photo.jpg", "thesis.txt"]


@pytest.mark.parametrize(
    "change",
    [
        "update results set refs = replace(refs, '[', '{')",
        "update results set refs = '[3]'",
        "update results set refs = cast(x'ff00fe' as text)",
        "update results set refs = replace(refs, ',', 'x')",
        "drop table raws",
    ],
)
def test_a_ledger_that_says_what_cannot_be_is_one_clear_line(tmp_path: Path, change: str) -> None:
    make(village(), tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.execute(change)
        db.commit()
    with pytest.raises(StoreError, match=r"ledger\.sqlite: the ledger is damaged.*; delete the folder .* and build again"):
        make(village(CRIMES | {("avon", "2025-06"): "Elm Fig"}), tmp_path)


def test_a_recipe_that_cannot_be_read_is_one_clear_line(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as db:
        db.execute("update tasks set recipe = '{'")
        db.commit()
    with open_store(tmp_path) as store, pytest.raises(StoreError, match="the ledger is damaged"):
        store.ledger.made()


def test_a_damaged_store_can_be_removed(tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    make(village(), cache)
    (cache / "ledger.sqlite").write_bytes(b"not a database, but long enough to look at" * 100)
    remove_store(cache)
    assert not cache.exists()


def test_a_store_in_use_can_be_asked_and_asking_is_in_no_builds_way(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with open_store(tmp_path) as building:
        with ask_store(tmp_path) as before:
            building.ledger.begin()
            assert len(before.ledger.made()) == TASKS
            assert not before.ledger._rows("select since from unpublished")
        with ask_store(tmp_path) as after:
            assert after.ledger._rows("select since from unpublished")
    with ask_store(tmp_path):
        assert make(village(), tmp_path)[0].counts["ran"] == 0


def test_a_store_in_use_is_not_removed(tmp_path: Path) -> None:
    with open_store(tmp_path), pytest.raises(StoreError, match="another build is using it"):
        remove_store(tmp_path)
    assert (tmp_path / "ledger.sqlite").is_file()


def test_a_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(StoreError, match="cache: is a file, not a folder"), open_store(tmp_path / "cache"):
        pass


def test_half_written_blobs_of_a_killed_build_are_swept_away(tmp_path: Path) -> None:
    with open_store(tmp_path):
        pass
    (tmp_path / "new" / uuid.uuid4().hex).write_bytes(b"half")
    with open_store(tmp_path):
        assert not list((tmp_path / "new").iterdir())


def test_a_folder_of_something_else_is_refused_and_kept(tmp_path: Path) -> None:
    precious = [tmp_path / "new" / "thesis.txt", tmp_path / "blobs" / "2024" / "photo.jpg"]
    for path in precious:
        path.parent.mkdir(parents=True)
        path.write_text("mine")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(StoreError) as caught, open_store(tmp_path):
        pytest.fail("opened a folder that is not ours")
    assert str(caught.value) == f"{tmp_path}: not empty and not a cache of this program (no ledger.sqlite); name a new folder with --cache"
    assert sorted(tmp_path.rglob("*")) == before


def test_what_the_store_did_not_name_is_never_deleted(tmp_path: Path) -> None:
    make(village(), tmp_path)
    stray = [tmp_path / "new" / "thesis.txt", tmp_path / "blobs" / "2024" / "photo.jpg"]
    stray[1].parent.mkdir()
    for path in stray:
        path.write_text("mine")
    with open_store(tmp_path) as store:
        store.prune(0)
    assert [path.read_text() for path in stray] == ["mine", "mine"]


def test_a_build_stopped_before_its_ledger_can_go_on(tmp_path: Path) -> None:
    for name in ("blobs", "new"):
        (tmp_path / name).mkdir()
    (tmp_path / "lock").touch()
    with open_store(tmp_path):
        pass


def blobs(store: Store) -> set[str]:
    return {path.name for path in store.blobs.folder.glob("blobs/*/*")}


def test_pruning_keeps_all_that_fits_and_the_newest_build_whatever_its_size(tmp_path: Path) -> None:
    small = village({("avon", "2025-06"): "Elm"})
    with open_store(tmp_path) as store:
        outcome = run(village(), store, SerialExecutor(), Tally())
        both = blobs(store)
        run(small, store, SerialExecutor(), Tally())
        assert store.prune(1 << 20).freed_bytes == 0
        assert both < blobs(store)
        pruned = store.prune(0)
        assert pruned.freed_bytes > 0
        assert pruned.kept_bytes == sum(path.stat().st_size for path in tmp_path.glob("blobs/*/*")) > 0
        kept = {ref.digest for refs in run(small, store, SerialExecutor(), Tally()).results.values() for ref in refs}
        assert blobs(store) == kept
        assert run(village(), store, SerialExecutor(), Tally()).results == outcome.results


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    builds = [village({("avon", "2025-06"): word * 50}) for word in ("Elm", "Fir", "Yew")]
    with open_store(tmp_path) as store:
        results = []
        for build in builds:
            before = blobs(store)
            run(build, store, SerialExecutor(), Tally())
            results.append(blobs(store) - before)
        run(builds[0], store, SerialExecutor(), Tally())
        size = sum(path.stat().st_size for path in tmp_path.glob("blobs/*/*"))
        store.prune(size - 1)
        assert results[0] <= blobs(store)
        assert results[2] <= blobs(store)
        assert not results[1] <= blobs(store)


def test_pruning_keeps_what_a_stopped_build_made(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with open_store(tmp_path) as store:
        with pytest.raises(Exception, match="unreadable"):
            run(village({("avon", "2025-06"): "Box", ("kent", "2025-07"): "unreadable"}), store, SerialExecutor(), Tally())
        made = {made.key for made in store.ledger.made().values()}
        store.prune(0)
        assert {made.key for made in store.ledger.made().values()} == made


def test_a_ledger_does_not_grow_with_every_build(tmp_path: Path) -> None:
    sizes = []
    for number in range(12):
        with open_store(tmp_path) as store:
            run(village({("avon", "2025-06"): " ".join(f"{number}-{street}" for street in range(200))}), store, SerialExecutor(), Tally())
            store.prune(0)
        sizes.append((tmp_path / "ledger.sqlite").stat().st_size)
    assert max(sizes) <= 1.3 * sizes[1]


def test_failed_builds_push_nothing_out(tmp_path: Path) -> None:
    make(village(), tmp_path)
    with open_store(tmp_path) as store:
        for _attempt in range(3):
            with pytest.raises(Exception, match="unreadable"):
                run(village({("avon", "2025-06"): "unreadable"}), store, SerialExecutor(), Tally())
        store.prune(0)
    assert make(village(), tmp_path)[0].counts == {"reused": TASKS}
