"""Whatever upstream answers, a good file is never exchanged for a bad one, one line says so, and everything else is brought."""

from __future__ import annotations

from pathlib import Path

import pytest

from sitegen.fetching.run import Wanted
from tests.fetching.small_upstream import EVERYTHING, LOAMSHIRE, TurnedClock, bring, files_in, small_upstream
from tests.small_world import FORCES, month_files, put
from tests.small_world import LOAMSHIRE as FORCE
from tests.upstream.fake import Fake, Fault, Kind
from tests.upstream.shelves import packed

RELEASE, LIST, PEOPLE = "policeuk-data/archive/2025-06", "api/loamshire/neighbourhoods", "api/loamshire/NB01/people"
NAMES = "policeuk-data/places/names.csv"


JUNE = ("2025-06",)


def changed(fake: Fake) -> None:
    """The publishers have other bytes of every file, but for the boundaries."""
    shelves = fake.shelves
    for name, body in shelves.api.items():
        shelves.api[name] = body.replace(b"}", b', "note": "new"}') if b"}" in body else b" [ ]"
    shelves.put_release("2025-06", {name: body for force in FORCES for name, body in month_files(force, "2025-06", rows=16).items()})
    shelves.put_file("places/names.csv", b"name,kind\nLoam,City\n" * 50)


@pytest.mark.parametrize(
    ("path", "kind", "file", "said"),
    [
        (PEOPLE, "page", "policing/loamshire/NB01/people.json", "a web page where JSON was expected"),
        (PEOPLE, "half", "policing/loamshire/NB01/people.json", "no JSON (cut short)"),
        (PEOPLE, "cut", "policing/loamshire/NB01/people.json", "the connection breaks off"),
        (PEOPLE, "longer", "policing/loamshire/NB01/people.json", "the connection breaks off"),
        (PEOPLE, "silent", "policing/loamshire/NB01/people.json", "the connection breaks off"),
        (PEOPLE, "503", "policing/loamshire/NB01/people.json", "the server answers 503, 6 times"),
        (PEOPLE, "429", "policing/loamshire/NB01/people.json", "the server answers 429, 6 times"),
        (PEOPLE, "404", "policing/loamshire/NB01/people.json", "is not there any more (404)"),
        (PEOPLE, "circle", "policing/loamshire/NB01/people.json", "leads in a circle"),
        (LIST, "empty", "policing/loamshire/neighbourhoods.json", "only 0 entries where there were 2; --accept-loss takes it"),
        ("api/loamshire/NB01$", "empty", "policing/loamshire/NB01.json", "JSON, but no object where one was expected"),
        (NAMES, "page", "places/names.csv", "a web page instead of the file"),
        (NAMES, "half", "places/names.csv", "has 500 bytes, its publisher lists 1,000"),
        (NAMES, "damaged", "places/names.csv", "its MD5 is"),
        (NAMES, "longer", "places/names.csv", "the connection breaks off after 1,000 bytes"),
        (RELEASE, "damaged", "archive/2025-06.zip", "its MD5 is"),
        (RELEASE, "other-file", "archive/2025-06.zip", "its MD5 is"),
        (RELEASE, "half", "archive/2025-06.zip", "its MD5 is"),
        (RELEASE, "page", "archive/2025-06.zip", "a web page instead of the file"),
    ],
)  # fmt: skip
def test_a_good_file_stays_and_all_else_is_brought(tmp_path: Path, path: str, kind: Kind, file: str, said: str) -> None:
    with small_upstream(tmp_path, JUNE) as fake:
        bring(fake, tmp_path / "data", EVERYTHING)
        before = files_in(tmp_path / "data")
        changed(fake)
        fake.faults.append(Fault(path, kind))
        done = bring(fake, tmp_path / "data", EVERYTHING)
        after = files_in(tmp_path / "data")
        assert len(done.faults) == 1
        assert said in done.faults[0]
        remembered = {"history/loamshire/neighbourhoods.json"} if path == LIST else set()
        assert {name for name, body in after.items() if before.get(name) == body} == {file, "boundaries/2025-06.zip", *remembered}
        fake.faults.clear()
        assert not bring(fake, tmp_path / "data", EVERYTHING).faults
    assert before[file] != files_in(tmp_path / "data")[file]


def test_a_list_that_shrank_is_not_taken_until_its_loss_is_accepted(tmp_path: Path) -> None:
    with small_upstream(tmp_path, JUNE) as fake:
        fake.shelves.api["loamshire/neighbourhoods"] = str([{"id": f"NB{number:02}"} for number in range(1, 11)]).replace("'", '"').encode()
        bring(fake, tmp_path / "data", LOAMSHIRE)
        fake.faults.append(Fault(LIST, "fewer", 2))
        done = bring(fake, tmp_path / "data", LOAMSHIRE)
        assert done.faults == (
            "policing/loamshire/neighbourhoods.json: only 5 entries where there were 10; --accept-loss takes it; the one that is there stays",
        )
        assert not bring(fake, tmp_path / "data", Wanted(forces=LOAMSHIRE.forces, accept_loss=True)).faults
    assert (tmp_path / "data/policing/loamshire/neighbourhoods.json").read_bytes().count(b"id") == 5


@pytest.mark.parametrize("kind", ["429", "503", "silent", "cut", "500"])
def test_what_goes_wrong_for_a_while_is_asked_again_until_it_comes(tmp_path: Path, kind: Kind) -> None:
    with small_upstream(tmp_path) as fake:
        fake.faults += [Fault(PEOPLE, kind, 3), Fault(NAMES, kind, 3), Fault(RELEASE, kind, 3)]
        clock = TurnedClock()
        done = bring(fake, tmp_path / "data", EVERYTHING, clock)
    assert not done.faults
    assert done.counted.repeated >= 9
    assert sum(clock.waits) >= 7  # one, two and four seconds, or as the server says


def test_a_file_that_breaks_off_is_gone_on_with_where_it_broke_off(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        fake.faults.append(Fault(NAMES, "cut", 8))  # more breaks than tries: each brings half of what is left
        done = bring(fake, tmp_path / "data", Wanted(only=("names",)))
        assert set(fake.statuses(NAMES)[1:]) == {206}
    assert not done.faults
    assert done.counted.received_bytes < 1500


def test_a_file_that_became_another_while_it_broke_off_begins_anew(tmp_path: Path) -> None:
    only = Wanted(only=("names",))
    with small_upstream(tmp_path) as fake:
        fake.faults.append(Fault(NAMES, "cut", 1))
        fake.faults.append(Fault(NAMES, "503", 6))
        assert bring(fake, tmp_path / "data", only).faults
        fake.shelves.put_file("places/names.csv", b"name,kind\nLoam,City\n" * 50)
        assert not bring(fake, tmp_path / "data", only).faults
        assert fake.statuses(NAMES)[-1] == 200
    assert (tmp_path / "data/places/names.csv").read_bytes() == b"name,kind\nLoam,City\n" * 50


def test_a_server_that_gives_no_parts_gives_the_whole(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        fake.faults.append(Fault("policeuk-data", "no-ranges"))
        assert not bring(fake, tmp_path / "data", EVERYTHING).faults
        done = bring(fake, tmp_path / "one", LOAMSHIRE)
    assert [fault for fault in done.faults if "archive/2025-06.zip: its server gives no parts of a file" in fault]
    assert (tmp_path / "one/policing/loamshire/NB01.json").is_file()


def test_a_damaged_member_costs_itself(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        members = month_files(FORCE, "2025-05") | month_files(FORCE, "2025-06")
        body = bytearray(packed(members))
        place = body.index(b"2025-05-loamshire-street.csv") + 200
        body[place : place + 4] = b"????"
        fake.shelves.put_release("2025-06", members)
        fake.shelves.files[f"/{RELEASE}.zip"] = bytes(body)
        done = bring(fake, tmp_path / "data", Wanted(forces=LOAMSHIRE.forces, only=("archive",)))
    assert len(done.faults) == 1
    assert done.faults[0].startswith("archive/2025-05/2025-05-loamshire-street.csv: a damaged zip file")
    assert done.tallies["archive"].brought == 3


def test_a_damaged_zip_file_without_a_published_sum_is_read_through(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        fake.shelves.files["/data/archive/"] = b"<!DOCTYPE html>nothing"
        fake.with_tags = False
        fake.faults.append(Fault(RELEASE, "damaged"))
        done = bring(fake, tmp_path / "data", Wanted(only=("archive",)))
    assert len(done.faults) == 1
    assert "a damaged zip file" in done.faults[0]
    assert not (tmp_path / "data/archive").exists()


def test_a_tag_of_a_file_sent_in_pieces_is_no_sum(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        fake.shelves.files["/data/archive/"] = b"<td>2025-06.zip</td><td>d41d8cd98f00b204e9800998ecf8427e-207</td>"
        assert not bring(fake, tmp_path / "data", Wanted(only=("archive",))).faults
        fake.shelves.files["/data/archive/"] = b"<td>2025-06.zip</td><td>d41d8cd98f00b204e9800998ecf8427e</td>"
        done = bring(fake, tmp_path / "other", Wanted(only=("archive",)))
    assert "its MD5 is" in done.faults[0]


def test_a_release_that_lost_many_files_is_not_taken_until_its_loss_is_accepted(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data", Wanted(only=("archive",)))
        fake.shelves.put_release("2025-07", month_files(FORCE, "2025-07"))
        done = bring(fake, tmp_path / "data", Wanted(only=("archive",)))
        assert "only 2 files where there were 8; --accept-loss takes it" in done.faults[0]
        assert not (tmp_path / "data/archive/2025-07.zip").exists()
        assert not bring(fake, tmp_path / "data", Wanted(only=("archive",), accept_loss=True)).faults
    assert (tmp_path / "data/archive/2025-07.zip").is_file()


def test_ids_that_lead_elsewhere_are_left_out_and_asked_for_nowhere(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        names = ["../../evil", "..", "a/b", "NB01", "nb01", "con", "x" * 65, " NB03", "NB\u00002", "neighbourhoods"]
        fake.shelves.api["loamshire/neighbourhoods"] = str([{"id": name} for name in names]).replace("'", '"').replace("\\x00", "\\u0000").encode()
        done = bring(fake, tmp_path / "data", LOAMSHIRE)
        asked = {path.split("/")[3] for path, _ in fake.asked if path.startswith("/api/loamshire/")}
    assert asked == {"NB01", "neighbourhoods"}
    assert len([fault for fault in done.faults if "left out" in fault]) == 8
    assert not list(tmp_path.rglob("*evil*"))


def test_members_that_lead_elsewhere_or_stand_twice_go_nowhere(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        good = month_files(FORCE, "2025-06")
        body = packed({f"../../{name}": data for name, data in good.items()} | {"/etc/2025-06-loamshire-outcomes.txt": b"x"} | good)
        fake.shelves.put_release("2025-06", good)
        fake.shelves.files[f"/{RELEASE}.zip"] = body
        done = bring(fake, tmp_path / "data", Wanted(forces=LOAMSHIRE.forces, only=("archive",)))
    assert {name for name in files_in(tmp_path / "data") if name.endswith("csv")} == {f"archive/{name}" for name in good}
    assert [fault for fault in done.faults if "two members are called" in fault]


def test_a_server_that_is_down_is_given_up_soon_and_the_others_are_asked(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        fake.faults.append(Fault("^/api/", "503"))
        put(tmp_path / "data", {"policing/forces.json": b'[{"id": "loamshire"}, {"id": "wealdmoor"}]'})
        done = bring(fake, tmp_path / "data", EVERYTHING)
        requests = len(fake.statuses("^/api/"))
    assert requests <= 7 * 6
    assert [fault for fault in done.faults if "is asked no more" in fault]
    assert (tmp_path / "data/archive/2025-06.zip").is_file()
