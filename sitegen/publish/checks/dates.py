"""Whether a date finer than a month stands beside a crime or a stop, on a page or in a data file."""

import re
from collections.abc import Iterable, Iterator

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.days import day_in
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.html import Page
from sitegen.publish.checks.site import Site
from sitegen.publish.checks.supplied import NOTHING, Supplied, has_moments, is_about_crimes, told, told_cells, told_finely

_TIME_OF_DAY = re.compile(r"(?<![\d:])(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])", re.ASCII)
_MAYBE_FINE = re.compile(r"[-:](?:(?<=[0-9]-)[0-9]{2}-[0-9]{2}|(?<=[0-9]:)[0-5][0-9])", re.ASCII)
"""Likewise what every day of a data file, and every time of day, has in it."""
_ISO_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)


def page_dates(path: str, page: Page, supplied: Supplied = NOTHING) -> Iterator[Finding]:
    """Days in the parts of a page that are marked as recorded, in what is left of them without supplied names."""
    for line in page.recorded_text if page.may_hold_day else ():
        if day_in(line) and (day := day_in(supplied.names.sub("", " ".join(line.split())))):
            yield Finding("dates", path, f"{day!r} stands in a part marked as recorded; give the month only")


def _of_file(file: File) -> Facts | None:
    if file.page is not None:
        return Facts(is_marked=file.page.is_marked)
    if not is_about_crimes(file.path):
        return None
    # The whole text is searched first: only few files have anything that needs its place to be looked at.
    is_fine = _MAYBE_FINE.search(file.text) and (_ISO_DAY.search(file.text) or _TIME_OF_DAY.search(file.text))
    if not is_fine and not has_moments(file.table):
        return None
    finely = told_finely(file.table, file.distinct)
    return Facts(tuple(_data_findings(file.path, [*told(file.path, file.json), *told_cells(file.rows), *finely])))


def _data_findings(path: str, texts: Iterable[str]) -> Iterator[Finding]:
    for pattern, gives in ((_ISO_DAY, "the month only"), (_TIME_OF_DAY, "no time of day")):
        day = next((found[0] for text in texts if (found := pattern.search(text))), "")
        if day:
            yield Finding("dates", path, f"{day!r}: files about crimes and stops give {gives}")


def _of_site(site: Site) -> Iterator[Finding]:
    """Pages of a force or neighbourhood in which no part is marked as recorded: there would be nothing to look at for days.

    A force's folder is one with an ids.json.
    """
    for path, found in site.pages.items():
        if not found.is_marked and urls.force_ids(urls.in_english(path).partition("/")[0]) in site.facts:
            yield Finding("dates", path, 'no part is marked data-part="recorded", so nobody can check it for days')


CHECK = Check("dates", "no date finer than a month stands beside a crime or a stop", of_page=page_dates, of_file=_of_file, of_site=_of_site)
