"""How fast upstream is asked: a bucket of tokens that all who ask share, and a clock that tests can turn."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from threading import Event, Lock


class Clock:
    """The time of day, and waiting."""

    def __init__(self) -> None:
        self._stopped = Event()

    def now(self) -> datetime:
        """The time of day, UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, unless all is to end."""
        self._stopped.wait(seconds)

    def stop(self) -> None:
        """Nobody is to wait any more."""
        self._stopped.set()


class Bucket:
    """At most so many requests at once, and so many a second after them, however many ask."""

    def __init__(self, a_second: float, burst: int, clock: Clock) -> None:
        self._a_second, self._burst, self._clock = a_second, burst, clock
        self._tokens, self._filled, self._lock = float(burst), clock.monotonic(), Lock()

    def take(self) -> None:
        """Wait for one's turn; whoever comes first goes first."""
        with self._lock:
            now = self._clock.monotonic()
            self._tokens = min(self._burst, self._tokens + (now - self._filled) * self._a_second)
            self._filled = now
            self._tokens -= 1
            wait = -self._tokens / self._a_second
        if wait > 0:
            self._clock.sleep(wait)

    def hold(self, seconds: float) -> None:
        """Nobody's turn comes for so long: the server has said that it was too fast."""
        with self._lock:
            self._tokens = min(self._tokens, -seconds * self._a_second)
