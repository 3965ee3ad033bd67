"""Every reason for which forces stand beside one another at an age or apart, and what is said of it: a scene for `test_every_sentence`."""

from __future__ import annotations

from typing import Any

import polars as pl

from sitegen.artefacts.sections.beside_view import AgeBeside, view_beside
from sitegen.artefacts.text.words import Words
from tests.artefacts.every_state import Said
from tests.artefacts.inputs import table

NAMES = {"gwent": "Gwent Police", "kent": "Kent Police", "avon": "Avon Police"}
MONTHS = ["2024-12", "2025-01", "2025-03"]
REASONS = ("other-months", "fault", "changed", "alone", "partial", "too_recent", "never", "withheld", "no-state", "undated", "state-in-part",
           "not_in_copy", "not_supplied", "other-witness")  # fmt: skip


def beside(force_id: str, crimes: int = 100, ended: int = 60, unsaid: int = 0, witness: str = "release", age: int = 6) -> dict[str, Any]:
    return {
        "force_id": force_id, "age": age, "state": "beside", "witness": witness, "months": MONTHS, "crimes": crimes, "ended": ended, "unsaid": unsaid,
    }  # fmt: skip


def apart(force_id: str, reason: str, witness: str | None = None, months: tuple[str, ...] = (), age: int = 6) -> dict[str, Any]:
    return {"force_id": force_id, "age": age, "state": "apart", "reason": reason, "witness": witness, "months": [*months]}


def rows(*given: dict[str, Any]) -> pl.DataFrame:
    return table("outcomes_beside", *given)


def of_age(given: pl.DataFrame, words: Words, age: int = 6) -> AgeBeside:
    return next(one for one in view_beside(given, NAMES, words) if one.age == age)


def forces_beside(words: Words) -> Said:
    """Tables by what is known and by whom, then each reason for standing apart."""
    for name, (crimes, ended, unsaid, witness) in {
        "most ended": (1000, 600, 0, "release"),
        "few ended": (1000, 300, 50, "outcomes"),
        "few crimes": (12, 3, 1, "release"),
        "one crime": (1, 0, 0, "release"),
    }.items():
        for age in (1, 6):
            found = of_age(rows(*(beside(one, crimes, ended, unsaid, witness, age) for one in ("gwent", "kent"))), words, age)
            yield f"{name}, {age}", f"{found.title}. {found.caption}. {' '.join(found.about)}"
            yield f"{name}, {age}, row", " / ".join(found.rows[0][1:])
    yield "no two", " ".join(of_age(rows(apart("gwent", "alone")), words).about)
    for reason in REASONS:
        for source in ("release", "outcomes") if reason == "other-witness" else (None,):
            found = of_age(rows(beside("gwent"), beside("kent"), apart("avon", reason, source, ("2024-12",))), words)
            yield f"apart: {reason} {source or ''}".strip(), f"{found.apart[0].forces[0]}: {found.apart[0].why}"
