"""Other people's clients of the police's API that work with a site: which, and how each is told its address. docs/CLIENTS.md has every call."""

from dataclasses import dataclass

from sitegen.languages import marked

FORCES, NEIGHBOURHOODS, CATEGORIES, MONTHS = marked("forces"), marked("neighbourhoods"), marked("categories"), marked("months")
"""What a client asks for, as messages."""


@dataclass(frozen=True, slots=True)
class Client:
    """A library with the version that is tried, where it is to be had, how it is told the address, and what can be asked with it.

    `told` is a line of its language, with ADDRESS for the site's address and `api/`; empty where a `fetch` must change the host.
    """

    name: str
    version: str
    registry: str
    told: str
    asks: tuple[str, ...]


CLIENTS = (
    Client("police-api-client", "1.2.2", "PyPI", "PoliceAPI(base_url=ADDRESS)", (FORCES, NEIGHBOURHOODS, CATEGORIES, MONTHS)),
    Client(
        "uk-police",
        "0.3.0",
        "PyPI",
        'uk_police.client.uk_police.BASE_URL = ADDRESS.rstrip("/")',
        (FORCES, NEIGHBOURHOODS, CATEGORIES, MONTHS),
    ),
    Client("uk-police-api", "0.1.0", "PyPI", "uk_police_api._client.BASE_URL = ADDRESS", (FORCES, NEIGHBOURHOODS, CATEGORIES, MONTHS)),
    Client("pyrozza", "0.1.0", "PyPI", "client = pyrozza.Client(); client._domain = ADDRESS", (CATEGORIES,)),
    Client("ukpd", "1.2.0", "npm", "", (FORCES, CATEGORIES, MONTHS)),
)
"""In the order of the guide."""
