"""What earlier checks learned, so that a file checked before is not read again."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from sitegen.publish.checks.facts import Facts
from sitegen.publish.disk import disk_errors


class Remembered(Protocol):
    """Facts by key; a key names a path, its bytes and all else the facts depend on."""

    def get(self, key: str) -> Facts | None:
        """What was learned under this key; None when nothing was."""

    def put(self, key: str, facts: Facts) -> None:
        """Keep what was learned."""


class Forgetful:
    """Remembers nothing: every file is read."""

    def get(self, key: str) -> Facts | None:
        """Nothing."""

    def put(self, key: str, facts: Facts) -> None:
        """Forget it."""


class RememberedFile:
    """A file in the cache: the version of the checks that learned it, then one line a key.

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
        fresh = self._path.with_suffix(f".{os.getpid()}.tmp")
        with disk_errors(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            try:
                with fresh.open("w", encoding="utf-8") as out:
                    out.write(f"{self._version}\n")
                    out.writelines(f"{key} {line}\n" for key, line in sorted(self._kept.items()))
                fresh.replace(self._path)
            finally:
                fresh.unlink(missing_ok=True)


def _load(path: Path, version: str) -> Mapping[str, str]:
    try:
        with path.open(encoding="utf-8") as lines:
            if next(lines, "").rstrip("\n") != version:
                return {}
            return {key: text.rstrip("\n") for key, _, text in (line.partition(" ") for line in lines)}
    except (OSError, UnicodeDecodeError):
        return {}
