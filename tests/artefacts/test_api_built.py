"""Tests of the API of whole sites: every answer has its shape, every example can be asked, and its crimes are those of the pages."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import openapi_spec_validator
import pytest

from sitegen.artefacts.api.routes import ROUTES, Route
from sitegen.artefacts.api.shapes import Crime
from sitegen.safe_csv import as_supplied
from sitegen.terms import ASB

pytestmark = pytest.mark.site

LITERAL = ("forces", "crime-categories", "crime-last-updated", "crimes-street-dates", "crimes-no-location", "crimes-street")


@pytest.fixture(scope="module", params=["built_site", "built_real_site"])
def api(request: pytest.FixtureRequest) -> Path:
    """The API's folder of the invented county, and of real data where there is some."""
    site = request.getfixturevalue(request.param)
    assert isinstance(site, Path)
    return site / "api"


def route_of(path: str) -> Route:
    """The route that a path of the API is an answer of, whatever stands for its parameters; a route's own words go first."""
    steps = path.split("/")
    fitting = [
        route
        for route in ROUTES
        if len(route.path.split("/")) == len(steps)
        and all(wanted == step or wanted.startswith("{") for wanted, step in zip(route.path.split("/"), steps, strict=True))
        and (steps[0] not in LITERAL or route.path.startswith(steps[0]))
    ]
    return min(fitting, key=lambda route: len(route.parameters))


def answers(api: Path) -> Iterator[tuple[str, Path]]:
    for file in sorted(api.rglob("*/index.json")):
        yield file.parent.relative_to(api).as_posix(), file


def read(file: Path) -> Any:  # Any: JSON
    return json.loads(file.read_bytes())


def test_every_answer_has_the_shape_of_its_route(api: Path) -> None:
    found = set()
    for path, file in answers(api):
        route = route_of(path)
        msgspec.json.decode(file.read_bytes(), type=route.answer)
        found.add(route.path)
    assert found >= {"forces", "{force}/neighbourhoods", "{force}/{neighbourhood}", "crimes-no-location/{force}/{month}", "crime-categories"}


def test_fields_stand_in_the_order_of_upstream(api: Path) -> None:
    for path, file in answers(api):
        data = file.read_bytes()
        assert msgspec.json.encode(msgspec.json.decode(data, type=route_of(path).answer)) == data


def test_the_description_is_openapi(api: Path) -> None:
    openapi_spec_validator.validate(read(api / "openapi.json"))


def test_each_operation_has_an_example_that_is_answered_as_described(api: Path) -> None:
    description = read(api / "openapi.json")
    asked = []
    for path, operations in description["paths"].items():
        parameters = operations["get"].get("parameters", [])
        if any("example" not in one for one in parameters):
            continue
        file = api / path[1:].format(**{one["name"]: one["example"] for one in parameters}) / "index.json"
        schema = operations["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator({**schema, "components": description["components"]}).validate(read(file))
        asked.append(operations["get"]["operationId"])
    answered = {route_of(path).path for path, _ in answers(api)}
    assert len(asked) == len(answered)


def test_what_is_said_to_answer_instead_is_there(api: Path) -> None:
    given = [file.relative_to(api.parent).as_posix() for file in api.parent.rglob("*") if file.is_file()]
    for entry in read(api / "index.json")["elsewhere"]:
        for instead in filter(None, entry["instead"].split("; ")):
            path = instead if "." in instead else f"api/{instead}/index.json"
            pattern = re.compile(re.sub(r"<[^>]*>|\{[^}]*\}", "[^/]+", path.replace(".", r"\.")))
            # Where no outcomes or stops were supplied there is nothing to lead to.
            assert path.startswith(("outcomes/", "tiles/stops/")) or any(map(pattern.fullmatch, given)), instead


def test_a_neighbourhoods_crimes_are_those_of_its_page(api: Path) -> None:
    last = read(api / "index.json")["months"]["last"]
    compared = 0
    for folder in sorted((api / "crimes-street").iterdir()):
        ids = {name: key for key, name in read(api / folder.name / "ids.json").items()}
        with (api.parent / "data" / "counts" / f"{folder.name}.csv").open(encoding="utf-8", newline="") as table:
            rows = {as_supplied(row["neighbourhood"]): row for row in csv.DictReader(table) if row["month"] == last}
        for file in sorted(folder.rglob("index.json")):
            records = [one for one in read(file) if one["location_type"] == "Force"]
            row = rows[ids[file.parent.name]]
            for category in {one["category"] for one in records} | {key for key in row if row[key] and row[key].isdigit()}:
                assert sum(one["category"] == category for one in records) == int(row[category])
                compared += 1
    assert compared


def test_crimes_without_a_location_are_those_of_the_coverage(api: Path) -> None:
    with (api.parent / "data" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        coverage = {(row["dataset"], row["force_id"], row["month"]): row for row in csv.DictReader(file)}
    supplied = {key[1:] for key, row in coverage.items() if key[0] == "crime" and row["state"].startswith("supplied")}
    assert {file.parts[-3:-1] for file in (api / "crimes-no-location").rglob("index.json")} == supplied
    for force_id, month in supplied:
        records = msgspec.json.decode((api / "crimes-no-location" / force_id / month / "index.json").read_bytes(), type=list[Crime])
        for dataset in ("crime", "asb"):
            count = sum((one.category == ASB) == (dataset == "asb") for one in records)
            assert count == int(coverage[dataset, force_id, month]["unlocated"] or 0)
        assert [one.id for one in records] == [*range(1, len(records) + 1)]


def test_no_force_with_crimes_in_the_newest_month_lacks_its_neighbourhoods(api: Path) -> None:
    index = read(api / "index.json")
    missing = {one["force"] for one in index["not_supplied"] if one["dataset"] == "crime" and one["month"] == index["months"]["last"]}
    for file in sorted(api.glob("*/ids.json")):
        force_id = file.parent.name
        shaped = {path.parent.parent.name for path in file.parent.glob("*/boundary/index.json")}
        given = {path.parent.name for path in (api / "crimes-street" / force_id).rglob("index.json")}
        assert given in (shaped, set())
        assert given or not shaped or force_id in missing


def test_nothing_is_listed_as_a_force_that_upstream_does_not_list(api: Path) -> None:
    listed = [one["id"] for one in read(api / "forces" / "index.json")]
    assert "btp" not in listed
    assert listed == sorted(listed)
