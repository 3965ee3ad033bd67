"""A fake of every service that data is fetched from: its paths, redirects, tags, ranges and limits, and faults where a test asks for them."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal
from urllib.parse import unquote, urlsplit

from tests.upstream.shelves import API, Shelves

Kind = (
    Literal["429", "500", "503", "404", "page", "cut", "half", "longer", "silent"]
    | Literal["damaged", "fewer", "empty", "circle", "no-ranges", "other-file", "slow"]
)
PAGE = b"<!DOCTYPE html><html><title>Please sign in</title><p>This network needs you to sign in.</p></html>"
_REQUEST_LINE_MOST = 4094


@dataclass(slots=True)
class Fault:
    """What goes wrong at the paths a pattern matches, so many times; for ever where `times` is negative.

    `cut` sends half of the bytes it promised, `half` promises half, `longer` promises more than there are, `silent` says nothing and hangs up.
    """

    path: str
    kind: Kind
    times: int = -1

    def strikes(self, path: str) -> bool:
        """Whether it happens now; it is one time fewer then."""
        if self.times == 0 or not re.search(self.path, path):
            return False
        self.times -= 1
        return True


@dataclass(slots=True)
class Limiter:
    """A leaky bucket, as data.police.uk has one."""

    a_second: float
    burst: int
    level: float = 0.0
    at: float = field(default_factory=time.monotonic)

    def refuses(self) -> bool:
        """Whether one more is too many now."""
        now = time.monotonic()
        self.level = max(0.0, self.level - (now - self.at) * self.a_second)
        self.at = now
        if self.level + 1 > self.burst:
            return True
        self.level += 1
        return False


@dataclass(slots=True)
class Fake:
    """A running fake: its address, what it gives, what goes wrong, and every path that was asked for with the status that was answered."""

    address: str
    shelves: Shelves
    faults: list[Fault] = field(default_factory=list)
    limiter: Limiter | None = None
    with_tags: bool = True
    asked: list[tuple[str, int]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def statuses(self, pattern: str) -> list[int]:
        """The statuses that were answered at the paths of a pattern."""
        return [status for path, status in self.asked if re.search(pattern, path)]

    def fault_at(self, path: str) -> Kind | None:
        """What goes wrong at a path now."""
        with self.lock:
            return next((fault.kind for fault in self.faults if fault.strikes(path)), None)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing where a client was killed while it asked."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the library's types are its own


@contextmanager
def serving(shelves: Shelves, port: int = 0, host: str = "127.0.0.1") -> Iterator[Fake]:
    """A fake at work."""
    fake = Fake("", shelves)
    server = _Server((host, port), type("Bound", (_Handler,), {"fake": fake}))
    fake.address = f"http://{host}:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    fake: Fake
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    disable_nagle_algorithm = True

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: tests read `asked`."""

    def do_GET(self) -> None:
        """Answer as the service at this path does."""
        path = urlsplit(self.path).path
        if len(self.requestline) > _REQUEST_LINE_MOST:
            self._send(400, b"")
            return
        kind = self.fake.fault_at(path)
        if kind == "silent":
            self._note(path, 0)
            self.close_connection = True
        elif kind in {"429", "500", "503", "404"}:
            self._send(int(kind), PAGE if kind == "500" else b"", {"Retry-After": "2"} if kind == "429" else {})
        elif kind == "page":
            self._send(200, PAGE, {"Content-Type": "text/html; charset=utf-8"})
        elif kind == "circle":
            self._send(302, b"", {"Location": self.path})
        elif path.startswith(API):
            self._answer(unquote(path.removeprefix(API)), kind)
        elif path in self.fake.shelves.redirects:
            self._send(302, b"", {"Location": self.fake.shelves.redirects[path]})
        elif path in self.fake.shelves.files:
            self._give(self.fake.shelves.files[path], _type(path), kind)
        else:
            self._send(404, PAGE, {"Content-Type": "text/html"})

    def _answer(self, path: str, kind: Kind | None) -> None:
        with self.fake.lock:
            refused = self.fake.limiter is not None and self.fake.limiter.refuses()
        if refused:
            self._send(429, b"")
        elif path not in self.fake.shelves.api:
            self._send(404, b"")
        else:
            self._give(self.fake.shelves.api[path], "application/json", kind, ranges=False)

    def _give(self, whole: bytes, content_type: str, kind: Kind | None, *, ranges: bool = True) -> None:
        """Bytes with their tag: whole, in part, or none where the client has them."""
        body = _damaged(whole, kind)
        tag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
        headers = {"Content-Type": content_type} | ({"ETag": tag} if self.fake.with_tags else {})
        if self.fake.with_tags and self.headers.get("If-None-Match") == tag:
            self._send(304, b"", {"ETag": tag})
            return
        asked = re.fullmatch(r"bytes=([0-9]*)-([0-9]*)", self.headers.get("Range", ""))
        fits = self.headers.get("If-Range") in {None, tag}
        if not asked or not fits or not ranges or kind == "no-ranges":
            self._send(200, body, headers, kind)
            return
        first, last = asked.groups()
        start = int(first) if first else max(0, len(body) - int(last))
        end = min(len(body), int(last) + 1) if first and last else len(body)
        if start >= len(body):
            self._send(416, b"", {"Content-Range": f"bytes */{len(body)}"})
            return
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(body) + (7 if kind == 'longer' else 0)}"
        self._send(206, body[start:end], headers, kind)

    def _send(self, status: int, body: bytes, headers: dict[str, str] | None = None, kind: Kind | None = None) -> None:
        self._note(urlsplit(self.path).path, status)
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        length = len(body)
        if status != 304:
            self.send_header("Content-Length", str(length + 7 if kind == "longer" else length))
        self.end_headers()
        if kind == "slow":
            for start in range(0, length, 1 + length // 20):
                self.wfile.write(body[start : start + 1 + length // 20])
                self.wfile.flush()
            return
        self.wfile.write(body[: length // 2] if kind == "cut" else body)
        self.close_connection = self.close_connection or kind in {"cut", "longer"}

    def _note(self, path: str, status: int) -> None:
        with self.fake.lock:
            self.fake.asked.append((path, status))


def _damaged(body: bytes, kind: Kind | None) -> bytes:
    """The same with what a fault does to its content."""
    match kind:
        case "half":
            return body[: len(body) // 2]
        case "damaged":
            return body[: len(body) // 2] + b"????????" + body[len(body) // 2 + 8 :]
        case "fewer":
            found = json.loads(body)
            return json.dumps(found[: len(found) // 2]).encode()
        case "empty":
            return b"[]"
        case "other-file":
            return b"PK, but not really" + body
    return body


def _type(path: str) -> str:
    if path.endswith("/"):
        return "text/html; charset=utf-8"
    return "application/json" if path.endswith((".json", ".list")) else "application/octet-stream"
