"""Runs the checks over a finished site, each file read once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

from sitegen.proof import keys
from sitegen.publish.checks import budgets
from sitegen.publish.checks.budgets import Measure
from sitegen.publish.checks.bulk import is_bulk
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.excused import acquit, allow, with_way_on
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import TABLE_ENDINGS, TEXT_ENDINGS, File, ending
from sitegen.publish.checks.html import Page
from sitegen.publish.checks.inspector import Inspector, key
from sitegen.publish.checks.links import unlinked_pages
from sitegen.publish.checks.listed import CHECKS
from sitegen.publish.checks.listing import list_files
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.numbers import read_areas
from sitegen.publish.checks.points import Places, is_outcome_shard, published_points
from sitegen.publish.checks.records import is_record
from sitegen.publish.checks.remembered import RememberedFile
from sitegen.publish.checks.siblings import apart
from sitegen.publish.checks.site import Site
from sitegen.publish.disk import disk_errors, read_file
from sitegen.publish.manifest import read_manifest
from sitegen.publish.siblings import read_list

_PORTION = 64
"""Files a worker reads for one answer."""


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
    unlinked: tuple[str, ...] = ()
    """Pages to which no other leads."""
    checks: tuple[Check, ...] = CHECKS

    @property
    def by_check(self) -> dict[str, int]:
        """Findings of every check, in the order of the checks; 0 where it passed."""
        found = Counter(finding.check for finding in self.findings)
        return {check.name: found[check.name] for check in self.checks}


def check_site(
    folder: Path,
    *,
    verify: bool = True,
    source: Places | None = None,
    stop_source: Places | None = None,
    machine: Machine | None = None,
    remembered: RememberedFile | None = None,
    digests: Mapping[str, str] | None = None,
    executor: Executor | None = None,
    checks: tuple[Check, ...] = CHECKS,
) -> Report:
    """Check the site in a folder; raises StoreError when the disk cannot be read.

    `verify`: hold the bytes of every file against the manifest's digest, and learn everything anew. Without it sizes are compared, and what
    `remembered` knows of a file with the same digest is not looked at again. `digests` are those of the bytes as they lie, of every file, where
    the manifest's are not to be taken for them. `source` are the snap points of the crimes themselves; without
    them the street shards are taken for the source. `stop_source` are those of the stops; without them nothing says where a stop may be shown, and
    the zooms of its tiles are compared with each other. `machine`, which built the site, must be named in no file;
    without it nothing is known of it. What the manifest says is allowed is reported apart. What publishing adds to a site is left out.
    """
    # The same folder may have held another site when this process last looked.
    published_points.cache_clear()
    read_areas.cache_clear()
    with disk_errors(folder):
        lying, strays = list_files(folder)
        found_files = {path: size for path, size in lying.items() if not keys.is_added(path)}
        listed = read_list(folder)
        files, beside = apart(found_files, listed)
        manifest, of = read_manifest(folder), machine or Machine()
        # Not the clock: a file known from before is older than this run and cannot tell its time.
        version = key(*of.words)
        is_known = digests is not None or (not verify and manifest is not None)
        inspector = Inspector(executor, remembered if is_known else None, version)
        site = Site(folder, files, strays, manifest, inspector, source, stop_source, listed, beside, verify, digests)
        site.facts.update(_learn(site, verify, of, checks))
        findings = [finding for found in site.facts.values() for finding in found.findings]
        for check in checks:
            findings += check.of_site(site)
        refused, allowed = allow(acquit(findings, folder, files.keys()), manifest.allowed if manifest else ())
    pages = site.pages
    return Report(
        tuple(sorted(with_way_on(refused))),
        len(files),
        len(pages),
        sum(len(found.links) for found in pages.values()),
        inspector.points,
        budgets.measures(site.facts, files),
        tuple(sorted(allowed)),
        tuple(unlinked_pages(pages)),
        checks,
    )


def page_findings(path: str, page: Page, checks: Sequence[Check] = CHECKS) -> Iterator[Finding]:
    """What is wrong with a page by itself, in the order of the checks."""
    for check in checks:
        yield from check.of_page(path, page)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What any worker needs to read a file: with `verify` bytes are compared with digests."""

    folder: Path
    verify: bool
    shards: tuple[str, ...]
    machine: Machine
    checks: tuple[Check, ...]

    def read(self, listed: tuple[str, str]) -> Facts:
        """The facts of a file, given as path and the manifest's digest."""
        path, digest = listed
        known, _faults = published_points(self.folder, self.shards)
        file = File(path, read_file(self.folder, path), digest if self.verify else "", self.machine, known)
        found = [facts for check in self.checks if check.of_file and (facts := check.of_file(file))]
        if file.page is not None:
            found.append(Facts(findings=tuple(page_findings(path, file.page, self.checks))))
        return Facts.together(found)


def _learn(site: Site, verify: bool, machine: Machine, checks: tuple[Check, ...]) -> dict[str, Facts]:
    """The facts of every file, by path."""
    asked: dict[tuple[str, str], str] = {}
    for path, size in site.files.items():
        # Most files of a site are tiles: those are read with their tileset.
        if verify or ending(path) in TEXT_ENDINGS | TABLE_ENDINGS or budgets.is_weighed(path, size):
            has_points = path.endswith(".html") or is_outcome_shard(path) or is_record(path) or is_bulk(path)
            asked[path, site.digests.get(path, "")] = site.key("file", [path], site.evidence if has_points else "")
    reader = _Reader(site.folder, verify, site.shards, machine, checks)
    read = site.inspector.ask(reader.read, asked, _PORTION)
    return dict.fromkeys(site.files, Facts()) | {path: found for (path, _digest), found in read.items()}
