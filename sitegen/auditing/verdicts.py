"""Which promise a finding of a check breaks, and which findings a person must judge."""

from collections.abc import Mapping

from sitegen.auditing import properties, retention, scripts, wording
from sitegen.publish.checks.facts import Finding

REVIEWED = frozenset({properties.UNLISTED, wording.HOUSE, scripts.FOLDER})
"""Findings that may be nothing: a category or a file that nobody has listed, a street that begins with a number, a word that looks like a folder."""

_PROMISES: Mapping[str, str] = {
    "points": "P1", "archives": "P1",
    "dates": "P2", "feeds": "P2",
    "stops": "P3", "threshold": "P3",
    "attributes": "P5", properties.PROPERTY: "P5", properties.UNLISTED: "P5",
    "totals": "P6", "numbers": "P6",
    retention.FOLLOWED: "P7",
    retention.OLD: "P9",
    "words": "P10", wording.ADDRESS: "P10", wording.HOUSE: "P10", wording.PRECISE: "P10",
    properties.PEOPLE: "P11",
    "third-party": "P12", "policy": "P12", "inline": "P12", "postcodes": "P12", scripts.REMEMBERS: "P12",
    "leaks": "P13", scripts.FOLDER: "P13",
}  # fmt: skip

_OF_RECORDS = frozenset({"records", "bulk"})
"""Checks that look at several things of a crime at once: what they say tells which."""


def promises_of(finding: Finding) -> tuple[str, ...]:
    """The promises that a finding breaks; none for one that is no matter of privacy, such as a size."""
    if finding.check not in _OF_RECORDS:
        return (_PROMISES[finding.check],) if finding.check in _PROMISES else ()
    said = finding.message
    if "lies outside the months" in said:
        return ("P9",)
    if "month" in said and "column" not in said:
        return ("P2",)
    if "Crime ID" in said or "persistent_id" in said:
        return ("P5", "P7")
    return ("P1",) if "point" in said or "geometry is" in said or "position" in said else ("P5",)
