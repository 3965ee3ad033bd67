"""Whether files say no more of a crime, a stop or a person than the lists of what they may say (P5, P11)."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sitegen import urls
from sitegen.auditing.allowed import CATEGORIES, COLUMNS, OUTCOMES, SHAPES, TELLS_NOBODY, json_fault
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import TABLE_ENDINGS, TEXT_ENDINGS, File, ending
from sitegen.publish.checks.records import is_record
from sitegen.publish.checks.site import Site

PROPERTY, UNLISTED, PEOPLE = "property", "unlisted", "people"
"""What findings are called: a key, column or value that may not be there; what no list speaks of; more of a person than name and rank."""

_TABLES = frozenset({"csv", "csv.gz", "fgb", "parquet"})
_TEXTS = frozenset({"json", "jsonl", "jsonld", "geojson", "webmanifest"})
_PEOPLE = re.compile(r"api/(?:[^/]+/[^/]+/people|forces/[^/]+/(?:people|senior-officers))/index\.json", re.ASCII)
_PICTURE = re.compile(r"\.(?:avif|gif|jpe?g|png|webp)$", re.IGNORECASE)
_LIST = '<ul class="people'
_LISTED = re.compile(r'<ul class="people[^>]*>(.*?)</ul>', re.DOTALL)
_NAME_AND_RANK = re.compile(r"(?:\s*<li><b>[^<]*</b>(?:<span>[^<]*</span>)?(?:</li>)?)*\s*")
"""The people on a page, and all that may stand there: no picture, no link, nothing but a name and a rank."""
_OF_SITE = ("assets/",)
_LOOKED_INTO = TEXT_ENDINGS | TABLE_ENDINGS | {"mvt", "pmtiles"}
"""Of files that some check reads; pictures are found by what they are."""
_COMPILED = "wasm"
_LABELS = frozenset(CATEGORIES.values())
_MAY_BE_ADDED = re.compile(r"(?:[^/]+/){1,2}figures\.csv|data/counts/|data/points\.", re.ASCII)
"""Tables with a column for each category, those that no list has included."""


def _of_file(file: File) -> Facts | None:
    kind = file.ending
    if kind in _TABLES:
        found = [*_of_table(file)]
    elif kind in _TEXTS:
        found = [*_of_json(file)]
    elif kind == "html" and _LIST in file.text:
        found = [*_of_page(file)]
    else:
        return None
    return Facts(tuple(found)) if found else None


def _of_site(site: Site) -> Iterator[Finding]:
    for path in site.files:
        is_own = path.startswith(_OF_SITE)
        if _PICTURE.search(path):
            if not is_own:
                yield Finding(PEOPLE, path, "is a picture that is none of the site's own")
        elif ending(path) not in _LOOKED_INTO and path != urls.CHECKSUMS and not (is_own and ending(path) == _COMPILED):
            yield Finding(UNLISTED, path, "is a file of a kind that no check reads; say what it tells")


def _of_table(file: File) -> Iterator[Finding]:
    columns = next((columns for pattern, columns in COLUMNS if pattern.fullmatch(file.path)), None)
    head = file.table.columns if file.table is not None else next(iter(file.rows), [])
    if columns is None:
        if not TELLS_NOBODY.fullmatch(file.path):
            yield Finding(UNLISTED, file.path, "no list says which columns this table may have")
        return
    if extra := sorted(set(head) - columns):
        is_category = bool(_MAY_BE_ADDED.match(file.path)) and all(re.fullmatch(r"[a-z0-9_-]+", name) for name in extra)
        said = f"has the column {extra[0][:40]!r}, which is not on the list"
        yield Finding(UNLISTED if is_category else PROPERTY, file.path, said)
    for column, known in (("category", CATEGORIES.keys()), ("Crime type", _LABELS), ("outcome", OUTCOMES), ("Last outcome category", OUTCOMES)):
        if column in file.distinct:
            yield from _unknown(file.path, column, file.distinct[column].to_list(), known)


def _of_json(file: File) -> Iterator[Finding]:
    shape = next((shape for pattern, shape in SHAPES if pattern.fullmatch(file.path)), None)
    if shape is None:
        if not TELLS_NOBODY.fullmatch(file.path):
            yield Finding(UNLISTED, file.path, "no list says which keys this file may have")
        return
    if fault := json_fault(file.json, shape):
        name = PEOPLE if _PEOPLE.fullmatch(file.path) or fault.startswith("people.") else PROPERTY
        yield Finding(name, file.path, f"has the key {fault[:60]!r}, which is not on the list")
    elif _PEOPLE.fullmatch(file.path):
        yield from _of_people(file)
    elif is_record(file.path):
        yield from _of_records(file)


def _of_page(file: File) -> Iterator[Finding]:
    if not all(_NAME_AND_RANK.fullmatch(one[1]) for one in _LISTED.finditer(file.text)):
        yield Finding(PEOPLE, file.path, "a list of people on it holds more than names and ranks")


def _of_people(file: File) -> Iterator[Finding]:
    told = ("a biography", "a way to reach them")
    for person in _objects(file.json):
        for what, value in zip(told, (person.get("bio"), person.get("contact_details")), strict=True):
            if value:
                yield Finding(PEOPLE, file.path, f"tells {what} of a person; publish name and rank only")
                return


def _of_records(file: File) -> Iterator[Finding]:
    records = _objects(file.json)
    yield from _unknown(file.path, "category", dict.fromkeys(str(one.get("category")) for one in records), CATEGORIES.keys())
    results = (one.get("outcome_status") for one in records)
    yield from _unknown(file.path, "outcome", dict.fromkeys(str(one.get("category")) for one in results if isinstance(one, dict)), OUTCOMES)


def _objects(value: Any) -> list[dict[str, Any]]:  # Any: JSON
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _unknown(path: str, column: str, values: Iterable[object], known: Iterable[str]) -> Iterator[Finding]:
    others = [str(value) for value in values if value and str(value) not in set(known)]
    if others:
        yield Finding(UNLISTED, path, f"the {column} {others[0][:40]!r} is on no list{_more(others)}; say whether it tells too much")


def _more(found: list[str]) -> str:
    return f", and {len(found) - 1:,} more" if len(found) > 1 else ""


PROPERTIES = Check("properties", "files have the keys, columns and values on the lists, and no others", of_file=_of_file, of_site=_of_site)
