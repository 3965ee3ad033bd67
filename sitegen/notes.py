"""What a build notices that its operator should know: each line is said once, before anything is published or refused."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_NAMED_MOST = 3
_ASKED = "; did you mean "


@dataclass(slots=True)
class Notes:
    """Lines in the order they were noticed; where one folder gives many alike, they are one line with the first few names."""

    lines: list[str] = field(default_factory=list)
    _said: int = 0

    def add(self, line: str) -> None:
        """One more; what stands before the first `/` and after the first `: ` tells its kind."""
        self.lines.append(line)

    def all(self) -> tuple[str, ...]:
        """Every line, those of a kind together where they are many."""
        return _grouped(self.lines)

    def take(self) -> tuple[str, ...]:
        """What has been noticed since this was last asked."""
        fresh, self._said = self.lines[self._said :], len(self.lines)
        return _grouped(fresh)


def _grouped(lines: list[str]) -> tuple[str, ...]:
    kinds: dict[tuple[str, str], list[str]] = {}
    for line in lines:
        # What a name may have meant is another question for each name, and one reason all the same.
        reason = line.partition(": ")[2].partition(_ASKED)[0]
        kinds.setdefault((line.partition("/")[0], reason), []).append(line)
    found: list[str] = []
    for (_, reason), alike in kinds.items():
        if len(alike) <= _NAMED_MOST:
            found += alike
        else:
            names = ", ".join(line.partition(": ")[0] for line in alike[:_NAMED_MOST])
            found.append(f"{names} and {len(alike) - _NAMED_MOST:,} more: {reason}")
    return tuple(found)


@contextmanager
def telling(notes: Notes, say: Callable[[str], None]) -> Iterator[None]:
    """Whatever happens inside, what was noticed is said at its end: an error hides no note."""
    try:
        yield
    finally:
        for line in notes.take():
            say(f"note: {line}")
