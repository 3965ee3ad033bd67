"""The list of points that can mislead says why, how many of each force has, and what is not known; the files have it whole."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import polars as pl
import pytest

from sitegen import doubtful
from sitegen.artefacts.downloads import point_notes
from sitegen.artefacts.downloads import points as point_tables
from sitegen.artefacts.pages import points
from sitegen.artefacts.sections.doubts import doubt_of, kind_name, reason_name
from sitegen.artefacts.text.words import read_words
from sitegen.terms import snap_point_id
from tests.artefacts.html import Element, faults, parse, text
from tests.artefacts.inputs import ASSET_PATHS, SITE, TEMPLATES, files_of, raw_group, table

FORCES = table(
    "forces",
    {"force_id": "loamshire", "name": "Loamshire Constabulary"},
    {"force_id": "wealdmoor", "name": "Wealdmoor & Dale Police"},
)
NEIGHBOURHOODS = table("neighbourhoods", {"force_id": "loamshire", "neighbourhood_id": "CG", "folder": "cg", "name": "Castle Gate"})
ENGLISH = read_words("en", raw_group("content/locales"))
NAMES = dict(FORCES.select("force_id", "name").iter_rows())


def row(x: int, reason: str, **more: Any) -> dict[str, Any]:  # Any: cells of every column type
    return {"x": x, "y": 7, "lon": -1.0, "lat": 52.0, "street": "Hospital", "reason": reason, "forces": "loamshire", "crimes": 40, **more}


ROWS = (
    row(1, "named-premises", premises="hospital", usual=3, crimes=500),
    row(2, "far-outside", distance_km=25, recorded=11, crimes=12, street=None),
    row(2, "shared-by-forces", forces="loamshire wealdmoor", distance_km=25, recorded=12, crimes=12, street=None),
)
INSIDE = table("point_neighbourhoods", {"x": 1, "y": 7, "force_id": "loamshire", "neighbourhood_id": "CG"})


def page(*rows: dict[str, Any], language: str = "en") -> Element:
    made = files_of(
        points.make,
        templates=TEMPLATES,
        locales=raw_group("content/locales") if language == "cy" else (),
        asset_paths=ASSET_PATHS,
        forces=FORCES,
        neighbourhoods=NEIGHBOURHOODS,
        doubtful_points=table("doubtful_points", *rows),
        point_neighbourhoods=INSIDE,
        site=SITE,
        months=["2025-05", "2025-06"],
        language=language,
    )
    ((_, html),) = made.items()
    assert faults(html) == []
    return parse(html)


def cells(tree: Element, number: int) -> list[list[str]]:
    return [[text(cell) for cell in line] for line in list(tree.iter("table"))[number].find("tbody").iter("tr")]


def test_forces_have_their_points_by_reason_and_an_empty_cell_where_none_was_found() -> None:
    assert cells(page(*ROWS), 0) == [["Loamshire Constabulary", "2", "1", "1", "1"], ["Wealdmoor & Dale Police", "1", "", "1", ""]]


def test_points_that_are_no_premises_come_first_and_each_leads_to_its_row() -> None:
    tree = page(*ROWS)
    found = cells(tree, 1)
    assert [line[1] for line in found] == ["12", "500"]
    assert found[0][0].startswith("A point without a street nameIn no neighbourhood of this site")
    assert f"../loamshire/cg/streets/#{snap_point_id(1, 7)}" in [link.get("href") for link in tree.iter("a")]


def test_a_page_without_points_says_that_this_proves_nothing() -> None:
    tree = page()
    assert "No point of these months is marked. That does not say that none misleads." in text(tree)
    assert not list(tree.iter("table"))


def test_more_points_than_the_page_lists_are_told_of() -> None:
    tree = page(*(row(x, "named-premises", premises="shops") for x in range(61)))
    assert "30 of 61 points: first those that are not premises" in text(tree)
    assert len(cells(tree, 1)) == 30


@pytest.mark.parametrize("language", ["en", "cy"])
def test_every_reason_and_every_kind_of_premises_has_words(language: str) -> None:
    words = read_words(language, raw_group("content/locales"))
    names = [kind_name(kind, words) for kind in doubtful.KINDS]
    assert len(set(names)) == len(names)
    assert [name for kind, name in zip(doubtful.KINDS, names, strict=True) if "-" in kind and name == kind] == []
    assert len({reason_name(reason, words) for reason in doubtful.REASONS}) == len(doubtful.REASONS)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (row(1, "named-premises", premises="shops"), "Stands for more than one address (shopping area): many people come here"),
        (
            row(1, "shared-by-forces", forces="loamshire wealdmoor"),
            "Forces from elsewhere also placed records here (Loamshire Constabulary and Wealdmoor",
        ),
        (row(1, "step-at-renewal", renewed="2022-07"), "The list of points was renewed in July 2022. This point began or ended then"),
        (row(1, "named-premises", premises="shops", text="A depot."), "A depot."),
    ],
)
def test_a_reason_is_a_sentence_and_the_operator_s_own_stands_in_its_place(given: dict[str, Any], said: str) -> None:
    assert doubt_of(table("doubtful_points", given).row(0, named=True), ENGLISH, NAMES).text.startswith(said)


def test_an_operator_s_text_in_english_alone_is_marked_as_such_on_a_welsh_page() -> None:
    welsh = read_words("cy", raw_group("content/locales"))
    both = table("doubtful_points", row(1, "told", text="A depot.", text_cy="Depo."), row(2, "told", text="A depot.")).iter_rows(named=True)
    assert [(doubt.text, doubt.language) for doubt in (doubt_of(one, welsh, NAMES) for one in both)] == [("Depo.", ""), ("A depot.", "en")]


def test_the_files_have_every_row_in_one_order_and_the_table_is_there_when_empty() -> None:
    files = dict(point_notes.make(doubtful_points=table("doubtful_points", *ROWS[::-1])))
    rows = list(csv.DictReader(io.StringIO(files["data/point-notes.csv"].decode())))
    assert [(one["point"], one["reason"], one["recorded"], one["by_these_forces"], one["usual"]) for one in rows] == [
        (snap_point_id(1, 7), "named-premises", "500", "", "3"),
        (snap_point_id(2, 7), "far-outside", "12", "11", ""),
        (snap_point_id(2, 7), "shared-by-forces", "12", "12", ""),
    ]
    lines = [json.loads(line) for line in files["data/point-notes.jsonl"].splitlines()]
    assert [(one["point"], one["reason"]) for one in lines] == [(one["point"], one["reason"]) for one in rows]
    assert lines[0]["by_these_forces"] is None
    empty = dict(point_notes.make(doubtful_points=table("doubtful_points")))
    assert empty.keys() == {"data/point-notes.csv"}
    assert empty["data/point-notes.csv"].decode().startswith("point,longitude,latitude,street,reason")


def test_the_table_of_points_names_the_reasons_of_each() -> None:
    snap_points = table("snap_points", *({"x": x, "y": 7, "lon": -1.0, "lat": 52.0, "street": "Hospital"} for x in (1, 2, 3)))
    counts = table("year_counts", {"force_id": "loamshire", "month": "2025-06", "category": "drugs", "x": 1, "y": 7, "crimes": 3})
    categories = table("categories", {"category": "drugs", "key": "drugs", "name": "Drugs", "position": 1, "is_crime": True})
    made = dict(
        point_tables.make(snap_points=snap_points, year_counts=counts, categories=categories, doubtful_points=table("doubtful_points", *ROWS))
    )
    assert pl.read_parquet(made["data/points.parquet"])["notes"].to_list() == ["named-premises", "far-outside shared-by-forces", None]
