"""Publishers in processes of their own, killed by the system at a request or at a change of the disk."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from multiprocessing import get_context
from pathlib import Path
from typing import ClassVar, TypeVar
from urllib.parse import urlsplit

from sitegen.hosting.open_target import open_target
from tests.hosting.small_site import put_out, release_in

Made = TypeVar("Made")

_APART = get_context("forkserver")
_APART.set_forkserver_preload([__name__])
_CHANGES = ("link", "replace", "unlink", "symlink", "makedirs", "mkdir")


def publishes(url: str, site: str, environment: dict[str, str], switch: str, dies_at: int) -> None:
    """Publish a site; on a disk, be killed before the change with this number."""
    os.environ.update(environment)
    if dies_at:
        _die_at_change(dies_at)
    put_out(open_target(url, switch), release_in(Path(site)))


def published_apart(url: str, site: Path, endpoint: str = "", switch: str = "", dies_at: int = 0, began: Callable[[int], None] | None = None) -> bool:
    """Publish in another process; whether it came to its end. `began` is told its number."""
    environment = {name: value for name, value in os.environ.items() if name.startswith("AWS_")} | {"AWS_ENDPOINT": endpoint}
    process = _APART.Process(target=publishes, args=(url, str(site), environment, switch, dies_at))
    process.start()
    if began is not None:
        began(process.pid or 0)
    process.join()
    assert process.exitcode in {0, -signal.SIGKILL}, process.exitcode
    return process.exitcode == 0


def _die_at_change(number: int) -> None:
    left = [number]

    def dying(change: Callable[..., Made]) -> Callable[..., Made]:
        def change_or_die(*given: object, **named: object) -> Made:
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return change(*given, **named)

        return change_or_die

    for name in _CHANGES:
        setattr(os, name, dying(getattr(os, name)))


class Deadly(ThreadingHTTPServer):
    """A proxy before a store that kills the publisher at a request, before or after the store has had it."""

    daemon_threads = True

    def __init__(self, store: str, at: int, *, after: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.store, self.at, self.after, self.seen, self.victim = urlsplit(store), at, after, list[str](), 0
        self.guard, self.known = threading.Lock(), threading.Event()

    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever was killed hangs up."""

    def kill(self) -> None:
        """Kill the publisher."""
        self.known.wait()
        os.kill(self.victim, signal.SIGKILL)

    def began(self, number: int) -> None:
        """The publisher's process is this one."""
        self.victim = number
        self.known.set()


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Deadly
    _kept: ClassVar[tuple[str, ...]] = ("content-length", "connection", "transfer-encoding", "server", "date")

    def _pass(self) -> None:
        with self.server.guard:
            self.server.seen.append(f"{self.command} {self.path}")
            number = len(self.server.seen)
        if self.server.at and number > self.server.at:
            self.close_connection = True
            return
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if number == self.server.at and not self.server.after:
            self.server.kill()
            return
        connection = HTTPConnection(self.server.store.hostname or "", self.server.store.port)
        connection.request(self.command, self.path, body, dict(self.headers))
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        if number == self.server.at:
            self.server.kill()
            return
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in self._kept:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)) if self.command != "HEAD" else answer.getheader("Content-Length", "0"))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = _pass  # noqa: N815  the names the library asks for

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@contextmanager
def deadly(store: str, at: int, *, after: bool = False) -> Iterator[tuple[str, Deadly]]:
    """The address of a proxy before a store, and the proxy; 0: it kills nobody."""
    proxy = Deadly(store, at, after=after)
    thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{proxy.server_address[1]}", proxy
    finally:
        proxy.shutdown()
        proxy.server_close()
        thread.join()
