"""What earlier checks learned, so that a file checked before is not read again."""

from __future__ import annotations

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Protocol

import tiles
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
    """A file in the cache, one line a key; what the newest run did not ask for is dropped when it is saved."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._old = _load(path)
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
                    out.writelines(f"{key} {line}\n" for key, line in sorted(self._kept.items()))
                fresh.replace(self._path)
            finally:
                fresh.unlink(missing_ok=True)


def checker_version() -> str:
    """Digest of the code of all checks, and of what decodes tiles: facts learned by other code are not trusted."""
    digest = sha256()
    for folder in (Path(__file__).parent, Path(tiles.__file__).parent):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


def _load(path: Path) -> Mapping[str, str]:
    try:
        with path.open(encoding="utf-8") as lines:
            return {key: text.rstrip("\n") for key, _, text in (line.partition(" ") for line in lines)}
    except (OSError, UnicodeDecodeError):
        return {}
