"""docs/CLIENTS.md names every call of every client, those that work and those that cannot."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import police_api
import pyrozza
import pytest
import uk_police
import uk_police_api
from police_api.crime import Crime
from police_api.forces import Force
from police_api.neighbourhoods import Neighbourhood

from sitegen.artefacts.api.clients import CATEGORIES, CLIENTS, FORCES, MONTHS, NEIGHBOURHOODS, Client

GUIDE = (Path(__file__).parents[2] / "docs/CLIENTS.md").read_text(encoding="utf-8")


def calls() -> Iterator[str]:
    """Public methods and properties of each library's classes, as a caller writes them where they lie below a client."""
    for one in (police_api.PoliceAPI, uk_police.Forces, uk_police.Neighbourhoods, uk_police.StreetLevelCrime, uk_police.StopSearch, pyrozza.Client):
        yield from (name for name, _method in inspect.getmembers(one, inspect.isfunction) if not name.startswith("_"))
    for one in (Force, Neighbourhood, Crime):
        yield from (name for name, _value in inspect.getmembers(one, lambda value: isinstance(value, property)) if name != "slug")
    client = uk_police_api.PoliceAPI()
    for room in ("forces", "neighbourhoods", "crimes", "stop_search", "availability"):
        found = inspect.getmembers(getattr(client, room), inspect.ismethod)
        yield from (f"{room}.{name}" for name, _method in found if not name.startswith("_"))
    yield from ("availability", "categories", "forces", "lastUpdated", "stopAndSearch", "streetLevel")


@pytest.mark.parametrize("call", sorted(set(calls())))
def test_a_call_stands_in_the_guide(call: str) -> None:
    assert re.search(rf"`(\w+\.)?{re.escape(call)}`", GUIDE)


def test_the_guide_names_the_versions_that_are_tried() -> None:
    locked = (Path(__file__).parents[2] / "requirements-dev.txt").read_text(encoding="utf-8")
    for name, version in re.findall(r"^\| (\S+) (\S+) \(PyPI\)", GUIDE, re.MULTILINE):
        assert f"\n{name}=={version} " in locked
    assert re.search(r'"node_modules/ukpd": \{\s+"version": "1\.2\.0"', (Path(__file__).parents[2] / "package-lock.json").read_text(encoding="utf-8"))
    assert "| ukpd 1.2.0 (npm)" in GUIDE


@pytest.mark.parametrize("client", CLIENTS, ids=[client.name for client in CLIENTS])
def test_the_page_for_developers_says_of_a_client_what_the_guide_says(client: Client) -> None:
    (line,) = re.findall(rf"^\| {client.name} {re.escape(client.version)} \({client.registry}\) \| (.+) \|$", GUIDE, re.MULTILINE)
    assert client.told in line
    assert client.told or "give it a `fetch`" in line
    rows = re.search(rf"^\| {client.name}(?:, also `\w+`)? \| .+\n(?:\| +\| .+\n)*", GUIDE, re.MULTILINE)
    assert rows
    works = [
        re.findall("`([^`]+)`", asked)
        for asked, answer in re.findall(r"\| ([^|]*) \| ([^|]*) \|$", rows[0], re.MULTILINE)
        if answer.startswith("yes")
    ]
    asked = " ".join(path for paths in works for path in paths)
    kinds = {
        FORCES: r"(?<!\S)forces",
        NEIGHBOURHOODS: r"\{force\}/(\{id\}|neighbourhoods|…)",
        CATEGORIES: "crime-categories",
        MONTHS: "crimes-street-dates|crime-last-updated",
    }
    assert {kind for kind, pattern in kinds.items() if re.search(pattern, asked)} == set(client.asks)
