"""A file whose rows are not what its name says stops the build by name."""

from __future__ import annotations

import polars as pl
import pytest

from sitegen.errors import InputError
from sitegen.facts.quality import street_quality
from sitegen.tables.schemas import SCHEMAS

BUDGET = {"share": 0.05, "least": 20}


def crimes(good: int, differing: int) -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["crimes"].types) | {"force_id": "loamshire", "month": "2025-06", "category": "drugs", "file": "x.csv"}
    rows = [plain] * good + [plain | {"row": 2 + place, "note": "month-differs"} for place in range(differing)]
    return pl.DataFrame(rows, schema=SCHEMAS["crimes"].types)


def test_a_file_of_another_month_stops_the_build() -> None:
    with pytest.raises(InputError, match=r"street x\.csv row 2: 30 of 30 rows set aside as month-differs"):
        street_quality(force_id="loamshire", month="2025-06", crimes=crimes(0, 30), quality=BUDGET)


def test_a_few_rows_of_another_month_are_counted_with_a_note() -> None:
    table = street_quality(force_id="loamshire", month="2025-06", crimes=crimes(960, 40), quality=BUDGET)
    assert table.select("kind", "rows").rows() == [("counted", 1000), ("noted", 40)]
