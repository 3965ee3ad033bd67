"""A static web server for looking at a built site as its readers will get it: one folder, this machine, nothing written."""

from __future__ import annotations

import errno
import html
import logging
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote_to_bytes

from sitegen import urls
from sitegen.errors import ConfigError

log = logging.getLogger(__name__)

TYPES = {
    "atom": "application/atom+xml; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "fgb": "application/flatgeobuf",
    "geojson": "application/geo+json",
    "gz": "application/gzip",
    "html": "text/html; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "jsonld": "application/ld+json",
    "md": "text/markdown; charset=utf-8",
    "mvt": "application/vnd.mapbox-vector-tile",
    "parquet": "application/vnd.apache.parquet",
    "pmtiles": "application/vnd.pmtiles",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml; charset=utf-8",
    "zip": "application/zip",
}
"""Content types by file ending; anything else is application/octet-stream, and a file without an ending is text."""


def make_server(
    folder: Path,
    host: str = "127.0.0.1",
    port: int = 8000,
    prefix: str = "/",
    *,
    behind: tuple[Path, ...] = (),
    handler: type[Handler] | None = None,
) -> ThreadingHTTPServer:
    """A server for `folder` under `prefix`, listening but not yet answering: call `serve_forever`.

    What is not in the folder is looked for in those `behind` it; `handler` may add answers of its own. Port 0 takes any free port.
    Raises ConfigError when the folder is missing or the address cannot be used.
    """
    if not folder.is_dir():
        raise ConfigError(f"{folder}: no such folder; build the site first: python build.py build")
    site = _Site(tuple(root.absolute() for root in (folder, *behind)), _clean_prefix(prefix))

    try:
        return _Server((host, port), type("SiteHandler", (handler or Handler,), {"served": site}))
    except OverflowError as error:
        raise ConfigError(f"--port {port}: must be a number from 0 to 65535") from error
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise ConfigError(f"port {port} is in use on {host}; stop the other server or choose another with --port") from error
        if error.errno == errno.EACCES:
            raise ConfigError(f"port {port} may only be used by the system; choose one above 1023 with --port") from error
        raise ConfigError(f"--host {host}: cannot listen there ({error.strerror or error})") from error


def _clean_prefix(prefix: str) -> str:
    clean = "/" + prefix.strip("/") + "/" if prefix.strip("/") else "/"
    if not re.fullmatch(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*", clean, re.ASCII):
        raise ConfigError(f"--prefix {prefix!r}: write it like /mirror/a/")
    return clean


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A reader who hangs up is no error, and no answer's fault is worth a traceback on the operator's screen."""
        log.debug("request ended early", exc_info=True)


@dataclass(frozen=True, slots=True)
class _Site:
    folders: tuple[Path, ...]
    prefix: str

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders themselves: one may be a link that leads to another by now, as that of a published site does."""
        return tuple(folder.resolve() for folder in self.folders)

    def find(self, path: str) -> Path | None:
        """The file or folder of a percent-encoded URL path under the prefix; None when there is none inside a root."""
        name = unquote_to_bytes(path.removeprefix(self.prefix))
        parts = name.split(b"/")
        if b"\0" in name or b"\\" in name or any(part in {b".", b".."} for part in parts) or b"" in parts[:-1]:
            return None
        for root in self.roots:
            found = Path(os.fsdecode(os.path.join(os.fsencode(root), *parts)))  # noqa: PTH118  bytes, as they came
            with suppress(OSError, ValueError):
                if self.holds(found.resolve(strict=True)):
                    return found
        return None

    def holds(self, real: Path) -> bool:
        """True for a resolved path that lies in a root, or is one."""
        return any(real == root or root in real.parents for root in self.roots)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent: status and headers, and the part of the file from `start` of `length` bytes, or `text`."""

    status: HTTPStatus
    headers: tuple[tuple[str, str], ...]
    text: bytes = b""
    start: int = 0
    length: int = 0


class Handler(BaseHTTPRequestHandler):
    """Answers for one site: whole files, ranges, fresh copies, the API at its official addresses, redirects to folders, the site's own 404."""

    served: _Site
    protocol_version = "HTTP/1.1"
    server_version = "sitegen"
    sys_version = ""
    disable_nagle_algorithm = True
    """Else whoever asks again on the same connection waits 40 ms for the end of each answer."""

    def do_GET(self) -> None:
        """Answer a GET request."""
        self.respond(send_body=True)

    def do_HEAD(self) -> None:
        """Answer a HEAD request: the same headers, no body."""
        self.respond(send_body=False)

    def do_OPTIONS(self) -> None:
        """Answer what a browser asks before a page elsewhere may ask for part of a file."""
        if self._is_shared():
            self.send(Answer(HTTPStatus.NO_CONTENT, _ASKED_BEFORE), send_body=False)
        else:
            self.send(_plain(HTTPStatus.METHOD_NOT_ALLOWED, "", ("Allow", "GET, HEAD")), send_body=False)

    def log_message(self, format: str, *args: object) -> None:
        """Requests are details."""
        log.debug(format, *args)

    def respond(self, *, send_body: bool) -> None:
        """Answer the request that was read."""
        path = re.split(r"[?#]", self.path, maxsplit=1)[0]
        query = self.path[len(path) :].partition("#")[0]
        site = self.served
        if not path.startswith(site.prefix):
            if f"{path}/" == site.prefix:
                self.send(_redirect(f"./{path.rpartition('/')[2]}/{query}"), send_body)
            else:
                self.send(_plain(HTTPStatus.NOT_FOUND, f"This server has pages under {site.prefix} only.\n"), send_body)
            return
        is_folder, is_api = path.endswith("/"), self._is_below(urls.API)
        found = site.find(f"{path}index.html" if is_folder else path)
        if is_api and (found is None or found.is_dir()):
            # The official address of an answer has no slash, and clients of an API follow no redirect.
            found = site.find(f"{path.removesuffix('/')}/index.json")
        if found is not None and found.is_file():
            self.send_file(found, HTTPStatus.OK, send_body)
        elif found is not None and not is_folder and found.is_dir():
            self.send(_redirect(f"./{path.rpartition('/')[2]}/{query}"), send_body)
        else:
            self._send_not_found(urls.API_NOT_FOUND if is_api else urls.NOT_FOUND, send_body)

    def _is_below(self, *folders: str) -> bool:
        return re.split(r"[?#]", self.path, maxsplit=1)[0].removeprefix(self.served.prefix).startswith(folders)

    def _is_shared(self) -> bool:
        return urls.is_for_other_sites(re.split(r"[?#]", self.path, maxsplit=1)[0].removeprefix(self.served.prefix))

    def _send_not_found(self, name: str, send_body: bool) -> None:
        page = self.served.find(f"{self.served.prefix}{name}")
        if page is None or not page.is_file():
            self.send(_plain(HTTPStatus.NOT_FOUND, "There is no such page.\n"), send_body)
        else:
            self.send_file(page, HTTPStatus.NOT_FOUND, send_body)

    def send_file(self, file: Path, status: HTTPStatus, send_body: bool) -> None:
        """Send a file of the site, or of it what was asked for."""
        ranged = status == HTTPStatus.OK and "Range" in self.headers
        chosen, encoding = (file, "") if ranged else _best_form(file, self.headers.get("Accept-Encoding", ""), self.served)
        try:
            with chosen.open("rb") as body:
                answer = self._file_answer(file, encoding, os.fstat(body.fileno()), status)
                self.send(answer, send_body, body)
        except FileNotFoundError:
            # The site was swapped between finding the file and opening it.
            self.send(_plain(HTTPStatus.NOT_FOUND, "There is no such page any more.\n"), send_body)

    def _file_answer(self, file: Path, encoding: str, found: os.stat_result, status: HTTPStatus) -> Answer:
        size = found.st_size
        etag = f'"{found.st_mtime_ns:x}-{size:x}{"-" + encoding if encoding else ""}"'
        modified = formatdate(found.st_mtime, usegmt=True)
        headers = [
            ("Content-Type", TYPES.get(file.suffix.removeprefix("."), "application/octet-stream") if file.suffix else TYPES["txt"]),
            ("ETag", etag),
            ("Last-Modified", modified),
            ("Accept-Ranges", "bytes"),
            ("Cache-Control", "no-cache"),
            ("Content-Security-Policy", policy(file)),
        ]
        if encoding:
            headers.append(("Content-Encoding", encoding))
        if encoding or _siblings(file, self.served):
            headers.append(("Vary", "Accept-Encoding"))
        if status != HTTPStatus.OK:
            return Answer(status, tuple(headers), length=size)
        if _is_fresh(self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since"), etag, found.st_mtime):
            return Answer(HTTPStatus.NOT_MODIFIED, tuple(headers))
        wanted = _range(self.headers.get("Range", ""), size) if self.headers.get("If-Range", etag) in {etag, modified} else None
        if wanted is None:
            return Answer(HTTPStatus.OK, tuple(headers), length=size)
        start, end = wanted
        if start >= end:
            return _plain(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, "", ("Content-Range", f"bytes */{size}"))
        headers.append(("Content-Range", f"bytes {start}-{end - 1}/{size}"))
        return Answer(HTTPStatus.PARTIAL_CONTENT, tuple(headers), start=start, length=end - start)

    def send(self, answer: Answer, send_body: bool, body: BinaryIO | None = None) -> None:
        """Send an answer with what every one says, its text or its part of `body`."""
        self.send_response(answer.status)
        for name, value in (*answer.headers, *_ALWAYS, *(_SHARED if self._is_shared() else ())):
            self.send_header(name, value)
        if answer.status not in {HTTPStatus.NOT_MODIFIED, HTTPStatus.NO_CONTENT}:
            self.send_header("Content-Length", str(answer.length if body else len(answer.text)))
        self.end_headers()
        if not send_body:
            return
        if answer.text:
            self.wfile.write(answer.text)
        elif body is not None and answer.length:
            for piece in _pieces(body, answer.start, answer.length):
                self.wfile.write(piece)


_ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"),
)
_SHARED = (("Access-Control-Allow-Origin", "*"), ("Access-Control-Expose-Headers", "Accept-Ranges, Content-Length, Content-Range, ETag"))
"""What lets a page elsewhere read an answer."""
_ASKED_BEFORE = (
    ("Access-Control-Allow-Methods", "GET, HEAD"),
    ("Access-Control-Allow-Headers", "Range, If-Match, If-None-Match, If-Modified-Since, If-Range"),
    ("Access-Control-Max-Age", "86400"),
)
_META_POLICY = re.compile(rb"""<meta\s+http-equiv=["']Content-Security-Policy["']\s+content=(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def policy(file: Path) -> str:
    """The page's own policy, so that header and page cannot differ, and who may frame it, which a page cannot say itself.

    That is this site alone; what is made to be shown on other websites, by any.
    """
    policy = "default-src 'self'"
    if file.suffix == ".html":
        with file.open("rb") as page:
            written = _META_POLICY.search(page.read(8192))
        if written:
            policy = " ".join(html.unescape((written[1] or written[2]).decode("ascii", "ignore")).split()).rstrip("; ")
    framed = "*" if file.name == "index.html" and file.parent.name == "embed" else "'self'"
    return f"{policy}; frame-ancestors {framed}"


def _siblings(file: Path, site: _Site) -> dict[str, Path]:
    forms = {"br": file.with_name(f"{file.name}.br"), "gzip": file.with_name(f"{file.name}.gz")}
    return {name: form for name, form in forms.items() if form.is_file() and site.holds(form.resolve())}


def _best_form(file: Path, accepted: str, site: _Site) -> tuple[Path, str]:
    """The smallest precompressed form the reader accepts, and its encoding; else the file itself."""
    weights: dict[str, float] = {}
    for item in accepted.lower().split(","):
        name, _, rest = item.partition(";")
        found = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", rest)
        weights[name.strip()] = float(found[1]) if found else 1.0
    for encoding, form in _siblings(file, site).items():
        if weights.get(encoding, weights.get("*", 0.0)) > 0:
            return form, encoding
    return file, ""


def _is_fresh(none_match: str | None, since: str | None, etag: str, mtime: float) -> bool:
    if none_match is not None:
        return none_match.strip() == "*" or etag in {tag.strip().removeprefix("W/") for tag in none_match.split(",")}
    try:
        return since is not None and int(mtime) <= parsedate_to_datetime(since).timestamp()
    except (TypeError, ValueError, OverflowError):
        return False


def _range(text: str, size: int) -> tuple[int, int] | None:
    """The one range asked for, as start and end (exclusive); an empty range cannot be met; None: send the whole file."""
    found = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", text.replace(" ", ""), re.ASCII)
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        return max(size - int(found[2]), 0), size if int(found[2]) else 0
    start = int(found[1])
    if found[2] and int(found[2]) < start:
        return None
    return start, min(int(found[2]) + 1, size) if found[2] else size


def _pieces(body: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    body.seek(start)
    while length > 0 and (piece := body.read(min(length, 1 << 18))):
        length -= len(piece)
        yield piece


def _redirect(target: str) -> Answer:
    """To the same folder with a slash; relative, so that no host name or prefix can be wrong."""
    return _plain(HTTPStatus.MOVED_PERMANENTLY, "", ("Location", quote(target, safe="/%?=&;+~.-_!$'()*,:@")))


def _plain(status: HTTPStatus, text: str, *headers: tuple[str, str]) -> Answer:
    data = text.encode()
    return Answer(status, (("Content-Type", "text/plain; charset=utf-8"), *headers), text=data, length=len(data))
