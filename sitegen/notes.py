"""What a build notices that its operator should know: each line is said once, before anything is published or refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_OF_A_KIND = 12


@dataclass(slots=True)
class Notes:
    """Lines in the order they were noticed; where one folder gives many alike, the first few and how many more."""

    lines: list[str] = field(default_factory=list)
    kinds: dict[tuple[str, str], int] = field(default_factory=dict)
    _said: int = 0
    _more_said: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, line: str) -> None:
        """One more; what stands before the first `/` and after the first `: ` tells its kind."""
        kind = line.partition("/")[0], line.partition(": ")[2]
        self.kinds[kind] = self.kinds.get(kind, 0) + 1
        if self.kinds[kind] <= _OF_A_KIND:
            self.lines.append(line)

    def all(self) -> tuple[str, ...]:
        """Every line, and how many more there are of each kind."""
        return (*self.lines, *self._more({}))

    def take(self) -> tuple[str, ...]:
        """What has been noticed since this was last asked."""
        fresh = (*self.lines[self._said :], *self._more(self._more_said))
        self._said, self._more_said = len(self.lines), dict(self.kinds)
        return fresh

    def _more(self, before: dict[tuple[str, str], int]) -> Iterator[str]:
        for kind, count in self.kinds.items():
            more = count - max(_OF_A_KIND, before.get(kind, 0))
            if more > 0:
                yield f"{kind[0]}/: and {more} more: {kind[1]}"


@contextmanager
def telling(notes: Notes, say: Callable[[str], None]) -> Iterator[None]:
    """Whatever happens inside, what was noticed is said at its end: an error hides no note."""
    try:
        yield
    finally:
        for line in notes.take():
            say(f"note: {line}")
