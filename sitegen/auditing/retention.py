"""Whether anything tells single points of a month that is too long ago, and whether a crime has a number that follows it (P7, P9)."""

import re
from collections.abc import Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.records import is_record
from sitegen.publish.checks.site import Site
from sitegen.terms import MONTH, Month

OLD, FOLLOWED = "retention", "followed"
"""What findings are called."""

MONTHS_MOST = 36
"""Months at points, the newest included."""

_OF_A_MONTH = re.compile(
    rf"(?:tiles/(?:crime|stops)|outcomes)/(?P<tile>{MONTH})[./].*|data/crimes/(?:[^/]+/)?(?P<bulk>{MONTH})\..*"
    rf"|api/crimes-[^/]+/[^/]+/(?P<api>{MONTH})/.*",
    re.ASCII,
)


def months_at_points(paths: Iterator[str]) -> dict[str, list[str]]:
    """The files that tell single points, by month."""
    found: dict[str, list[str]] = {}
    for path in paths:
        if match := _OF_A_MONTH.fullmatch(path):
            found.setdefault(match["tile"] or match["bulk"] or match["api"], []).append(path)
    return found


def newest_month(site: Site) -> str:
    """The newest month that any file tells points of; empty where none does."""
    return max(months_at_points(iter(site.files)), default="")


def _of_site(site: Site) -> Iterator[Finding]:
    months = months_at_points(iter(site.files))
    if not months:
        return
    first = str(Month.parse(max(months)).plus(1 - MONTHS_MOST))
    for month in sorted(months):
        if month < first:
            yield from (Finding(OLD, path, f"tells points of {month}, more than {MONTHS_MOST} months ago") for path in sorted(months[month]))


def _of_file(file: File) -> Facts | None:
    """Records of the API are numbered by their place in the list: a number that stays with a crime would let it be followed."""
    if not is_record(file.path) or not isinstance(file.json, list):
        return None
    numbers = [one.get("id") if isinstance(one, dict) else None for one in file.json]
    if numbers == [*range(1, len(numbers) + 1)]:
        return None
    return Facts((Finding(FOLLOWED, file.path, "numbers its records otherwise than by their place in the list; the number may follow a crime"),))


RETENTION = Check(
    "retention", f"no point is older than {MONTHS_MOST} months, and no crime can be followed by a number", of_file=_of_file, of_site=_of_site
)
