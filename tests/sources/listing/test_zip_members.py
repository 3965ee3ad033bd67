"""A zip file is listed only where nothing in it can surprise."""

from __future__ import annotations

import stat
import warnings
import zipfile
from pathlib import Path

import pytest

from sitegen.errors import InputError
from sitegen.sources.listing.zip_members import Member, list_members


def pack(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name given twice
        for name, data in members:
            archive.writestr(name, data)
    return path


def listed(path: Path) -> tuple[Member, ...]:
    return list_members(path, "archive/2025-06.zip")


def test_members_are_sorted_and_folders_left_out(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("b/2.csv", b"xx"), ("b/", b""), ("a/1 2.csv", b"x"))
    assert listed(path) == (Member("a/1 2.csv", 1), Member("b/2.csv", 2))


@pytest.mark.parametrize("name", ["../x.csv", "a/../../x.csv", "/etc/x.csv", "a\\..\\x.csv", "C:/x.csv", "a/./x.csv", "a/x\n.csv", "a/\u202ex.csv"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"^archive/2025-06\.zip: member .* has a name that leads elsewhere; .* download it again$") as caught:
        listed(pack(tmp_path / "a.zip", ("ok.csv", b"x"), (name, b"x")))
    assert str(caught.value).isprintable()


def test_a_name_with_a_nul_byte_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("a/x.csvZevil", b"x"))
    path.write_bytes(path.read_bytes().replace(b"csvZevil", b"csv\0evil"))
    with pytest.raises(InputError, match=r"leads elsewhere|not a zip file"):
        listed(path)


def test_a_link_is_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("2025-06/2025-06-loamshire-street.csv")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with pytest.raises(InputError, match="is a link"):
        listed(pack(tmp_path / "a.zip", (link, b"/etc/passwd")))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"'a\.csv' is there twice"):
        listed(pack(tmp_path / "a.zip", ("a.csv", b"x"), ("a.csv", b"y")))


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    path = pack(tmp_path / "a.zip", ("a.csv", b"x"))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(InputError, match="is encrypted"):
        listed(path)


def test_a_member_that_unpacks_to_a_thousand_times_its_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="would unpack to 5000000 bytes"):
        listed(pack(tmp_path / "a.zip", ("a.csv", b"0" * 5_000_000)))


def test_many_members_that_unpack_to_too_much_together_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="would unpack to 20000000 bytes"):
        listed(pack(tmp_path / "a.zip", *((f"{number}.csv", b"0" * 1_000_000) for number in range(20))))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_file_cut_short_is_refused_by_name(tmp_path: Path, share: float) -> None:
    path = pack(tmp_path / "a.zip", *((f"{number}.csv", bytes(range(200))) for number in range(30)))
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(InputError, match=r"archive/2025-06\.zip: not a zip file, or cut short; download it again"):
        listed(path)


@pytest.mark.parametrize("data", [b"<html>404</html>", b"PK\x05\x06" + b"\xff" * 18, b"PK\x05\x06" + b"\0" * 17])
def test_what_is_no_zip_file_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError, match=r"archive/2025-06\.zip: not a zip file"):
        listed(tmp_path / "a.zip")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"archive/2025-06\.zip: cannot be read"):
        listed(tmp_path / "none.zip")
