"""Where a copy is read from: a site on the web, or a folder."""

from __future__ import annotations

import gzip
import zlib
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import obstore
from obstore.exceptions import BaseError, NotFoundError
from obstore.store import HTTPStore

from sitegen.errors import ConfigError, ProofError, StoreError
from sitegen.proof.reader import Found, Reader
from sitegen.publish.disk import disk_errors

if TYPE_CHECKING:
    from obstore.store import ClientConfig

_AT_ONCE = 32


def open_source(place: str) -> Reader:
    """What is read at an https address, a file address or in a folder; raises ConfigError where it is none of these."""
    parts = urlsplit(place)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return SiteSource(place)
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

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/") + "/"
        options: ClientConfig = {"allow_http": True, "timeout": "60s", "pool_max_idle_per_host": str(_AT_ONCE)}
        self._store = HTTPStore.from_url(self.url.rstrip("/"), client_options=options)

    def read(self, key: str) -> Found | None:
        """The answer at a key; None: not found. Raises StoreError where nobody answers, or the server does not say what it has."""
        try:
            found = obstore.get(self._store, key)
            data = bytes(found.bytes())
        except (NotFoundError, FileNotFoundError):
            return None
        except (BaseError, OSError) as error:
            raise StoreError(f"{self.url}{key}: {_said(error)}") from error
        packed = str(found.attributes.get("Content-Encoding", ""))
        return Found(_unpacked(data, packed, self.url + key), found.meta["e_tag"] or "", packed)

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
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise ProofError(f"{where}: says it is gzip and is not; a server on the way is set up wrongly") from error


def _said(error: Exception) -> str:
    text = str(error)
    if "dns error" in text or "failed to lookup" in text:
        return "there is no such host; check the address"
    if "onnect" in text and "error" in text:
        return "nobody answers there; check the address and the connection"
    if "timed out" in text or "timeout" in text:
        return "no answer in time; run the same command again"
    status = text.partition("status code: ")[2][:3]
    said = f"the server answered {status}" if status.isdecimal() else "the answer could not be read"
    return f"{said}; run the same command again"
