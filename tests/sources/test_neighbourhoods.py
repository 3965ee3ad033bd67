"""Neighbourhoods come from a list, a detail or a boundary, and each says which of these it has."""

from __future__ import annotations

import json

import polars as pl
import pytest

from sitegen.raw import RawFile
from sitegen.sources.neighbourhoods import read_contacts, read_links, read_neighbourhoods, read_stations
from sitegen.tables.schemas import SCHEMAS

NO_BOUNDARIES = pl.DataFrame(schema=SCHEMAS["boundaries"].types)


def answer(path: str, value: object) -> RawFile:
    return RawFile(f"policing/loamshire/{path}.json", json.dumps(value).encode())


def boundaries(*rows: tuple[str, str | None, str | None]) -> pl.DataFrame:
    """Id, name and problem."""
    full = [("loamshire", key, name, b"", "kml", f"boundaries/loamshire/{key}.kml", None, problem, None) for key, name, problem in rows]
    return pl.DataFrame(full, schema=SCHEMAS["boundaries"].types, orient="row")


def read(*files: RawFile, shapes: pl.DataFrame = NO_BOUNDARIES) -> pl.DataFrame:
    table = read_neighbourhoods(force_id="loamshire", policing=files, boundaries=shapes)
    assert dict(table.schema) == SCHEMAS["neighbourhoods"].types
    return table


def detail(**values: object) -> pl.DataFrame:
    return read(answer("NB01", {"id": "NB01", "name": "Town", **values}))


def test_a_listed_neighbourhood_without_more_says_so() -> None:
    assert read(answer("neighbourhoods", [{"id": "NB01", "name": "Bedwas, Trethomas &amp; Machen"}])).rows() == [
        (
            "loamshire", "NB01", "nb01", "Bedwas, Trethomas & Machen", None, None, None, None, None, False, False, False, False, "",
            "policing/loamshire/neighbourhoods.json", None, None, None,
        )
    ]  # fmt: skip


def test_detail_is_read_beside_the_list() -> None:
    full = {
        "id": "NB01", "name": "Other name", "population": "7,840", "centre": {"latitude": "52.6389", "longitude": "-1.13619"},
        "url_force": "https://www.loamshire.example/nb01", "description": "<p>Shops<script>x</script></p>",
    }  # fmt: skip
    row = read(answer("neighbourhoods", [{"id": "NB01", "name": "Town"}]), answer("NB01", full)).row(0, named=True)
    assert row["name"] == "Town"
    assert (row["population"], row["centre_lon"], row["centre_lat"]) == (7840, -1.13619, 52.6389)
    assert (row["url"], row["description"]) == ("https://www.loamshire.example/nb01", "<p>Shops</p>")
    assert row["detail_supplied"]


def test_an_empty_list_of_people_is_supplied_all_the_same() -> None:
    row = read(answer("NB01/people", []), answer("NB01/events", [{}])).row(0, named=True)
    assert (row["people_supplied"], row["events_supplied"], row["priorities_supplied"], row["detail_supplied"]) == (True, True, False, False)


@pytest.mark.parametrize("population", ["0", "", None, "A", "-5", "1e6", "99999999999", "9" * 5000, True, ["5"]])
def test_a_population_nobody_knows_is_null(population: object) -> None:
    assert detail(population=population)["population"].to_list() == [None]


@pytest.mark.parametrize(
    "centre", [None, {}, "x", {"latitude": "A", "longitude": "B"}, {"latitude": "0", "longitude": "0"}, {"latitude": "-1.1", "longitude": "52.6"}]
)
def test_a_centre_outside_the_uk_is_null(centre: object) -> None:
    assert detail(centre=centre).select("centre_lon", "centre_lat").row(0) == (None, None)


@pytest.mark.parametrize("text", [None, "", "<p> </p>", "<script>x</script>"])
def test_an_empty_description_is_null(text: object) -> None:
    assert detail(description=text)["description"].to_list() == [None]


def test_the_older_welcome_message_stands_in_for_a_description() -> None:
    assert detail(description=None, welcome_message="Croeso")["description"].to_list() == ["Croeso"]


def test_a_neighbourhood_with_a_boundary_alone_has_the_boundarys_name_or_its_id() -> None:
    table = read(shapes=boundaries(("NB01", "Town", None), ("NB02", None, None), ("NB03", "Broken", "no-area")))
    assert table.select("neighbourhood_id", "name", "unreadable", "file", "note").rows() == [
        ("NB01", "Town", "", "boundaries/loamshire/NB01.kml", None),
        ("NB02", "NB02", "", "boundaries/loamshire/NB02.kml", None),
        ("NB03", "NB03", "boundary", "boundaries/loamshire/NB03.kml", None),
    ]


def test_a_boundary_that_cannot_be_read_is_told_from_one_that_was_not_given() -> None:
    listed = answer("neighbourhoods", [{"id": name, "name": name} for name in ("NB01", "NB02", "NB03")])
    table = read(listed, shapes=boundaries(("NB01", None, None), ("NB02", None, "no-area"), ("stray", None, "no-area")))
    assert table.select("neighbourhood_id", "unreadable").rows() == [("NB01", ""), ("NB02", "boundary"), ("NB03", "")]


def test_ids_are_compared_whatever_the_signs_their_accents_are_written_in() -> None:
    listed = answer("neighbourhoods", [{"id": "Ynys M\u00f4n", "name": "Ynys M\u00f4n"}])
    assert read(listed, answer("Ynys Mo\u0302n", {"population": "90"}))["neighbourhood_id"].to_list() == ["Ynys M\u00f4n"]


def test_what_a_given_list_does_not_hold_is_noted() -> None:
    files = (answer("neighbourhoods", [{"id": "NB01", "name": "Town"}]), answer("NB02", {"name": "Old Town"}))
    table = read(*files, shapes=boundaries(("NB03", "Gone", None)))
    assert table.select("neighbourhood_id", "name", "note", "row").rows() == [
        ("NB01", "Town", None, None),
        ("NB02", "Old Town", "not-listed", 1),
        ("NB03", "Gone", "not-listed", 1),
    ]


@pytest.mark.parametrize("key", ["", " NB02", "a/b", "..", ".", "a\\b", "a\u0007", "x" * 65, "a\u202eb", "\ud800", None, 5, ["x"]])
def test_an_id_that_cannot_be_used_is_set_aside(key: object) -> None:
    table = read(answer("neighbourhoods", [{"id": "NB01", "name": "Town"}, {"id": key, "name": "X"}]))
    assert table.select("neighbourhood_id", "folder", "problem", "row").rows() == [("NB01", "nb01", None, None), (None, None, "id-unusable", 2)]


def test_entries_that_are_no_objects_are_set_aside() -> None:
    assert read(answer("neighbourhoods", ["NB01", None, []]))["problem"].to_list() == ["id-unusable"] * 3


def test_a_repeated_id_is_one_neighbourhood() -> None:
    table = read(answer("neighbourhoods", [{"id": "NB01", "name": "Town"}, {"id": "NB01", "name": "Again"}]))
    assert table.select("neighbourhood_id", "name", "problem", "row").rows() == [("NB01", "Town", None, None), (None, None, "id-repeated", 2)]


def test_ids_with_spaces_dots_and_clashes_have_folders_of_their_own() -> None:
    ids = ["CPT RWB", "DEV.4050", "nb 1", "NB-1", "streets", "neighbourhoods", "con"]
    table = read(answer("neighbourhoods", [{"id": key, "name": key} for key in ids]))
    folders = dict(table.select("neighbourhood_id", "folder").iter_rows())
    assert folders["CPT RWB"] == "cpt-rwb"
    assert folders["DEV.4050"] == "dev.4050"
    assert len({folder.lower() for folder in folders.values()}) == len(ids)
    assert not {"streets", "neighbourhoods", "con"} & set(folders.values())


def test_a_neighbourhood_called_neighbourhoods_has_people_though_no_detail() -> None:
    table = read(answer("neighbourhoods", [{"id": "neighbourhoods", "name": "N"}]), answer("neighbourhoods/people", []))
    assert table.select("neighbourhood_id", "people_supplied", "detail_supplied").rows() == [("neighbourhoods", True, False)]


def test_without_a_name_the_id_is_shown() -> None:
    assert read(answer("neighbourhoods", [{"id": "NB01", "name": None}]))["name"].to_list() == ["NB01"]


def test_a_list_that_cannot_be_read_is_one_row_with_the_reason_and_as_none_otherwise() -> None:
    table = read(RawFile("policing/loamshire/neighbourhoods.json", b'{"a":1}'), answer("NB01", {"name": "Castle Gate"}))
    assert table.select("neighbourhood_id", "name", "problem", "note").rows() == [
        ("NB01", "Castle Gate", None, None),
        (None, None, "json-unexpected", None),
    ]


@pytest.mark.parametrize("data", [b"", b"[", b"null", b'"x"', b"[" * 200_000])
def test_a_file_of_a_neighbourhood_that_cannot_be_read_costs_itself(data: bytes) -> None:
    files = (
        answer("neighbourhoods", [{"id": "NB01", "name": "Castle Gate"}]),
        RawFile("policing/loamshire/NB01.json", data),
        RawFile("policing/loamshire/NB01/people.json", data),
        answer("NB01/events", []),
    )
    table = read(*files)
    assert table.select("name", "detail_supplied", "people_supplied", "events_supplied", "unreadable").rows() == [
        ("Castle Gate", False, False, True, "detail people")
    ]
    assert read_contacts(force_id="loamshire", policing=files).is_empty()


def contacts(**details: object) -> list[tuple[object, ...]]:
    table = read_contacts(force_id="loamshire", policing=(answer("NB01", {"contact_details": details}),))
    assert dict(table.schema) == SCHEMAS["contacts"].types
    return [row[2:] for row in table.rows()]


def test_contacts_come_in_a_fixed_order_with_links_where_they_are_safe() -> None:
    found = contacts(
        twitter="https://x.example/team", address="1 High Street,\nTown", telephone="101", email="team@loamshire.example", bebo="https://bebo.example/t",
        zeppelin="above the town", fax="01234 567890", web="www.loamshire.example", facebook="javascript:alert(1)", **{"e-messaging": "https://m.example/"},
    )  # fmt: skip
    assert found == [
        (0, "email", "team@loamshire.example", "mailto:team@loamshire.example"),
        (1, "telephone", "101", "tel:101"),
        (2, "fax", "01234 567890", None),
        (3, "web", "www.loamshire.example", "https://www.loamshire.example"),
        (4, "e-messaging", "https://m.example/", "https://m.example/"),
        (5, "address", "1 High Street, Town", None),
        (6, "facebook", "javascript:alert(1)", None),
        (7, "x", "https://x.example/team", "https://x.example/team"),
        (8, "zeppelin", "above the town", None),
    ]


def test_empty_and_closed_channels_are_left_out() -> None:
    assert contacts(email="", mobile=None, myspace="https://m.example/", bebo="x", **{"google-plus": "y"}) == []


@pytest.mark.parametrize("value", [None, [], "x", {}])
def test_contact_details_of_any_kind_are_borne(value: object) -> None:
    assert read_contacts(force_id="loamshire", policing=(answer("NB01", {"contact_details": value}),)).is_empty()


def test_stations_have_one_line_addresses() -> None:
    places = [
        {
            "name": "Mansfield House",
            "type": "station",
            "address": "74 Belgrave Gate\n, Leicester",
            "postcode": "LE1 3GG",
            "latitude": None,
            "longitude": "A",
        },
        {"name": None, "type": None, "address": "Shop, Mall", "postcode": None, "longitude": "-2.17512", "latitude": "52.2253"},
        {"name": None, "address": None, "postcode": "LE1 3GG"},
        "x",
    ]
    table = read_stations(force_id="loamshire", policing=(answer("NB01", {"locations": places}),))
    assert dict(table.schema) == SCHEMAS["stations"].types
    assert table.rows() == [
        ("loamshire", "NB01", 0, "Mansfield House", "station", "74 Belgrave Gate, Leicester", "LE1 3GG", "", None, None),
        ("loamshire", "NB01", 1, "", "", "Shop, Mall", "", "", -2.17512, 52.2253),
    ]


def test_links_are_safe_or_left_out() -> None:
    links = [
        {"title": "Council", "url": "https://c.example/", "description": "Minutes &amp; more"},
        {"title": "Bad", "url": "javascript:x"},
        {"title": "", "url": "http://d.example/"},
        {"url": None},
    ]
    table = read_links(force_id="loamshire", policing=(answer("NB01", {"links": links}),))
    assert dict(table.schema) == SCHEMAS["links"].types
    assert [row[2:] for row in table.rows()] == [
        (0, "Council", "https://c.example/", "Minutes & more"),
        (1, "http://d.example/", "http://d.example/", ""),
    ]
