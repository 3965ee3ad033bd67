"""How long a meeting lasts, from its local times."""

from datetime import date, timedelta


def is_all_day(start: str, end: str | None) -> bool:
    """True where it takes whole days: it begins at midnight and has no end, or ends at a midnight."""
    return start.endswith("T00:00") and (not end or end.endswith("T00:00"))


def day_after(start: str, end: str | None) -> date:
    """Of what takes whole days, the first day after it."""
    return date.fromisoformat(end[:10]) if end else date.fromisoformat(start[:10]) + timedelta(days=1)


def last_day(start: str, end: str | None) -> str:
    """The last day it takes some of; what ends at a midnight does not reach into the day that begins then."""
    if not end or end[:10] == start[:10]:
        return start[:10]
    day = date.fromisoformat(end[:10])
    return str(day - timedelta(days=1) if end.endswith("T00:00") else day)
