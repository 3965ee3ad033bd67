"""How published files are read, wherever they lie: a target, another's site, a folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at a key, as a reader gets it, and the mark by which the place tells this state of it from others."""

    data: bytes
    mark: str
    packed: str = ""
    """How it was compressed on the way, if it was; the data are as they were before."""


class Reader(Protocol):
    """Somewhere to read from. Raises a SiteError where it refuses or cannot be reached."""

    url: str
    """As the operator wrote it, without anything secret."""

    def read(self, key: str) -> Found | None:
        """What lies at a key; None: nothing."""
        ...

    def read_all(self, keys: Iterable[str]) -> Iterator[tuple[str, Found | None]]:
        """What lies at many keys, in any order, many asked for at once."""
        ...
