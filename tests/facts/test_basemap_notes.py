"""The operator is told of every basemap file that gives nothing, with its layers, and of nothing that is in order."""

from __future__ import annotations

import polars as pl

from sitegen.facts.basemap_notes import basemap_notes
from sitegen.facts.quality import basemap_quality
from sitegen.tables.schemas import SCHEMAS

BUDGET = {"share": 0.05, "least": 20}
FILE = "basemap/map.gpkg"


def rows(count: int, source_layer: str | None = None, problem: str | None = None, **more: str) -> list[dict[str, object]]:
    plain = dict.fromkeys(SCHEMAS["basemap"].types) | {"file": FILE, "layer": None if problem else "road"}
    return [plain | {"source_layer": source_layer, "problem": problem} | more] * count


def notes(*groups: list[dict[str, object]]) -> list[str]:
    table = pl.DataFrame([row for group in groups for row in group], schema=SCHEMAS["basemap"].types)
    return basemap_notes(basemap=table, quality=BUDGET)["line"].to_list()


def test_nothing_is_said_of_a_file_that_is_drawn_and_of_layers_these_maps_leave_out() -> None:
    assert notes(rows(40, "roads"), rows(9, "pois", "not-drawn"), rows(1, "roads", "geometry-unreadable")) == []


def test_a_file_that_gives_nothing_is_told_with_its_layers_and_reasons() -> None:
    assert notes(rows(3, "strassen", "layer-unknown"), rows(2, "pois", "not-drawn"), rows(1, "pois", "geometry-unreadable")) == [
        f"{FILE}: nothing of it is drawn: layer pois (features set aside: 2 not-drawn, 1 geometry-unreadable); "
        "layer strassen (features set aside: 3 layer-unknown)"
    ]


def test_of_very_many_layers_the_first_are_named() -> None:
    (note,) = notes(*[rows(1, f"layer{number:03d}", "layer-unknown") for number in range(100)])
    assert note.endswith("layer layer007 (features set aside: 1 layer-unknown); and 92 more layers")


def test_a_file_that_cannot_be_read_says_why() -> None:
    assert notes(rows(1, None, "file-unreadable", told="is empty")) == [f"{FILE}: nothing of it is drawn: is empty"]


def test_a_layer_that_gives_nothing_is_told_where_others_of_its_file_are_drawn() -> None:
    assert notes(rows(2, "roads"), rows(1, "water", "other-system", told="EPSG:3857 is not read")) == [
        f"{FILE}: nothing is drawn of layer water (EPSG:3857 is not read)"
    ]


def test_a_reason_that_takes_much_of_a_file_is_told_and_stops_nothing() -> None:
    table = pl.DataFrame(rows(10, "roads") + rows(30, "roads", "outside-uk"), schema=SCHEMAS["basemap"].types)
    assert basemap_quality(basemap=table).select("reason", "rows").rows() == [("counted", 10), ("outside-uk", 30)]
    assert notes(table.to_dicts()) == [f"{FILE}: 30 of 40 features are set aside as outside-uk; see docs/OPERATING.md"]


def test_rows_counted_from_the_north_are_told_once() -> None:
    assert notes(rows(5, note="rows-from-north")) == [
        f"{FILE}: its rows of tiles are counted from the north, though MBTiles has them from the south; it is read so"
    ]
