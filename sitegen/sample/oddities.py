"""What is odd about which force and month of the invented land, and the record of every row made wrong on purpose."""

from dataclasses import dataclass

from sitegen.sample.county import DYFFRYN_AEDDAN, LOAMSHIRE
from sitegen.terms import BTP, Month, months_between

LAST_MONTH = Month(2025, 6)
"""The newest month of every sample."""

_ForceMonths = frozenset[tuple[str, str]]


def months_ending(count: int) -> tuple[Month, ...]:
    """So many months up to the newest."""
    return months_between(LAST_MONTH.plus(1 - count), LAST_MONTH)


def _span(force_id: str, first: str, last: str = "") -> _ForceMonths:
    return frozenset((force_id, str(month)) for month in months_between(Month.parse(first), Month.parse(last or first)))


NO_STREET = _span(DYFFRYN_AEDDAN, "2025-03")
"""Not supplied, and nobody has said why."""

NO_OUTCOMES = _span(DYFFRYN_AEDDAN, "2025-03") | _span(LOAMSHIRE, "2024-08", "2024-09") | _span(LOAMSHIRE, "2022-11", "2022-12")
WITHHELD_STOPS = _span(DYFFRYN_AEDDAN, "2024-10", "2025-01")
NO_STOPS = WITHHELD_STOPS | _span(DYFFRYN_AEDDAN, "2025-06") | _span(DYFFRYN_AEDDAN, "2022-07", "2022-12") | _span(LOAMSHIRE, "2022-07", "2022-09")
"""Withheld, not come yet, and from before each of the two forces began."""

PART_OF_STREET = _span(LOAMSHIRE, "2024-11")
PART_OF_OUTCOMES = _span(DYFFRYN_AEDDAN, "2024-11", "2025-02")

BTP_STREET = frozenset({*_span(BTP, "2022-07", "2025-02")} - {*_span(BTP, "2023-08"), *_span(BTP, "2024-09")})
HEADER_ONLY = _span(BTP, "2025-04")
EMPTY = _span(BTP, "2025-05")
STOPS_HEADER_ONLY = _span(DYFFRYN_AEDDAN, "2023-05")
"""A file came, with no stop in it."""

WITH_CRLF = "2025-02"
WITH_BOM = _span(DYFFRYN_AEDDAN, "2025-01")
WITH_FUTURE_COLUMN = _span(LOAMSHIRE, "2024-12")
FUTURE_COLUMN = "Reporting channel"

UNPLACED_STOPS = _span(LOAMSHIRE, "2024-10") | _span(LOAMSHIRE, "2023-02")
OLD_WORDS_OF_STOPS = _span(LOAMSHIRE, "2024-07")
NO_LEGISLATION = _span(DYFFRYN_AEDDAN, "2025-02")
DATES_WITHOUT_TIME = DYFFRYN_AEDDAN
"""The force whose stops all seem to happen at midnight."""

IN_FOLDERS = ("2025-01", "2025-02", "2025-03", "2025-04")
"""Months the operator keeps as folders; all others lie in releases."""

OLDER_RELEASE_ONLY = _span(DYFFRYN_AEDDAN, "2025-05")
RESUPPLIED = _span(LOAMSHIRE, "2025-05")
"""Its file had fewer rows in the release before."""
WITHDRAWN, WITHDRAWN_ROWS = _span(LOAMSHIRE, "2025-04"), 14
"""Its file had so many more rows in the release before, as a folder's file does not."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A row made wrong or odd on purpose: the force and month it stands in and the reason it is set aside or noted under."""

    force_id: str
    month: str
    reason: str
    dataset: str = "street"
    """street, outcomes or stop-and-search."""
