"""Tests of sitegen.artefacts.api on odd input: what is missing, names nobody foresaw, ids that cannot be folders."""

from __future__ import annotations

import json
from typing import Any

import polars as pl
import pytest
import shapely

from sitegen.artefacts.api import describing, lists
from sitegen.artefacts.api.crimes import make_street, make_unlocated
from sitegen.artefacts.api.forces import make
from sitegen.facts.api_folders import api_folders
from sitegen.publish.paths import path_fault
from sitegen.reserved import RESERVED_IN_API
from sitegen.terms import official_folders
from tests.artefacts.inputs import files_of, table

MONTHS = ["2025-05", "2025-06"]
NAMES = ('Quoted "Lane"', "Two\nLines", "=1+1", "\u202eRight to left", "Ysgol\u2019r Môr", "Back\\slash")
KINDS = table(
    "outcome_kinds",
    {"outcome": "charged", "labels": ["Suspect charged", "Charged"], "name": "Charged", "group": "charged", "position": 0},
)


def covered(*states: tuple[str, str, str], force_id: str = "kent") -> pl.DataFrame:
    return table("coverage", *({"dataset": one, "force_id": force_id, "month": month, "state": state} for one, month, state in states))


SUPPLIED = covered(("crime", "2025-06", "supplied"), ("asb", "2025-06", "supplied"))


def folders(*ids: str, boundary: bool = True) -> pl.DataFrame:
    flags = dict.fromkeys(("detail_supplied", "people_supplied", "priorities_supplied", "events_supplied"), False)
    return table("api_folders", *({"force_id": "kent", "neighbourhood_id": key, "folder": key, "has_boundary": boundary, **flags} for key in ids))


def record(**values: Any) -> dict[str, Any]:  # Any: cells of every column type
    here = {"force_id": "kent", "neighbourhood_id": "K1", "month": "2025-06", "x": 8_000_000, "y": 5_000_000, "lon": -0.00001, "lat": 51.5}
    return {**here, "street": "Mill Lane", "recorded_by": "kent", "category": "burglary", "crimes": 1, **values}


def street(*records: dict[str, Any], coverage: pl.DataFrame = SUPPLIED, ids: tuple[str, ...] = ("K1",)) -> dict[str, list[dict[str, Any]]]:
    made = files_of(
        make_street,
        force_id="kent",
        newest_records=table("newest_records", *records),
        api_folders=folders(*ids),
        coverage=coverage,
        outcome_kinds=KINDS,
        months=MONTHS,
    )
    return {path: json.loads(data) for path, data in made.items()}


def unlocated(*records: dict[str, Any], coverage: pl.DataFrame = SUPPLIED) -> dict[str, list[dict[str, Any]]]:
    made = files_of(make_unlocated, force_id="kent", unlocated_records=table("unlocated_records", *records), coverage=coverage, outcome_kinds=KINDS)
    return {path: json.loads(data) for path, data in made.items()}


def test_a_crime_is_a_record_of_upstreams_shape() -> None:
    found = street(record(outcome="charged", age=1))
    assert found == {
        "api/crimes-street/kent/K1/index.json": [
            {
                "category": "burglary",
                "location_type": "Force",
                "location": {
                    "latitude": "51.5",
                    "street": {"id": (8_000_000 << 24) + 5_000_000, "name": "On or near Mill Lane"},
                    "longitude": "-0.00001",
                },
                "context": "",
                "outcome_status": {"category": "Suspect charged", "date": "2025-07"},
                "persistent_id": "",
                "id": 1,
                "location_subtype": "",
                "month": "2025-06",
            }
        ]
    }


def test_crimes_that_nothing_tells_apart_are_as_many_records_with_numbers_of_their_own() -> None:
    found = street(record(crimes=3), record(category="arson", crimes=2))["api/crimes-street/kent/K1/index.json"]
    assert [(one["id"], one["category"]) for one in found] == [(1, "arson"), (2, "arson"), (3, "burglary"), (4, "burglary"), (5, "burglary")]


def test_order_of_rows_does_not_matter() -> None:
    rows = [record(category=category, outcome=outcome, x=x) for category in ("a", "b") for outcome in (None, "charged") for x in (7, 8)]
    assert street(*rows) == street(*reversed(rows))


def test_an_outcome_without_a_known_month_has_an_empty_one() -> None:
    assert street(record(outcome="charged"))["api/crimes-street/kent/K1/index.json"][0]["outcome_status"] == {
        "category": "Suspect charged",
        "date": "",
    }


def test_an_outcome_and_a_category_never_seen_are_kept() -> None:
    found = street(record(category="cyber-nuisance", outcome="sent-to-the-moon", age=0))["api/crimes-street/kent/K1/index.json"][0]
    assert found["category"] == "cyber-nuisance"
    assert found["outcome_status"] == {"category": "sent-to-the-moon", "date": "2025-06"}


@pytest.mark.parametrize("name", NAMES)
def test_a_street_of_any_name_is_the_same_in_the_answer(name: str) -> None:
    assert street(record(street=name))["api/crimes-street/kent/K1/index.json"][0]["location"]["street"]["name"] == f"On or near {name}"


def test_a_street_without_a_name_is_on_or_near_nothing_as_upstream_has_it() -> None:
    assert street(record(street=None))["api/crimes-street/kent/K1/index.json"][0]["location"]["street"]["name"] == "On or near "


def test_transport_police_are_told_apart() -> None:
    found = street(record(recorded_by="btp"), record())["api/crimes-street/kent/K1/index.json"]
    assert [one["location_type"] for one in found] == ["BTP", "Force"]


def test_a_neighbourhood_without_crimes_has_an_empty_list_only_where_the_month_was_supplied() -> None:
    assert street(record(), ids=("K1", "K2"))["api/crimes-street/kent/K2/index.json"] == []
    assert street(record(recorded_by="btp"), coverage=covered(("crime", "2025-06", "not_supplied"))) == {}


def test_a_month_not_supplied_has_no_file_of_crimes_without_a_location() -> None:
    row = {"force_id": "kent", "month": "2025-06", "category": "burglary", "crimes": 2}
    coverage = covered(("crime", "2025-04", "supplied"), ("crime", "2025-05", "not_supplied"), ("crime", "2025-06", "supplied_partial"))
    found = unlocated(row, coverage=coverage)
    assert {path: len(records) for path, records in found.items()} == {
        "api/crimes-no-location/kent/2025-04/index.json": 0,
        "api/crimes-no-location/kent/2025-06/index.json": 2,
    }
    assert found["api/crimes-no-location/kent/2025-06/index.json"][1] == {
        "category": "burglary",
        "location_type": None,
        "location": None,
        "context": "",
        "outcome_status": None,
        "persistent_id": "",
        "id": 2,
        "location_subtype": "",
        "month": "2025-06",
    }


def test_an_id_is_its_own_folder_with_case_and_spaces() -> None:
    ids = ["CPT KTX", "DEV.4050", "Merthyr-Tydfil", "streets", "na_1"]
    assert official_folders(ids, RESERVED_IN_API) == {key: key for key in ids}


def test_of_ids_that_differ_in_case_the_first_keeps_its_own() -> None:
    assert official_folders(["na02", "NA02", "Na02"]) == {"NA02": "NA02", "na02": "na02-2", "Na02": "na02-3"}


@pytest.mark.parametrize(
    "key", ["neighbourhoods", "Neighbourhoods", "ids.json", "index.json", "CON", "aux.1", "Ynys Môn", "a<b>", "x\u202ey", "...", "a."]
)
def test_an_id_that_cannot_be_a_folder_has_an_alias_that_can(key: str) -> None:
    found = official_folders([key, "NB01"], RESERVED_IN_API)
    assert found["NB01"] == "NB01"
    assert found[key].casefold() not in {*RESERVED_IN_API, "nb01"}
    assert found[key] != key
    assert not path_fault(f"api/kent/{found[key]}/boundary/index.json")


def test_no_two_ids_share_a_folder_on_a_disk_that_knows_no_case() -> None:
    ids = ["NB01", "nb01", "NB-01", "nb 01", "N\u00c9", "n\u00e9", "ne", "NE", "neighbourhoods", "neighbourhoods-2"]
    found = official_folders(ids, RESERVED_IN_API)
    assert len({folder.casefold() for folder in found.values()}) == len(ids)
    assert found == official_folders([*reversed(ids)], RESERVED_IN_API)


def force(neighbourhoods: pl.DataFrame, **tables: pl.DataFrame) -> dict[str, Any]:
    names = ("forces", "engagements", "officers", "boundaries", "contacts", "stations", "links", "people", "priorities", "events")
    given: dict[str, pl.DataFrame] = {name: table(name) for name in names} | tables
    listed = api_folders(neighbourhoods=neighbourhoods, boundaries=given["boundaries"])
    made = files_of(make, force_id="kent", neighbourhoods=neighbourhoods, api_folders=listed, **given)
    return {path.removeprefix("api/").removesuffix("/index.json"): json.loads(data) for path, data in made.items()}


def neighbourhood(key: str, **values: Any) -> dict[str, Any]:  # Any: cells of every column type
    flags = dict.fromkeys(("detail_supplied", "people_supplied", "priorities_supplied", "events_supplied"), False)
    return {"force_id": "kent", "neighbourhood_id": key, "name": key, "folder": key.lower(), "unreadable": "", **flags, **values}


def test_what_was_not_supplied_of_a_neighbourhood_has_no_file() -> None:
    assert force(table("neighbourhoods", neighbourhood("K1"))) == {"kent/ids.json": {"K1": "K1"}, "kent/neighbourhoods": [{"id": "K1", "name": "K1"}]}


def test_an_empty_list_stands_where_the_force_gave_one() -> None:
    found = force(table("neighbourhoods", neighbourhood("K1", people_supplied=True, events_supplied=True)))
    assert found["kent/K1/people"] == found["kent/K1/events"] == []
    assert "kent/K1/priorities" not in found


def test_a_neighbourhood_has_upstreams_fields_and_no_null_that_typed_clients_refuse() -> None:
    here = {"force_id": "kent", "neighbourhood_id": "K1", "position": 0}
    found = force(
        table("neighbourhoods", neighbourhood("K1", detail_supplied=True, centre_lon=0.5, centre_lat=51.25)),
        contacts=table("contacts", {**here, "channel": "x", "text": "https://x.example/k1"}, {**here, "channel": "telephone", "text": "101"}),
        links=table("links", {**here, "title": "Council", "href": "https://c.example/", "description": ""}),
        stations=table("stations", {**here, "name": "Old Station", "kind": "", "address": "1 Row", "postcode": "", "description": ""}),
    )
    assert found["kent/K1"] == {
        "url_force": "",
        "contact_details": {"twitter": "https://x.example/k1", "telephone": "101"},
        "name": "K1",
        "links": [{"url": "https://c.example/", "description": "", "title": "Council"}],
        "centre": {"latitude": "51.25", "longitude": "0.5"},
        "locations": [{"name": "Old Station", "postcode": "", "address": "1 Row", "type": "", "description": ""}],
        "description": None,
        "id": "K1",
        "population": "0",
    }


def test_of_a_boundary_in_several_parts_the_largest_is_the_answer() -> None:
    small, large = shapely.box(0, 50, 0.1, 50.1), shapely.box(1, 50, 1.5, 50.5, ccw=True)
    boundaries = table("boundaries", {"force_id": "kent", "neighbourhood_id": "K1", "geometry": shapely.to_wkb(shapely.union(small, large))})
    ring = force(table("neighbourhoods", neighbourhood("K1")), boundaries=boundaries)["kent/K1/boundary"]
    assert {(corner["latitude"], corner["longitude"]) for corner in ring} == {("50", "1"), ("50", "1.5"), ("50.5", "1"), ("50.5", "1.5")}
    assert ring[0] == ring[-1]


def test_a_priority_without_a_date_has_null_as_upstream() -> None:
    row = {"force_id": "kent", "neighbourhood_id": "K1", "position": 0, "issue": "<p>Vans</p>", "action_date": "2025-06-30"}
    found = force(table("neighbourhoods", neighbourhood("K1", priorities_supplied=True)), priorities=table("priorities", row))
    assert found["kent/K1/priorities"] == [{"action": None, "issue-date": None, "action-date": "2025-06-30T00:00:00", "issue": "<p>Vans</p>"}]


def test_a_category_that_no_list_has_comes_after_all_others() -> None:
    kinds = table(
        "categories",
        {"category": "other-crime", "labels": ["Other crime"], "key": "other"},
        {"category": "public-disorder-weapons", "labels": ["Public disorder and weapons"], "key": "weapons", "last_month": "2013-04"},
        {"category": "violent-crime", "labels": ["Violence and sexual offences", "Violent crime"], "key": "violent"},
        {"category": "cyber-nuisance", "labels": ["Cyber nuisance"], "key": None},
    )
    counts = table("force_counts", {"force_id": "kent", "month": "2025-06", "category": "cyber-nuisance", "crimes": 1, "unlocated": 0})
    made = files_of(lists.make, forces=table("forces"), categories=kinds, force_counts=counts, coverage=SUPPLIED, months=MONTHS)
    assert [(one["url"], one["name"]) for one in json.loads(made["api/crime-categories/index.json"])][1:] == [
        ("violent-crime", "Violence and sexual offences"),
        ("other-crime", "Other crime"),
        ("cyber-nuisance", "Cyber nuisance"),
    ]


def test_a_month_lists_the_forces_that_supplied_stops_and_a_month_of_which_nobody_did_lists_none() -> None:
    coverage = pl.concat(
        [
            covered(("crime", "2025-05", "supplied"), ("stops", "2025-05", "withheld"), ("crime", "2025-06", "not_supplied")),
            covered(("stops", "2025-06", "supplied_partial")),
            covered(("stops", "2025-06", "supplied"), force_id="essex"),
            covered(("crime", "2025-04", "not_supplied")),
        ]
    )
    made = files_of(
        lists.make, forces=table("forces"), categories=table("categories"), force_counts=table("force_counts"), coverage=coverage, months=MONTHS
    )
    assert json.loads(made["api/crimes-street-dates/index.json"]) == [
        {"date": "2025-06", "stop-and-search": ["essex", "kent"]},
        {"date": "2025-05", "stop-and-search": []},
    ]


def test_the_index_tells_what_was_not_supplied_and_examples_name_only_what_is_answered() -> None:
    coverage = covered(("crime", "2025-05", "supplied"), ("crime", "2025-06", "withheld"))
    made = files_of(describing.make, forces=table("forces"), officers=table("officers"), api_folders=folders("K1"), coverage=coverage, months=MONTHS)
    index = json.loads(made["api/index.json"])
    assert index["not_supplied"] == [{"dataset": "crime", "force": "kent", "month": "2025-06", "state": "withheld", "reason": None}]
    paths = json.loads(made["api/openapi.json"])["paths"]
    examples = {path: [one.get("example") for one in operation["get"].get("parameters", [])] for path, operation in paths.items()}
    assert examples["/crimes-no-location/{force}/{month}"] == ["kent", "2025-05"]
    assert examples["/crimes-street/{force}/{neighbourhood}"] == [None, None]
    assert examples["/{force}/{neighbourhood}/boundary"] == ["kent", "K1"]
    assert examples["/{force}/{neighbourhood}/people"] == [None, None]
