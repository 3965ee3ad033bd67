"""What is said of a month and a year of an invented neighbourhood against those before."""

from __future__ import annotations

from collections.abc import Sequence


def month_changes(force_id: str, neighbourhood_id: str, month: str) -> tuple[dict[str, object], ...]:
    """Rows of `month_changes`; the counts are those of Castle Gate in June."""
    judged = (("crime", 82, 32, "fewer"), ("violent-crime", 70, 20, "fewer"), ("anti-social-behaviour", 30, 34, "unclear"))
    place = {"force_id": force_id, "neighbourhood_id": neighbourhood_id, "month": month}
    return tuple({**place, "category": category, "before": before, "now": now, "verdict": verdict} for category, before, now, verdict in judged)


def year_change(force_id: str, neighbourhood_id: str, months: Sequence[str]) -> dict[str, object]:
    """The row of `neighbourhood_changes` of all crime, compared in these months."""
    counts = {"months": len(months), "compared": " ".join(months), "before": 900, "now": 880, "last_month": months[-1], "dispersion": 1.0}
    return {"force_id": force_id, "neighbourhood_id": neighbourhood_id, "category": "crime", **counts, "p": 0.64, "verdict": "unclear"}
