"""Tests of sitegen.publish.checks.shapes: what a map could not draw is found, and what it can is not."""

from __future__ import annotations

from pathlib import Path

import mapbox_vector_tile
import pytest

from sitegen.publish.checks.run import check_site
from sitegen.publish.checks.shapes import shape_fault
from tests.publish.site_files import good_files, write_site
from tiles.archive import archive_tiles

SQUARE = "POLYGON((0 0, 100 0, 100 100, 0 100, 0 0))"
TILE = "tiles/base/0123456789abcdef/10/501/340.mvt"
ARCHIVE = "tiles/boundaries/0123456789abcdef.pmtiles"


def tile(*shapes: str, extent: int = 4096) -> bytes:
    features = [{"geometry": shape, "properties": {}} for shape in shapes]
    made: bytes = mapbox_vector_tile.encode([{"name": "water", "features": features}], default_options={"y_coord_down": True, "extents": extent})
    return made


def test_points_lines_and_polygons_that_can_be_drawn_are_good() -> None:
    assert shape_fault(tile(SQUARE, "LINESTRING(-64 10, 4160 10)", "POINT(5 5)")) == ""


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "holds no layer"),
        (b"\xff\xff\xff", "is no vector tile"),
        (tile(SQUARE, extent=512), "extent 512"),
        (tile("LINESTRING(0 0, 9000 10)"), "far outside its tile"),
    ],
)
def test_what_cannot_be_drawn_is_named(data: bytes, fault: str) -> None:
    assert fault in shape_fault(data)


def findings(folder: Path, path: str, data: bytes) -> list[tuple[str, str]]:
    report = check_site(write_site(folder / "site", {**good_files(), path: data}))
    return [(finding.path, finding.message) for finding in report.findings if finding.check == "shapes"]


def test_a_broken_tile_of_the_basemap_is_found_in_the_folder_and_in_an_archive(tmp_path: Path) -> None:
    assert findings(tmp_path, TILE, tile(SQUARE)) == []
    (tmp_path / "two").mkdir()
    assert findings(tmp_path / "two", TILE, b"\xff\xff\xff")[0][0] == TILE
    (tmp_path / "three").mkdir()
    found = findings(tmp_path / "three", ARCHIVE, archive_tiles([(10, 501, 340, tile("LINESTRING(0 0, 9000 10)"))], metadata={}))
    assert found == [(ARCHIVE, "tile 10/501/340: layer 'water': a corner far outside its tile")]
    (tmp_path / "four").mkdir()
    assert findings(tmp_path / "four", ARCHIVE, b"no archive")[0][0] == ARCHIVE
