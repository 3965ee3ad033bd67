"""The limits that the guide for operators tells are those that the code holds."""

from __future__ import annotations

import pytest

from sitegen import raw, terms
from sitegen.build import ROOT
from sitegen.fetching import asking, judging
from sitegen.mirroring import source
from sitegen.proof import segments
from sitegen.sources import crimes, csv_files, features, json_files, kml, markup, places, pmtiles_files, sqlite_files, vector_tiles
from sitegen.sources.listing import zip_members
from tiles import repair

GUIDE = (ROOT / "docs/OPERATING.md").read_text(encoding="utf-8")
TABLE = {line.split(" | ")[0].removeprefix("| "): line for line in GUIDE.partition("## How large and how deep")[2].partition("\n## ")[0].splitlines()}

KIB, MIB, GIB = 10, 20, 30
LIMITS = {
    "a zip file": [f"{zip_members.MEMBERS_MOST:,} members", f"{zip_members.SIZE_MOST >> GIB} GiB unpacked", f"{zip_members._RATIO_MOST} times"],
    "a member of it": [
        f"{zip_members._LISTED_MOST >> GIB} GiB listed",
        f"{raw.MEMBER_MOST_BYTES >> MIB} MiB read",
        f"{raw._MEMBER_MOST_RATIO} times its packed size where that is above {raw._SMALL_BYTES >> MIB} MiB",
    ],
    "a table, `.csv`": [f"{raw.MEMBER_MOST_BYTES >> MIB} MiB", f"{csv_files._WIDTH_MOST:,} columns", f"{csv_files._HEADER_MOST >> MIB} MiB"],
    "any other file that is read whole": [f"{raw.FILE_MOST_BYTES >> GIB} GiB"],
    "a text in a row": [f"{crimes._TEXT_MOST} characters", f"{places._NAME_MOST} of a place"],
    "JSON": [f"{json_files.SIZE_MOST >> MIB} MiB", f"{json_files._NUMBER_MOST} digits"],
    "KML": [f"{kml.SIZE_MOST >> MIB} MiB", f"{kml._DEPTH_MOST} elements"],
    "HTML of a force": [f"{markup._HTML_MOST:,} characters", f"{markup._TAGS_MOST:,} tags", f"{markup.TEXT_MOST:,} characters shown"],
    "a shape": [f"{repair.CROSSINGS_MOST:,} places", f"{repair._PAIRS_MOST:,} pairs"],
    "SQLite: GeoPackage, MBTiles": [
        f"{sqlite_files._VALUE_MOST >> MIB} MiB a value",
        f"{sqlite_files._HEAP_MOST >> GIB} GiB",
        f"{features._LAYERS_MOST:,} layers",
    ],
    "vector tiles": [
        f"{vector_tiles._TILE_MOST >> MIB} MiB a tile",
        f"{pmtiles_files._DIRECTORY_MOST >> MIB} MiB a directory",
        f"{pmtiles_files._DEPTH_MOST} deep",
        f"zoom {vector_tiles._ZOOM_MOST}",
    ],
    "an id": [f"{terms._ID_MOST} characters"],
    "an answer fetched": [f"{asking._ANSWER_MOST >> MIB} MiB", f"{asking._WAIT_MOST:.0f} s", f"{judging._MEMBER_MOST >> GIB} GiB a member"],
    "an answer of a copy: `mirror`, `verify`": [
        f"{source._UNPACKED_LEAST >> MIB} MiB",
        f"{source._RATIO_MOST} times its size",
        f"{segments._MOST_BYTES >> MIB} MiB",
    ],
    "a compressed file beside another, `.gz` or `.br`": ["no further than that file is long"],
}


@pytest.mark.parametrize("what", LIMITS)
def test_each_limit_is_told_as_it_is(what: str) -> None:
    assert [limit for limit in LIMITS[what] if limit not in TABLE[what]] == []


def test_every_line_of_the_table_is_held_against_the_code() -> None:
    assert {what for what in TABLE if what and TABLE[what].startswith("| ")} - {"what"} == set(LIMITS)
