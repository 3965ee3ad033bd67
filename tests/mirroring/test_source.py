"""A site on the web is asked again where that may help, and not where it cannot."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from sitegen.errors import StoreError
from sitegen.mirroring.source import SiteSource


class Ill(BaseHTTPRequestHandler):
    """Answers each path with what it asks for, `/503,429,200` one after the other: a status, or `cut` for an answer that breaks off."""

    protocol_version = "HTTP/1.1"
    asked: dict[str, int]

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is said."""

    def do_GET(self) -> None:
        """Answer."""
        answers = self.path.strip("/").split(",")
        number = self.asked.get(self.path, 0)
        self.asked[self.path] = number + 1
        answer = answers[min(number, len(answers) - 1)]
        self.send_response(200 if answer == "cut" else int(answer))
        self.send_header("Content-Length", "9" if answer == "cut" else "4")
        self.end_headers()
        self.wfile.write(b"here")
        self.close_connection = answer == "cut"


@pytest.fixture
def ill() -> Iterator[tuple[str, dict[str, int]]]:
    """The address of such a server, and how often each path was asked for."""
    asked: dict[str, int] = {}
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Ill,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", asked
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["503,200", "429,429,200", "500,503,200", "cut,200"])
def test_a_server_that_is_busy_or_breaks_off_is_asked_again(ill: tuple[str, dict[str, int]], path: str) -> None:
    found = SiteSource(ill[0], pauses_s=(0, 0)).read(path)
    assert found is not None
    assert found.data == b"here"


@pytest.mark.parametrize(
    ("path", "said"),
    [("503", "the server answered 503; run the same command again"), ("429", "the server answered 429"), ("cut", "the answer broke off")],
)
def test_a_server_that_stays_so_is_given_up_in_one_line(ill: tuple[str, dict[str, int]], path: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as given_up:
        SiteSource(ill[0], pauses_s=(0, 0)).read(path)
    assert ill[1][f"/{path}"] == 3
    assert "\n" not in str(given_up.value)


@pytest.mark.parametrize("path", ["403", "400"])
def test_what_is_refused_for_good_is_asked_for_once(ill: tuple[str, dict[str, int]], path: str) -> None:
    with pytest.raises(StoreError, match=f"the server answered {path}; check the address, or ask whoever serves it"):
        SiteSource(ill[0], pauses_s=(0, 0)).read(path)
    assert ill[1][f"/{path}"] == 1


def test_an_address_where_nobody_answers_is_not_waited_for() -> None:
    with pytest.raises(StoreError, match="nobody answers there"):
        SiteSource("http://127.0.0.1:9/", pauses_s=(3600,)).read("release/current.json")
