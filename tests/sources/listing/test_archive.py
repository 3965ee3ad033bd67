"""Each dataset, force and month comes from exactly one file, whatever releases overlap."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from sitegen.sources.listing.archive import Archive, ArchiveFile, list_archive
from sitegen.terms import Month


def release(archive: Path, month: str, *names: str) -> None:
    archive.mkdir(exist_ok=True)
    with zipfile.ZipFile(archive / f"{month}.zip", "w") as packed:
        for name in names:
            packed.writestr(f"{name[:7]}/{name}", month)


def folder(archive: Path, *names: str) -> None:
    for name in names:
        path = archive / name[:7] / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("folder")


def choose(archive: Path) -> tuple[tuple[ArchiveFile, ...], list[str]]:
    notes: list[str] = []
    return list_archive(archive, notes.append).chosen, notes


STREET = "2025-05-loamshire-street.csv"


def test_the_newest_release_that_has_a_file_gives_it(tmp_path: Path) -> None:
    release(tmp_path, "2025-06", STREET)
    release(tmp_path, "2025-07", STREET, "2025-07-loamshire-street.csv")
    (file, _), notes = choose(tmp_path)
    assert (file.ref.name, file.ref.member) == ("archive/2025-07.zip!2025-05/2025-05-loamshire-street.csv", f"2025-05/{STREET}")
    assert (file.release, file.older_release, file.size_bytes) == (Month(2025, 7), False, 7)
    assert notes == []


def test_a_file_only_an_older_release_has_is_marked(tmp_path: Path) -> None:
    release(tmp_path, "2025-06", STREET)
    release(tmp_path, "2025-07", "2025-07-loamshire-street.csv")
    (file, newer), _ = choose(tmp_path)
    assert (file.release, file.older_release) == (Month(2025, 6), True)
    assert not newer.older_release


def test_a_month_folder_goes_before_every_release(tmp_path: Path) -> None:
    release(tmp_path, "2025-07", STREET, "2025-05-wealdmoor-street.csv")
    folder(tmp_path, STREET)
    (file, other), _ = choose(tmp_path)
    assert (file.ref.name, file.release, file.older_release) == (f"archive/2025-05/{STREET}", None, False)
    assert other.ref.name.startswith("archive/2025-07.zip!")


def test_the_newest_release_is_told(tmp_path: Path) -> None:
    release(tmp_path, "2025-07", STREET)
    release(tmp_path, "2024-12", STREET)
    assert list_archive(tmp_path, print).newest_release == Month(2025, 7)


def test_all_three_datasets_are_told_apart(tmp_path: Path) -> None:
    folder(tmp_path, STREET, "2025-05-loamshire-outcomes.csv", "2025-05-avon-and-somerset-stop-and-search.csv")
    files, _ = choose(tmp_path)
    assert [(file.dataset, file.force_id) for file in files] == [
        ("outcomes", "loamshire"),
        ("stop-and-search", "avon-and-somerset"),
        ("street", "loamshire"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "2025-05/notes.txt",
        "2025-05/2025-06-loamshire-street.csv",
        "2025-05/2025-05-Loamshire-street.csv",
        "2025-05/2025-05-loamshire-crimes.csv",
        "2025-05/2025-05-map-street.csv",
        "2025-05/2025-05-loamshire-street.csv.bak",
        "2025-05/2025-05--street.csv",
        "2025-05-loamshire-street.csv",
        "latest.zip",
        "2025-5/2025-5-loamshire-street.csv",
    ],
)
def test_other_files_are_noted_and_left_alone(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    files, notes = choose(tmp_path)
    assert files == ()
    assert len(notes) == 1
    assert name.split("/", maxsplit=1)[0] in notes[0]


def test_other_members_of_a_release_are_noted(tmp_path: Path) -> None:
    release(tmp_path, "2025-07", STREET, "2025-05-readme.txt")
    files, notes = choose(tmp_path)
    assert len(files) == 1
    assert notes == ["archive/2025-07.zip!2025-05/2025-05-readme.txt: not used; its name is not YYYY-MM/YYYY-MM-<force>-street.csv or the like"]


def test_hidden_files_are_nobodys_business(tmp_path: Path) -> None:
    folder(tmp_path, STREET)
    (tmp_path / ".DS_Store").write_text("x")
    (tmp_path / "2025-05" / "._x").write_text("x")
    assert choose(tmp_path)[1] == []


def test_a_broken_release_costs_itself_by_name(tmp_path: Path) -> None:
    (tmp_path / "2025-07.zip").write_bytes(b"PK\x03\x04")
    folder(tmp_path, STREET)
    files, notes = choose(tmp_path)
    assert len(files) == 1
    assert notes == ["archive/2025-07.zip: not used; not a zip file, or cut short: download it again"]


def pack(path: Path, *names: str) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for name in names:
            packed.writestr(name, "x")


@pytest.mark.parametrize("name", ["latest.zip", "5f0c2c9e1a7b.zip", "2025-06 (1).zip", "2025-06.ZIP"])
def test_a_release_of_any_name_has_the_month_of_its_members(tmp_path: Path, name: str) -> None:
    pack(tmp_path / name, "2025-05/2025-05-loamshire-street.csv", "2025-06/2025-06-loamshire-street.csv")
    notes: list[str] = []
    listed = list_archive(tmp_path, notes.append)
    assert [(str(file.month), str(file.release), file.older_release) for file in listed.chosen] == [
        ("2025-05", "2025-06", False),
        ("2025-06", "2025-06", False),
    ]
    assert listed.newest_release == Month(2025, 6)
    assert notes == []


@pytest.mark.parametrize("inside", ["police data/2025-05/", "", "./2025-05/", "all/"])
def test_a_file_is_known_by_its_own_name_wherever_in_a_release_it_lies(tmp_path: Path, inside: str) -> None:
    pack(tmp_path / "2025-06.zip", f"{inside}{STREET}")
    (file,), notes = choose(tmp_path)
    assert (file.ref.member, notes) == (f"{inside}{STREET}", [])


def test_a_file_in_the_folder_of_another_month_is_not_used(tmp_path: Path) -> None:
    pack(tmp_path / "2025-06.zip", f"2025-06/{STREET}", "2025-06/2025-06-loamshire-street.csv")
    files, notes = choose(tmp_path)
    assert [str(file.month) for file in files] == ["2025-06"]
    assert len(notes) == 1


def test_of_two_downloads_of_one_release_the_plain_name_is_used(tmp_path: Path) -> None:
    pack(tmp_path / "2025-06 (1).zip", f"2025-05/{STREET}")
    pack(tmp_path / "2025-06.zip", f"2025-05/{STREET}", "2025-06/2025-06-loamshire-street.csv")
    files, notes = choose(tmp_path)
    assert {file.ref.name.partition("!")[0] for file in files} == {"archive/2025-06.zip"}
    assert notes == ["archive/2025-06 (1).zip: a second release of 2025-06; of a file in both, that of 2025-06.zip is used"]


@pytest.mark.parametrize(
    ("name", "question"),
    [
        ("2025-06/2025-06-leicestershire-steet.csv", "did you mean 2025-06-leicestershire-street.csv?"),
        ("2025-06/2025-06-Leicestershire-street.csv", "did you mean 2025-06-leicestershire-street.csv?"),
        ("2025-06/2025-06-leicestershre-street.CSV", "did you mean 2025-06-leicestershire-street.csv?"),
        ("2025-06/2025-6-leicestershire-street.csv", "did you mean 2025-06-leicestershire-street.csv?"),
        ("2025-6/x.csv", "did you mean 2025-06?"),
        ("2025_06/x.csv", "did you mean 2025-06?"),
        ("202506/x.csv", "did you mean 2025-06?"),
        ("2025-06 copy/x.csv", "did you mean 2025-06?"),
        (STREET, "put it into archive/2025-05/"),
    ],
)
def test_a_name_near_a_known_one_is_asked_about(tmp_path: Path, name: str, question: str) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x")
    notes: list[str] = []
    assert list_archive(tmp_path, notes.append, frozenset({"leicestershire", "kent"})).chosen == ()
    (note,) = notes
    assert note.endswith(question)


def test_an_absent_folder_has_no_files(tmp_path: Path) -> None:
    assert list_archive(tmp_path / "archive", print) == Archive((), None, frozenset(), ())


def told(archive: Path) -> list[tuple[str, str, str]]:
    return [(str(file.month), str(file.release), file.ref.name) for file in list_archive(archive, print).states]


def test_every_release_keeps_its_state_of_a_month(tmp_path: Path) -> None:
    release(tmp_path, "2025-07", STREET, "2025-05-loamshire-outcomes.csv")
    release(tmp_path, "2025-06", STREET, "2016-01-loamshire-street.csv")
    assert told(tmp_path) == [
        ("2016-01", "2025-06", "archive/2025-06.zip!2016-01/2016-01-loamshire-street.csv"),
        ("2025-05", "2025-06", f"archive/2025-06.zip!2025-05/{STREET}"),
        ("2025-05", "2025-07", f"archive/2025-07.zip!2025-05/{STREET}"),
    ]


def test_a_month_folder_is_of_the_newest_state(tmp_path: Path) -> None:
    release(tmp_path, "2025-06", STREET)
    release(tmp_path, "2025-07", STREET)
    folder(tmp_path, STREET)
    assert told(tmp_path) == [
        ("2025-05", "2025-06", f"archive/2025-06.zip!2025-05/{STREET}"),
        ("2025-05", "2025-07", f"archive/2025-05/{STREET}"),
    ]
    folder(tmp_path, "2025-08-loamshire-street.csv")
    assert [state[:2] for state in told(tmp_path)] == [("2025-05", "2025-06"), ("2025-05", "2025-07"), ("2025-05", "2025-08"), ("2025-08", "2025-08")]


def spoken_of(archive: Path, *forces: str) -> set[str]:
    """The months of street crime whose absence would say something of all these forces."""
    copied = list_archive(archive, print).copied
    return {str(month) for dataset, force, month in copied if dataset == "street" and all(("street", one, month) in copied for one in forces)}


def test_a_release_speaks_of_the_forces_it_was_asked_for(tmp_path: Path) -> None:
    pack(tmp_path / "2025-06.zip", *(f"{month}/{month}-loamshire-street.csv" for month in ("2025-04", "2025-05", "2025-06")))
    pack(tmp_path / "2025-05.zip", "2025-04/2025-04-wealdmoor-street.csv", "2025-05/2025-05-kent-street.csv")
    assert spoken_of(tmp_path, "loamshire") == {"2025-04", "2025-05", "2025-06"}
    assert spoken_of(tmp_path, "wealdmoor") == spoken_of(tmp_path, "kent") == {"2025-04", "2025-05"}
    assert spoken_of(tmp_path, "surrey") == set()


def test_month_folders_speak_together(tmp_path: Path) -> None:
    folder(tmp_path, "2025-04-loamshire-street.csv", "2025-05-loamshire-street.csv", "2025-05-wealdmoor-outcomes.csv")
    assert spoken_of(tmp_path, "loamshire", "wealdmoor") == {"2025-04", "2025-05"}


def test_a_dataset_that_a_release_has_of_no_force_is_not_spoken_of(tmp_path: Path) -> None:
    pack(tmp_path / "2025-06.zip", "2025-06/2025-06-loamshire-street.csv", "2025-05/2025-05-loamshire-outcomes.csv")
    copied = list_archive(tmp_path, print).copied
    assert {(dataset, str(month)) for dataset, _force, month in copied} == {("street", "2025-06"), ("outcomes", "2025-05")}


def test_a_file_is_of_an_older_release_only_where_a_newer_one_was_asked_for_its_force(tmp_path: Path) -> None:
    pack(tmp_path / "2025-06.zip", "2025-06/2025-06-loamshire-street.csv")
    pack(tmp_path / "2025-05.zip", f"2025-05/{STREET}", "2025-05/2025-05-wealdmoor-street.csv")
    assert {(file.force_id, str(file.month)): file.older_release for file in choose(tmp_path)[0]} == {
        ("loamshire", "2025-06"): False,
        ("loamshire", "2025-05"): True,
        ("wealdmoor", "2025-05"): False,
    }


def test_a_copy_of_a_release_under_another_name_is_none(tmp_path: Path) -> None:
    release(tmp_path, "2025-06", STREET)
    (tmp_path / "2025-07.zip").write_bytes((tmp_path / "2025-06.zip").read_bytes())
    notes: list[str] = []
    found = list_archive(tmp_path, notes.append)
    assert notes == ["archive/2025-07.zip: the same files as 2025-06.zip; not used, and not told as a release"]
    assert (found.newest_release, {file.release for file in found.states}) == (Month(2025, 6), {Month(2025, 6)})


def test_a_force_that_the_newest_release_lost_is_noted(tmp_path: Path) -> None:
    release(tmp_path, "2025-06", STREET, "2025-05-wealdmoor-street.csv", "2025-05-gwent-street.csv")
    release(tmp_path, "2025-07", STREET)
    folder(tmp_path, "2025-05-gwent-street.csv")
    _, (note,) = choose(tmp_path)
    assert note.startswith("archive/: the release of 2025-07 has no street crime of wealdmoor, and that of 2025-06 has;")
