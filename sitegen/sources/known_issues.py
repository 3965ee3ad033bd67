"""Known faults in the upstream data, from `content/known_issues.toml` and the data folder's own `known_issues.toml`."""

import polars as pl

from sitegen.errors import ConfigError
from sitegen.languages import TRANSLATED
from sitegen.near_names import meaning
from sitegen.raw import RawFile
from sitegen.rules import DATASETS
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, parse_force_id
from sitegen.toml_files import read_toml

_STATES = ("never", "not_supplied", "supplied_partial", "withheld")
_KEYS = ("dataset", "force", "months", "read", "source", "state", "text")
_OPTIONAL = tuple(f"text_{language}" for language in sorted(TRANSLATED))


def read_known_issues(*, known_issue_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row an issue, sorted by force, dataset and month; raises ConfigError naming file, entry and key."""
    rows = [_row(where, entry) for file in known_issue_file for where, entry in _entries(file)]
    return pl.DataFrame(rows, schema=SCHEMAS["known_issues"].types, orient="row").sort("force_id", "dataset", "first_month", "text")


def forces_with_issues(file: RawFile) -> list[tuple[str, str]]:
    """Where an issue stands, as messages say it, and the force it names, in the order of the file; raises ConfigError as reading does."""
    return [(where, str(_row(where, entry)[0])) for where, entry in _entries(file)]


def _entries(file: RawFile) -> list[tuple[str, object]]:
    found = read_toml(file.data, file.name)
    if others := sorted(set(found) - {"issue"}):
        raise ConfigError(f"{file.name}: {others[0]} is not known here; write [[issue]] above each issue")
    issues = found.get("issue", [])
    if not isinstance(issues, list):
        raise ConfigError(f"{file.name}: issue must be a list of tables; write [[issue]] above each issue")
    return [(f"{file.name} issue {number}", entry) for number, entry in enumerate(issues, start=1)]


def _row(where: str, entry: object) -> tuple[str | None, ...]:
    if not isinstance(entry, dict):
        raise ConfigError(f"{where}: must be a table; write [[issue]] above its keys")
    texts = _texts(where, entry)
    for key, choices in (("dataset", sorted(DATASETS)), ("state", _STATES)):
        if texts[key] not in choices:
            raise ConfigError(f"{where}: {key} must be one of {', '.join(choices)}")
    if texts["source"] and not texts["source"].startswith("https://"):
        raise ConfigError(f"{where}: source must be an https:// address or empty")
    first, dots, last = texts["months"].partition("..")
    try:
        force = "all" if texts["force"] == "all" else parse_force_id(texts["force"])
        first_month = str(Month.parse(first))
        last_month = str(Month.parse(last)) if last else (None if dots else first_month)
        read = str(Month.parse(texts["read"]))
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from error
    if last_month is not None and last_month < first_month:
        raise ConfigError(f"{where}: months is {texts['months']}: the last month is before the first")
    others = (texts.get(key, "").strip() or None for key in _OPTIONAL)
    return (force, texts["dataset"], first_month, last_month, texts["state"], texts["text"].strip(), texts["source"], read, *others)


def _texts(where: str, entry: dict[str, object]) -> dict[str, str]:
    """The entry's values, all of them texts under the keys that an issue has."""
    if missing := [key for key in _KEYS if key not in entry]:
        raise ConfigError(f"{where}: {missing[0]} is missing; every issue has {', '.join(_KEYS)}, and may have {', '.join(_OPTIONAL)}")
    texts: dict[str, str] = {}
    for key, value in entry.items():
        if key not in (*_KEYS, *_OPTIONAL):
            meant = meaning(key, (*_KEYS, *_OPTIONAL)) or f"an issue has {', '.join(_KEYS)}, and may have {', '.join(_OPTIONAL)}"
            raise ConfigError(f"{where}: {key} is not known here; {meant}")
        if not isinstance(value, str):
            raise ConfigError(f"{where}: {key} must be a text in quotation marks")
        texts[key] = value
    return texts
