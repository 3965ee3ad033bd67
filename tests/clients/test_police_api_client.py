"""police-api-client 1.2.2 from PyPI, unchanged: objects of its own, whose fields are held against the files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from police_api import PoliceAPI
from police_api.exceptions import APIError
from police_api.forces import Force
from police_api.neighbourhoods import Neighbourhood

from tests.clients.site_api import BUSY, NEIGHBOURHOODS, NO_CRIME, PLACE, SiteApi, named, points


@pytest.fixture
def client(api: SiteApi) -> PoliceAPI:
    """The client asks the site."""
    # It keeps the people of the first force and neighbourhood for all the others: a fault of its own, and the same with upstream.
    Force._resource_cache.clear()
    Neighbourhood._resource_cache.clear()
    return PoliceAPI(base_url=api.address)


def test_forces_and_what_is_said_of_each(api: SiteApi, client: PoliceAPI) -> None:
    assert [(force.id, force.name) for force in client.get_forces()] == [(one["id"], one["name"]) for one in api.file("forces")]
    force, expected = client.get_force("loamshire"), api.file("forces/loamshire")
    assert (force.name, force.telephone, force.url, force.description, force.engagement_methods) == tuple(
        expected[name] for name in ("name", "telephone", "url", "description", "engagement_methods")
    )
    assert [(one.name, one.rank) for one in force.senior_officers] == named(api.supplied("forces/loamshire/people"))
    assert {one.id for one in force.neighbourhoods} == {one["id"] for one in api.supplied("loamshire/neighbourhoods")}


@pytest.mark.parametrize("where", NEIGHBOURHOODS)
def test_a_neighbourhood_its_boundary_and_team(api: SiteApi, client: PoliceAPI, where: tuple[str, str]) -> None:
    path, found = "/".join(where), client.get_neighbourhood(*where)
    expected = api.file(path)
    assert (found.name, found.links, found.locations, found.centre) == tuple(expected[name] for name in ("name", "links", "locations", "centre"))
    assert found.population == int(api.supplied(path)["population"])
    assert found.boundary == points(api.file(f"{path}/boundary"))
    assert [(one.name, one.rank) for one in found.officers] == named(api.supplied(f"{path}/people"))


@pytest.mark.parametrize("where", BUSY)
def test_its_meetings_and_priorities(api: SiteApi, client: PoliceAPI, where: tuple[str, str]) -> None:
    path, found = "/".join(where), client.get_neighbourhood(*where)
    assert [(one.title, f"{one.start_date:%Y-%m-%dT%H:%M:%S}") for one in found.events] == [
        (one["title"], one["start_date"]) for one in api.file(f"{path}/events")
    ]
    expected = sorted((one["issue-date"] for one in api.file(f"{path}/priorities")), reverse=True)
    assert [f"{one.issue_date:%Y-%m-%dT%H:%M:%S}" for one in found.priorities] == expected


def test_months_and_categories(api: SiteApi, client: PoliceAPI) -> None:
    assert client.get_dates() == [one["date"] for one in api.file("crimes-street-dates")]
    assert client.get_latest_date() == api.newest_month
    expected = {one["url"]: one["name"] for one in api.file("crime-categories") if one["url"] != "all-crime"}
    assert {one.id: one.name for one in client.get_crime_categories("2025-06")} == expected
    assert client.get_crime_category("burglary").name == expected["burglary"]


@pytest.mark.parametrize("where", BUSY)
def test_crimes_of_a_neighbourhood_are_asked_for_as_a_category(api: SiteApi, client: PoliceAPI, where: tuple[str, str]) -> None:
    month = client.get_latest_date()
    crimes = client.get_crimes_point(**PLACE, category="/".join(where))
    assert len(crimes) == api.counted(*where, month)
    assert {crime.month for crime in crimes} == {month}
    expected = Counter((one["category"], one["location"]["street"]["name"]) for one in api.file(f"crimes-street/{'/'.join(where)}"))
    assert Counter((crime.category.id, crime.location.name) for crime in crimes) == expected
    assert [crime.outcomes for crime in crimes[:3]] == [[], [], []]


def test_the_place_of_a_position_is_not_known(client: PoliceAPI) -> None:
    assert client.locate_neighbourhood(**PLACE) is None


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get_crimes_point(**PLACE),
        lambda client: client.get_crimes_area([(52.46, -4.63), (52.47, -4.62), (52.46, -4.62)]),
        lambda client: client.get_crimes_location(1),
        lambda client: client.get_crimes_no_location("loamshire", "2025-06"),
        lambda client: client.get_crime(NO_CRIME),
        lambda client: client.get_neighbourhood("loamshire", "NB01").crimes,
        lambda client: client.get_neighbourhood("loamshire", "nb01").name,
        lambda client: client.get_neighbourhood("dyffryn-aeddan", "Cwm Eira").events,
        lambda client: client.get_force("nowhere").name,
    ],
)
def test_what_is_not_there_or_no_file_can_answer_is_the_clients_own_error(client: PoliceAPI, ask: Callable[[PoliceAPI], object]) -> None:
    with pytest.raises(APIError) as error:
        ask(client)
    # A server of files takes no form: what is sent to it as one is refused in its own way.
    assert error.value.status_code in {404, 405, 501}
