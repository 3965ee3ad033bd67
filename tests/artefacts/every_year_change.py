"""Every way in which a year can stand to the year before, for a force and for the country: a scene for `test_every_sentence`."""

from __future__ import annotations

from typing import Any

from sitegen.artefacts.pages.national import year_lines
from sitegen.artefacts.sections.series import Category
from sitegen.artefacts.sections.year_change_view import newest_year_sentence, view_year_change
from sitegen.artefacts.text.words import Words
from tests.artefacts.every_state import Said
from tests.artefacts.inputs import table

YEAR: dict[str, Any] = {
    "force_id": "kent", "first_month": "2024-07", "last_month": "2025-06", "forces": "kent", "before": 36_600, "now": 40_150, "days_before": 366,
    "days": 365, "earlier": 4,
}  # fmt: skip
RANGE = {"low": 88.04, "high": 113.6, "p": 0.2}
STATES: dict[str, dict[str, Any]] = {
    "usual": RANGE,
    "more": {**RANGE, "high": 104.2},
    "fewer": {**RANGE, "now": 31_000},
    "few": {"now": 9, "before": 8},
    "short": {"earlier": 1},
    "broken": {"since": "2025-01"},
    "stepped": {"since": "2024-12"},
}


def year_changes(words: Words) -> Said:
    """Each verdict of crime, of antisocial behaviour and of a category, the force’s page, and the country with and without forces left out."""
    kind = Category("burglary", "Burglary", "", is_crime=True)
    for verdict, cells in STATES.items():
        row = {**YEAR, **cells, "verdict": verdict}
        rows = [{**row, "category": one} for one in ("crime", "anti-social-behaviour", "burglary")]
        asb = rows[1]
        found = view_year_change(table("force_year_changes", *rows), "Kent Police", [kind], words)
        assert found
        for sentence in found.sentences:
            yield f"a force, {verdict}", sentence
        found = view_year_change(table("force_year_changes", {**row, "category": "burglary"}, asb), "Kent Police", [kind], words)
        assert found
        yield f"a category, {verdict}", "; ".join((found.lines[0].now, found.lines[0].before, found.lines[0].usual, found.lines[0].word))
    newest = table("force_year_changes", {**YEAR, **RANGE, "verdict": "usual", "category": "crime"})
    yield "the force's page", newest_year_sentence(newest, "Kent Police", ["2025-05", "2025-06"], words)
    names = {"kent": "Kent Police", "gwent": "Gwent Police", "essex": "Essex Police"}
    for forces in ("kent", "gwent kent", "essex gwent kent"):
        country = table("national_year_changes", {**YEAR, **RANGE, "verdict": "usual", "category": "crime", "forces": forces, "force_id": None})
        yield f"the country, {forces}", " ".join(year_lines(country, names, words))
