"""Every state of a month is listed, and one that two releases share is read once."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from sitegen.sources.listing.archive import list_archive
from sitegen.sources.listing.releases import group_states
from sitegen.terms import ForceId

MEMBER = "2025-05/2025-05-loamshire-street.csv"


def put(path: Path, **members: str) -> None:
    with zipfile.ZipFile(path, "w") as packed:
        for month, text in members.items():
            packed.writestr(f"{month.replace('_', '-')[1:]}/{month.replace('_', '-')[1:]}-loamshire-street.csv", text)


def grouped(archive: Path, force_id: str = "loamshire") -> dict[str, tuple[list[list[str]], list[str]]]:
    group = group_states(list_archive(archive, print).states, [ForceId(force_id)])
    return {month: (json.loads(refs[0].inline or b""), [ref.name for ref in refs[1:]]) for (_, month), refs in group.files.items()}


def test_members_that_are_alike_are_one_state_read_once(tmp_path: Path) -> None:
    put(tmp_path / "2025-06.zip", m2025_05="same")
    put(tmp_path / "2025-07.zip", m2025_05="same", m2016_01="new")
    name = f"archive/2025-07.zip!{MEMBER}"
    assert grouped(tmp_path)["2025-05"] == ([["2025-06", name], ["2025-07", name]], [name])


def test_states_that_differ_are_all_read_oldest_first(tmp_path: Path) -> None:
    put(tmp_path / "2025-06.zip", m2025_05="old", m2016_01="long ago")
    put(tmp_path / "2025-07.zip", m2025_05="new")
    old, new = (f"archive/2025-0{release}.zip!{MEMBER}" for release in (6, 7))
    states = grouped(tmp_path)
    assert states["2025-05"] == ([["2025-06", old], ["2025-07", new]], [old, new])
    assert list(states) == ["2016-01", "2025-05"]


def test_only_forces_of_the_site_are_read(tmp_path: Path) -> None:
    put(tmp_path / "2025-06.zip", m2025_05="one")
    assert grouped(tmp_path, "wealdmoor") == {}
