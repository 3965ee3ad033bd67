"""Upstream files are read whole, checked, or refused by name."""

import os
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import raw
from sitegen.engine import load as module
from sitegen.engine.load import DAMAGED, digest_all, load, load_all
from sitegen.errors import InputError, SiteError
from sitegen.raw import RawFile, RawRef

TEXT = b"Crime ID,Month\n" * 1000
MEMBER = "2025-06/kent-street.csv"


def zipped(path: Path, data: bytes = TEXT, method: int = zipfile.ZIP_DEFLATED) -> RawRef:
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr(MEMBER, data)
    return RawRef(f"archive/{path.name}!{MEMBER}", path, MEMBER)


def test_a_file_a_member_and_inline_bytes_are_loaded_alike(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(TEXT)
    refs = RawRef("a.csv", tmp_path / "a.csv"), zipped(tmp_path / "2025-06.zip"), RawRef("inventory.json", inline=b"[]")
    assert [load(ref) for ref in refs] == [
        RawFile("a.csv", TEXT),
        RawFile(f"archive/2025-06.zip!{MEMBER}", TEXT),
        RawFile("inventory.json", b"[]"),
    ]


def test_ranges_of_a_file_are_read_one_after_another_and_remembered_apart(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"head\none\ntwo\n")
    whole, one, two = (RawRef(f"a.csv!{ranges}", tmp_path / "a.csv", ranges=ranges) for ranges in ((), ((0, 5), (5, 9)), ((0, 5), (9, 13))))
    assert [file.data for file in load_all([whole, one, two], {})] == [b"head\none\ntwo\n", b"head\none\n", b"head\ntwo\n"]
    assert len(set(digest_all([whole, one, two], {}, lambda files: None)[0].values())) == 3


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    ref = RawRef("policing/forces.json", tmp_path / "none.json")
    with pytest.raises(InputError, match=r"^policing/forces.json: cannot be read \(No such file or directory\); check that it is there"):
        load(ref)
    with pytest.raises(InputError, match=r"^policing/forces.json: cannot be read"):
        digest_all([ref], {}, lambda files: None)


@pytest.mark.parametrize("keep", [0, 10, 60, 200, -1, -30])
def test_a_truncated_zip_is_named_with_what_to_do(tmp_path: Path, keep: int) -> None:
    ref = zipped(tmp_path / "2025-06.zip")
    (tmp_path / "2025-06.zip").write_bytes((tmp_path / "2025-06.zip").read_bytes()[:keep])
    with pytest.raises(InputError, match=rf"^archive/2025-06.zip!{MEMBER}: the zip file is damaged \(.*\); download it again$"):
        load(ref)


def test_a_member_that_is_not_there_is_named(tmp_path: Path) -> None:
    ref = zipped(tmp_path / "2025-06.zip")
    with pytest.raises(InputError, match=r"other\.csv: the zip file is damaged"):
        load(RawRef("archive/2025-06.zip!other.csv", ref.path, "other.csv"))


@given(place=st.integers(0, 180), byte=st.integers(0, 255))
def test_a_zip_with_any_byte_changed_gives_the_same_bytes_or_none(tmp_path_factory: pytest.TempPathFactory, place: int, byte: int) -> None:
    path = tmp_path_factory.getbasetemp() / "changed.zip"
    ref = zipped(path, b"Month,Crimes\n2025-06,7\n")
    data = bytearray(path.read_bytes())
    data[place % len(data)] = byte
    path.write_bytes(data)
    try:
        said = load(ref).data
    except InputError as error:
        said = str(error).encode()
    whole = (b"Month,Crimes\n2025-06,7\n", DAMAGED)
    assert said in whole or re.fullmatch(rb"archive/changed\.zip!.*; download it again.*|.*check that it is there.*", said)


def test_a_damaged_member_costs_itself_and_is_named(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "2025-06.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("a.csv", TEXT)
        file.writestr("b.csv", TEXT)
    path.write_bytes(path.read_bytes().replace(TEXT, TEXT.swapcase(), 1))
    refs = [RawRef(f"archive/2025-06.zip!{name}", path, name) for name in ("a.csv", "b.csv")]
    assert [file.data for file in load_all(refs, digest_all(refs, {}, lambda files: None)[0])] == [DAMAGED, TEXT]
    assert "archive/2025-06.zip!a.csv: cannot be unpacked (Bad CRC-32" in caplog.text


def test_a_zip_bomb_is_given_up_before_it_fills_memory(tmp_path: Path) -> None:
    assert load(zipped(tmp_path / "bomb.zip", bytes(300 << 20))).data == DAMAGED


def test_a_member_beyond_the_limit_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw, "MEMBER_MOST_BYTES", 2 << 20)
    assert load(zipped(tmp_path / "large.zip", os.urandom(3 << 20), zipfile.ZIP_STORED)).data == DAMAGED


def test_a_file_that_would_fill_memory_costs_itself_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(raw, "MEMBER_MOST_BYTES", 1000)
    path = tmp_path / "2025-06-loamshire-street.csv"
    path.write_bytes(b"x" * 1001)
    assert load(RawRef("basemap/map.geojson", path)).data == b"x" * 1001
    large, part, in_place = RawRef("a.csv", path), RawRef("b.csv", path, ranges=((0, 10), (20, 30))), RawRef("c.gpkg", path, in_place=True)
    digests = digest_all([large, part, in_place], {}, lambda files: None)[0]
    assert [file.data for file in load_all([large, part], digests)] == [DAMAGED, b"x" * 20]
    assert load(in_place).path == path
    assert "a.csv: is larger than such a file can be (1,001 bytes) and is not used; download it again" in caplog.text


def test_an_unusual_packing_is_given_up(tmp_path: Path) -> None:
    assert load(zipped(tmp_path / "odd.zip", method=zipfile.ZIP_BZIP2)).data == DAMAGED


def test_a_file_that_changed_since_it_was_planned_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TEXT)
    ref = RawRef("a.csv", path)
    digests, _fresh = digest_all([ref], {}, lambda files: None)
    path.write_bytes(TEXT + TEXT)
    with pytest.raises(InputError, match=r"^a.csv: changed while the build was running; run it again$"):
        load_all([ref], digests)


def test_two_files_of_one_name_are_refused() -> None:
    with pytest.raises(SiteError, match=r"^a.csv: two upstream files have this name$"):
        digest_all([RawRef("a.csv", inline=b"1"), RawRef("a.csv", inline=b"2")], {}, lambda files: None)


def old(path: Path, data: bytes, mtime: int = 1_000_000_000) -> RawRef:
    """A file written long ago, as far as its times say."""
    path.write_bytes(data)
    os.utime(path, (mtime, mtime))
    return RawRef(path.name, path)


def test_a_member_is_known_by_its_own_bytes_not_by_the_zip(tmp_path: Path) -> None:
    first, second = zipped(tmp_path / "2025-06.zip"), zipped(tmp_path / "2025-07.zip", method=zipfile.ZIP_STORED)
    digests, _fresh = digest_all([first, second], {}, lambda files: None)
    assert digests[first.name] == digests[second.name]


def test_a_file_is_read_again_only_when_it_looks_different(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLED_NS", -1)
    ref, read = old(tmp_path / "a.csv", b"one"), list[int]()
    first, seen = digest_all([ref], {}, read.append)
    assert digest_all([ref], seen, read.append) == (first, {})
    old(tmp_path / "a.csv", b"two", mtime=1_000_000_001)
    second, _fresh = digest_all([ref], seen, read.append)
    assert second != first
    assert read == [1, 1]


def test_a_file_just_written_is_not_yet_remembered(tmp_path: Path) -> None:
    _digests, fresh = digest_all([old(tmp_path / "a.csv", b"one")], {}, lambda files: None)
    assert fresh == {}


def test_bytes_given_inline_are_known_by_their_digest() -> None:
    refs = [RawRef("a", inline=b"1"), RawRef("b", inline=b"1"), RawRef("c", inline=b"")]
    digests, fresh = digest_all(refs, {}, lambda files: None)
    assert digests["a"] == digests["b"] != digests["c"]
    assert fresh == {}
    assert load(refs[0]).data == b"1"
