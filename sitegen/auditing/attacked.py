"""What an attack on suppression found, as evidence of an audit: the verdict, where numbers are too well known, and how wide the others stay."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from sitegen import urls
from sitegen.auditing.attack.ledger import MONTH_WIDTH, LedgerReport, attack_ledger
from sitegen.auditing.attack.published import Published
from sitegen.auditing.attack.site import AttackReport, attack_stops
from sitegen.auditing.attack.widths import NARROW, hidden_widths
from sitegen.auditing.report import SHOWN_MOST, Finding, Hidden, Place

STOPS, CHANGES = "stops", "changes"
"""What hidden numbers are of: the stops of a place by a field, and the changes of a release."""

_PAGE, _FIGURES = "/index.html", "/figures.json"


@dataclass(frozen=True, slots=True)
class Attacked:
    """The verdict for P6 on numbers that are left out; of these the `groups` that are too well known, for P3; and by force how wide all stay."""

    finding: Finding
    groups: tuple[Place, ...]
    hidden: tuple[Hidden, ...]


def attack(folder: Path, told: Published, before: Published | None = None, *, executor: Executor | None = None) -> Attacked:
    """Attack a site, of which `told` is what it tells of stops, and what it and the release before it tell together.

    Raises OSError, ValueError or KeyError where the folder lacks what is attacked, or has it damaged.
    """
    found = judge(folder, attack_stops(told, before, executor=executor), attack_ledger(folder))
    looked_at = {**found.finding.looked_at, "releases": 1 if before is None else 2}
    return replace(found, finding=replace(found.finding, looked_at=looked_at))


def judge(folder: Path, stops: AttackReport, changes: LedgerReport) -> Attacked:
    """The evidence from what was found; names of forces are read from the folder. Leaks and contradictions fail, and no bound is told."""
    leaks = tuple(sorted({*_leaks_of_stops(stops), *_leaks_of_changes(changes)}))
    apart = {Place(*_contradiction(force, where)) for force, where in stops.contradictions}
    apart |= {Place(path, "tells numbers of changes that do not fit each other") for _force, path in changes.contradictions}
    hidden = tuple(
        sorted(
            (
                *_hidden(folder, hidden_widths(stops.widths), STOPS, {}),
                *_hidden(folder, hidden_widths(changes.widths, limit=MONTH_WIDTH), CHANGES, changes.sure_by_counts),
            ),
            key=lambda one: (one.force, one.of != STOPS),
        )
    )
    cells = stops.widths.height + changes.widths.height
    widths = [one.least for one in hidden if one.least is not None]
    counts = {"contradictions": len(apart), "known_too_well": len(leaks)} | ({"least_width": min(widths)} if widths else {})
    places = tuple(sorted({*leaks, *apart}))
    finding = Finding("P6", "failed" if places else "proved", {"cells": cells}, counts, places[:SHOWN_MOST], len(places))
    return Attacked(finding, leaks, hidden)


def _leaks_of_stops(report: AttackReport) -> Iterator[Place]:
    rows = report.leaks.select("force_id", "neighbourhood_id", "field", "value", "span", "width")
    for force, place, field, value, span, width in rows.iter_rows():
        page = report.pages.get((force, place or None), f"{force}{_PAGE}")
        of = {"": "the rest of the force, ", None: ""}.get(place, "")
        yield Place(page.removesuffix(_PAGE) + _FIGURES, f"{of}{field}, {value} ({span}): {_known(width)}")


def _leaks_of_changes(report: LedgerReport) -> Iterator[Place]:
    rows = report.widths.filter(pl.col("verdict") == NARROW).select("force_id", "field", "neighbourhood_id", "value", "width")
    for force, field, month, value, width in rows.iter_rows():
        what = ", ".join(filter(None, (field, month, value)))
        yield Place(urls.release_changes(force, "csv"), f"{what}: {_known(width)}")


def _known(width: int) -> str:
    """How well a number is known; what it is would only spread it."""
    return f"this number is left out, and no more than {width + 1} fit" if width else "this number is left out, and only one fits"


def _contradiction(force: str, where: str) -> tuple[str, str]:
    if where.endswith(".html"):
        return where, "tells numbers of stops that the figures beside it do not have"
    return f"{force}{_FIGURES}", f"{where}: no numbers of stops fit all that is told"


def _hidden(folder: Path, widths: pl.DataFrame, of: str, sure: Mapping[str, int]) -> Iterator[Hidden]:
    for row in widths.iter_rows(named=True):
        force = row.pop("force_id")
        yield Hidden(force=force, name=_name(folder, force), of=of, subtracted=sure.get(force, 0), **row)


def _name(folder: Path, force: str) -> str:
    """The force's name as its figures have it; its id where they cannot be read."""
    try:
        return str(json.loads((folder / urls.force_figures(force, "json")).read_bytes())["force"]["name"])
    except (OSError, ValueError, KeyError, TypeError):
        return force
