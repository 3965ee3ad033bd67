"""Checks of files that are read as text: data files, stylesheets, scripts, drawings."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator

from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.pages import is_external
from sitegen.publish.checks.supplied import DATA_FOLDERS, STOP_FIELDS, stop_columns, stop_keys, told, told_cells
from sitegen.safe_csv import is_harmless

TEXT_ENDINGS = frozenset({"atom", "css", "csv", "geojson", "html", "ics", "js", "json", "md", "svg", "txt", "webmanifest", "xml"})

_JSON_ENDINGS = frozenset({"geojson", "json", "webmanifest"})


def text_findings(path: str, data: bytes, machine: Machine) -> Iterator[Finding]:
    """What is wrong with one text file; nothing of `machine`, which built the site, may stand in it."""
    ending = path.rpartition(".")[2]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield Finding("markup", path, f"is not UTF-8 ({error.reason} at byte {error.start})")
        return
    yield from _leaks(path, ending, text, machine)
    if ending in _JSON_ENDINGS:
        yield from _json_findings(path, text)
    if ending == "csv":
        yield from _csv_findings(path, text)
    if ending == "css":
        yield from _style_findings(path, text)
    if ending == "svg":
        yield from _drawing_findings(path, text)


_TIME_OF_DAY = re.compile(r"(?<![\d:])(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])", re.ASCII)
_ISO_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_STOP_FIELD = re.compile(STOP_FIELDS, re.ASCII | re.IGNORECASE)
_SOURCE_MAP = re.compile(r"sourceMappingURL=data:")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ADDRESS = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def _style_findings(path: str, text: str) -> Iterator[Finding]:
    for forms in _CSS_ADDRESS.findall(_CSS_COMMENT.sub("", text)):
        address = "".join(forms)
        if is_external(address) and not address.startswith("data:"):
            yield Finding("third-party", path, f"{address[:80]!r} is loaded from another host; ship it with the site")


def _drawing_findings(path: str, text: str) -> Iterator[Finding]:
    page = read_page(text)
    for what in dict.fromkeys(page.inline):
        yield Finding("inline", path, f"{what} in a drawing; draw it without")
    for reference in page.references:
        if is_external(reference.value):
            yield Finding("third-party", path, f"{reference.tag} {reference.attribute}={reference.value[:80]!r}; ship it with the site")


def _leaks(path: str, ending: str, text: str, machine: Machine) -> Iterator[Finding]:
    for word in machine.named_in(text):
        yield Finding("leaks", path, f"holds {word!r}, a name of the machine that built the site")
    if moment := machine.moment_in(text):
        yield Finding("leaks", path, f"{moment!r} is the time of this build; a build must not say when it ran")
    if ending in {"js", "css"} and _SOURCE_MAP.search(text):
        yield Finding("leaks", path, "carries a source map; ship the file without it")


def _json_findings(path: str, text: str) -> Iterator[Finding]:
    try:
        content = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        yield Finding("markup", path, f"is not JSON ({error})")
        return
    # The whole text is searched first: only few files have anything that needs its place to be looked at.
    if path.startswith(DATA_FOLDERS) and _has_day(text):
        yield from _day_findings(path, told(path, content))
    if _STOP_FIELD.search(text) and (key := next(stop_keys(path, content), "")):
        yield _of_single_stop(path, key)


def _csv_findings(path: str, text: str) -> Iterator[Finding]:
    try:
        if run := next((cell for row in csv.reader(io.StringIO(text)) for cell in row if not is_harmless(cell)), ""):
            yield Finding("formulas", path, f"{run[:40]!r} is a cell that a spreadsheet would run; write it with sitegen/safe_csv.py")
        if path.startswith(DATA_FOLDERS) and _has_day(text):
            yield from _day_findings(path, told_cells(text))
        if _STOP_FIELD.search(text.partition("\n")[0]) and (column := next(stop_columns(text), "")):
            yield _of_single_stop(path, column)
    except csv.Error as error:
        yield Finding("markup", path, f"is not CSV ({error})")


def _has_day(text: str) -> bool:
    return bool(_ISO_DAY.search(text) or _TIME_OF_DAY.search(text))


def _day_findings(path: str, texts: Iterable[str]) -> Iterator[Finding]:
    found = {"the month only": "", "no time of day": ""}
    for text in texts:
        for pattern, gives in ((_ISO_DAY, "the month only"), (_TIME_OF_DAY, "no time of day")):
            if not found[gives] and (match := pattern.search(text)):
                found[gives] = match[0]
    for gives, day in found.items():
        if day:
            yield Finding("dates", path, f"{day!r}: files about crimes and stops give {gives}")


def _of_single_stop(path: str, field: str) -> Finding:
    return Finding("stops", path, f"{field!r} is a field of a single stop and search; publish totals and one-way tables only")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
