"""uk-police-api 0.1.0 from PyPI, unchanged: models that refuse nulls and wrong types, over httpx, which follows no redirect."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from uk_police_api import AsyncPoliceAPI, PoliceAPI, PoliceAPINotFoundError, _client

from tests.clients.site_api import BUSY, NEIGHBOURHOODS, NO_CRIME, PLACE, SiteApi, named, points

AREA = [(52.46, -4.63), (52.47, -4.62), (52.46, -4.62)]


@pytest.fixture
def client(api: SiteApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[PoliceAPI]:
    """The client asks the site, and remembers no answer."""
    monkeypatch.setattr(_client, "BASE_URL", api.address)
    with PoliceAPI(cache_ttl=None) as client:
        yield client


def test_forces_and_what_is_said_of_each(api: SiteApi, client: PoliceAPI) -> None:
    assert [one.model_dump() for one in client.forces.list()] == api.file("forces")
    force, expected = client.forces.get("loamshire"), api.file("forces/loamshire")
    assert (force.name, force.telephone, force.url, force.description) == tuple(
        expected[name] for name in ("name", "telephone", "url", "description")
    )
    assert [method.title for method in force.engagement_methods] == [one["title"] for one in api.supplied("forces/loamshire")["engagement_methods"]]
    assert [(one.name, one.rank) for one in client.forces.people("loamshire")] == named(api.supplied("forces/loamshire/people"))


def test_every_answer_about_every_neighbourhood_passes_its_models(api: SiteApi, client: PoliceAPI) -> None:
    passed = set()
    for force in client.forces.list():
        for one in client.neighbourhoods.list(force.id):
            for call, name in (("get", ""), ("boundary", "/boundary"), ("people", "/people"), ("events", "/events"), ("priorities", "/priorities")):
                with suppress(PoliceAPINotFoundError):
                    getattr(client.neighbourhoods, call)(force.id, one.id)
                    passed.add(f"{force.id}/{one.id}{name}")
    answers = (file.relative_to(api.site / "api").parent.as_posix() for force in client.forces.list() for file in _files_of(api, force.id))
    assert passed == {path for path in answers if not path.endswith("/neighbourhoods")}
    assert len(passed) > 150


def _files_of(api: SiteApi, force_id: str) -> Iterator[Path]:
    return (api.site / "api" / force_id).rglob("index.json")


@pytest.mark.parametrize("where", NEIGHBOURHOODS)
def test_a_neighbourhood_its_boundary_and_team(api: SiteApi, client: PoliceAPI, where: tuple[str, str]) -> None:
    path, asked = "/".join(where), client.neighbourhoods
    found, expected = asked.get(*where), api.file(path)
    assert (found.id, found.name, found.links, found.locations) == tuple(expected[name] for name in ("id", "name", "links", "locations"))
    assert found.population == api.supplied(path)["population"]
    assert [(point.latitude, point.longitude) for point in asked.boundary(*where)] == points(api.file(f"{path}/boundary"))
    assert [(one.name, one.rank) for one in asked.people(*where)] == named(api.supplied(f"{path}/people"))


@pytest.mark.parametrize("where", BUSY)
def test_its_meetings_and_priorities(api: SiteApi, client: PoliceAPI, where: tuple[str, str]) -> None:
    path, asked = "/".join(where), client.neighbourhoods
    assert [(one.title, one.start_date) for one in asked.events(*where)] == [(one["title"], one["start_date"]) for one in api.file(f"{path}/events")]
    assert [one.issue for one in asked.priorities(*where)] == [one["issue"] for one in api.file(f"{path}/priorities")]


def test_months_and_categories(api: SiteApi, client: PoliceAPI) -> None:
    assert [one.model_dump(by_alias=True) for one in client.availability.dates()] == api.file("crimes-street-dates")
    assert [one.model_dump() for one in client.crimes.categories("2025-06")] == api.file("crime-categories")
    assert client.crimes.last_updated().model_dump() == api.file("crime-last-updated")


@pytest.mark.parametrize("where", BUSY)
def test_crimes_of_a_neighbourhood_are_asked_for_as_a_category(api: SiteApi, client: PoliceAPI, where: tuple[str, str]) -> None:
    crimes = client.crimes.street("/".join(where))
    assert len(crimes) == api.counted(*where, api.newest_month)
    assert [(one.category, one.id, one.persistent_id) for one in crimes] == [
        (one["category"], one["id"], "") for one in api.file(f"crimes-street/{'/'.join(where)}")
    ]


def test_the_client_that_does_several_things_at_once_gets_the_same(api: SiteApi, client: PoliceAPI) -> None:
    async def ask() -> tuple[object, ...]:
        async with AsyncPoliceAPI(cache_ttl=None) as at_once:
            return tuple(
                await asyncio.gather(at_once.forces.list(), at_once.neighbourhoods.list("loamshire"), at_once.crimes.street("loamshire/CPT KTX"))
            )

    assert asyncio.run(ask()) == (client.forces.list(), client.neighbourhoods.list("loamshire"), client.crimes.street("loamshire/CPT KTX"))


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.crimes.street(**PLACE),
        lambda client: client.crimes.street(poly=AREA),
        lambda client: client.crimes.at_location(location_id=1),
        lambda client: client.crimes.no_location("all-crime", "loamshire", "2025-06"),
        lambda client: client.crimes.outcomes_at_location(location_id=1),
        lambda client: client.crimes.outcomes_for_crime(NO_CRIME),
        lambda client: client.stop_search.street(**PLACE),
        lambda client: client.stop_search.at_location(1),
        lambda client: client.stop_search.no_location("loamshire"),
        lambda client: client.stop_search.by_force("loamshire"),
        lambda client: client.neighbourhoods.locate(*PLACE.values()),
        lambda client: client.neighbourhoods.get("loamshire", "nb01"),
        lambda client: client.neighbourhoods.events("dyffryn-aeddan", "Cwm Eira"),
        lambda client: client.forces.get("nowhere"),
    ],
)
def test_what_is_not_there_or_no_file_can_answer_is_the_clients_own_error(client: PoliceAPI, ask: Callable[[PoliceAPI], object]) -> None:
    with pytest.raises(PoliceAPINotFoundError):
        ask(client)
