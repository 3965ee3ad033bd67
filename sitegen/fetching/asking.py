"""Asking upstream: one client for all, that waits its turn, tries again where that helps, and says in half a line why it could not."""

from __future__ import annotations

import email.utils
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC
from threading import Lock

import httpx

from sitegen.errors import FetchError
from sitegen.fetching.pace import Bucket, Clock
from sitegen.fetching.upstream import Limits

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WAIT_MOST = 600.0
_DOWN_AFTER = 5
"""Things in a row that a server did not give before nothing more is asked of it."""
_ANSWER_MOST = 64 << 20
_SHORT = 16 << 10
_WHERE_NOBODY_ANSWERS = 3
"""Tries of an address at which no server listens: waiting for one helps less than for one that is busy."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the bytes one has, to be asked for others only: both may be empty."""

    etag: str = ""
    modified: str = ""

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        named = {"If-None-Match": self.etag, "If-Modified-Since": "" if self.etag else self.modified}
        return {name: value for name, value in named.items() if value}


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: 200 with its bytes, 304 without, or 404."""

    status: int
    body: bytes
    known: Known
    address: str


@dataclass(slots=True)
class Counted:
    """How much was asked, and how much of it upstream did not have to send."""

    requests: int = 0
    unchanged: int = 0
    repeated: int = 0
    received_bytes: int = 0


class Asking:
    """All requests of a run go through here; used by several threads at once."""

    def __init__(self, limits: Limits, clock: Clock) -> None:
        self.clock, self.limits, self.counted = clock, limits, Counted()
        self._client = httpx.Client(
            follow_redirects=True, timeout=limits.timeout_seconds, max_redirects=5, headers={"User-Agent": "sitegen-fetch"}, verify=_certificates()
        )
        self._bucket = Bucket(limits.requests_per_second, limits.burst, clock)
        self._lock, self._failed, self._stopped = Lock(), dict[str, int](), False

    def close(self) -> None:
        """No more is asked."""
        self._client.close()

    def stop(self) -> None:
        """Whoever asks or waits beside this one is to give up."""
        self._stopped = True
        self.clock.stop()

    def get(self, address: str, known: Known = NOTHING_KNOWN, *, paced: bool = False) -> Answer:
        """The whole answer to a question; `paced` waits for its turn first. Raises FetchError, also for a status that is none of an Answer's."""
        response, body = self.read(address, known.headers(), frozenset({httpx.codes.OK}), paced=paced)
        if response.status_code == httpx.codes.NOT_MODIFIED:
            self.count(unchanged=1)
        elif response.status_code not in {httpx.codes.OK, httpx.codes.NOT_FOUND}:
            raise FetchError(f"the server answers {response.status_code}")
        return Answer(response.status_code, body, known_by(response), str(response.url))

    def read(self, address: str, headers: Mapping[str, str], wanted: frozenset[int], *, paced: bool = False) -> tuple[httpx.Response, bytes]:
        """An answer and its bytes, none for a status that is not `wanted`; raises FetchError."""
        with self.opened(address, headers, paced=paced) as tries:
            response = tries.first()
            while response.status_code in wanted:
                try:
                    return response, b"".join(self._pieces(response))
                except httpx.HTTPError as error:
                    response = tries.again(_why(error))
            return response, b""

    @contextmanager
    def opened(self, address: str, headers: Mapping[str, str], *, paced: bool = False) -> Iterator[Tries]:
        """The tries of one request, whose answers are still to be read."""
        tries = Tries(self, address, dict(headers), self._bucket if paced else None)
        try:
            yield tries
        finally:
            tries.close()

    def send(self, address: str, headers: Mapping[str, str]) -> httpx.Response:
        """One request, sent; its body is not read yet."""
        self.count(requests=1)
        try:
            response = self._client.send(self._client.build_request("GET", address, headers=headers), stream=True)
        except httpx.InvalidURL as error:
            raise FetchError(f"leads to an address that is none ({error})") from error
        if address.startswith("https:") and any(one.url.scheme != "https" for one in (*response.history, response)):
            response.close()
            raise FetchError("leads from https to an address without it")
        return response

    def count(self, *, requests: int = 0, unchanged: int = 0, repeated: int = 0, received_bytes: int = 0) -> None:
        """Add to what was counted."""
        with self._lock:
            self.counted.requests += requests
            self.counted.unchanged += unchanged
            self.counted.repeated += repeated
            self.counted.received_bytes += received_bytes

    def judged(self, host: str, *, failed: bool) -> None:
        """Remember whether a server gave what it was asked for."""
        with self._lock:
            self._failed[host] = self._failed.get(host, 0) + 1 if failed else 0

    def refuse(self, host: str) -> None:
        """Raises FetchError where nothing more is to be asked of a server."""
        if self._stopped:
            raise FetchError("is no longer asked for: all was stopped")
        if self._failed.get(host, 0) >= _DOWN_AFTER:
            raise FetchError(f"{host} has failed {_DOWN_AFTER} times in a row and is asked no more")

    def _pieces(self, response: httpx.Response) -> Iterator[bytes]:
        size = 0
        for piece in response.iter_bytes():
            size += len(piece)
            self.count(received_bytes=len(piece))
            if size > _ANSWER_MOST:
                raise FetchError(f"the answer is larger than {_ANSWER_MOST >> 20} MiB")
            yield piece


class Tries:
    """The tries of one request: the next is made when the last has failed, after a wait, until there are no more."""

    def __init__(self, asking: Asking, address: str, headers: dict[str, str], bucket: Bucket | None) -> None:
        self.headers = headers
        self._asking, self._address, self._bucket = asking, address, bucket
        self._made = 0
        self._response: httpx.Response | None = None
        self._host = httpx.URL(address).host

    def first(self) -> httpx.Response:
        """The first answer that is worth reading."""
        return self._next()

    def again(self, why: str) -> httpx.Response:
        """The next answer, since reading the last one failed."""
        self._wait(why, None, self._asking.limits.tries)
        return self._next()

    def refill(self) -> None:
        """There has been progress: as many tries as at the beginning."""
        self._made = 0

    def close(self) -> None:
        """The last answer is read no further; a short one is read to its end, so that its connection serves again."""
        if self._response is not None and not (self._response.is_closed or self._response.is_stream_consumed):
            with suppress(httpx.HTTPError):
                if int(self._response.headers.get("Content-Length", 0)) <= _SHORT:
                    self._response.read()
            self._response.close()

    def _next(self) -> httpx.Response:
        while True:
            self._asking.refuse(self._host)
            if self._bucket is not None:
                self._bucket.take()
            self._made += 1
            after: float | None = None
            most = self._asking.limits.tries
            try:
                self._response = self._asking.send(self._address, self.headers)
            except httpx.HTTPError as error:
                why = _why(error)
                if isinstance(error, httpx.ConnectError):
                    most = min(most, _WHERE_NOBODY_ANSWERS)
            else:
                if self._response.status_code not in _AGAIN:
                    self._asking.judged(self._host, failed=False)
                    return self._response
                why = f"the server answers {self._response.status_code}"
                after = _retry_after(self._response, self._asking.clock)
            self._wait(why, after, most)

    def _wait(self, why: str, after: float | None, most: int) -> None:
        self.close()
        if self._made >= most:
            self._asking.judged(self._host, failed=True)
            raise FetchError(f"{why}, {self._made} times")
        self._asking.count(repeated=1)
        seconds = float(1 << min(max(self._made - 1, 0), 6)) if after is None else after
        if self._bucket is not None:
            self._bucket.hold(seconds)  # who asks beside this one is too fast as well
        else:
            self._asking.clock.sleep(seconds)


def known_by(response: httpx.Response) -> Known:
    """What an answer says of its bytes."""
    return Known(response.headers.get("ETag", ""), response.headers.get("Last-Modified", ""))


def _why(error: httpx.HTTPError) -> str:
    match error:
        case httpx.TimeoutException():
            return "the server falls silent"
        case httpx.ConnectError():
            return "the server cannot be reached"
        case httpx.TooManyRedirects():
            return "leads in a circle"
    return f"the connection breaks off ({error})"


def _retry_after(response: httpx.Response, clock: Clock) -> float | None:
    """Seconds the server wants us to wait; it may say a number or a moment."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdecimal():
        return min(float(text), _WAIT_MOST)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    seconds = (moment.replace(tzinfo=moment.tzinfo or UTC) - clock.now()).total_seconds()
    return min(max(seconds, 0.0), _WAIT_MOST)


def _certificates() -> ssl.SSLContext:
    """The authorities that this machine trusts, whose owner may have added one for a proxy."""
    return ssl.create_default_context()
