"""Checks of files that are read as text: data files, stylesheets, scripts, drawings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.feeds import is_feed
from sitegen.publish.checks.html import read_page
from sitegen.publish.checks.pages import is_external

DATA_FOLDERS = ("tiles/", "streets/", "data/", "postcodes/", "outcomes/", "api/", "search/")
"""Where the files about crimes, stops and places lie: no day and no time of day may stand in them."""

TEXT_ENDINGS = frozenset({"atom", "css", "csv", "geojson", "html", "ics", "js", "json", "md", "svg", "txt", "webmanifest", "xml"})


def text_findings(path: str, data: bytes, private: Sequence[bytes]) -> Iterator[Finding]:
    """What is wrong with one text file; `private` are words of the building machine that must not be in it, such as its folders."""
    ending = path.rpartition(".")[2]
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        yield Finding("markup", path, f"is not UTF-8 ({error.reason} at byte {error.start})")
        return
    yield from _leaks(path, ending, text, data, private)
    if ending in {"json", "geojson", "webmanifest"} and (fault := _json_fault(text)):
        yield Finding("markup", path, f"is not JSON ({fault})")
    if path.startswith(DATA_FOLDERS) and ending in _RECORD_ENDINGS and (found := _ISO_DAY.search(text)):
        yield Finding("dates", path, f"{found[0]!r}: files about crimes and stops give the month only")
    if path.startswith(DATA_FOLDERS) and ending in _RECORD_ENDINGS and (found := _TIME_OF_DAY.search(text)):
        yield Finding("dates", path, f"{found[0]!r}: files about crimes and stops give no time of day")
    if ending in _RECORD_ENDINGS and (found := _STOP_COLUMN.search(text.partition("\n")[0]) if ending == "csv" else _STOP_KEY.search(text)):
        yield Finding("stops", path, f"{found[0]!r} is a field of a single stop and search; publish totals and one-way tables only")
    if ending == "css":
        yield from _style_findings(path, text)
    if ending == "svg":
        yield from _drawing_findings(path, text)


_RECORD_ENDINGS = frozenset({"csv", "geojson", "json"})
_STOP_FIELDS = (
    r"(?:age[-_ ]range|(?:self|officer)[-_ ]defined[-_ ]ethnicity|(?:self|officer)_ethnicity|object[-_ ]of[-_ ]search|"
    r"outcome[-_ ]linked[-_ ]to[-_ ]object[-_ ]of[-_ ]search|removal[-_ ]of[-_ ]more[-_ ]than[-_ ](?:just[-_ ])?outer[-_ ]clothing|involved_person)"
)
# As a column of a CSV file, and as a key in JSON: the upstream names in either of their forms, and our own.
_STOP_COLUMN = re.compile(rf"(?<![^,\"]){_STOP_FIELDS}(?![^,\"\r])", re.ASCII | re.IGNORECASE)
_STOP_KEY = re.compile(rf'"{_STOP_FIELDS}"\s*:', re.ASCII | re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"(?<![\d:])(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:])", re.ASCII)
_ISO_DAY = re.compile(r"(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)", re.ASCII)
_CLOCK = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}", re.ASCII)
_FOLDER = re.compile(r"(?<![\w./:-])(?:/(?:home|Users|root|tmp|var/tmp)/[\w.-]+|file:///[\w.-]+|[A-Za-z]:\\(?:Users|Documents)\b)", re.ASCII)
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


def _leaks(path: str, ending: str, text: str, data: bytes, private: Sequence[bytes]) -> Iterator[Finding]:
    for word in private:
        if word in data:
            yield Finding("leaks", path, f"holds {word.decode(errors='replace')!r}, a name of the machine that built the site")
    if ending != "js" and (found := _FOLDER.search(text)):
        yield Finding("leaks", path, f"{found[0]!r} looks like a folder of the machine that built the site")
    if ending in {"html", "json", "geojson", "csv"} and not is_feed(path) and (found := _CLOCK.search(text)):
        yield Finding("leaks", path, f"{found[0]!r} is a clock time; a build must not say when it ran")
    if ending in {"js", "css"} and _SOURCE_MAP.search(text):
        yield Finding("leaks", path, "carries a source map; ship the file without it")


def _json_fault(text: str) -> str:
    try:
        json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        return str(error)
    return ""


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
