"""What is fetched lies where a build looks for it, comes once, and only what is wanted comes at all."""

from __future__ import annotations

import json
import time
import zipfile
from pathlib import Path

import pytest

from sitegen.errors import ConfigError, FetchError, StoreError
from sitegen.fetching.fetch import fetch, lines_of, opened
from sitegen.fetching.pace import Clock
from sitegen.fetching.run import Wanted
from sitegen.inputs import Options, inventory_of
from sitegen.notes import Notes
from sitegen.terms import ForceId, Month
from tests.fetching.small_upstream import EVERYTHING, LOAMSHIRE, TurnedClock, bring, files_in, small_upstream, upstream_of
from tests.settings import SETTINGS
from tests.small_world import LOAMSHIRE as FORCE
from tests.small_world import month_files, street_file
from tests.upstream.shelves import packed


def test_what_is_fetched_is_what_an_operator_would_lay_out_and_a_build_finds_nothing_odd_in_it(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        done = bring(fake, tmp_path / "data")
        given = {name.removeprefix("/policeuk-data/"): body for name, body in fake.shelves.files.items() if name.startswith("/policeuk-data/")}
    given |= {name: body for name, body in files_in(tmp_path / "world").items() if name.startswith("policing/")}
    assert not done.faults
    got = files_in(tmp_path / "data")
    own = {name for name in got if name == "inventory.json" or name.startswith("history/")}
    assert own == {"inventory.json", "history/loamshire/neighbourhoods.json", "history/wealdmoor/neighbourhoods.json"}
    assert {name: body for name, body in got.items() if name not in own} == given
    notes = inventory_of(Options(tmp_path / "data", tmp_path / "cache"), SETTINGS, Notes()).notes
    assert not [note for note in notes if "not used" in note]


def test_one_force_brings_what_it_needs_and_no_more(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        done = bring(fake, tmp_path / "data", LOAMSHIRE)
        asked = [path for path, _ in fake.asked]
    got, world = files_in(tmp_path / "data"), files_in(tmp_path / "world")
    got.pop("history/loamshire/neighbourhoods.json")
    assert not done.faults
    assert not [path for path in asked if "wealdmoor" in path]
    assert not [name for name in got if "wealdmoor" in name]
    assert {name for name in got if "loamshire" in name} == {name for name in world if "loamshire" in name}
    assert all(got[name] == world[name] for name in got if "loamshire" in name)


def test_the_last_member_of_a_release_ends_where_its_directory_begins(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        done = bring(fake, tmp_path / "data", Wanted(forces=(ForceId("wealdmoor"),), only=("archive",)))
    assert not done.faults
    assert done.tallies["archive"].brought == 4


def test_only_the_months_wanted_are_brought(tmp_path: Path) -> None:
    may = Month(2025, 5)
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data", Wanted(months=(may, may), only=("archive",)))
    assert {name.split("/")[1] for name in files_in(tmp_path / "data") if name.startswith("archive/")} == {"2025-05"}


def test_a_member_is_read_out_of_a_release_whose_directory_is_longer_than_its_end(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        others = {f"2025-06/2025-06-{'x' * 40}-{'abcdefghij'[n // 1000 % 10]}{n:05}-note.txt": b"x" for n in range(4000)}
        fake.shelves.put_release("2025-06", month_files(FORCE, "2025-06") | others)
        done = bring(fake, tmp_path / "data", Wanted(forces=LOAMSHIRE.forces, only=("archive",)))
    assert not done.faults
    assert (tmp_path / "data/archive/2025-06/2025-06-loamshire-street.csv").read_bytes() == street_file(FORCE, "2025-06")


def test_next_month_only_changed_members_are_brought(tmp_path: Path) -> None:
    archive = Wanted(forces=LOAMSHIRE.forces, only=("archive",))
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data", archive)
        members = month_files(FORCE, "2025-05", outcome="Local resolution") | month_files(FORCE, "2025-06") | month_files(FORCE, "2025-07")
        fake.shelves.put_release("2025-07", members)
        done = bring(fake, tmp_path / "data", archive)
    tally = done.tallies["archive"]
    assert (tally.brought, tally.same) == (3, 3)  # a changed street file and a new month; outcomes of May and all of June are as they were
    assert b"Local resolution" in (tmp_path / "data/archive/2025-05/2025-05-loamshire-street.csv").read_bytes()


def test_asking_again_saves_what_has_not_changed(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        first = bring(fake, tmp_path / "data")
        before = files_in(tmp_path / "data")
        again = bring(fake, tmp_path / "data", clock=TurnedClock())
    after = files_in(tmp_path / "data")
    assert before == after
    assert sum(tally.brought for tally in again.tallies.values()) == 0
    assert again.counted.unchanged == sum(tally.same for tally in again.tallies.values()) == sum(tally.brought for tally in first.tallies.values())
    assert again.counted.received_bytes < first.counted.received_bytes
    assert "answers were unchanged and not sent" in [*lines_of(again)][-1]


def test_without_tags_the_same_answers_come_again_and_change_nothing(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        fake.with_tags = False
        bring(fake, tmp_path / "data")
        path = tmp_path / "data/policing/loamshire/neighbourhoods.json"
        written = path.stat().st_mtime_ns
        again = bring(fake, tmp_path / "data")
    assert sum(tally.brought for tally in again.tallies.values()) == 0
    assert path.stat().st_mtime_ns == written


def test_the_inventory_says_what_came_from_where_and_when(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data")
        told = json.loads((tmp_path / "data/inventory.json").read_bytes())
        entry = told["files"]["policing/loamshire/NB 02/people.json"]
        assert entry["address"] == f"{fake.address}/api/loamshire/NB%2002/people"
    assert (entry["dataset"], entry["got"]) == ("policing", "2025-07-01T06:00:00Z")
    assert told["datasets"]["policing"]["licence"] == "Open Government Licence v3.0"
    there = {name for name in files_in(tmp_path / "data") if not name.startswith("history/")}
    assert set(told["files"]) == there - {"inventory.json"}


def test_what_is_listed_no_more_is_taken_away_and_a_file_of_the_operators_stays(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data", LOAMSHIRE)
        own = tmp_path / "data/policing/loamshire/Own.json"
        own.write_text('{"id": "Own"}')
        fake.shelves.api["loamshire/neighbourhoods"] = b'[{"id": "NB01", "name": "Area NB01"}]'
        done = bring(fake, tmp_path / "data", LOAMSHIRE)
    assert done.tallies["policing"].gone == 4
    assert {path.name for path in own.parent.iterdir()} == {"NB01", "NB01.json", "Own.json", "neighbourhoods.json"}


def test_a_neighbourhood_without_a_drawn_boundary_is_asked_for_the_apis(tmp_path: Path) -> None:
    ring = b'[{"latitude": "50.5", "longitude": "-5.0"}]'
    with small_upstream(tmp_path) as fake:
        fake.shelves.put_boundaries("2025-06", {"loamshire/NB01.kml": (tmp_path / "world/boundaries/loamshire/NB01.kml").read_bytes()})
        fake.shelves.api["loamshire/NB 02/boundary"] = ring
        bring(fake, tmp_path / "data", LOAMSHIRE)
        assert not fake.statuses("NB01/boundary")
    assert (tmp_path / "data/policing/loamshire/NB 02/boundary.json").read_bytes() == ring


def test_boundaries_of_an_older_month_stay_and_say_nothing_of_today(tmp_path: Path) -> None:
    ring = b'[{"latitude": "50.5", "longitude": "-5.0"}]'
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data", EVERYTHING)
        (tmp_path / "data/boundaries/2025-06.zip").rename(tmp_path / "data/boundaries/2025-03.zip")
        fake.shelves.put_boundaries("2025-06", {"loamshire/NB01.kml": (tmp_path / "world/boundaries/loamshire/NB01.kml").read_bytes()})
        fake.shelves.api["loamshire/NB 02/boundary"] = ring
        bring(fake, tmp_path / "data", EVERYTHING)
    assert {path.name for path in (tmp_path / "data/boundaries").glob("*.zip")} == {"2025-03.zip", "2025-06.zip"}
    assert (tmp_path / "data/policing/loamshire/NB 02/boundary.json").read_bytes() == ring


def test_a_month_without_boundaries_takes_the_newest_before(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        shelves = fake.shelves
        shelves.redirects["/data/boundaries/2025-04.zip"] = shelves.redirects.pop("/data/boundaries/2025-06.zip")
        shelves.files["/policeuk-data/boundaries/2025-04.zip"] = shelves.files["/policeuk-data/boundaries/2025-06.zip"]
        shelves.redirects["/data/boundaries/2025-04.zip"] = "/policeuk-data/boundaries/2025-04.zip"
        assert not bring(fake, tmp_path / "data").faults
    assert zipfile.is_zipfile(tmp_path / "data/boundaries/2025-04.zip")


def test_an_unknown_force_and_an_unknown_dataset_are_named(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        done = bring(fake, tmp_path / "data", Wanted(forces=(ForceId("borsetshire"),), only=("policing",)))
        with pytest.raises(ConfigError, match="no such dataset; did you mean policing"):
            bring(fake, tmp_path / "data", Wanted(only=("policin",)))
    assert done.faults == ("policing/borsetshire/neighbourhoods.json: the API lists no such force; not brought",)


def test_two_runs_do_not_work_on_one_folder(tmp_path: Path) -> None:
    with (
        small_upstream(tmp_path) as fake,
        opened(tmp_path / "data", upstream_of(fake), EVERYTHING, TurnedClock()),
        pytest.raises(StoreError, match="another fetch is at work there"),
    ):
        fetch(tmp_path / "data", upstream_of(fake), EVERYTHING, clock=TurnedClock())


def test_of_national_files_one_force_gets_what_lies_around_it(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        # The small force lies at 5.0 W, 50.5 N, which is 187 km east and 73 km north on the National Grid, in SW and SX.
        near, far = b'"PL1 1AA",10,187500,73500,"E92000001"\n', b'"AB1 1AA",10,394000,806000,"S92000003"\n'
        fake.shelves.put_file("postcodes/codepo_gb.zip", packed({"CSV/pl.csv": far + near, "CSV/ab.csv": far * 3, "Doc/headers.csv": near}))
        fake.shelves.put_file("places/opname_csv_gb.zip", packed({f"Data/{name}.csv": b"x" for name in ("SW86", "SX06", "SW66", "TQ28", "NJ90")}))
        wanted = Wanted(forces=LOAMSHIRE.forces, only=("boundaries", "codepo-gb", "opname-csv-gb"))
        done = bring(fake, tmp_path / "data", wanted)
        asked = fake.statuses("places/opname_csv_gb.zip")
        again = bring(fake, tmp_path / "data", wanted)
        whole = bring(fake, tmp_path / "data", Wanted(only=wanted.only))
        left = files_in(tmp_path / "data")
    assert not (done.faults + again.faults + whole.faults)
    assert (done.tallies["codepo-gb"].brought, done.tallies["opname-csv-gb"].brought) == (1, 1)
    assert (again.tallies["codepo-gb"].same, again.tallies["opname-csv-gb"].same) == (1, 1)
    assert asked == [206, 206]  # its directory, and one square
    assert [name for name in left if name.startswith("postcodes/")] == ["postcodes/codepo_gb.zip"]
    assert (whole.tallies["codepo-gb"].brought, whole.tallies["codepo-gb"].gone) == (1, 1)


def test_a_whole_release_takes_the_place_of_the_members_that_would_hide_it(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data", Wanted(forces=LOAMSHIRE.forces, only=("archive",)))
        own = tmp_path / "data/archive/2025-06/2025-06-wealdmoor-street.csv"
        own.write_bytes(b"of the operator")
        done = bring(fake, tmp_path / "data", Wanted(only=("archive",)))
    assert (done.tallies["archive"].brought, done.tallies["archive"].gone) == (1, 4)
    left = {name for name in files_in(tmp_path / "data") if name.startswith("archive/")}
    assert left == {"archive/2025-06.zip", "archive/2025-06/2025-06-wealdmoor-street.csv"}


def test_a_stop_ends_those_who_wait_for_a_server_too(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake, opened(tmp_path / "data", upstream_of(fake), EVERYTHING, Clock()) as run:

        def ask(number: int) -> None:
            if number:
                raise KeyboardInterrupt
            run.asking.clock.sleep(600)

        began = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            run.each(range(100), ask, 2)
        with pytest.raises(FetchError, match="all was stopped"):
            run.asking.get(fake.address)
    assert time.monotonic() - began < 300
