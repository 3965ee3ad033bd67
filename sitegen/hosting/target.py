"""What a place to publish must be able to do; one for folders, one for object stores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sitegen.hosting.headers import Headers
from sitegen.proof.reader import Reader


@dataclass(frozen=True, slots=True)
class Sent:
    """One object to be made: where, what, how it is to be served. `data` is called when its turn comes."""

    key: str
    data: Callable[[], bytes]
    headers: Headers


class Conditional(Reader, Protocol):
    """The part of a target that a lock and a pointer need. All raise TargetError where it refuses."""

    def create(self, key: str, data: bytes, headers: Headers) -> bool:
        """Put an object where nothing is yet; False, and nothing changed, where something is."""
        ...

    def replace(self, key: str, data: bytes, headers: Headers, mark: str) -> bool:
        """Put an object in place of the one that was read with this mark; False, and nothing changed, where it is another by now."""
        ...

    def delete_all(self, keys: Iterable[str]) -> None:
        """Remove objects; one that is not there is no fault."""
        ...


class Target(Conditional, Protocol):
    """A bucket or folder. Calls on many keys run side by side."""

    flat: bool
    """Whether a key may be the beginning of others, `api/forces` beside `api/forces/index.json`, as no disk can have it."""

    def put_all(self, objects: Iterable[Sent], *, once: bool) -> Iterator[int]:
        """Put objects, many at once, yielding the bytes sent for each in their order; `once`: what is there with the same bytes is left."""
        ...

    def copy_all(self, pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
        """Copy objects within the target, (from, to), yielding each target key as it is done; what was there is replaced in one step."""
        ...

    def settle(self) -> None:
        """Returns once all that was put will outlast a power cut."""
        ...

    def locked(self) -> AbstractContextManager[Callable[[], None]]:
        """Holds the target against other publishers, who are told so in a TargetError; what is no longer renewed is taken over.

        Yields what raises TargetError where the lock was lost meanwhile.
        """
        ...
