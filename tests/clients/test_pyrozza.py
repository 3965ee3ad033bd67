"""pyrozza 0.1.0 from PyPI, unchanged: of its three calls one needs no coordinates."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pyrozza import Client
from requests import HTTPError

from tests.clients.site_api import PLACE, SiteApi


@pytest.fixture
def client(api: SiteApi) -> Client:
    """The client asks the site."""
    client = Client()
    client._domain = api.address
    return client


@pytest.mark.parametrize("date", [None, "2025-06"])
def test_categories(api: SiteApi, client: Client, date: str | None) -> None:
    assert client.crime_categories(date) == api.file("crime-categories")


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.street_level_crimes(lat=PLACE["lat"], lon=PLACE["lng"]),
        lambda client: client.street_level_crimes(poly="52.46,-4.63:52.47,-4.62:52.46,-4.62", date="2025-06"),
        lambda client: client.street_level_outcomes(location_id=1),
    ],
)
def test_what_no_file_can_answer_is_the_clients_own_error(client: Client, ask: Callable[[Client], object]) -> None:
    with pytest.raises(HTTPError, match="404"):
        ask(client)
