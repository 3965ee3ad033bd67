"""The site's own vocabulary: crime categories and police forces, from `content/vocabulary/*.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ForceId, Month, parse_force_id


@dataclass(frozen=True, slots=True)
class ForceName:
    """A police force as the vocabulary knows it; `area_code` is the ONS code of its area, empty for none."""

    force_id: ForceId
    name: str
    area_code: str


def read_categories(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The crime categories in the order of the site's lists; raises InputError naming file and entry."""
    name, entries = _entries(vocabulary, "categories.toml", "category")
    rows = [_category(f"{name} category {number}", number - 1, entry) for number, entry in enumerate(entries, start=1)]
    categories = pl.DataFrame(rows, schema=SCHEMAS["categories"].types, orient="row")
    labels = categories["labels"].explode().str.to_lowercase()
    for column, values in (("slug", categories["category"]), ("key", categories["key"]), ("label", labels)):
        if values.is_duplicated().any():
            raise InputError(f"{name}: {column} {values.filter(values.is_duplicated())[0]!r} is given to two categories")
    return categories


def force_names(vocabulary: tuple[RawFile, ...]) -> tuple[ForceName, ...]:
    """The police forces in the order of the file; raises InputError naming file and entry."""
    name, entries = _entries(vocabulary, "forces.toml", "force")
    forces = []
    for number, entry in enumerate(entries, start=1):
        where = f"{name} force {number}"
        try:
            force_id = parse_force_id(_text(where, entry, "id"))
        except ValueError as error:
            raise InputError(f"{where}: {error}") from error
        forces.append(ForceName(force_id, _text(where, entry, "name"), _text(where, entry, "area_code", "")))
    return tuple(forces)


def _entries(vocabulary: tuple[RawFile, ...], name: str, key: str) -> tuple[str, list[dict[str, object]]]:
    file = next((file for file in vocabulary if file.name.rpartition("/")[2] == name), None)
    if file is None:
        raise InputError(f"content/vocabulary/{name} is missing; it belongs to the project, take it from there again")
    try:
        found = tomllib.loads(file.data.decode("utf-8")).get(key)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(f"{file.name}: not valid TOML ({error})") from error
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found) or not found:
        raise InputError(f"{file.name}: has no [[{key}]] entries")
    return file.name, found


def _category(where: str, position: int, entry: dict[str, object]) -> tuple[object, ...]:
    slug, tile_key = _text(where, entry, "slug"), _text(where, entry, "key")
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug) or not re.fullmatch(r"[a-z]{1,12}", tile_key):
        raise InputError(f"{where}: slug must be lower-case words joined by hyphens, key lower-case letters")
    labels = entry.get("labels")
    if not isinstance(labels, list) or not labels or not all(isinstance(label, str) and label.strip() for label in labels):
        raise InputError(f"{where}: labels must list the texts of the CSV files")
    is_crime = entry.get("is_crime", True)
    if not isinstance(is_crime, bool):
        raise InputError(f"{where}: is_crime must be true or false")
    last_month = _month(where, entry, "last_month") if "last_month" in entry else None
    first_month = _month(where, entry, "first_month")
    name, about = _text(where, entry, "name"), _text(where, entry, "about", "")
    return (slug, labels, name, tile_key, is_crime, first_month, last_month, about, position)


def _text(where: str, entry: dict[str, object], key: str, default: str | None = None) -> str:
    value = entry.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise InputError(f"{where}: {key} must be a text")
    return value.strip()


def _month(where: str, entry: dict[str, object], key: str) -> str:
    try:
        return str(Month.parse(_text(where, entry, key)))
    except ValueError as error:
        raise InputError(f"{where}: {key}: {error}") from error
