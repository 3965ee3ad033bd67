"""A little store of objects that speaks as much of S3 as a publisher asks, quickly, and behaves as badly as a test wishes."""

from __future__ import annotations

import asyncio
import html
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import md5
from urllib.parse import unquote

Answer = tuple[int, dict[str, str], bytes]
Odd = Callable[[str, str, dict[str, str]], Answer | None]
"""What is answered to a method, key and headers in place of the usual; None: the usual."""

KEPT = ("content-type", "cache-control", "content-encoding")


def fault(status: int, code: str) -> Answer:
    """An error as S3 words it."""
    text = f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>secret-in-the-message</Message></Error>"
    return status, {"content-type": "application/xml"}, text.encode()


class LittleStore(asyncio.Protocol):
    """One connection to the objects that all share."""

    objects: dict[str, tuple[bytes, dict[str, str]]]

    def __init__(self, objects: dict[str, tuple[bytes, dict[str, str]]], seen: list[str], odd: Odd) -> None:
        self.objects, self._seen, self._odd, self._data = objects, seen, odd, bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remembers whom to answer."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Answers each request that is whole."""
        self._data += data
        while (end := self._data.find(b"\r\n\r\n")) >= 0:
            first, *lines = bytes(self._data[:end]).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _colon, value in (line.partition(":") for line in lines)}
            length = int(headers.get("content-length", "0"))
            if len(self._data) < end + 4 + length:
                return
            body = bytes(self._data[end + 4 : end + 4 + length])
            del self._data[: end + 4 + length]
            method, path, _version = first.split(" ")
            key = unquote(path.partition("?")[0]).lstrip("/").partition("/")[2]
            self._seen.append(f"{method} {key}")
            self._send(method, self._odd(method, key, headers) or self._answer(method, key, headers, body))

    def _send(self, method: str, answer: Answer) -> None:
        status, headers, body = answer
        lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in headers.items())]
        if "content-length" not in headers:
            lines.append(f"content-length: {len(body)}")
        self._transport.write("\r\n".join([*lines, "", ""]).encode() + (b"" if method == "HEAD" else body))

    def _answer(self, method: str, key: str, headers: dict[str, str], body: bytes) -> Answer:
        if method == "PUT":
            return self._put(key, headers, body)
        if method == "POST":
            names = re.findall(rb"<Key>([^<]*)</Key>", body)
            for name in names:
                self.objects.pop(html.unescape(name.decode()), None)
            return 200, {}, b"<DeleteResult>" + b"".join(b"<Deleted><Key>%s</Key></Deleted>" % name for name in names) + b"</DeleteResult>"
        if key not in self.objects:
            return fault(404, "NoSuchKey")
        data, kept = self.objects[key]
        return 200, kept | {"last-modified": "Fri, 01 Aug 2025 12:00:00 GMT", "content-length": str(len(data))}, data

    def _put(self, key: str, headers: dict[str, str], body: bytes) -> Answer:
        found, wanted = self.objects.get(key), headers.get("if-match")
        if ("if-none-match" in headers and found) or (wanted and (not found or found[1]["etag"] != wanted)):
            return fault(412, "PreconditionFailed")
        if source := headers.get("x-amz-copy-source"):
            there = self.objects.get(unquote(source).lstrip("/").partition("/")[2])
            if there is None:
                return fault(404, "NoSuchKey")
            self.objects[key] = there
            return 200, {}, b"<CopyObjectResult><ETag>x</ETag></CopyObjectResult>"
        etag = f'"{md5(body, usedforsecurity=False).hexdigest()}"'
        self.objects[key] = body, {name: headers[name] for name in KEPT if name in headers} | {"etag": etag}
        return 200, {"etag": etag}, b""


@contextmanager
def little_store(odd: Odd = lambda *_asked: None, seen: list[str] | None = None) -> Iterator[str]:
    """The address of a store with nothing in it; `seen` gets each request."""
    loop = asyncio.new_event_loop()
    objects: dict[str, tuple[bytes, dict[str, str]]] = {}
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    # From this thread: a browser may have a loop of its own in the other.
    opening = loop.create_server(lambda: LittleStore(objects, [] if seen is None else seen, odd), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(opening, loop).result()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        server.close()
        loop.close()


if __name__ == "__main__":
    with little_store() as address:
        print(address, flush=True)
        sys.stdin.read()
