"""uk-police 0.3.0 from PyPI, unchanged: it hands on the JSON as it came, which is held against the files and against what was supplied."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from uk_police import APIError, Forces, Neighbourhoods, StopSearch, StreetLevelCrime
from uk_police import client as uk_police_client

from tests.clients.site_api import BUSY, NEIGHBOURHOODS, NO_CRIME, PLACE, SiteApi, named

AREA = "52.46,-4.63:52.47,-4.62:52.46,-4.62"


@pytest.fixture(autouse=True)
def pointed(api: SiteApi, monkeypatch: pytest.MonkeyPatch) -> None:
    """The client asks the site."""
    monkeypatch.setattr(uk_police_client.uk_police, "BASE_URL", api.address.rstrip("/"))


def test_forces_are_those_that_were_supplied(api: SiteApi) -> None:
    assert Forces().list_forces() == api.file("forces")
    described = {file.stem for file in (api.data / "policing/forces").glob("*.json")}
    assert Forces().list_forces() == [force for force in api.supplied("forces") if force["id"] in described]


@pytest.mark.parametrize("force_id", ["loamshire", "dyffryn-aeddan"])
def test_a_force_and_its_officers_are_those_that_were_supplied(api: SiteApi, force_id: str) -> None:
    force, officers = Forces().get_force_details(force_id), Forces().get_senior_officers(force_id)
    assert (force, officers) == (api.file(f"forces/{force_id}"), api.file(f"forces/{force_id}/people"))
    assert (force["name"], force["telephone"]) == tuple(api.supplied(f"forces/{force_id}")[name] for name in ("name", "telephone"))
    assert named(officers) == named(api.supplied(f"forces/{force_id}/people"))


@pytest.mark.parametrize("force_id", ["loamshire", "dyffryn-aeddan"])
def test_a_forces_neighbourhoods_are_those_that_were_supplied(api: SiteApi, force_id: str) -> None:
    found = Neighbourhoods().list_neighbourhoods(force_id)
    assert found == api.file(f"{force_id}/neighbourhoods")
    assert {one["id"] for one in found} == {one["id"] for one in api.supplied(f"{force_id}/neighbourhoods")}


@pytest.mark.parametrize("where", NEIGHBOURHOODS)
def test_a_neighbourhood_its_boundary_and_team_are_the_files(api: SiteApi, where: tuple[str, str]) -> None:
    path, asked = "/".join(where), Neighbourhoods()
    found = asked.get_neighbourhood_details(*where)
    assert found == api.file(path)
    assert (found["id"], found["population"]) == (where[1], api.supplied(path)["population"])
    assert asked.get_neighbourhood_boundary(*where) == api.file(f"{path}/boundary")
    assert asked.get_neighbourhood_team(*where) == api.file(f"{path}/people")
    assert named(asked.get_neighbourhood_team(*where)) == named(api.supplied(f"{path}/people"))


@pytest.mark.parametrize("where", BUSY)
def test_meetings_and_priorities_are_those_that_were_supplied(api: SiteApi, where: tuple[str, str]) -> None:
    path, asked = "/".join(where), Neighbourhoods()
    events, priorities = asked.get_neighbourhood_events(*where), asked.get_neighbourhood_priorities(*where)
    assert (events, priorities) == (api.file(f"{path}/events"), api.file(f"{path}/priorities"))
    assert {(event["title"], event["start_date"]) for event in api.supplied(f"{path}/events")} <= {
        (one["title"], one["start_date"]) for one in events
    }
    assert len(priorities) == len(api.supplied(f"{path}/priorities")) > 0


def test_categories_are_the_same_for_every_date_and_the_newest_month_is_the_sites(api: SiteApi) -> None:
    asked = StreetLevelCrime()
    assert asked.get_crime_categories() == asked.get_crime_categories("2025-01") == api.file("crime-categories")
    assert asked.get_last_updated() == {"date": f"{api.newest_month}-01"} == api.file("crime-last-updated")


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Neighbourhoods().get_neighbourhood_events("dyffryn-aeddan", "Cwm Eira"),
        lambda: Neighbourhoods().get_neighbourhood_details("loamshire", "nb01"),
        lambda: Neighbourhoods().list_neighbourhoods("nowhere"),
        lambda: Forces().get_force_details("nowhere"),
    ],
    ids=["not supplied", "another case", "no such list", "no such force"],
)
def test_what_is_not_there_is_the_clients_own_error(ask: Callable[[], object]) -> None:
    with pytest.raises(APIError, match="404"):
        ask()


@pytest.mark.parametrize(
    "ask",
    [
        lambda: StreetLevelCrime().get_street_crimes_at_location(*PLACE.values()),
        lambda: StreetLevelCrime().get_street_crimes_in_area(AREA),
        lambda: StreetLevelCrime().get_outcomes_at_location("1"),
        lambda: StreetLevelCrime().get_outcomes_by_coordinates(*PLACE.values()),
        lambda: StreetLevelCrime().get_outcomes_in_area(AREA),
        lambda: StreetLevelCrime().get_crimes_at_specific_location("1"),
        lambda: StreetLevelCrime().get_crimes_no_location("all-crime", "loamshire", "2025-06"),
        lambda: StreetLevelCrime().get_outcomes_for_crime(NO_CRIME),
        lambda: StopSearch().stop_and_search_by_area(*PLACE.values()),
        lambda: StopSearch().stop_and_search_by_location("1"),
        lambda: StopSearch().stop_and_search_no_location("loamshire"),
        lambda: StopSearch().stop_and_search_by_force("loamshire"),
        lambda: Neighbourhoods().locate_neighbourhood(*PLACE.values()),
    ],
)
def test_what_no_file_can_answer_is_refused_and_never_answered_wrongly(ask: Callable[[], object]) -> None:
    with pytest.raises(APIError, match="404"):
        ask()
