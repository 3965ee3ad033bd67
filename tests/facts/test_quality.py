"""A file whose rows are not what its name says stops the build by name."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.errors import InputError
from sitegen.facts.quality import outcome_quality, street_quality
from sitegen.tables.schemas import SCHEMAS

NONE_WITHDRAWN = pl.DataFrame(schema=SCHEMAS["withdrawn"].types)

BUDGET = {"share": 0.05, "least": 20}


def crimes(good: int, differing: int, note: str = "month-differs") -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["crimes"].types) | {"force_id": "loamshire", "month": "2025-06", "category": "drugs", "file": "x.csv"}
    rows = [plain] * good + [plain | {"row": 2 + place, "note": note} for place in range(differing)]
    return pl.DataFrame(rows, schema=SCHEMAS["crimes"].types)


def test_a_file_of_another_month_stops_the_build() -> None:
    with pytest.raises(InputError, match=r"street x\.csv row 2: 30 of 30 rows set aside as month-differs"):
        street_quality(force_id="loamshire", month="2025-06", crimes=crimes(0, 30), withdrawn=NONE_WITHDRAWN, quality=BUDGET)


def test_a_few_rows_of_another_month_are_counted_with_a_note() -> None:
    table = street_quality(force_id="loamshire", month="2025-06", crimes=crimes(960, 40), withdrawn=NONE_WITHDRAWN, quality=BUDGET)
    assert table.select("kind", "rows").rows() == [("counted", 1000), ("noted", 40)]


@pytest.mark.parametrize("note", ["month-differs", "force-differs"])
def test_another_forces_file_stops_the_build(note: str) -> None:
    with pytest.raises(InputError, match=rf"street x\.csv row 2: 30 of 30 rows set aside as {note}, .*check the file's name"):
        street_quality(force_id="loamshire", month="2025-06", crimes=crimes(0, 30, note), withdrawn=NONE_WITHDRAWN, quality=BUDGET)


def test_a_small_file_of_another_force_is_counted_with_a_note() -> None:
    table = street_quality(force_id="loamshire", month="2025-06", crimes=crimes(0, 3, "force-differs"), withdrawn=NONE_WITHDRAWN, quality=BUDGET)
    assert table.select("kind", "reason", "rows").rows() == [("counted", "counted", 3), ("noted", "force-differs", 3)]


def test_unreadable_crime_ids_never_stop_a_build() -> None:
    table = street_quality(
        force_id="loamshire", month="2025-06", crimes=crimes(0, 30, "crime-id-unreadable"), withdrawn=NONE_WITHDRAWN, quality=BUDGET
    )
    assert table.select("kind", "rows").rows() == [("counted", 30), ("noted", 30)]


def outcomes(good: int, odd: int, **fault: str) -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["outcomes"].types) | {"force_id": "loamshire", "month": "2025-06", "outcome": "charged", "file": "o.csv"}
    return pl.DataFrame([plain] * good + [plain | {"row": 2 + place} | fault for place in range(odd)], schema=SCHEMAS["outcomes"].types)


def test_outcomes_counted_and_set_aside_add_up_to_their_file() -> None:
    table = outcome_quality(
        force_id="loamshire", month="2025-06", outcomes=outcomes(990, 10, problem="outcome-empty"), withdrawn=NONE_WITHDRAWN, quality=BUDGET
    )
    assert table.rows() == [("outcomes", "o.csv", "counted", "counted", 990), ("outcomes", "o.csv", "set-aside", "outcome-empty", 10)]


@pytest.mark.parametrize("fault", [{"problem": "outcome-empty"}, {"note": "month-differs"}, {"note": "force-differs"}])
def test_outcomes_that_are_not_what_their_files_name_says_stop_the_build(fault: dict[str, str]) -> None:
    with pytest.raises(InputError, match=r"outcomes o\.csv row 2: 30 of 40 rows set aside as"):
        outcome_quality(force_id="loamshire", month="2025-06", outcomes=outcomes(10, 30, **fault), withdrawn=NONE_WITHDRAWN, quality=BUDGET)
