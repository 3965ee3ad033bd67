"""What a release told of stops outlives its site: in one file, read back as it was."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest

from sitegen.auditing.attack.kept import keep, read_release
from sitegen.auditing.attack.published import Published
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS

ROWS: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "told": ("told_stops", [("loamshire", None, "object", "drugs", None, "2025-06", 12, "loamshire/index.html")]),
    "months": ("told_months", [("loamshire", "2025-06", 100, 3)]),
    "places": ("told_places", [("loamshire", "a", "2025-06", 40)]),
    "shared": ("told_shared", [("loamshire", "a", "b"), ("loamshire", "b", "a")]),
}


def release() -> Published:
    told, months, places, shared = (pl.DataFrame(rows, schema=ATTACK_SCHEMAS[schema].types, orient="row") for schema, rows in ROWS.values())
    return Published(told, months, places, {"loamshire": ("2025-05", "2025-06")}, {"loamshire": ("2025-06",)}, shared)


def test_what_was_kept_is_read_as_it_was_told(tmp_path: Path) -> None:
    keep(release(), tmp_path / "audited" / "told.zip")
    found, told = read_release(tmp_path / "audited" / "told.zip"), release()
    for name in ROWS:
        assert getattr(found, name).equals(getattr(told, name)), name
    assert (found.spans, found.located) == (told.spans, told.located)


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    keep(release(), tmp_path / "one.zip")
    keep(release(), tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()


def test_a_site_is_read_from_its_folder(built_few: Path, tmp_path: Path) -> None:
    told = read_release(built_few)
    keep(told, tmp_path / "told.zip")
    found = read_release(tmp_path / "told.zip")
    assert found.told.height > 0
    assert all(getattr(found, name).equals(getattr(told, name)) for name in ROWS)
    assert (found.spans, found.located, found.strays) == (told.spans, told.located, ())


def test_a_file_that_is_none_or_lacks_a_part_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "told.zip"
    file.write_bytes(b"no zip file")
    with pytest.raises(ValueError, match="neither a site nor a file that an audit kept"):
        read_release(file)
    keep(release(), file)
    with ZipFile(file) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    for changed in ({"told.parquet": b"PAR1"}, {"spans.json": b"[]"}, {"spans.json": json.dumps({"spans": {}}).encode()}, {"months.parquet": None}):
        with ZipFile(file, "w") as whole:
            for name, data in (parts | changed).items():
                if data is not None:
                    whole.writestr(name, data)
        with pytest.raises((ValueError, KeyError)):
            read_release(file)
