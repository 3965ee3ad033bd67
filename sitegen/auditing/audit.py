"""One audit of a site, from its files alone: what the checks of a site find, what else is looked at here, and a verdict for each promise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sitegen import urls
from sitegen.auditing.attacked import Attacked
from sitegen.auditing.catchment import judge_catchments
from sitegen.auditing.crowds import LEAST, POSTCODES, asked_for, measure_crowds, sent_as_they_lie, sent_bytes
from sitegen.auditing.properties import PROPERTIES
from sitegen.auditing.report import CHECKS, SHOWN_MOST, Crowd, Finding, Place, Report, State, worst
from sitegen.auditing.retention import MONTHS_MOST, RETENTION, months_at_points
from sitegen.auditing.scripts import SCRIPTS
from sitegen.auditing.verdicts import REVIEWED, promises_of
from sitegen.auditing.wording import WORDING
from sitegen.proof import keys
from sitegen.publish.checks import (
    archives,
    attributes,
    bulk,
    dates,
    feeds,
    inline,
    leaks,
    numbers,
    policy,
    postcodes,
    records,
    snap_points,
    stops,
    third_party,
    threshold,
    words,
    year,
)
from sitegen.publish.checks.facts import Finding as Found
from sitegen.publish.checks.listing import list_files
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.points import Places, is_in, is_street_shard, name_place, published_points
from sitegen.publish.checks.remembered import RememberedFile
from sitegen.publish.checks.run import Report as Checked
from sitegen.publish.checks.run import check_site
from sitegen.publish.checks.siblings import apart
from sitegen.publish.disk import disk_errors, read_file
from sitegen.publish.manifest import read_manifest
from sitegen.publish.siblings import FORMS, original, owner, read_list

LOOKED = (
    snap_points.CHECK, records.CHECK, bulk.CHECK, archives.CHECK, attributes.CHECK, dates.CHECK, feeds.CHECK, stops.CHECK, threshold.CHECK,
    year.CHECK, numbers.CHECK, words.CHECK, postcodes.CHECK, third_party.CHECK, policy.CHECK, inline.CHECK, leaks.CHECK,
    PROPERTIES, RETENTION, WORDING, SCRIPTS,
)  # fmt: skip
"""What is run over every file: the checks of a site that prove a promise, and those that only an audit has."""

OWN = frozenset({urls.AUDIT_REPORT, urls.MANIFEST, urls.CHECKSUMS, urls.SIBLINGS})
"""What is no part of what was audited, with the pages of the audit: it changes when the audit is written down."""

_PORTION = 512
_UNLIKE = "is sent in place of a file and holds other bytes: what it says was not looked at"

Judged = tuple[State, Place]
"""What was found, and whether it fails or needs a person."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an audit is given beside the site, each as far as there is any: upstream's snap points, addresses, and what attacked hidden cells."""

    crimes: Places | None = None
    stops: Places | None = None
    addresses: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None
    """Longitudes and latitudes."""
    attacked: Attacked | None = None
    """What can be worked out of numbers that are left out, for P3 and P6."""


def audit(
    folder: Path,
    evidence: Evidence | None = None,
    *,
    machine: Machine | None = None,
    remembered: RememberedFile | None = None,
    executor: Executor | None = None,
) -> Report:
    """The verdict on each promise for the site in a folder; raises StoreError where the disk cannot be read.

    Nothing is believed that a manifest or an earlier audit says; what an operator lets stand by the manifest is a matter to review, and so is a
    file that it lists and that is not there. Without one nobody knows what is absent, and totals fail. `machine` are words that must stand in
    no file. Every file is read, and its bytes are held against nothing: what it says is what counts. What `remembered` knows of a file of these very
    bytes is not looked at again. The same files give the same report, on one process or many.
    """
    with disk_errors(folder):
        listed, _strays = list_files(folder)
        files, beside = apart(listed, read_list(folder))
        audited = {path: size for path, size in files.items() if not is_own(path)}
        asked = {path for paths in asked_for(audited).values() for path in paths}
        read = _read_all(folder, sorted(files), asked if not beside else set(), frozenset(beside), executor)
        checked = check_site(
            folder,
            verify=False,
            stop_source=evidence.stops if evidence else None,
            machine=machine,
            remembered=remembered,
            digests=read.digests,
            executor=executor,
            checks=LOOKED,
        )
        published, _faults = published_points(folder, tuple(path for path in files if is_street_shard(path)))
        crowds = measure_crowds(folder, audited, read.sent if not beside else sent_as_they_lie(asked, audited, beside))
        manifest = read_manifest(folder)
        absent = None if manifest is None else tuple(sorted(manifest.files.keys() - listed.keys()))
    found = _by_promise(checked)
    found.setdefault("P5", []).extend(("failed", Place(path, _UNLIKE)) for path in sorted({*read.unlike, *_of_nothing(beside, files)}))
    site = _Site(audited, checked, published, crowds, absent, evidence or Evidence())
    findings = tuple(site.verdict(check, found.get(check, [])) for check in CHECKS)
    newest = max(months_at_points(iter(audited)), default="")
    hidden = site.evidence.attacked.hidden if site.evidence.attacked else ()
    return Report(findings, crowds, len(audited), sum(audited.values()), read.digest, newest, hidden)


def is_own(path: str) -> bool:
    """True for what an audit itself writes, for the lists of files that change with it, and for what proves a published copy."""
    return path in OWN or path.startswith(keys.FOLDER) or urls.in_english(path) == urls.AUDIT_PAGE


def _by_promise(checked: Checked) -> dict[str, list[Judged]]:
    """What was found, by the promise that it breaks; what the operator lets stand is to be reviewed."""
    found: dict[str, list[Judged]] = {}
    for one in checked.findings:
        state: State = "needs-review" if one.check in REVIEWED else "failed"
        for promise in promises_of(one):
            found.setdefault(promise, []).append((state, _place(one)))
    for one, reason in checked.allowed:
        for promise in promises_of(one):
            found.setdefault(promise, []).append(("needs-review", Place(one.path, f"{_place(one).said}; let stand by the operator: {reason}")))
    return found


def _place(found: Found) -> Place:
    # What an operator is advised to do about supplied words is no part of what was found.
    return Place(found.path, found.message.partition("; `build.py why")[0])


@dataclass(frozen=True, slots=True)
class _Site:
    files: Mapping[str, int]
    checked: Checked
    published: Places
    crowds: tuple[Crowd, ...]
    absent: tuple[str, ...] | None
    """Files that are listed and not there; None where there is no list."""
    evidence: Evidence

    def verdict(self, check: str, found: list[Judged]) -> Finding:
        own = {
            "P1": self._of_points,
            "P3": self._of_groups,
            "P4": self._of_order,
            "P6": self._of_sums,
            "P8": self._of_catchments,
            "P9": self._of_months,
            "P12": self._of_readers,
        }
        return own[check](found) if check in own else _judged(check, found, self._looked_at(check))

    def _of_order(self, _found: list[Judged]) -> Finding:
        return Finding("P4", "not-assessed", basis="build")

    def _of_catchments(self, _found: list[Judged]) -> Finding:
        addresses = self.evidence.addresses
        return judge_catchments(self.published, *addresses) if addresses else Finding("P8", "not-assessed")

    def _of_months(self, found: list[Judged]) -> Finding:
        months = months_at_points(iter(self.files))
        return _judged("P9", found, {"files": sum(map(len, months.values()))}, {"months": len(months), "months_most": MONTHS_MOST})

    def _of_points(self, found: list[Judged]) -> Finding:
        counts = {"snap_points": len(self.published)}
        if self.evidence.crimes is not None:
            strays = self.published[~is_in(self.published, self.evidence.crimes)]
            counts["source_points"] = len(self.evidence.crimes)
            found = [*found, *(("failed", Place("streets/", f"{name_place(int(one))} is no snap point of the source")) for one in strays)]
        return _judged("P1", found, {"points": self.checked.points, "files": len(self.files)}, counts)

    def _of_groups(self, found: list[Judged]) -> Finding:
        attacked = self.evidence.attacked
        known: list[Judged] = [("failed", place) for place in attacked.groups] if attacked else []
        return _judged("P3", [*found, *known], self._looked_at("P3"))

    def _of_sums(self, found: list[Judged]) -> Finding:
        sums = _judged("P6", [*found, *self._of_absent()], {"pages": self._count(".html"), "tiles": self._count(".mvt", ".pmtiles")})
        attacked = self.evidence.attacked
        hidden = attacked.finding if attacked else Finding("P6", "not-assessed")
        # What failed stands before what is to be reviewed, and both are sorted: the places of an attack have all failed.
        places = (*hidden.places, *sums.places)[:SHOWN_MOST]
        counts = {**hidden.counts, "sums_that_differ": len(set(found)), "absent": len(self.absent or ())}
        looked_at = {**sums.looked_at, **hidden.looked_at}
        return Finding("P6", worst((sums.state, hidden.state)), looked_at, counts, places, sums.found + hidden.found)

    def _of_absent(self) -> list[Judged]:
        """Nobody can tell what an absent file would have contradicted; without a list, not even that one is absent."""
        if self.absent is None:
            return [("failed", Place(urls.MANIFEST, "is missing, or was not made by this program: nothing says which files should be here"))]
        return [("needs-review", Place(path, "is listed and not there")) for path in self.absent]

    def _of_readers(self, found: list[Judged]) -> Finding:
        small = [one for one in self.crowds if one.of == POSTCODES and one.least < LEAST]
        said = [Place(one.smallest, f"stands for {one.least} {one.of}, fewer than {LEAST}: {one.kind.replace('_', ' ')}") for one in small]
        counts = {f"least_{one.kind}": one.least for one in self.crowds if one.of} | {"unique_sizes": sum(one.unique for one in self.crowds)}
        return _judged("P12", [*found, *(("needs-review", one) for one in said)], self._looked_at("P12"), counts)

    def _looked_at(self, check: str) -> dict[str, int]:
        if check in {"P3", "P5", "P7"}:
            return {"files": self._count(".json", ".jsonl", ".csv", ".csv.gz", ".parquet", ".fgb"), "tiles": self._count(".mvt", ".pmtiles")}
        if check in {"P10", "P11", "P12"}:
            return {"pages": self._count(".html"), "files": len(self.files)}
        return {"files": len(self.files)}

    def _count(self, *endings: str) -> int:
        return sum(path.endswith(endings) for path in self.files)


def _judged(check: str, found: Iterable[Judged], looked_at: Mapping[str, int], counts: Mapping[str, int] | None = None) -> Finding:
    listed = sorted(set(found), key=lambda one: (one[0] != "failed", one[1]))
    state = worst(("proved", *(state for state, _place in listed)))
    return Finding(check, state, looked_at, counts or {}, tuple(place for _state, place in listed[:SHOWN_MOST]), len(listed))


@dataclass(frozen=True, slots=True)
class _Read:
    """Digests by path; how long files asked for are on their way, compressed by the host; siblings with other bytes than their file."""

    digests: Mapping[str, str]
    sent: Mapping[str, int]
    unlike: tuple[str, ...]

    @property
    def digest(self) -> str:
        """One digest over the paths and bytes of what is audited."""
        listed = (f"{digest}  {path}\n" for path, digest in self.digests.items() if not is_own(path))
        return sha256("".join(listed).encode()).hexdigest()


def _read_all(folder: Path, paths: list[str], asked: set[str], beside: frozenset[str], executor: Executor | None) -> _Read:
    """Read every file once, in the order of paths; `beside` are the compressed siblings that lie in the folder."""
    portions = [paths[first : first + _PORTION] for first in range(0, len(paths), _PORTION)]
    wanted = [asked.intersection(portion) for portion in portions]
    packed = [beside.intersection(f"{path}.{form}" for path in portion for form in FORMS) for portion in portions]
    look = partial(_read_portion, folder)
    digests: dict[str, str] = {}
    sent: dict[str, int] = {}
    unlike: list[str] = []
    for found, sizes, others in (executor.map if executor and len(portions) > 1 else map)(look, portions, wanted, packed):
        digests |= found
        sent |= sizes
        unlike += others
    return _Read(digests, sent, tuple(unlike))


def _read_portion(folder: Path, paths: list[str], asked: set[str], packed: frozenset[str]) -> tuple[dict[str, str], dict[str, int], list[str]]:
    digests: dict[str, str] = {}
    sent: dict[str, int] = {}
    unlike: list[str] = []
    for path in paths:
        data = read_file(folder, path)
        digests[path] = sha256(data).hexdigest()
        if path in asked:
            sent[path] = sent_bytes(path, data)
        siblings = packed.intersection(f"{path}.{form}" for form in FORMS) if packed else packed
        unlike += [one for one in siblings if original(one, read_file(folder, one), len(data)) != data]
    return digests, sent, unlike


def _of_nothing(beside: Iterable[str], files: Mapping[str, int]) -> Iterator[str]:
    """Listed siblings whose file is not there."""
    return (path for path in beside if path != urls.SIBLINGS and owner(path) not in files)
