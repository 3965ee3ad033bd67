"""Where files came from is read from the inventory that fetching writes; a broken one stops the build by file and key."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sources.provenance import read_asked, read_provenance, read_unanswered
from tests.fetching.small_upstream import bring, small_upstream


def read(data: bytes) -> list[dict[str, object]]:
    return read_provenance(provenance_file=(RawFile("inventory.json", data),)).to_dicts()


def test_what_was_fetched_is_one_row_a_dataset(tmp_path: Path) -> None:
    with small_upstream(tmp_path) as fake:
        bring(fake, tmp_path / "data")
    found = {str(row["dataset"]): row for row in read((tmp_path / "data/inventory.json").read_bytes())}
    release = (tmp_path / "data/archive/2025-06.zip").read_bytes()
    assert sorted(found) == ["archive", "boundaries", "names", "policing"]
    assert (found["archive"]["sha256"], found["archive"]["size_bytes"]) == (sha256(release).hexdigest(), len(release))
    assert (found["policing"]["files"], found["policing"]["last_got"]) == (21, "2025-07-01")
    paths = sorted(str(path.relative_to(tmp_path / "data")) for path in (tmp_path / "data/policing").rglob("*.json"))
    listed = "".join(f"{sha256((tmp_path / 'data' / path).read_bytes()).hexdigest()}  {path}\n" for path in paths)
    assert found["policing"]["sha256"] == sha256(listed.encode()).hexdigest()
    assert found["names"]["page"] == ""  # the fake has no https


def unanswered(data: Path) -> list[tuple[str, str, str]]:
    return [*read_unanswered(provenance_file=(RawFile("inventory.json", (data / "inventory.json").read_bytes()),)).iter_rows()]


def test_what_the_api_was_asked_for_and_does_not_have_is_told_until_it_has_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with small_upstream(tmp_path) as fake:
        people = fake.shelves.api.pop("loamshire/NB01/people")
        detail = fake.shelves.api.pop("loamshire/NB01")
        bring(fake, data)
        assert {("loamshire", "NB01", "people"), ("loamshire", "NB01", "detail")} <= {*unanswered(data)}
        assert ("loamshire", "NB01", "priorities") not in unanswered(data)
        fake.shelves.api |= {"loamshire/NB01/people": people, "loamshire/NB01": detail}
        bring(fake, data)
    assert not {("loamshire", "NB01", "people"), ("loamshire", "NB01", "detail")} & {*unanswered(data)}
    assert read_unanswered(provenance_file=()).is_empty()


def test_what_the_api_does_not_have_of_a_neighbourhood_is_forgotten_with_it(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with small_upstream(tmp_path) as fake:
        fake.shelves.api.pop("loamshire/NB01/people")
        bring(fake, data)
        listed = json.loads(fake.shelves.api["loamshire/neighbourhoods"])
        fake.shelves.api["loamshire/neighbourhoods"] = json.dumps([one for one in listed if one["id"] != "NB01"]).encode()
        bring(fake, data)
    assert not [key for _, key, _ in unanswered(data) if key == "NB01"]


def test_without_an_inventory_nothing_is_said() -> None:
    assert read_provenance(provenance_file=()).is_empty()


def test_a_broken_inventory_is_named() -> None:
    with pytest.raises(ConfigError, match=r"inventory\.json: files .*must be"):
        read(b'{"datasets": {}, "files": {"a": {"dataset": "archive", "got": "today", "sha256": "0", "size_bytes": 1}}}')


@pytest.mark.parametrize("size", [-1, 1 << 41, int("2" * 39)])
def test_a_size_that_no_file_has_is_named(size: int) -> None:
    entry = {"dataset": "archive", "got": "2025-06-01T06:00:00Z", "sha256": "0" * 64, "size_bytes": size}
    told = {"datasets": {"archive": {"publisher": "A", "licence": "B", "page": ""}}, "files": {"a": entry}}
    with pytest.raises(ConfigError, match=r"inventory\.json: files a: size_bytes must be a number of bytes, at most 1 TiB"):
        read(json.dumps(told).encode())


def test_a_force_is_judged_by_the_day_its_answers_changed_or_by_the_month_in_which_they_were_last_seen() -> None:
    entry = b'"dataset": "policing", "sha256": "' + b"0" * 64 + b'", "size_bytes": 1'
    seen = b'"got": "2025-02-01T06:00:00Z", "checked": "2025-06-10T06:00:00Z", ' + entry
    fresh = b'"got": "2025-05-09T06:00:00Z", ' + entry
    files = {b"policing/gwent/A/people.json": seen, b"policing/gwent/A.json": fresh, b"policing/kent/B.json": fresh}
    files |= {b"policing/forces/surrey.json": seen, b"policing/forces.json": seen, b"archive/2025-06.zip": seen}
    told = b'{"files": {' + b", ".join(b'"' + path + b'": {' + body + b"}" for path, body in files.items()) + b"}}"
    found = read_asked(provenance_file=(RawFile("inventory.json", told),))
    assert found.rows() == [("gwent", "2025-06-01"), ("kent", "2025-05-09")]
    assert read_asked(provenance_file=()).is_empty()
