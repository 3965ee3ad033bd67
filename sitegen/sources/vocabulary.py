"""The site's own vocabulary: crime categories, outcomes, breaks and police forces, from `content/vocabulary/*.toml`."""

import re
from dataclasses import dataclass

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.rules import DATASETS
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ForceId, Month, parse_force_id
from sitegen.toml_files import read_toml

_SLUG = re.compile(r"[a-z]+(-[a-z]+)*")
_OUTCOME_GROUPS = ("no-suspect", "evidential", "charged", "out-of-court", "other", "open", "unknown")
_BREAK_DATASETS = (*DATASETS, "all")
_BREAK_KEYS = frozenset({"month", "dataset", "category", "force", "text", "label"})


@dataclass(frozen=True, slots=True)
class ForceName:
    """A police force as the vocabulary knows it; `area_code` is the ONS code of its area, empty for none."""

    force_id: ForceId
    name: str
    area_code: str


def read_categories(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The crime categories in the order of the site's lists; raises InputError naming file and entry."""
    name, entries = entries_of(vocabulary, "categories.toml", "category")
    rows = [_category(f"{name} category {number}", number - 1, entry) for number, entry in enumerate(entries, start=1)]
    categories = pl.DataFrame(rows, schema=SCHEMAS["categories"].types, orient="row")
    _refuse_twins(name, "categories", slug=categories["category"], key=categories["key"], label=_lower_labels(categories))
    return categories


def read_outcome_kinds(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The outcomes in the order of the site's lists: of two of one month, the first in it stands.

    Raises InputError naming file and entry.
    """
    name, entries = entries_of(vocabulary, "outcomes.toml", "outcome")
    rows = [_outcome_kind(f"{name} outcome {number}", number - 1, entry) for number, entry in enumerate(entries, start=1)]
    kinds = pl.DataFrame(rows, schema=SCHEMAS["outcome_kinds"].types, orient="row")
    _refuse_twins(name, "outcomes", code=kinds["outcome"], label=_lower_labels(kinds))
    return kinds


def read_breaks(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The months in which the meaning of a figure changed, sorted; raises InputError naming file and entry."""
    name, entries = entries_of(vocabulary, "breaks.toml", "break")
    rows = [_break(f"{name} break {number}", entry) for number, entry in enumerate(entries, start=1)]
    breaks = pl.DataFrame(rows, schema=SCHEMAS["breaks"].types, orient="row").sort("month", "dataset", "category", "force_id", "text")
    twins = breaks.filter(breaks.select("month", "dataset", "category", "force_id").is_duplicated())
    if not twins.is_empty():
        raise InputError(f"{name}: {twins['dataset'][0]} of {twins['category'][0] or 'every category'} has two breaks in {twins['month'][0]}")
    return breaks


def read_force_names(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """Every police force with its name on data.police.uk, sorted by id; raises InputError naming file and entry."""
    rows = [(str(force.force_id), force.name) for force in force_names(vocabulary)]
    return pl.DataFrame(rows, schema=SCHEMAS["force_names"].types, orient="row").sort("force_id")


def force_names(vocabulary: tuple[RawFile, ...]) -> tuple[ForceName, ...]:
    """The police forces in the order of the file; raises InputError naming file and entry."""
    name, entries = entries_of(vocabulary, "forces.toml", "force")
    forces = []
    for number, entry in enumerate(entries, start=1):
        where = f"{name} force {number}"
        try:
            force_id = parse_force_id(text_of(where, entry, "id"))
        except ValueError as error:
            raise InputError(f"{where}: {error}") from error
        forces.append(ForceName(force_id, text_of(where, entry, "name"), text_of(where, entry, "area_code", "")))
    return tuple(forces)


def entries_of(vocabulary: tuple[RawFile, ...], name: str, key: str) -> tuple[str, list[dict[str, object]]]:
    """A vocabulary file's full name, and its entries `[[key]]` in the order of the file.

    Raises InputError where the file is missing or has no such entries, ConfigError where it is no TOML.
    """
    file = next((file for file in vocabulary if file.name.rpartition("/")[2] == name), None)
    if file is None:
        raise InputError(f"content/vocabulary/{name} is missing; it belongs to the project, take it from there again")
    found = read_toml(file.data, file.name).get(key)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found) or not found:
        raise InputError(f"{file.name}: has no [[{key}]] entries")
    return file.name, found


def text_of(where: str, entry: dict[str, object], key: str, default: str | None = None) -> str:
    """The text of a key of an entry, without space around it.

    Raises InputError naming the entry (`where`) and the key where there is no text, and no default for it.
    """
    value = entry.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InputError(f"{where}: {key} must be a text")
    return value.strip()


def _category(where: str, position: int, entry: dict[str, object]) -> tuple[object, ...]:
    slug, tile_key = text_of(where, entry, "slug"), text_of(where, entry, "key")
    if not _SLUG.fullmatch(slug) or not re.fullmatch(r"[a-z]{1,12}", tile_key):
        raise InputError(f"{where}: slug must be lower-case words joined by hyphens, key lower-case letters")
    labels = _labels(where, entry)
    is_crime = entry.get("is_crime", True)
    if not isinstance(is_crime, bool):
        raise InputError(f"{where}: is_crime must be true or false")
    last_month = _month(where, entry, "last_month") if "last_month" in entry else None
    first_month = _month(where, entry, "first_month")
    name, about = text_of(where, entry, "name"), text_of(where, entry, "about", "")
    return (slug, labels, name, tile_key, is_crime, first_month, last_month, about, position)


def _outcome_kind(where: str, position: int, entry: dict[str, object]) -> tuple[object, ...]:
    code, group = text_of(where, entry, "code"), text_of(where, entry, "group")
    if not _SLUG.fullmatch(code):
        raise InputError(f"{where}: code must be lower-case words joined by hyphens")
    if group not in _OUTCOME_GROUPS:
        raise InputError(f"{where}: group must be one of {', '.join(_OUTCOME_GROUPS)}, not {group!r}")
    return (code, _labels(where, entry), text_of(where, entry, "name"), group, position)


def _break(where: str, entry: dict[str, object]) -> tuple[object, ...]:
    unknown = sorted(set(entry) - _BREAK_KEYS)
    if unknown:
        raise InputError(f"{where}: {unknown[0]} is no key of a break; the keys are {', '.join(sorted(_BREAK_KEYS))}")
    dataset, category, force = text_of(where, entry, "dataset"), text_of(where, entry, "category", ""), text_of(where, entry, "force", "all")
    if dataset not in _BREAK_DATASETS:
        raise InputError(f"{where}: dataset must be one of {', '.join(_BREAK_DATASETS)}, not {dataset!r}")
    if category and not _SLUG.fullmatch(category):
        raise InputError(f"{where}: category must be the slug of a category, or left out for every category")
    try:
        force_id = "all" if force == "all" else parse_force_id(force)
    except ValueError as error:
        raise InputError(f"{where}: {error}") from error
    return (_month(where, entry, "month"), dataset, category or None, force_id, text_of(where, entry, "text"), text_of(where, entry, "label"))


def _labels(where: str, entry: dict[str, object]) -> list[str]:
    labels = entry.get("labels")
    if not isinstance(labels, list) or not labels or not all(isinstance(label, str) and label.strip() for label in labels):
        raise InputError(f"{where}: labels must list the texts of the CSV files")
    return labels


def _lower_labels(words: pl.DataFrame) -> pl.Series:
    return words["labels"].explode().str.to_lowercase()


def _refuse_twins(name: str, what: str, **columns: pl.Series) -> None:
    """Raise InputError where a value that may stand once in the file stands twice."""
    for column, values in columns.items():
        if values.is_duplicated().any():
            raise InputError(f"{name}: {column} {values.filter(values.is_duplicated())[0]!r} is given to two {what}")


def _month(where: str, entry: dict[str, object], key: str) -> str:
    try:
        return str(Month.parse(text_of(where, entry, key)))
    except ValueError as error:
        raise InputError(f"{where}: {key}: {error}") from error
