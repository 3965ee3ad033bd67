"""Whether the crimes of the API stand on snap points, and say no more of a crime than a page does."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from sitegen import urls
from sitegen.publish.checks.budgets import is_taken
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.points import tell_strays
from sitegen.publish.checks.site import Site
from sitegen.terms import MONTH
from tiles.grid import SIZE, pixels

_FILE = re.compile(r"api/crimes-(?:street|no-location)/[^/]+/[^/]+/index\.json", re.ASCII)
_UNLOCATED = re.compile(rf"api/crimes-no-location/[^/]+/({MONTH})/index\.json", re.ASCII)
_MONTH = re.compile(MONTH, re.ASCII)

_FIELDS = frozenset(
    {"category", "location_type", "location", "context", "outcome_status", "persistent_id", "id", "location_subtype", "month"}
)  # fmt: skip
_CRIME_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", re.ASCII)
_MAYBE_CRIME_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
"""Every fourth letter of a text has this in it where the text has a Crime ID: a fourth of the way to most answers."""
_WITH_DIGESTS = re.compile(urls.WITH_DIGESTS, re.ASCII)
"""What is said of downloads and releases gives SHA-256 digests of files, which look like Crime IDs."""
_EMPTY = ("context", "persistent_id", "location_subtype")
"""Fields that upstream's shape has and that say too much of a single crime, or nothing."""


def is_record(path: str) -> bool:
    """True for the path of an answer that holds crimes."""
    return _FILE.fullmatch(path) is not None


def _of_file(file: File) -> Facts | None:
    if not is_record(file.path):
        is_looked_at = is_taken(file.path) and file.page is None and not _WITH_DIGESTS.fullmatch(file.path)
        found = _CRIME_ID.search(file.text) if is_looked_at and _MAYBE_CRIME_ID.search(file.text[::4]) else None
        return Facts((Finding("records", file.path, f"{found[0][:12]}… looks like a Crime ID; publish none"),)) if found else None
    try:
        said, points = _faults(file)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
        said, points = f"cannot be read as records of crimes ({type(error).__name__}: {error})", 0
    return Facts((Finding("records", file.path, said),) if said else (), points=points)


def _faults(file: File) -> tuple[str, int]:
    """What is wrong with the records of a file, empty where nothing is, and how many positions were looked at."""
    records: list[dict[str, Any]] = file.json  # Any: JSON
    for record in records:
        if record.keys() != _FIELDS:
            return f"a record has the fields {', '.join(sorted(record))}; they must be those of a crime at data.police.uk", 0
        if filled := next((field for field in _EMPTY if record[field] != ""), ""):
            return f"{filled} of record {record['id']} is {str(record[filled])[:40]!r}; publish nothing there", 0
        if not _MONTH.fullmatch(record["month"]):
            return f"the month of record {record['id']} is {record['month'][:40]!r}; give the month only", 0
    return _strays([record["location"] for record in records if record["location"] is not None], file)


def _strays(locations: list[dict[str, Any]], file: File) -> tuple[str, int]:  # Any: JSON
    """Positions that are no snap point of the source, or whose number is another's."""
    lon, lat = (np.array([float(one[axis]) for one in locations], np.float64) for axis in ("longitude", "latitude"))
    x, y = pixels(lon, lat)
    found = x.astype(np.int64) * SIZE + y
    if said := tell_strays(found, file.known):
        return said, len(found)
    numbers = np.array([one["street"]["id"] for one in locations], np.int64)
    others = int((numbers != found).sum())
    return f"{others:,} positions bear the number of another point" if others else "", len(found)


def _of_site(site: Site) -> Iterator[Finding]:
    return (Finding("records", path, said) for path, said in site.outside(_UNLOCATED))


CHECK = Check(
    "records",
    "crimes in the API stand on snap points of the source, name a month, and bear no identifier",
    of_file=_of_file,
    of_site=_of_site,
)
