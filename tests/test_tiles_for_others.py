"""What docs/TILES.md tells to do with GDAL gives the numbers of the TileJSON."""

from __future__ import annotations

import json
import shlex
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.browser import tiny_site

GUIDE = (Path(__file__).parents[1] / "docs" / "TILES.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("ogr2ogr"), reason="GDAL is not installed")
def test_the_points_of_a_month_come_out_whole(tmp_path: Path) -> None:
    tiny_site.bake(tmp_path, "folder")
    folder = tmp_path / "tiles" / "crime"
    about = json.loads((folder / "2025-06.json").read_text(encoding="utf-8"))
    command = next(line for line in GUIDE.splitlines() if line.startswith('    ogr2ogr -f GPKG crimes.gpkg "MVT:'))
    told = command.strip().replace("2025-06/156c7d86bddd161e", about["tiles"][0].removesuffix("/{z}/{x}/{y}.mvt"))
    subprocess.run(shlex.split(told), cwd=folder, check=True, capture_output=True)
    with closing(sqlite3.connect(folder / "crimes.gpkg")) as points:
        total, asb, btp = points.execute("SELECT SUM(total), SUM(asb), SUM(btp) FROM crimes").fetchone()
    assert {"crimes": total - asb, "asb": asb, "btp": btp} == about["x-totals"]


def test_the_guide_names_the_exact_zoom_of_each_tileset(tmp_path: Path) -> None:
    tiny_site.bake(tmp_path, "folder")
    said = {
        row[0]: int(row[2])
        for line in GUIDE.splitlines()
        if line.startswith("| `") and (row := [cell.strip() for cell in line.strip("|").split("|")])
    }
    for name, path in {"crime": "crime/2025-06", "stops": "stops/2025-06", "boundaries": "boundaries", "base": "base"}.items():
        about = json.loads((tmp_path / "tiles" / f"{path}.json").read_text(encoding="utf-8"))
        assert [zoom for where, zoom in said.items() if f"tiles/{name}" in where] == [about["maxzoom"]]
