"""All checks of a finished site, each file read once."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import TypeVar

from sitegen import urls
from sitegen.publish.checks import budgets
from sitegen.publish.checks.budgets import Measure
from sitegen.publish.checks.excused import acquit, allow, with_way_on
from sitegen.publish.checks.facts import CHECKS, Facts, Finding
from sitegen.publish.checks.feeds import feed_findings, is_feed
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.install import manifest_findings
from sitegen.publish.checks.languages import language_findings
from sitegen.publish.checks.links import broken_links
from sitegen.publish.checks.listing import digest_findings, list_files, listing_findings
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.numbers import Sums, number_findings, read_areas, tile_sums
from sitegen.publish.checks.pages import NOTHING, internal_links, page_findings, path_findings, unmarked_pages
from sitegen.publish.checks.points import (
    Places,
    is_outcome_shard,
    is_street_shard,
    map_findings,
    outcome_findings,
    outcome_month_findings,
    published_points,
    shard_findings,
)
from sitegen.publish.checks.remembered import Forgetful, Remembered
from sitegen.publish.checks.shapes import check_shape_tiles, is_shape_tiles
from sitegen.publish.checks.texts import TEXT_ENDINGS, text_findings
from sitegen.publish.checks.tilesets import CRIMES, STOPS, Tileset, check_tileset, find_tilesets
from sitegen.publish.checks.year import year_findings, year_parts
from sitegen.publish.disk import disk_errors
from sitegen.publish.manifest import read_manifest

_CHUNK = 64
"""Files a worker reads for one answer."""

_WORTH_SHARING = 4
"""Parts of the work from which on other processes pay."""

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Report:
    """What the checks found, sorted, and how much they looked at."""

    findings: tuple[Finding, ...]
    files: int
    pages: int
    links: int
    points: int
    measures: tuple[Measure, ...] = ()
    allowed: tuple[tuple[Finding, str], ...] = ()
    """Findings that the operator lets stand, each with the published reason."""

    @property
    def by_check(self) -> dict[str, int]:
        """Findings of every check, in the order of the checks; 0 where it passed."""
        found = Counter(finding.check for finding in self.findings)
        return {check: found[check] for check in CHECKS}


def check_site(
    folder: Path,
    *,
    verify: bool = True,
    source: Places | None = None,
    stop_source: Places | None = None,
    machine: Machine | None = None,
    remembered: Remembered | None = None,
    executor: Executor | None = None,
) -> Report:
    """Check the site in a folder; raises StoreError when the disk cannot be read.

    `verify`: hold the bytes of every file against the manifest's digest, and learn everything anew. Without it sizes are compared, and what
    `remembered` knows of a file with the same digest is not looked at again. `source` are the snap points of the crimes themselves; without
    them the street shards are taken for the source. `stop_source` are those of the stops; without them nothing says where a stop may be shown, and
    the zooms of its tiles are held against each other. `machine`, which built the site, must be named in no file;
    without it nothing is known of it. What the manifest says is allowed is reported apart.
    """
    with disk_errors(folder):
        return _Checker(folder, verify, machine or Machine(), remembered or Forgetful(), executor, stop_source).report(source)


@dataclass(frozen=True, slots=True)
class _Look:
    """What any worker needs to look at a part of the site: with `verify` bytes are held against digests."""

    folder: Path
    verify: bool
    shards: tuple[str, ...]
    machine: Machine

    def files(self, chunk: Sequence[tuple[str, str]]) -> list[Facts]:
        """The facts of some files, given as path and digest, in their order."""
        known, _faults = published_points(self.folder, self.shards)
        return [self._file(path, digest, known) for path, digest in chunk]

    def tileset(self, tileset: Tileset) -> Facts:
        """The facts of one month's crime tiles."""
        known, _faults = published_points(self.folder, self.shards)
        return check_tileset(self.folder, tileset, known)

    def _file(self, path: str, digest: str, known: Places) -> Facts:
        data = (self.folder / path).read_bytes()
        findings = list(digest_findings(path, data, digest)) if self.verify and digest else []
        size = budgets.gzip_size(data) if budgets.is_weighed(path, len(data)) else 0
        findings += budgets.file_findings(path, size)
        if _ending(path) in TEXT_ENDINGS:
            findings += text_findings(path, data, self.machine)
        if is_outcome_shard(path):
            strays, points = outcome_findings(path, data, known)
            return Facts(tuple(findings + strays), gzip_bytes=size, points=points)
        if is_feed(path):
            faults, links = feed_findings(path, data)
            return Facts(tuple(findings + faults), links)
        if path == urls.web_manifest():
            faults, links = manifest_findings(path, data)
            return Facts(tuple(findings + faults), links)
        if not path.endswith(".html"):
            return Facts(tuple(findings), gzip_bytes=size)
        page = read_page(data.decode(errors="replace"))
        findings += page_findings(path, page)
        findings += map_findings(path, page.maps, known)
        circles = sum(len(baked.circles) for baked in page.maps)
        figures = json.dumps(page.figures) if page.figures else ""
        return Facts(tuple(findings), tuple(internal_links(page)), " ".join(page.anchors), page.is_marked, size, circles, figures)

    def sums(self, tileset: Tileset) -> Facts:
        """What one month's crime tiles add up to by neighbourhood."""
        return tile_sums(self.folder, tileset, self.shards)


class _Checker:
    """One run of the checks: what is in the folder, what the manifest says, what is known from before."""

    def __init__(
        self, folder: Path, verify: bool, machine: Machine, remembered: Remembered, executor: Executor | None, stop_source: Places | None
    ) -> None:
        # The same folder may have held another site when this process last looked.
        published_points.cache_clear()
        read_areas.cache_clear()
        self.files, self.findings = list_files(folder)
        self.manifest = read_manifest(folder)
        self.findings += listing_findings(folder, self.files, self.manifest)
        self.digests = {path: entry[0] for path, entry in self.manifest.files.items()} if self.manifest else {}
        self.look = _Look(folder, verify, tuple(path for path in self.files if is_street_shard(path)), machine)
        self.remembered = Forgetful() if verify or self.manifest is None else remembered
        self.executor = executor
        self.stop_source = stop_source
        # Not the clock: a file known from before is older than this run and cannot tell its time.
        self.version = _key(*machine.words)
        self.evidence = _key(self.version, *(self.digests.get(path, "") for path in self.look.shards))

    def report(self, source: Places | None) -> Report:
        known, faults = published_points(self.look.folder, self.look.shards)
        self.findings += faults
        if source is not None:
            self.findings += shard_findings(known, source)
        facts = self._files()
        listed, strays = find_tilesets(self.files)
        self.findings += strays
        tilesets = self._tilesets(listed)
        for found in (*facts.values(), *tilesets):
            self.findings += found.findings
        self._hold_numbers(facts, listed)
        self._draw_shapes()
        pages = {path: found for path, found in facts.items() if path.endswith(".html")}
        self.findings += broken_links({path: found for path, found in facts.items() if found.links or path in pages}, self.files.keys())
        self.findings += language_findings(pages)
        self.findings += unmarked_pages(facts)
        self.findings += budgets.site_findings(facts)
        self.findings += budgets.ceiling_findings(self.files)
        self.findings += path_findings(self.files, NOTHING)
        points = sum(found.points for found in (*facts.values(), *tilesets))
        links = sum(len(found.links) for found in pages.values())
        remaining = acquit(self.findings, self.look.folder, self.files.keys())
        refused, allowed = allow(remaining, self.manifest.allowed if self.manifest else ())
        measures = budgets.measures(facts, self.files)
        return Report(tuple(sorted(with_way_on(refused))), len(self.files), len(pages), links, points, measures, tuple(sorted(allowed)))

    def _files(self) -> dict[str, Facts]:
        """The facts of every file, by path."""
        facts: dict[str, Facts] = {}
        unread: dict[str, str] = {}
        for path, size in self.files.items():
            # Most files of a site are tiles: those are read with their tileset.
            if not self.look.verify and _ending(path) not in TEXT_ENDINGS and not budgets.is_weighed(path, size):
                facts[path] = Facts()
                continue
            has_points = path.endswith(".html") or is_outcome_shard(path)
            key = _key(self.evidence if has_points else self.version, path, self.digests.get(path, ""))
            known = self.remembered.get(key)
            if known is None:
                unread[path] = key
            else:
                facts[path] = known
        paths = list(unread)
        chunks = [[(path, self.digests.get(path, "")) for path in paths[start : start + _CHUNK]] for start in range(0, len(paths), _CHUNK)]
        for chunk, answers in zip(chunks, self._map(self.look.files, chunks), strict=True):
            for (path, _digest), found in zip(chunk, answers, strict=True):
                facts[path] = found
                self._keep(unread[path], found)
        return facts

    def _draw_shapes(self) -> None:
        """Tiles of lines and polygons, looked at where their bytes have not been before."""
        keys = {path: _key(self.version, "shapes", self.digests.get(path, "")) for path in self.files if is_shape_tiles(path)}
        unknown = [path for path, key in keys.items() if self.remembered.get(key) is None]
        chunks = [unknown[start : start + _CHUNK] for start in range(0, len(unknown), _CHUNK)]
        for chunk, answers in zip(chunks, self._map(partial(check_shape_tiles, self.look.folder), chunks), strict=True):
            for path, found in zip(chunk, answers, strict=True):
                self.findings += found.findings
                self._keep(keys[path], found)

    def _hold_numbers(self, facts: Mapping[str, Facts], tilesets: Sequence[Tileset]) -> None:
        """Pages, count tables and tiles of crimes held against each other."""
        if self.manifest is None:
            return
        found = self._of_tilesets(
            "sums", self.look.sums, [tileset for tileset in tilesets if tileset.kind == CRIMES and not tileset.is_year], self.evidence
        )
        sums: dict[str, Sums] = {tileset.month: json.loads(one.figures) for tileset, one in found.items() if one.figures}
        self.findings += number_findings(self.look.folder, facts, sums, self.manifest.months[1])

    def _of_tilesets(self, what: str, look: Callable[[Tileset], Facts], tilesets: Sequence[Tileset], evidence: str) -> dict[Tileset, Facts]:
        """What a look at every tileset says, from memory where neither its files nor the evidence have changed."""
        keys = {
            tileset: _key(what, evidence, *(f"{path} {self.digests.get(path)}" for path in (tileset.tilejson, tileset.archive or "", *tileset.tiles)))
            for tileset in tilesets
        }
        facts = {tileset: self.remembered.get(key) for tileset, key in keys.items()}
        unknown = [tileset for tileset, found in facts.items() if found is None]
        for tileset, found in zip(unknown, self._map(look, unknown), strict=True):
            facts[tileset] = found
            self._keep(keys[tileset], found)
        return {tileset: found for tileset, found in facts.items() if found is not None}

    def _tilesets(self, tilesets: Sequence[Tileset]) -> list[Facts]:
        """The facts of every month's tiles, of crimes and of stops."""
        crimes, stops = ([tileset for tileset in tilesets if tileset.kind == kind] for kind in (CRIMES, STOPS))
        of_stops = _key(self.version, "" if self.stop_source is None else blake2b(self.stop_source.tobytes()).hexdigest())
        look_at_stops = partial(check_tileset, self.look.folder, known=self.stop_source)
        facts = self._of_tilesets("tiles", self.look.tileset, crimes, self.evidence)
        facts |= self._of_tilesets("tiles", look_at_stops, stops, of_stops)
        if self.manifest is not None:
            first, last = self.manifest.months
            self.findings += outcome_month_findings(self.files, first, last)
            for tileset in tilesets:
                if not tileset.is_year and not first <= tileset.month <= last:
                    self.findings.append(
                        Finding("points", tileset.tilejson, f"lies outside the months {first} to {last}; older points must not be published")
                    )
            self._hold_year(crimes, first, last)
        return list(facts.values())

    def _hold_year(self, crimes: Sequence[Tileset], first: str, last: str) -> None:
        """The newest 12 months held against the months, where any of them is not known from before."""
        of_year, faults = year_parts(self.look.folder, crimes, first, last)
        self.findings += faults
        if of_year is None:
            return
        paths = [path for one in (of_year.year, *of_year.months) for path in (one.tilejson, one.archive or "", *one.tiles)]
        key = _key(self.version, "year", *(f"{path} {self.digests.get(path)}" for path in paths))
        found = self.remembered.get(key)
        if found is None:
            found = Facts(findings=tuple(year_findings(self.look.folder, of_year)))
            self._keep(key, found)
        self.findings += found.findings

    def _keep(self, key: str, found: Facts) -> None:
        if not found.findings:
            self.remembered.put(key, found)

    def _map(self, look: Callable[[T], R], parts: Sequence[T]) -> Iterator[R]:
        return self.executor.map(look, parts) if self.executor is not None and len(parts) > _WORTH_SHARING else map(look, parts)


def _ending(path: str) -> str:
    return path.rpartition(".")[2]


def _key(*parts: str) -> str:
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
