"""Looks at parts of a site: many on other processes, and none of which everything is known from before."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from hashlib import blake2b
from typing import TypeVar

from sitegen.publish.checks.facts import Facts
from sitegen.publish.checks.remembered import RememberedFile

T = TypeVar("T")

_WORTH_SHARING = 4
"""Portions of work from which on other processes pay."""


class Inspector:
    """Asks a function about parts, and adds up the points that were looked at; what it remembers is only good under its `version`."""

    def __init__(self, executor: Executor | None, remembered: RememberedFile | None, version: str) -> None:
        self.points = 0
        self._executor, self._remembered, self._version = executor, remembered, version

    def ask(self, look: Callable[[T], Facts], keys: Mapping[T, str], portion: int = 1) -> dict[T, Facts]:
        """What `look` says of each part, given with the key of all that its answer depends on; a worker takes a `portion` of them at a time."""
        names = {part: key(self._version, own) for part, own in keys.items()}
        known = {part: self._remembered.get(name) if self._remembered else None for part, name in names.items()}
        unknown = [part for part, found in known.items() if found is None]
        is_shared = self._executor is not None and len(unknown) > _WORTH_SHARING * portion
        answers = self._executor.map(look, unknown, chunksize=portion) if self._executor and is_shared else map(look, unknown)
        facts = {part: found for part, found in known.items() if found is not None}
        for part, found in zip(unknown, answers, strict=True):
            facts[part] = found
            # What has a fault is looked at each time: what it is held against may be mended elsewhere.
            if self._remembered and not found.findings:
                self._remembered.put(names[part], found)
        self.points += sum(found.points for found in facts.values())
        return facts


def key(*parts: str) -> str:
    """A short name for all of these together."""
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
