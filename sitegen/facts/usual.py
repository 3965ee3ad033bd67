"""What a force's months usually hold, and the months that hold far less: fragments of a file, not a quiet month."""

from collections.abc import Mapping
from statistics import median

import polars as pl

from sitegen.terms import YEAR_MONTHS, Month

_SETTLED = 6
"""Other months from which their median is what is usual; of fewer, the largest is the least that a whole month can hold."""


def fragments(*, rows: pl.DataFrame, share: float, least: int) -> pl.DataFrame:
    """The months of `rows` (dataset, force, month and `rows` above 0) that hold fewer than the share of what is usual.

    Usual is the median of the force's other months within a year. Where that is less than `least` rows nothing is said: so
    small a number may fall to nought by chance. Even the first months of the pandemic held a quarter of what was usual, and no
    season comes near that. Of few months all are fragments but one, that one is too: then nothing shows what is usual.
    """
    found = [
        (dataset, force_id, month)
        for (dataset, force_id), months in rows.sort("month").group_by("dataset", "force_id", maintain_order=True)
        for month in _fragments(dict(months.select("month", "rows").iter_rows()), share, least)
    ]
    keys = ("dataset", "force_id", "month")
    return pl.DataFrame(found, schema=dict.fromkeys(keys, pl.String), orient="row").sort(keys)


def _fragments(rows: Mapping[str, int], share: float, least: int) -> list[str]:
    at = {month: Month.parse(month).year * 12 + Month.parse(month).number for month in rows}
    few = []
    for month in rows:
        # Within a year: what a force records changes over years.
        others = [count for other, count in rows.items() if other != month and abs(at[other] - at[month]) <= YEAR_MONTHS]
        usual = (median(others) if len(others) >= _SETTLED else max(others)) if others else 0
        if usual >= least and rows[month] < usual * share:
            few.append(month)
    is_alone = few and len(rows) <= _SETTLED and len(rows) - len(few) == 1
    return sorted(rows) if is_alone else few
