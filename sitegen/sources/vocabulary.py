"""The site's own vocabulary: crime categories, outcomes, breaks and police forces, from `content/vocabulary/*.toml`."""

from typing import Annotated, Literal

import polars as pl
from msgspec import Meta
from msgspec.structs import astuple

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.rules import DATASETS
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ForceId
from sitegen.typed_files import Filled, ForceText, MonthText, T, Written, read_entries

Labels = Annotated[list[Filled], Meta(min_length=1, description="a list of the texts of the CSV files")]

_SLUG = r"[a-z]+(-[a-z]+)*"
_Slug = Annotated[str, Meta(pattern=f"^{_SLUG}$", description="lower-case words joined by hyphens")]


class _Category(Written, frozen=True, kw_only=True):
    slug: _Slug
    labels: Labels
    name: Filled
    key: Annotated[str, Meta(pattern="^[a-z]{1,12}$", description="1 to 12 lower-case letters")]
    is_crime: bool = True
    first_month: MonthText
    last_month: MonthText | None = None
    about: str = ""


class _OutcomeKind(Written, frozen=True):
    code: _Slug
    labels: Labels
    name: Filled
    group: Literal["no-suspect", "evidential", "charged", "out-of-court", "other", "open", "unknown"]


class _Break(Written, frozen=True, kw_only=True):
    month: MonthText
    dataset: Literal[*DATASETS, "all"]  # type: ignore[valid-type]  # the rule's words
    category: Annotated[str, Meta(pattern=f"^{_SLUG}$", description="the slug of a category, or left out for every category")] | None = None
    force: ForceText = ForceId("all")
    text: Filled
    label: Filled
    old_name: Filled | None = None
    of_places: bool = False


class ForceName(Written, frozen=True, rename={"force_id": "id"}):
    """A police force as the vocabulary knows it; `area_code` is the ONS code of its area, empty for none."""

    force_id: ForceText
    name: Filled
    area_code: str = ""


def read_categories(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The crime categories in the order of the site's lists; raises ConfigError naming file and entry."""
    name, entries = entries_of(vocabulary, "categories.toml", "category", _Category)
    rows = [(*astuple(category), position) for position, category in enumerate(entries)]
    categories = pl.DataFrame(rows, schema=SCHEMAS["listed_categories"].types, orient="row")
    _refuse_twins(name, "categories", slug=categories["category"], key=categories["key"], label=_lower_labels(categories))
    return categories


def read_outcome_kinds(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The outcomes in the order of the site's lists: of two of one month, the first in it stands.

    Raises ConfigError naming file and entry.
    """
    name, entries = entries_of(vocabulary, "outcomes.toml", "outcome", _OutcomeKind)
    rows = [(*astuple(kind), position) for position, kind in enumerate(entries)]
    kinds = pl.DataFrame(rows, schema=SCHEMAS["outcome_kinds"].types, orient="row")
    _refuse_twins(name, "outcomes", code=kinds["outcome"], label=_lower_labels(kinds))
    return kinds


def read_breaks(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """The months in which the meaning of a figure changed, sorted; raises ConfigError naming file and entry."""
    name, entries = entries_of(vocabulary, "breaks.toml", "break", _Break)
    rows = [astuple(one) for one in entries]
    breaks = pl.DataFrame(rows, schema=SCHEMAS["breaks"].types, orient="row").sort("month", "dataset", "category", "force_id", "text")
    twins = breaks.filter(breaks.select("month", "dataset", "category", "force_id").is_duplicated())
    if not twins.is_empty():
        raise ConfigError(f"{name}: {twins['dataset'][0]} of {twins['category'][0] or 'every category'} has two breaks in {twins['month'][0]}")
    return breaks


def read_force_names(*, vocabulary: tuple[RawFile, ...]) -> pl.DataFrame:
    """Every police force with its name on data.police.uk, sorted by id; raises ConfigError naming file and entry."""
    rows = [(str(force.force_id), force.name) for force in force_names(vocabulary)]
    return pl.DataFrame(rows, schema=SCHEMAS["force_names"].types, orient="row").sort("force_id")


def force_names(vocabulary: tuple[RawFile, ...]) -> tuple[ForceName, ...]:
    """The police forces in the order of the file; raises ConfigError naming file and entry."""
    return tuple(entries_of(vocabulary, "forces.toml", "force", ForceName)[1])


def entries_of(vocabulary: tuple[RawFile, ...], name: str, key: str, kind: type[T]) -> tuple[str, list[T]]:
    """A vocabulary file's full name, and its entries `[[key]]` in the order of the file.

    Raises ConfigError where the file is missing, has no such entries, or one that is not as it must be.
    """
    file = next((file for file in vocabulary if file.name.rpartition("/")[2] == name), None)
    if file is None:
        raise ConfigError(f"content/vocabulary/{name} is missing; it belongs to the project, take it from there again")
    found = read_entries(file.data, file.name, key, kind)
    if not found:
        raise ConfigError(f"{file.name}: has no [[{key}]] entries")
    return file.name, found


def _lower_labels(words: pl.DataFrame) -> pl.Series:
    return words["labels"].explode().str.to_lowercase()


def _refuse_twins(name: str, what: str, **columns: pl.Series) -> None:
    """Raise ConfigError where a value that may stand once in the file stands twice."""
    for column, values in columns.items():
        if values.is_duplicated().any():
            raise ConfigError(f"{name}: {column} {values.filter(values.is_duplicated())[0]!r} is given to two {what}")
