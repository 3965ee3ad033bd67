"""Whether a published table of stops shows a number that is too small to be told."""

from collections.abc import Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.html import Page
from sitegen.rules import THRESHOLD

_VALUE, _STOPS = "value", "stops"
"""Columns of a CSV file that tells stops by value."""
_OF_A_PAGE = ["table", "month", "months", "kind", "count", "state", "months_after"]
"""Columns of a page's figures: stops by value, and a neighbourhood's stops together, are of a year."""


def _of_page(path: str, page: Page) -> Iterator[Finding]:
    for value, numbers in page.stop_values:
        yield from (_finding(path, value, number) for number in numbers if number is not None and 0 < number < THRESHOLD)


def _of_file(file: File) -> Facts | None:
    rows = iter(file.rows)
    head = [name.strip().lower() for name in next(rows, [])]
    if head == _OF_A_PAGE:
        told = [(kind, count) for table, _, months, kind, count, *_ in rows if table.startswith(_STOPS) and (table != _STOPS or months != "1")]
        return _found(file, told)
    if _VALUE not in head or _STOPS not in head:
        return None
    at, stops = head.index(_VALUE), head.index(_STOPS)
    told = [(row[at], row[stops].strip()) for row in rows if len(row) == len(head)]
    return _found(file, told)


def _found(file: File, told: list[tuple[str, str]]) -> Facts | None:
    """What is too small of values and their numbers as written."""
    small = [(value, int(number)) for value, number in told if number.isdecimal() and 0 < int(number) < THRESHOLD]
    return Facts(tuple(_finding(file.path, value, number) for value, number in small)) if small else None


def _finding(path: str, value: str, number: int) -> Finding:
    said = f"{number} stops of {value[:40]!r} are fewer than {THRESHOLD}; tell them with others, as sitegen/facts/suppression.py does"
    return Finding("threshold", path, said)


CHECK = Check("threshold", f"no table shows a number of stops from 1 to {THRESHOLD - 1}", of_page=_of_page, of_file=_of_file)
