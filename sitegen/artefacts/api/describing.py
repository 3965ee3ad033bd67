"""What describes the API: its index, its description as OpenAPI 3.1, and what a server may send for what is not there."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import polars as pl

from sitegen import urls
from sitegen.artefacts.api.routes import ELSEWHERE, ROUTES, Route
from sitegen.rules import COUNTED_STATES
from sitegen.site_json import to_json
from sitegen.terms import BTP

Example = Mapping[str, str]

_ABOUT = (
    "Answers of the shape of the API of data.police.uk, as plain files at its paths: no key, no limit, no query. "
    "What was not supplied is not there (404); an empty list stands only where it is known that there is nothing."
)
_LICENCE = {"name": "Open Government Licence v3.0", "url": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"}
_PARAMETERS = {
    "force": "the id of a force, as in forces",
    "neighbourhood": "the id of a neighbourhood, or its folder by ids.json where it cannot be a folder's name",
    "month": "a month, written 2025-06",
}
_PAGE = urls.link(urls.API_INDEX, urls.page("developers"))
_NOT_THERE = {"description": "not there: unknown, or not supplied"}


def make(
    *, forces: pl.DataFrame, officers: pl.DataFrame, api_folders: pl.DataFrame, coverage: pl.DataFrame, months: list[str]
) -> Iterator[tuple[str, bytes]]:
    """Three files: `index.json`, `openapi.json` with an example for each operation that this site can answer, and `404.json`.

    The index lists what was supplied in part or not at all, by dataset, force and month.
    """
    yield urls.API_INDEX, to_json(_index(coverage, months))
    examples = route_examples(forces, officers, api_folders, coverage, months[-1])
    yield urls.API_DESCRIPTION, to_json(_description(examples))
    yield urls.API_NOT_FOUND, to_json({"error": "not found", "message": f"{_ABOUT} Nothing here takes a query. api/index.json lists the paths."})


def _index(coverage: pl.DataFrame, months: list[str]) -> dict[str, Any]:  # Any: JSON
    missing = coverage.filter(pl.col("state") != "supplied", pl.col("month").is_in(months)).sort("dataset", "force_id", "month")
    return {
        "about": _ABOUT,
        "description": "openapi.json",
        "documentation": _PAGE,
        "licence": _LICENCE,
        "source": "data.police.uk",
        "months": {"first": months[0], "last": months[-1]},
        "routes": [{"path": route.path, "what": route.what, "differs": route.differs} for route in ROUTES],
        "elsewhere": [{"path": path, "why": why, "instead": instead} for path, why, instead in ELSEWHERE],
        "not_supplied": [
            {"dataset": dataset, "force": force_id, "month": month, "state": state, "reason": reason}
            for dataset, force_id, month, state, reason in missing.select("dataset", "force_id", "month", "state", "reason").iter_rows()
        ],
    }


def _description(examples: Mapping[str, Example]) -> dict[str, Any]:  # Any: JSON
    answers, shapes = msgspec.json.schema_components([route.answer for route in ROUTES], ref_template="#/components/schemas/{name}")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Crime and policing as plain files", "version": "1", "description": _ABOUT, "license": _LICENCE},
        "externalDocs": {"url": _PAGE},
        "servers": [{"url": "."}],
        "paths": {
            f"/{route.path}": {"get": _operation(route, answer, examples.get(route.path, {}))} for route, answer in zip(ROUTES, answers, strict=True)
        },
        "components": {"schemas": shapes},
    }


def _operation(route: Route, answer: dict[str, Any], example: Example) -> dict[str, Any]:  # Any: JSON
    parameters = [
        {
            "name": name,
            "in": "path",
            "required": True,
            "description": _PARAMETERS[name],
            "schema": {"type": "string"},
            **({"example": example[name]} if name in example else {}),
        }
        for name in route.parameters
    ]
    return {
        "operationId": "-".join(part.strip("{}") for part in route.path.split("/")),
        "summary": route.what,
        **({"description": route.differs} if route.differs else {}),
        **({"parameters": parameters} if parameters else {}),
        "responses": {"200": {"description": route.what, "content": {"application/json": {"schema": answer}}}, "404": _NOT_THERE},
    }


def route_examples(
    forces: pl.DataFrame, officers: pl.DataFrame, api_folders: pl.DataFrame, coverage: pl.DataFrame, newest: str
) -> dict[str, Example]:
    """For each path with parameters the first of this site that is answered, its parameters by name; a path that nothing answers has none."""
    counted = coverage.filter(pl.col("dataset") == "crime", pl.col("state").is_in([*COUNTED_STATES]), pl.col("force_id") != BTP)
    known = api_folders.sort("force_id", "neighbourhood_id")
    is_new = pl.col("force_id").is_in(counted.filter(pl.col("month") == newest)["force_id"].implode())
    rows = {
        "forces/{force}": forces.filter("detail_supplied").sort("force_id"),
        "forces/{force}/people": officers.sort("force_id"),
        "{force}/neighbourhoods": known,
        "{force}/{neighbourhood}": known.filter("detail_supplied"),
        "{force}/{neighbourhood}/boundary": known.filter("has_boundary"),
        **{f"{{force}}/{{neighbourhood}}/{part}": known.filter(f"{part}_supplied") for part in ("people", "events", "priorities")},
        "crimes-no-location/{force}/{month}": counted.sort("month", "force_id", descending=[True, False]),
        "crimes-street/{force}/{neighbourhood}": known.filter("has_boundary", is_new),
    }
    columns = {"force": "force_id", "neighbourhood": "folder", "month": "month"}
    found = {
        route.path: rows[route.path].select(*(pl.col(columns[name]).alias(name) for name in route.parameters)) for route in ROUTES if route.parameters
    }
    return {path: table.row(0, named=True) for path, table in found.items() if table.height}
