"""Where a copy is read from: a site on the web, or a folder."""

from __future__ import annotations

import gzip
import re
import time
import zlib
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import HTTPStore

from sitegen.errors import ConfigError, ProofError, StoreError
from sitegen.file_address import refuse_host
from sitegen.proof.reader import Found, Reader
from sitegen.publish.disk import disk_errors

if TYPE_CHECKING:
    from obstore.store import ClientConfig

_AT_ONCE = 32
PAUSES_S = (0.5, 2.0, 8.0, 30.0)
"""Before each further try of a request that failed for a reason that may pass."""
_UNPACKED_LEAST, _RATIO_MOST = 64 << 20, 200
"""Bytes that any compressed answer may unpack to, and how many times its own size: a few kilobytes could fill a disk."""
_MAY_PASS = {"408", "425", "429"}


def open_source(place: str) -> Reader:
    """What is read at an https address, a file address or in a folder; raises ConfigError where it is none of these."""
    parts = urlsplit(place)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return SiteSource(place)
    if parts.scheme in {"s3", "gs", "az"}:
        raise ConfigError(f"{place}: is where an operator publishes to; give the address that readers have, like https://example.org/crime/")
    refuse_host(place)
    folder = Path(unquote(parts.path)) if parts.scheme == "file" else Path(place)
    if not folder.is_dir():
        raise ConfigError(f"{place}: no such folder; give one, or an address like https://example.org/crime/")
    # An operator's own target may keep each release in a folder, and a link to the one that stands.
    return FolderSource(folder / "current" if (folder / "current").is_symlink() else folder)


class FolderSource:
    """A copy in a folder."""

    def __init__(self, folder: Path) -> None:
        self.url = str(folder)
        self._root = folder

    def read(self, key: str) -> Found | None:
        """The file at a key; None: none is there. A link is no file of a site."""
        path = self._root / key
        with disk_errors(path):
            try:
                return None if path.is_symlink() else Found(path.read_bytes(), "")
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return None

    def read_all(self, keys: Iterable[str]) -> Iterator[tuple[str, Found | None]]:
        """The files at many keys, in their order."""
        for key in keys:
            yield key, self.read(key)


class SiteSource:
    """A published site, as any reader gets it; compressed answers are unpacked."""

    def __init__(self, url: str, pauses_s: Sequence[float] = PAUSES_S) -> None:
        self.url = url.rstrip("/") + "/"
        options: ClientConfig = {"allow_http": True, "timeout": "60s", "pool_max_idle_per_host": str(_AT_ONCE)}
        self._store = HTTPStore.from_url(self.url.rstrip("/"), client_options=options, retry_config={"max_retries": 0})
        self._pauses_s = pauses_s
        self._answered = False

    def read(self, key: str) -> Found | None:
        """The answer at a key; None: not found. Tries again where that may help, later each time.

        Raises StoreError where nobody answers, or the server does not say what it has.
        """
        for pause_s in self._pauses_s:
            try:
                return self._read(key)
            except (BaseError, OSError) as error:
                if not self._may_pass(str(error)):
                    raise StoreError(f"{self.url}{key}: {_said(error)}") from error
                time.sleep(pause_s)
        try:
            return self._read(key)
        except (BaseError, OSError) as error:
            raise StoreError(f"{self.url}{key}: {_said(error)}") from error

    def _read(self, key: str) -> Found | None:
        try:
            found = obstore.get(self._store, key)
        except (NotFoundError, FileNotFoundError):
            self._answered = True
            return None
        self._answered = True
        data = bytes(found.bytes())
        packed = str(found.attributes.get("Content-Encoding", ""))
        return Found(_unpacked(data, packed, self.url + key), found.meta["e_tag"] or "", packed)

    def _may_pass(self, text: str) -> bool:
        """Whether another try may bring what this one did not: a server that is busy or ill, a connection that broke; none that was never there."""
        status = _status(text)
        return _passes(status) if status else self._answered

    def read_all(self, keys: Iterable[str]) -> Iterator[tuple[str, Found | None]]:
        """The answers at many keys, many asked for at once, in their order."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            waiting: deque[tuple[str, Future[Found | None]]] = deque()
            try:
                for key in keys:
                    waiting.append((key, threads.submit(self.read, key)))
                    if len(waiting) >= 4 * _AT_ONCE:
                        yield _first(waiting)
                while waiting:
                    yield _first(waiting)
            finally:
                for _key, left in waiting:
                    left.cancel()


def _first(waiting: deque[tuple[str, Future[Found | None]]]) -> tuple[str, Found | None]:
    key, found = waiting.popleft()
    return key, found.result()


def _unpacked(data: bytes, encoding: str, where: str) -> bytes:
    if encoding in {"", "identity"}:
        return data
    if encoding != "gzip":
        raise StoreError(f"{where}: came compressed as {encoding}, though nobody asked for it; ask whoever serves it to send it plain or as gzip")
    most = max(_UNPACKED_LEAST, _RATIO_MOST * len(data))
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as file:
            found = file.read(most + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ProofError(f"{where}: says it is gzip and is not; a server on the way is set up wrongly") from error
    if len(found) > most:
        raise ProofError(f"{where}: {len(data):,} bytes unpack to more than {most:,}; this is no file of a site")
    return found


def _said(error: Exception) -> str:
    text = str(error)
    if status := _status(text):
        what = "run the same command again" if _passes(status) else "check the address, or ask whoever serves it"
        return f"the server answered {status}; {what}"
    if "dns error" in text or "failed to lookup" in text:
        return "there is no such host; check the address"
    if "onnect" in text and "error" in text:
        return "nobody answers there; check the address and the connection"
    if "timed out" in text or "timeout" in text:
        return "no answer in time; run the same command again"
    return "the answer broke off; run the same command again"


def _passes(status: str) -> bool:
    return status in _MAY_PASS or status.startswith("5")


def _status(text: str) -> str:
    found = re.search(r"status code: (\d{3})\b", text)
    return found[1] if found else ""
