"""Forces and their officers appear as supplied, and every force of the site has a row."""

from __future__ import annotations

import json

import pytest

from sitegen.raw import RawFile
from sitegen.sources.forces import read_forces, read_officers
from sitegen.tables.schemas import SCHEMAS

VOCABULARY = (RawFile("content/vocabulary/forces.toml", b'[[force]]\nid = "btp"\nname = "British Transport Police"\narea_code = ""\n'),)


def answer(path: str, value: object) -> RawFile:
    return RawFile(f"policing/{path}.json", json.dumps(value).encode())


def forces(*files: RawFile, ids: list[str]) -> list[tuple[object, ...]]:
    table = read_forces(policing_forces=files, force_vocabulary=VOCABULARY, force_ids=ids)
    assert dict(table.schema) == SCHEMAS["forces"].types
    return table.rows()


def test_a_force_has_its_detail() -> None:
    detail = {
        "name": "Loamshire",
        "url": "https://www.loamshire.example/",
        "telephone": "101 ",
        "description": "<p>Hello</p>",
        "engagement_methods": [],
    }
    assert forces(answer("forces/loamshire", detail), ids=["loamshire"]) == [
        ("loamshire", "Loamshire", "https://www.loamshire.example/", "101", "<p>Hello</p>", True)
    ]


def test_the_name_is_the_lists_then_the_details_then_the_vocabularys_then_the_id() -> None:
    listed = answer("forces", [{"id": "loamshire", "name": "Loamshire &amp; Weald Police"}, {"id": "elsewhere", "name": "E"}, "x", {"name": "y"}])
    detail = answer("forces/loamshire", {"name": "Loamshire Constabulary"})
    other = answer("forces/wealdmoor", {"name": "Wealdmoor Police"})
    rows = forces(listed, detail, other, ids=["dyffryn-aeddan", "btp", "loamshire", "wealdmoor"])
    assert [(row[0], row[1]) for row in rows] == [
        ("btp", "British Transport Police"),
        ("dyffryn-aeddan", "Dyffryn Aeddan"),
        ("loamshire", "Loamshire & Weald Police"),
        ("wealdmoor", "Wealdmoor Police"),
    ]


def test_a_force_without_detail_says_so() -> None:
    assert forces(ids=["btp"]) == [("btp", "British Transport Police", None, None, None, False)]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//x.example", "", None, 3])
def test_an_unsafe_address_is_left_out(url: object) -> None:
    assert forces(answer("forces/loamshire", {"url": url, "telephone": "", "description": None}), ids=["loamshire"])[0][2:] == (
        None,
        None,
        None,
        True,
    )


@pytest.mark.parametrize("data", [b"", b"[]", b"null", b"[" * 200_000])
def test_files_of_a_force_that_cannot_be_read_are_as_none(data: bytes) -> None:
    files = tuple(RawFile(f"policing/{name}.json", data) for name in ("forces/loamshire", "forces/loamshire/people", "forces"))
    table = read_forces(policing_forces=files, force_vocabulary=VOCABULARY, force_ids=["loamshire"])
    assert table.select("name", "detail_supplied").rows() == [("Loamshire", False)]
    assert read_officers(policing_forces=files, force_ids=["loamshire"]).is_empty()


def test_officers_keep_the_forces_order_and_nobody_is_nameless() -> None:
    people = [
        {"name": "Ann Sample", "rank": "Chief Constable", "bio": "private", "contact_details": {"email": "x"}},
        {"name": " ", "rank": "Deputy"},
        {"rank": "Deputy"},
        None,
        {"name": "Bryn O&#39;Test", "rank": None},
    ]
    table = read_officers(policing_forces=(answer("forces/loamshire/people", people),), force_ids=["loamshire", "btp"])
    assert dict(table.schema) == SCHEMAS["officers"].types
    assert table.rows() == [("loamshire", 0, "Ann Sample", "Chief Constable"), ("loamshire", 1, "Bryn O'Test", "")]
