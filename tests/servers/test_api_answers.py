"""The API at its official addresses: `build.py serve` and each server configured as in docs/servers answers it alike, at a root and below a path."""

from __future__ import annotations

import http.client
import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.hosting.small_site import write_site
from tests.servers.started import give_away, started
from tests.serving import serving

OFFICIAL = (
    "forces",
    "forces/gwent",
    "gwent/neighbourhoods",
    "gwent/NB01",
    "gwent/NB01/boundary",
    "gwent/nb01",
    "gwent/Antrim Town",
    "gwent/St. Mary's & Co",
    "crimes-street/gwent/NB01",
    "crimes-no-location/gwent/2025-06",
)
"""Official addresses below `api/`: one may be the beginning of another, two may differ in their case."""

UNKNOWN = (
    "nothing",
    "forces/nothing",
    "forces/index.html",
    "GWENT/NB01",
    "gwent/NB01/Boundary",
    "gwent/antrim%20town",
    "gwent",
    "crimes-street",
    "crimes-street/all-crime?lat=51.5&lng=-3.0",
    "crimes-no-location",
    "crimes-no-location?category=all-crime&force=gwent&date=2025-06",
)
"""What no file answers: other spellings, folders without an answer of their own, and addresses whose query would matter."""

LONG = "which is long enough to be compressed " * 20
FILES = {
    **{f"api/{path}/index.json": json.dumps({"asked": path, "said": LONG}).encode() for path in OFFICIAL},
    "api/index.json": b'{"routes": []}',
    "api/404.json": json.dumps({"error": "there is no such answer", "said": LONG}).encode(),
    "data/counts.csv": b"month,crimes\n",
    "tiles/crime/index.json": b"{}",
    "index.html": b"<title>A page</title>",
    "gwent/index.html": b"<title>Gwent</title>",
    "404.html": b"<title>There is no such page</title>",
}


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass(frozen=True)
class Server:
    """A server at work, by the address of its site."""

    address: str

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        parts = urlsplit(self.address)
        connection = http.client.HTTPConnection("127.0.0.1", parts.port, timeout=60)
        connection.request(method, parts.path + path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        found = connection.getresponse()
        answer = Answer(found.status, found.headers, found.read())
        connection.close()
        return answer


@pytest.fixture(scope="module", params=["/", "/mirror/a/"], ids=["root", "below"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[Path, str]]:
    """A folder that a server serves, readable by its user, and the path below which the site lies in it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_site(folder / "www" / request.param.strip("/"), FILES)
        give_away(folder)
        yield folder, request.param


@pytest.fixture(scope="module", params=["serve", "nginx", "caddy", "apache2"])
def server(request: pytest.FixtureRequest, place: tuple[Path, str]) -> Iterator[Server]:
    """Each server of the site."""
    folder, prefix = place
    with ExitStack() as stack:
        if request.param == "serve":
            yield Server(stack.enter_context(serving(folder / "www" / prefix.strip("/"), prefix)))
        else:
            yield Server(f"http://127.0.0.1:{stack.enter_context(started(request.param, folder, prefix))}{prefix}")


@pytest.mark.parametrize("path", OFFICIAL)
def test_an_official_address_is_answered_itself_with_the_files_bytes(server: Server, path: str) -> None:
    for asked in (f"api/{quote(path)}", f"api/{quote(path)}?date=2025-06", f"api/{quote(path)}/", f"api/{quote(path)}/index.json"):
        answer = server.ask(asked)
        assert (answer.status, answer.headers["Content-Type"], answer.body) == (200, "application/json", FILES[f"api/{path}/index.json"]), asked


def test_the_folder_of_the_api_answers_with_its_list_of_routes(server: Server) -> None:
    answer = server.ask("api/")
    assert (answer.status, answer.headers["Content-Type"], answer.body) == (200, "application/json", FILES["api/index.json"])
    bare = server.ask("api")
    assert bare.body == FILES["api/index.json"] if bare.status == 200 else bare.headers["Location"].endswith("api/")


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_is_not_there_is_404_and_says_so_in_json(server: Server, path: str) -> None:
    answer = server.ask(f"api/{path}")
    assert (answer.status, answer.headers["Content-Type"], answer.body) == (404, "application/json", FILES["api/404.json"])
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_pages_keep_their_own_404_and_redirect(server: Server) -> None:
    assert server.ask("nothing").body == FILES["404.html"]
    assert server.ask("gwent").status in {301, 308}


@pytest.mark.parametrize("path", ["api/forces", "api/forces/index.json", "data/counts.csv", "tiles/crime/index.json"])
def test_a_page_elsewhere_may_read_data(server: Server, path: str) -> None:
    answer = server.ask(path, Origin="https://elsewhere.example")
    assert (answer.status, answer.headers.get_all("Access-Control-Allow-Origin")) == (200, ["*"])
    assert "ETag" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize("path", ["", "gwent/", "nothing"])
def test_a_page_elsewhere_may_not_read_pages(server: Server, path: str) -> None:
    assert server.ask(path, Origin="https://elsewhere.example").headers["Access-Control-Allow-Origin"] is None


def test_head_tells_the_same_without_a_body(server: Server) -> None:
    got, head = server.ask("api/gwent/NB01"), server.ask("api/gwent/NB01", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(got.body))
    assert [head.headers[name] for name in ("Content-Type", "ETag", "Cache-Control")] == [
        got.headers[name] for name in ("Content-Type", "ETag", "Cache-Control")
    ]
    assert server.ask("api/nothing", "HEAD").status == 404


@pytest.mark.parametrize("accepted", ["identity", "gzip"])
def test_what_a_client_has_already_is_not_sent_again(server: Server, accepted: str) -> None:
    answer = server.ask("api/gwent/NB01", Accept_Encoding=accepted)
    assert server.ask("api/gwent/NB01", Accept_Encoding=accepted, If_None_Match=answer.headers["ETag"]).status == 304
    assert server.ask("api/gwent/NB01", Accept_Encoding=accepted, If_Modified_Since=answer.headers["Last-Modified"]).status == 304
