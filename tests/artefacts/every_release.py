"""Every state that a comparison of releases can be in, and what is said of it: a scene for `test_every_sentence`."""

from __future__ import annotations

from typing import Any

import polars as pl

from sitegen.artefacts.sections.release_view import ReleaseChange, view_changes
from sitegen.artefacts.text.words import Words
from sitegen.terms import Month, months_between
from tests.artefacts.every_state import Said
from tests.artefacts.inputs import table

NAMES = {"open": "Under investigation", "charged": "Charged"}
CHANGES = ("added", "withdrawn", "reoutcomed")
Numbers = tuple[int | None, ...]


_AGES: dict[str, tuple[tuple[str, ...], dict[str, int] | None, str, str | None]] = {
    "one crime": (("2025-12",), {"charged": 1}, "known", None),
    "few": (("2025-12",), {"charged": 3, "open": 9}, "known", None),
    "many": (("2025-12",), {"charged": 300, "open": 900}, "known", None),
    "two months": (("2025-11", "2025-12"), {"charged": 300, "open": 900}, "known", None),
    "no news": (("2025-12",), {"charged": 300, "unknown": 900}, "known", None),
    "in part": (("2025-12",), {"charged": 300, "open": 900}, "partial", None),
    "not known": (("2025-12",), None, "unknown", "state-in-part"),
    "never published": (("2025-12",), None, "unknown", "never"),
}
"""What is known of months that came to three months since the release before."""


def releases(words: Words) -> Said:
    """What a release changed: nothing, few, many, sums that are told and sums that are not, one month and several."""
    for numbers in ((0, 0, 0), (1234, 0, 40), (0, None, 0), (None, None, None)):
        for months in (("2025-11",), ("2025-02", "2025-03", "2025-11")):
            state = f"{numbers} in {len(months)} months"
            yield from _said(state, _change(words, numbers, numbers, months))
    for name, (reached, crimes, state, reason) in _AGES.items():
        rows: list[dict[str, Any]] = []  # Any: cells of every column type
        for month in reached:
            common = {"force_id": "kent", "month": month, "age": 3, "state": state, "reason": reason}
            rows += [common] if crimes is None else [{**common, "category": "burglary", "group": group, "crimes": n} for group, n in crimes.items()]
        ages = table("outcome_ages", *rows)
        yield f"reached: {name}", " ".join(_change(words, (0, 0, 0), (0, 0, 0), ("2025-11",), outcome_ages=ages).reached) or "-"
    yield from _said("outcomes of two months", _change(words, (0, 0, None), (0, 0, 40), ("2025-11", "2025-12"), of_others=(0, 0, 30)))
    yield from _said("a sum not told", _change(words, (0, 0, None), (0, 0, 40), ("2025-11", "2025-12")))
    yield from _said("reports alone", _change(words, (0, 0, 0), (0, 0, 0), ("2025-11",), asb=(52, None)))
    yield from _said("two releases before", _change(words, (30, 0, 0), (30, 0, 0), ("2025-10", "2025-11"), before=("2025-12", "2026-01")))
    yield from _said("single months", _change(words, (0, 0, 40), (0, 0, 40), ("2025-11",), single=("2025-11",)))
    yield from _said("single months among them", _change(words, (0, 0, 40), (0, 0, 40), ("2025-10", "2025-11"), single=("2025-10",)))


def _said(state: str, change: ReleaseChange) -> Said:
    yield f"summary: {state}", " ".join(change.summary)
    yield f"unchanged: {state}", change.unchanged
    for month in change.months:
        yield f"month: {state}", f"{month.month} {month.age} {month.crimes} {' '.join(month.changes)}"
    for one in change.outcomes:
        yield f"outcome: {state}", f"{one.was} {one.outcome} {one.crimes}"


def _change(
    words: Words,
    together: Numbers,
    newest: Numbers,
    months: tuple[str, ...],
    asb: Numbers = (0, 0),
    before: tuple[str, ...] = ("2026-01",),
    single: tuple[str, ...] = (),
    outcome_ages: pl.DataFrame | None = None,
    of_others: Numbers | None = None,
) -> ReleaseChange:
    """A comparison in which the last month has these numbers, and the others nothing."""
    rows = []
    for dataset, all_months, of_newest in (("crime", together, newest), ("asb", asb, asb)):
        rows += _rows(dataset, "all", None, all_months, before[-1])
        for place, month in enumerate(months):
            others = of_others[: len(of_newest)] if of_others else (0,) * len(of_newest)
            numbers = of_newest if month == months[-1] else others
            rows += _rows(dataset, "month", month, numbers, before[place % len(before)], single=month in single)
    if together[2]:
        for was, outcome in (("open", "charged"), (None, "open"), ("charged", None)):
            rows.append({**_rows("crime", "outcome", None, (20,), before[-1])[0], "change": "reoutcomed", "was": was, "outcome": outcome})
    (change,) = view_changes(table("release_changes", *rows), outcome_ages if outcome_ages is not None else table("outcome_ages"), NAMES, words)
    return change


def _rows(
    dataset: str, part: str, month: str | None, numbers: Numbers, before: str, *, single: bool = False
) -> list[dict[str, Any]]:  # Any: cells of every column type
    of = {"force_id": "kent", "release": "2026-03", "before": before, "dataset": dataset, "part": part, "month": month, "others": False, "rows": 1}
    of["age"] = None if month is None or single else months_between(Month.parse(month), Month.parse("2026-03")).index(Month.parse("2026-03"))
    return [{**of, "single": single, "change": change, "crimes": crimes} for change, crimes in zip(CHANGES, numbers, strict=False)]
