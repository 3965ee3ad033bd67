"""What is said of a month of an invented neighbourhood against the month a year earlier."""

from __future__ import annotations


def month_changes(force_id: str, neighbourhood_id: str, month: str) -> tuple[dict[str, object], ...]:
    """Rows of `month_changes`; the counts are those of Castle Gate in June."""
    judged = (("crime", 82, 32, "fewer"), ("violent-crime", 70, 20, "fewer"), ("anti-social-behaviour", 30, 34, "unclear"))
    place = {"force_id": force_id, "neighbourhood_id": neighbourhood_id, "month": month}
    return tuple({**place, "category": category, "before": before, "now": now, "verdict": verdict} for category, before, now, verdict in judged)
