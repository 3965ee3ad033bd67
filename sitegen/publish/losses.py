"""What a new site no longer tells of what the site it replaces told, by the files both publish about themselves."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sitegen import urls
from sitegen.publish.manifest import Manifest
from sitegen.rules import COUNTED_STATES
from sitegen.terms import Month

Read = Callable[[str], bytes | None]
"""Gives the bytes at a public path; None where they cannot be had."""

_BY_MONTH = frozenset({"street", "outcomes", "stop-and-search"})
"""Datasets of the quality table whose losses the coverage table tells better."""

_PAGES_KEPT = 0.9
_MONTHS_NAMED = 6


def losses(old: Manifest, read_old: Read, new: Manifest, read_new: Read, window_months: int) -> tuple[str, ...]:
    """A line for each month, force or dataset that only the old site has figures of, and one where a tenth of its pages is gone.

    A month that the window has moved past is no loss, nor is one that a known issue now speaks of, nor an invented land that gives way to
    another.
    """
    if old.invented and old.invented != new.invented:
        return ()
    before, after = _Told.of(old, read_old), _Told.of(new, read_new)
    forces = sorted(before.forces - after.forces)
    return (
        *(f"{force_id}: the force is gone, with {before.pages[force_id]:,} pages" for force_id in forces),
        *_lost_figures(before, after, _oldest_month(old, new, window_months)),
        *_lost_sources(before, after),
        *_lost_pages(before.pages, after.pages),
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What one site tells: its forces, what was supplied for which month, entries used by dataset and force, and pages by folder."""

    forces: frozenset[str]
    supplied: frozenset[tuple[str, str, str]]
    """Dataset, force and month."""
    explained: frozenset[tuple[str, str, str]]
    """Likewise, those of which a known issue says that they are not supplied."""
    used: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Entries counted by dataset and force; force empty: all of the dataset."""
    pages: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, manifest: Manifest, read: Read) -> _Told:
        coverage = _rows(read(urls.COVERAGE_TABLE), "dataset", "force_id", "month", "state", "reason")
        forces = frozenset(force_id for _, force_id, *_ in coverage if urls.force(force_id) in manifest.files)
        used: Counter[tuple[str, str]] = Counter()
        for dataset, file, kind, rows in _rows(read(urls.QUALITY_TABLE), "dataset", "file", "kind", "rows"):
            if kind == "counted" and dataset not in _BY_MONTH and rows.isdigit():
                used[dataset, ""] += int(rows)
                for force_id in forces.intersection(re.split("[/!]", file)):
                    used[dataset, force_id] += int(rows)
        pages = Counter(urls.in_english(path).partition("/")[0] for path in manifest.files if path.endswith(".html"))
        return cls(
            forces,
            frozenset((dataset, force_id, month) for dataset, force_id, month, state, _ in coverage if state in COUNTED_STATES),
            frozenset((dataset, force_id, month) for dataset, force_id, month, _, reason in coverage if reason == "known-issue"),
            +used,
            pages,
        )


def _rows(data: bytes | None, *columns: str) -> list[tuple[str, ...]]:
    """These columns of a table, by their names, so that a column more in one of two sites does no harm; none where it cannot be read."""
    text = "" if data is None else data.decode("utf-8", "replace")
    return [tuple(row[name] or "" for name in columns) for row in csv.DictReader(io.StringIO(text)) if row.keys() >= set(columns)]


def _oldest_month(old: Manifest, new: Manifest, window_months: int) -> str:
    """The first month that the new site should still have: the window moves on, and is no shorter than the old one."""
    try:
        first, last, newest = Month.parse(old.months[0]), Month.parse(old.months[1]), Month.parse(new.months[1])
    except ValueError:
        return old.months[0]
    span = (last.year - first.year) * 12 + last.number - first.number + 1
    return str(newest.plus(1 - max(window_months, span)))


def _lost_figures(before: _Told, after: _Told, oldest: str) -> Iterator[str]:
    """Whole months and whole datasets first, then what is left of them by dataset and force; forces that are gone altogether are left out."""
    due = {one for one in before.supplied if one[2] >= oldest and one[1] in after.forces}
    lost = due - after.supplied - after.explained
    for month in _gone({one[2] for one in lost}, {one[2] for one in after.supplied}):
        yield f"{month}: no force has figures of this month any more"
        lost = {one for one in lost if one[2] != month}
    for dataset in _gone({one[0] for one in lost}, {one[0] for one in after.supplied}):
        yield f"{dataset}: no force has figures of this dataset any more"
        lost = {one for one in lost if one[0] != dataset}
    months: dict[tuple[str, str], list[str]] = defaultdict(list)
    for dataset, force_id, month in sorted(lost):
        months[force_id, dataset].append(month)
    for (force_id, dataset), found in sorted(months.items()):
        yield f"{force_id}: no {dataset} any more of {_listed(found)}"


def _lost_sources(before: _Told, after: _Told) -> Iterator[str]:
    datasets = _gone({dataset for dataset, _force in before.used}, {dataset for dataset, _force in after.used})
    for dataset in datasets:
        yield f"{dataset}: nothing is used any more, {before.used[dataset, '']:,} entries before"
    for dataset, force_id in sorted(set(before.used) - set(after.used)):
        if dataset not in datasets and force_id in after.forces:
            yield f"{force_id}: no {dataset} are used any more, {before.used[dataset, force_id]:,} before"


def _lost_pages(before: Mapping[str, int], after: Mapping[str, int]) -> Iterator[str]:
    had, has = sum(before.values()), sum(after.values())
    if has < had * _PAGES_KEPT:
        fewer = Counter({folder: count - after.get(folder, 0) for folder, count in before.items() if count > after.get(folder, 0)})
        where = ", ".join(f"{count:,} in {folder}/" for folder, count in fewer.most_common(3))
        yield f"pages: {has:,} where there were {had:,}; {where}"


def _gone(had: set[str], has: set[str]) -> list[str]:
    return sorted(had - has)


def _listed(months: Iterable[str]) -> str:
    found = list(months)
    return ", ".join(found) if len(found) <= _MONTHS_NAMED else f"{found[0]} to {found[-1]}, {len(found)} months"
