"""Known faults in the upstream data, from `content/known_issues.toml` and the data folder's own `known_issues.toml`."""

from __future__ import annotations

import tomllib

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import TRANSLATED, Month, parse_force_id

_DATASETS = frozenset({"crime", "asb", "outcomes", "stops"})
_STATES = frozenset({"supplied_partial", "withheld", "never", "not_supplied"})
_KEYS = frozenset({"force", "dataset", "months", "state", "text", "source", "read"})
_OPTIONAL = frozenset({f"text_{language}" for language in TRANSLATED})


def read_known_issues(*, known_issue_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row an issue, sorted by force, dataset and month; raises InputError naming file and entry."""
    rows = [row for file in known_issue_file for row in _read(file)]
    return pl.DataFrame(rows, schema=SCHEMAS["known_issues"].types, orient="row").sort("force_id", "dataset", "first_month", "text")


def _read(file: RawFile) -> list[tuple[str | None, ...]]:
    try:
        entries = tomllib.loads(file.data.decode("utf-8")).get("issue", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{file.name}: not valid TOML ({error})") from error
    return [_row(f"{file.name} issue {number}", entry) for number, entry in enumerate(entries, start=1)]


def _row(where: str, entry: object) -> tuple[str | None, ...]:
    if not isinstance(entry, dict) or set(entry) - _OPTIONAL != _KEYS or not all(isinstance(value, str) for value in entry.values()):
        raise InputError(f"{where}: must have exactly the text keys {', '.join(sorted(_KEYS))}, and may have {', '.join(sorted(_OPTIONAL))}")
    if entry["dataset"] not in _DATASETS or entry["state"] not in _STATES:
        raise InputError(f"{where}: dataset must be one of {sorted(_DATASETS)} and state one of {sorted(_STATES)}")
    if entry["source"] and not entry["source"].startswith("https://"):
        raise InputError(f"{where}: source must be an https:// address or empty")
    first, dots, last = entry["months"].partition("..")
    try:
        force = "all" if entry["force"] == "all" else parse_force_id(entry["force"])
        first_month = str(Month.parse(first))
        last_month = str(Month.parse(last)) if last else (None if dots else first_month)
        read = str(Month.parse(entry["read"]))
    except ValueError as error:
        raise InputError(f"{where}: {error}") from error
    others = (entry.get(key, "").strip() or None for key in sorted(_OPTIONAL))
    return (force, entry["dataset"], first_month, last_month, entry["state"], entry["text"].strip(), entry["source"], read, *others)
