"""The crowd behind each kind of file is counted from the site's own files, and files are told by their size where no other has it."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Mapping
from pathlib import Path

import polars as pl

from sitegen.auditing.crowds import measure_crowds, sent_as_they_lie, sent_bytes
from sitegen.auditing.report import Crowd

SHARD = json.dumps({"neighbourhoods": [], "outcode": "NP1", "postcodes": {"0AA": [0], "0AB": [0, 1], "0AD": []}, "terminated": {"0AA": "1996-06"}})
NAMES = json.dumps({"areas": [0], "forces": [["G", "gwent/"]], "neighbourhoods": [["One", "G", "gwent/nb85/"]], "streets": [["A", 61], ["B", 4]]})
PLACES = b"force,force_name,neighbourhood,name,page\ngwent,Gwent,NB85,One,gwent/nb85/\ngwent,Gwent,NB86,Two,gwent/nb86/\n"
PAGES = ("gwent/nb85/index.html", "gwent/nb86/index.html", "cy/gwent/nb85/index.html", "cy/gwent/nb86/index.html")


def postcodes() -> bytes:
    rows = [("NP1 0AA", "NB85", None), ("NP1 0AB", "NB85", None), ("NP1 0AB", "NB86", None), ("NP1 0AD", "NB86", "1996-06"), ("NP9 9AA", None, None)]
    buffer = io.BytesIO()
    pl.DataFrame(
        [
            {"postcode": code, "force": "gwent" if area else None, "neighbourhood": area, "name": area, "terminated": ended}
            for code, area, ended in rows
        ]
    ).write_parquet(buffer)
    return buffer.getvalue()


def crowds(folder: Path, files: Mapping[str, bytes]) -> dict[str, Crowd]:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return {one.kind: one for one in measure_crowds(folder, files, {path: sent_bytes(path, data) for path, data in files.items()})}


def test_a_shard_stands_for_its_postcodes_and_its_page_for_the_same(tmp_path: Path) -> None:
    files = {
        "postcodes/NP1.json": SHARD.encode(),
        "postcodes/np1/index.html": b"a",
        "cy/postcodes/np1/index.html": b"b",
        "postcodes/index.html": b"c",
    }
    found = crowds(tmp_path, files)
    assert found["postcode_search"] == Crowd("postcode_search", "postcodes", 1, 3, 3, "postcodes/NP1.json", 0)
    assert found["outcode_page"] == Crowd("outcode_page", "postcodes", 2, 3, 3, "postcodes/np1/index.html", 0)


def test_a_part_of_the_list_stands_for_its_names(tmp_path: Path) -> None:
    assert crowds(tmp_path, {"search/names/a.json": NAMES.encode()})["name_search"].least == 4


def drawn(*areas: str) -> bytes:
    buffer = io.BytesIO()
    pl.DataFrame([{"force": "gwent", "neighbourhood": area, "name": area, "page": area, "geometry": b""} for area in areas]).write_parquet(buffer)
    return buffer.getvalue()


def of_places(folder: Path, *areas: str) -> Crowd:
    tables = {"data/neighbourhoods.csv": PLACES, "data/postcodes.parquet": postcodes(), "data/boundaries.parquet": drawn(*areas)}
    return crowds(folder, {**dict.fromkeys(PAGES, b"x"), "gwent/ids.json": b"{}", **tables})["neighbourhood_page"]


def test_a_neighbourhood_stands_for_the_postcodes_in_use_in_it(tmp_path: Path) -> None:
    found = of_places(tmp_path, "NB85", "NB86")
    assert (found.files, found.least, found.median, found.smallest) == (4, 1, 1, "gwent/nb86/index.html")


def test_of_a_neighbourhood_without_a_boundary_nothing_is_known(tmp_path: Path) -> None:
    found = of_places(tmp_path, "NB85")
    assert (found.files, found.least, found.smallest) == (4, 2, "gwent/nb85/index.html")


def test_without_a_table_of_postcodes_the_crowd_of_a_neighbourhood_is_not_known(tmp_path: Path) -> None:
    found = crowds(tmp_path, {**dict.fromkeys(PAGES, b"x"), "gwent/ids.json": b"{}"})["neighbourhood_page"]
    assert (found.of, found.files, found.least) == ("", 4, 0)


def test_pages_of_the_site_as_a_whole_are_no_neighbourhoods(tmp_path: Path) -> None:
    assert "neighbourhood_page" not in crowds(tmp_path, {"find/a/index.html": b"x", "cy/gwent/index.html": b"x", "gwent/ids.json": b"{}"})


def test_a_file_is_told_by_its_size_where_no_other_of_its_kind_has_it(tmp_path: Path) -> None:
    tiles = {f"tiles/crime/2025-12/{'0' * 16}/12/1/{row}.mvt": b"x" * size for row, size in enumerate((3, 3, 4, 5))}
    assert crowds(tmp_path, tiles)["map_tile"].unique == 2
    assert crowds(tmp_path / "one", dict(list(tiles.items())[:1]))["map_tile"].unique == 0


def test_the_size_of_a_file_is_the_one_it_has_on_its_way(tmp_path: Path) -> None:
    letters = random.Random(1).choices("abcdefgh", k=2000)
    one, other = ("".join(letters).encode(), "".join(sorted(letters)).encode())
    names = ("gwent/nb85/index.html", "gwent/nb86/index.html")
    assert len(one) == len(other)
    assert crowds(tmp_path, {**dict(zip(names, (one, other), strict=True)), "gwent/ids.json": b"{}"})["neighbourhood_page"].unique == 2


def test_a_host_compresses_texts_and_tiles_of_some_length() -> None:
    data = b"crime " * 1000
    assert sent_bytes("a/index.html", data) < len(data) // 10
    assert sent_bytes("data/counts.parquet", data) == len(data)
    assert sent_bytes("a/index.html", data[:255]) == 255


def test_where_files_have_compressed_siblings_these_are_what_is_sent() -> None:
    files, beside = {"a.html": 9000, "b.html": 9000, "c.html": 900}, {"a.html.gz": 700, "a.html.br": 600, "b.html.gz": 800}
    assert sent_as_they_lie(files, files, beside) == {"a.html": 600, "b.html": 800, "c.html": 900}


def test_a_shard_that_cannot_be_read_is_a_crowd_of_nobody(tmp_path: Path) -> None:
    assert crowds(tmp_path, {"postcodes/NP1.json": b"["})["postcode_search"].least == 0
