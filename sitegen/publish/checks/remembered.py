"""What earlier checks learned, so that a file checked before is not read again."""

from collections.abc import Mapping
from pathlib import Path

from sitegen.publish.checks.facts import Facts
from sitegen.publish.disk import write_in_one_step


class RememberedFile:
    """Facts by key, in a file of the cache: the version of the checks that learned them, then one line a key.

    A key names a path, its bytes and all else the facts depend on.
    What checks of another version learned is not trusted; what the newest run did not ask for is dropped when it is saved.
    """

    def __init__(self, path: Path, version: str) -> None:
        self._path, self._version = path, version
        self._old = _load(path, version)
        self._kept: dict[str, str] = {}

    def get(self, key: str) -> Facts | None:
        """What was learned under this key; a damaged line counts as nothing."""
        line = self._old.get(key)
        if line is None:
            return None
        try:
            facts = Facts.from_text(line)
        except (ValueError, KeyError, TypeError):
            return None
        self._kept[key] = line
        return facts

    def put(self, key: str, facts: Facts) -> None:
        """Keep what was learned."""
        self._kept[key] = facts.to_text()

    def save(self) -> None:
        """Write the file in one step; raises StoreError."""
        lines = [self._version, *(f"{key} {line}" for key, line in sorted(self._kept.items()))]
        write_in_one_step(self._path, "".join(f"{line}\n" for line in lines).encode())


def _load(path: Path, version: str) -> Mapping[str, str]:
    try:
        with path.open(encoding="utf-8") as lines:
            if next(lines, "").rstrip("\n") != version:
                return {}
            return {key: text.rstrip("\n") for key, _, text in (line.partition(" ") for line in lines)}
    except (OSError, UnicodeDecodeError):
        return {}
