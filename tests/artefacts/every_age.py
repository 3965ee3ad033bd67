"""Every state of outcomes at equal age, and what its sentences say there: scenes for `test_every_sentence`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from sitegen.artefacts.sections import ages_view
from sitegen.artefacts.sections.issues import Break, Breaks
from sitegen.artefacts.supply import Supply
from sitegen.artefacts.text.words import Words
from sitegen.rules import OUTCOME_AGES
from sitegen.terms import Month, months_between
from tests.artefacts.every_state import CATEGORIES, Said
from tests.artefacts.inputs import evidence, table

MONTHS = tuple(str(month) for month in months_between(Month(2023, 1), Month(2025, 6)))
Told = Mapping[str, int] | tuple[str, str | None]
"""Crimes by group, or the state and the reason where they are not known."""


def ages(of: Callable[[int, int], Told], *, state: str = "known", witness: str = "outcomes") -> pl.DataFrame:
    """The table of one force: `of` tells of the months by their place and an age."""
    rows: list[dict[str, Any]] = []  # Any: cells of every column type
    for at, month in enumerate(MONTHS):
        for age in OUTCOME_AGES:
            found = of(at, age)
            common = {"force_id": "l", "month": month, "age": age}
            if isinstance(found, tuple):
                rows.append({**common, "state": found[0], "reason": found[1]})
                continue
            known = {**common, "state": state, "witness": witness, "category": "burglary"}
            rows += [{**known, "group": group, "crimes": crimes} for group, crimes in found.items()]
    return table("outcome_ages", *rows)


def grown(at: int, age: int) -> Told:
    """A force all of whose months are known as soon as they are old enough."""
    return {"no-suspect": 40 + at % 7 + age, "charged": 10, "open": 50} if at + age < len(MONTHS) else ("too_recent", None)


def with_gap(at: int, age: int) -> Told:
    return ("unknown", "no-state") if at in {10, 11} else grown(at, age)


def view(rows: pl.DataFrame, words: Words, *, months: tuple[str, ...] = MONTHS, breaks: Breaks | None = None) -> ages_view.AgesView:
    every = Supply(("supplied",) * len(months), (None,) * len(months))
    return ages_view.view_ages(rows, CATEGORIES, evidence(months, crime=every, outcomes=every, breaks=breaks), words)


def equal_ages(words: Words) -> Said:
    """What came of crimes at equal age, by what is known of them."""
    courts = Breaks((Break("2024-10", "outcomes", "", "Outcomes are counted otherwise from October 2024.", "new outcomes"),))
    rules = Breaks((Break("2024-10", "crime", "", "Crimes are counted otherwise from October 2024.", "new rules"),))
    kept: tuple[tuple[str, pl.DataFrame, Breaks | None], ...] = (
        ("every month known", ages(grown), None),
        ("from releases", ages(grown, witness="release"), None),
        ("a gap", ages(with_gap), None),
        ("a break", ages(grown), courts),
        ("new rules", ages(grown), rules),
        ("another source", ages(lambda at, age: {"charged": 30, "open": 20} if at in {9, 14, 20} else ("unknown", "other-witness")), None),
        ("few", ages(lambda at, age: {"charged": 1, "open": 1} if at == 20 else ("unknown", "no-state")), None),
        ("one", ages(lambda at, age: {"charged": 1} if at == 20 else ("unknown", "undated")), None),
        ("in part", ages(lambda at, age: {"charged": 30} if at == 20 else ("unknown", "state-in-part"), state="partial"), None),
        ("all alike", ages(lambda at, age: {"charged": 30, "open": 70}), None),
        ("no news", ages(lambda at, age: {"charged": 60, "unknown": 30, "none": 5, "undated": 5}), None),
        ("never", ages(lambda at, age: ("unknown", "never")), None),
        ("withheld", ages(lambda at, age: ("unknown", "withheld" if at > 3 else "never")), None),
        ("nothing", ages(lambda at, age: ("unknown", "no-state")), None),
        ("not supplied", ages(lambda at, age: ("unknown", "not_supplied") if at == 2 else grown(at, age)), None),
    )
    for name, rows, breaks in kept:
        found = view(rows, words, breaks=breaks)
        yield name, " ".join(filter(None, (found.missing, found.finding, *found.rest))) or "-"
        yield f"{name}, known", " ".join(found.about) or "-"
        if found.chart:
            yield f"{name}, drawn", f"{found.chart.title}. {found.chart.note} {found.chart.description} {found.chart.crime_label}"
            yield f"{name}, marked", ", ".join([*(one.text for one in found.chart.gap_labels), *(mark.text for mark in found.chart.marks)]) or "-"
        for month in found.months[7:29:7]:
            cells = [f"{cell.text}{' (in part)' if cell.partial else ''} × {cell.columns}" for cell in month.cells]
            yield f"{name}, {month.month}", month.missing or "; ".join(cells)
        if found.groups:
            yield f"{name}, groups", f"{found.caption}: {', '.join(f'{row.name} {row.crimes} {row.share}' for row in found.groups)}"
            yield f"{name}, kinds", f"{found.kinds_caption}: {', '.join(f'{row.name} {row.crimes} {row.share}' for row in found.kinds)}"
    yield "heads", ", ".join(view(ages(grown), words).heads)
