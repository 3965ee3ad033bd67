"""Outcomes at equal age for other software: two files that say the same, and an empty cell for what is not known."""

from __future__ import annotations

import csv
import io
import json

from sitegen.artefacts.downloads import outcome_ages
from tests.artefacts import loamshire
from tests.artefacts.every_age import MONTHS, ages, grown

FILES = ("loamshire/outcome-ages.csv", "loamshire/outcome-ages.json")


def test_both_files_say_the_same_and_why_a_month_is_not_known() -> None:
    made = loamshire.pages(outcome_ages, months=list(MONTHS), outcome_ages=ages(grown))
    assert tuple(made) == FILES
    head, *rows = csv.reader(io.StringIO(made[FILES[0]].decode()))
    told = json.loads(made[FILES[1]])
    assert head == told["columns"]
    assert [["" if cell is None else str(cell) for cell in row] for row in told["rows"]] == rows
    assert ["2025-06", "1", "too_recent", "", "", "", "", "", ""] in rows
    assert ["2025-05", "1", "known", "", "outcomes", "", "burglary", "charged", "10"] in rows
    assert told["force"] == {"id": "loamshire", "name": "Loamshire Constabulary"}
    assert (told["first_month"], told["last_month"]) == (MONTHS[0], MONTHS[-1])


def test_order_of_rows_does_not_matter_and_without_a_month_there_is_no_file() -> None:
    rows = ages(grown)
    assert loamshire.pages(outcome_ages, months=list(MONTHS), outcome_ages=rows.reverse()) == loamshire.pages(
        outcome_ages, months=list(MONTHS), outcome_ages=rows
    )
    assert loamshire.pages(outcome_ages, months=[], outcome_ages=rows) == {}
