"""The newest 12 months are held against the months themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from sitegen import urls
from sitegen.artefacts.maps.tileset import bake
from sitegen.publish.checks.tilesets import find_tilesets
from sitegen.publish.checks.year import year_findings, year_parts
from sitegen.site_json import to_json
from tiles.points import point_tiles

MONTHS = [f"2024-{number:02}" for number in range(1, 13)]
X, Y = 2030 * 4096 + 7, 1345 * 4096 + 9
Point = tuple[int, int]
"""Pixels east of the first point, and crimes there."""


def write(folder: Path, name: str, points: Sequence[Point], exact_zoom: int, form: str, **about: list[str]) -> None:
    x = np.array([X + east for east, _ in points], np.int32)
    counts = {"bur": np.array([crimes for _, crimes in points], np.int32)}
    zooms = range(5, exact_zoom + 1)
    tiles = point_tiles(x, np.full_like(x, Y), counts, layer="crimes", cell_layer="cells", zooms=zooms, exact_zoom=exact_zoom)
    said = {f"x-{key}": value for key, value in about.items()}
    put(folder, dict(bake(list(tiles), form=form, zooms=zooms, places=urls.crime_tiles(name), about=said)))


def put(folder: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


def faults(folder: Path, year: Sequence[Point] | None, *, months: list[str] = MONTHS, named: list[str] = MONTHS, form: str = "folder") -> list[str]:
    for place, month in enumerate(months):
        write(folder, month, [(0, 2), *([(1, 5)] if place == 3 else [])], 12, form)
    if year is not None:
        write(folder, "last-12", year, 13, form, months=named)
    put(folder, {"tiles/crime/index.json": to_json({"months": [], **({"last_12": "last-12.json"} if year else {})})})
    sets, strays = find_tilesets([str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()])
    assert not strays
    of_year, found = year_parts(folder, sets, months[0], months[-1])
    return [finding.message for finding in [*found, *(year_findings(folder, of_year) if of_year else [])]]


@pytest.mark.parametrize("form", ["folder", "pmtiles"])
def test_the_sum_of_the_months_is_good(tmp_path: Path, form: str) -> None:
    assert faults(tmp_path, [(0, 24), (1, 5)], form=form) == []


@pytest.mark.parametrize("year", [[(0, 23), (1, 6)], [(0, 24)], [(0, 24), (2, 5)], [(0, 24), (1, 5), (2, 1)]])
def test_another_number_or_another_place_is_found(tmp_path: Path, year: list[Point]) -> None:
    (text,) = faults(tmp_path, year)[:1]
    assert "is not what the months add up to" in text


def test_a_year_that_names_other_months_is_found(tmp_path: Path) -> None:
    assert "says that it sums" in faults(tmp_path, [(0, 24), (1, 5)], named=MONTHS[1:])[0]


def test_a_missing_year_and_one_of_too_few_months_are_found(tmp_path: Path) -> None:
    assert "is missing" in faults(tmp_path / "one", None)[0]
    assert "no 12 months" in faults(tmp_path / "two", [(0, 22), (1, 5)], months=MONTHS[:11])[0]
    assert faults(tmp_path / "three", None, months=MONTHS[:11]) == []


def test_a_month_without_a_tile_adds_nothing_and_the_others_are_compared(tmp_path: Path) -> None:
    assert faults(tmp_path / "same", [(0, 24), (1, 5)]) == []
    for path in (tmp_path / "same" / urls.crime_tiles(MONTHS[7]).tilejson).with_suffix("").rglob("*.mvt"):
        path.unlink()
    sets, _strays = find_tilesets([str(path.relative_to(tmp_path / "same")) for path in (tmp_path / "same").rglob("*") if path.is_file()])
    of_year, _found = year_parts(tmp_path / "same", sets, MONTHS[0], MONTHS[-1])
    assert of_year is not None
    (fault,) = (finding.message for finding in list(year_findings(tmp_path / "same", of_year))[:1])
    assert "is not what the months add up to" in fault
