"""A zip file is listed only where nothing in it can surprise."""

from __future__ import annotations

import random
import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from sitegen.engine.load import load
from sitegen.raw import RawRef
from sitegen.sources.listing.zip_members import Member, list_members


def pack(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name given twice
        for name, data in members:
            archive.writestr(name, data)
    return path


def listed(path: Path) -> tuple[list[str], list[str]]:
    """Names of the members, and what is noted."""
    notes: list[str] = []
    return [member.name for member in list_members(path, "archive/2025-06.zip", notes.append)], notes


def test_members_are_sorted_and_folders_left_out(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("b/2.csv", b"xx"), ("b/", b""), ("a/1 2.csv", b"x"))
    assert list_members(path, "a.zip", print) == (Member("a/1 2.csv", 1, "a/1 2.csv"), Member("b/2.csv", 2, "b/2.csv"))


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/etc/x.csv", "a\\..\\x.csv", "C:/x.csv", "a/x\n.csv", "a/\u202ex.csv"])
def test_a_name_that_leads_elsewhere_costs_its_member(tmp_path: Path, name: str) -> None:
    names, (note,) = listed(pack(tmp_path / "a.zip", ("ok.csv", b"x"), (name, b"x")))
    assert names == ["ok.csv"]
    assert note.startswith("archive/2025-06.zip: member ")
    assert note.endswith(" has a name that leads elsewhere; not used")
    assert note.isprintable()


def test_a_member_without_a_name_costs_itself(tmp_path: Path) -> None:
    names, notes = listed(pack(tmp_path / "a.zip", ("ok.csv", b"x"), (zipfile.ZipInfo(""), b"x")))
    assert names == ["ok.csv"]
    assert notes == ["archive/2025-06.zip: member '' has a name that leads elsewhere; not used"]


def test_a_dot_for_this_folder_is_harmless(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("./a/x.csv", b"x"), ("b/./y.csv", b"y"))
    assert list_members(path, "a.zip", print) == (Member("a/x.csv", 1, "./a/x.csv"), Member("b/y.csv", 1, "b/./y.csv"))
    assert load(RawRef("x", path, "./a/x.csv")).data == b"x"


def test_what_a_mac_adds_is_nobodys_data(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("a.csv", b"x"), ("__MACOSX/._a.csv", b"x"), ("d/._b.csv", b"x"), (".DS_Store", b"x"), ("e/.DS_Store", b"x"))
    assert listed(path) == (["a.csv"], [])


def test_a_file_packed_with_backslashes_is_told_to_be_packed_again(tmp_path: Path) -> None:
    names, notes = listed(pack(tmp_path / "a.zip", ("a\\x.csv", b"x"), ("b\\y.csv", b"x")))
    assert names == []
    assert notes == ["archive/2025-06.zip: not used; packed with backslashes between folders: unpack it, and pack it again with another program"]


def test_a_name_with_a_nul_byte_is_not_used(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("a/x.csvZevil", b"x"))
    path.write_bytes(path.read_bytes().replace(b"csvZevil", b"csv\0evil"))
    names, (note,) = listed(path)
    assert names == []
    assert "leads elsewhere" in note


def test_a_link_is_not_used(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("2025-06/2025-06-loamshire-street.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    names, (note,) = listed(pack(tmp_path / "a.zip", (link, b"/etc/passwd"), ("ok.csv", b"x")))
    assert names == ["ok.csv"]
    assert "is a link" in note


def test_of_two_members_of_one_name_the_first_is_used(tmp_path: Path) -> None:
    names, (note,) = listed(pack(tmp_path / "a.zip", ("a.csv", b"x"), ("./a.csv", b"y")))
    assert names == ["a.csv"]
    assert "'./a.csv' is there twice" in note


def patched(path: Path, place: int, value: int) -> Path:
    """A zip file with one byte of its directory's first entry changed."""
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + place] |= value
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("place", "value", "what"), [(8, 1, "is encrypted"), (10, 0x0C, "is packed in an unusual way")])
def test_a_member_that_cannot_be_unpacked_costs_itself(tmp_path: Path, place: int, value: int, what: str) -> None:
    names, (note,) = listed(patched(pack(tmp_path / "a.zip", ("a.csv", b"x" * 90), ("ok.csv", b"x")), place, value))
    assert names == ["ok.csv"]
    assert f"member 'a.csv' {what}" in note


def test_a_member_that_unpacks_to_a_thousand_times_its_size_is_not_used(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(50_000)
    names, (note,) = listed(pack(tmp_path / "a.zip", ("a.csv", b"0" * 5_000_000), ("ok.csv", noise)))
    assert names == ["ok.csv"]
    assert "would unpack to 5000000 bytes" in note


def test_many_members_that_unpack_to_too_much_together_are_not_used(tmp_path: Path) -> None:
    names, (note,) = listed(pack(tmp_path / "a.zip", *((f"{number}.csv", b"0" * 1_000_000) for number in range(20))))
    assert names == []
    assert "would unpack to 20000000 bytes" in note


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_named_and_not_used(tmp_path: Path, share: float) -> None:
    path = pack(tmp_path / "a.zip", *((f"{number}.csv", bytes(range(200))) for number in range(30)))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert listed(path) == ([], ["archive/2025-06.zip: not used; not a zip file, or cut short: download it again"])


@pytest.mark.parametrize("data", [b"<html>404</html>", b"PK\x05\x06" + b"\xff" * 18, b"PK\x05\x06" + b"\0" * 17])
def test_what_is_no_zip_file_is_named_and_not_used(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    names, (note,) = listed(tmp_path / "a.zip")
    assert names == []
    assert note.startswith("archive/2025-06.zip: not used; not a zip file")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert listed(tmp_path / "none.zip")[1][0].startswith("archive/2025-06.zip: not used; cannot be read")
