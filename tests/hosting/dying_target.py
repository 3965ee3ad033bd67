"""A target whose publisher dies before or after one of its requests: from then on it asks for nothing more, not even to clean up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sitegen.hosting.headers import Headers
from sitegen.hosting.target import Sent, Target
from sitegen.proof.reader import Found

Made = TypeVar("Made")


class DeadError(BaseException):
    """The publisher is no more."""


class DyingTarget:
    """Passes requests on, one object at a time, and dies at the one with this number; 0: never."""

    def __init__(self, target: Target, at: int, *, after: bool = False) -> None:
        self.url, self.flat = target.url, target.flat
        self.requests: list[str] = []
        self._target, self._at, self._after, self._dead = target, at, after, False

    def read(self, key: str) -> Found | None:
        """As of a target."""
        return self._asked(f"read {key}", lambda: self._target.read(key))

    def read_all(self, keys: Iterable[str]) -> Iterator[tuple[str, Found | None]]:
        """As of a target."""
        for key in keys:
            yield key, self.read(key)

    def create(self, key: str, data: bytes, headers: Headers) -> bool:
        """As of a target."""
        return self._asked(f"create {key}", lambda: self._target.create(key, data, headers))

    def replace(self, key: str, data: bytes, headers: Headers, mark: str) -> bool:
        """As of a target."""
        return self._asked(f"replace {key}", lambda: self._target.replace(key, data, headers, mark))

    def put_all(self, objects: Iterable[Sent], *, once: bool) -> Iterator[int]:
        """As of a target."""
        for sent in objects:
            yield self._asked(f"put {sent.key}", lambda sent=sent: next(iter(self._target.put_all([sent], once=once))))  # type: ignore[misc]

    def copy_all(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """As of a target."""
        for pair in pairs:
            yield self._asked(f"copy {pair[1]}", lambda pair=pair: [*self._target.copy_all([pair])].pop())  # type: ignore[misc]

    def delete_all(self, keys: Iterable[str]) -> None:
        """As of a target."""
        for key in keys:
            self._asked(f"delete {key}", lambda key=key: self._target.delete_all([key]))  # type: ignore[misc]

    def settle(self) -> None:
        """As of a target."""
        self._target.settle()

    @contextmanager
    def locked(self) -> Iterator[Callable[[], None]]:
        """A lock that ends with its holder, as a folder's does; that of a store is tested by itself."""
        yield lambda: None

    def _asked(self, what: str, ask: Callable[[], Made]) -> Made:
        if self._dead:
            raise DeadError
        self.requests.append(what)
        dies = len(self.requests) == self._at
        if dies and not self._after:
            self._dead = True
            raise DeadError
        made = ask()
        if dies:
            self._dead = True
            raise DeadError
        return made
