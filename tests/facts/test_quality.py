"""Rows of a street or outcomes file are counted, set aside, or counted with a note."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.facts.quality import boundary_quality, outcome_quality, past_boundary_quality, street_quality
from sitegen.tables.schemas import SCHEMAS

NONE_WITHDRAWN = pl.DataFrame(schema=SCHEMAS["withdrawn"].types)


def crimes(good: int, differing: int, note: str = "month-differs") -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["crimes"].types) | {"force_id": "loamshire", "month": "2025-06", "category": "drugs", "file": "x.csv"}
    rows = [plain] * good + [plain | {"row": 2 + place, "note": note} for place in range(differing)]
    return pl.DataFrame(rows, schema=SCHEMAS["crimes"].types)


@pytest.mark.parametrize("note", ["month-differs", "force-differs", "crime-id-unreadable"])
def test_rows_with_a_note_are_counted_and_the_first_of_them_is_named(note: str) -> None:
    table = street_quality(crimes=crimes(960, 40, note), withdrawn=NONE_WITHDRAWN)
    assert table.select("kind", "reason", "rows", "first_row").rows() == [("counted", "counted", 1000, None), ("noted", note, 40, 2)]


def outcomes(good: int, odd: int, **fault: str) -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["outcomes"].types) | {"force_id": "loamshire", "month": "2025-06", "outcome": "charged", "file": "o.csv"}
    return pl.DataFrame([plain] * good + [plain | {"row": 2 + place} | fault for place in range(odd)], schema=SCHEMAS["outcomes"].types)


def test_outcomes_counted_and_set_aside_add_up_to_their_file() -> None:
    table = outcome_quality(outcomes=outcomes(990, 10, problem="outcome-empty"), withdrawn=NONE_WITHDRAWN)
    assert table.rows() == [("outcomes", "o.csv", "counted", "counted", 990, None), ("outcomes", "o.csv", "set-aside", "outcome-empty", 10, 2)]


def test_the_boundaries_of_an_earlier_month_are_one_line_for_a_force_and_reason() -> None:
    plain = dict.fromkeys(SCHEMAS["past_boundaries"].types) | {"force_id": "loamshire", "month": "2016-01", "geometry": b"x"}
    rows = [plain | {"neighbourhood_id": key, "file": f"boundaries/2016-01.zip!2016-01/loamshire/{key}.kml"} for key in "ABC"]
    rows[2] |= {"geometry": None, "problem": "no-polygon", "row": 1}
    past = past_boundary_quality(force_id="loamshire", past_boundaries=pl.DataFrame(rows, schema=SCHEMAS["past_boundaries"].types))
    zip_file = "boundaries/2016-01.zip!loamshire"
    assert past.rows() == [
        ("past-boundaries", zip_file, "counted", "counted", 2, None),
        ("past-boundaries", zip_file, "set-aside", "no-polygon", 1, None),
    ]
    today = pl.DataFrame([plain | {"file": "boundaries/loamshire/A.kml"}], schema=SCHEMAS["past_boundaries"].types).drop("month")
    assert boundary_quality(boundaries=today, past_boundary_quality=past)["dataset"].to_list() == ["boundaries", "past-boundaries", "past-boundaries"]
