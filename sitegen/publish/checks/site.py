"""A finished site as the checks of the whole see it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.inspector import Inspector, key
from sitegen.publish.checks.points import Places, is_street_shard
from sitegen.publish.checks.tilesets import Tileset, find_tilesets
from sitegen.publish.manifest import Manifest


@dataclass(frozen=True)
class Site:
    """What lies in the folder, what the manifest says of it, and what is known of the points it may show."""

    folder: Path
    files: Mapping[str, int]
    """Every plain file with its size in bytes, by path."""
    strays: tuple[str, ...]
    """What else lies in the folder."""
    manifest: Manifest | None
    inspector: Inspector
    source: Places | None = None
    """The snap points of the crimes themselves; None: the street shards are taken for the source."""
    stop_source: Places | None = None
    """Likewise of the stops; None: nothing says where a stop may be shown."""
    siblings: Mapping[str, str] = field(default_factory=dict)
    """The compressed siblings that are listed, by path with their digests."""
    beside: Mapping[str, int] = field(default_factory=dict)
    """Those that lie in the folder, and their list, with their sizes."""
    verify: bool = True
    """True where bytes are held against digests."""
    found_digests: Mapping[str, str] | None = None
    """The digest of every file's bytes as they lie, by path, where they have been read; None: the manifest's are taken for theirs."""
    facts: dict[str, Facts] = field(default_factory=dict)
    """What was learned of every file, by path."""

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The digest of every file, by path."""
        if self.found_digests is not None:
            return self.found_digests
        return {path: entry[0] for path, entry in self.manifest.files.items()} if self.manifest else {}

    @cached_property
    def shards(self) -> tuple[str, ...]:
        """The paths of all street shards."""
        return tuple(path for path in self.files if is_street_shard(path))

    @cached_property
    def tilesets(self) -> tuple[list[Tileset], list[Finding]]:
        """The tilesets of crimes and of stops, and files in their folders that belong to none."""
        return find_tilesets(self.files)

    @property
    def pages(self) -> dict[str, Facts]:
        """The facts of the pages, by path."""
        return {path: found for path, found in self.facts.items() if path.endswith(".html")}

    def outside(self, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
        """The paths like `pattern` whose month, its first group, the site does not show, and what is wrong with them."""
        first, last = self.manifest.months if self.manifest else ("", "")
        for path in self.files if self.manifest else ():
            if (found := pattern.fullmatch(path)) and not first <= found[1] <= last:
                yield path, f"lies outside the months {first} to {last}; older crimes must not be published"

    @cached_property
    def evidence(self) -> str:
        """What facts about points depend on beside their own file: the bytes of all street shards."""
        return key(*(self.digests.get(path, "") for path in self.shards))

    def key(self, what: str, paths: Iterable[str], evidence: str = "") -> str:
        """The key of something learned from these files."""
        return key(what, evidence, *(f"{path} {self.digests.get(path, '')}" for path in paths))
