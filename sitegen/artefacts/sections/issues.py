"""Known faults of the data, beside every figure they touch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from sitegen.comparing import is_touched, lies_between
from sitegen.terms import SOURCE_LANGUAGE

ALL_FORCES = "all"
"""The force of a fault or a break that touches every force."""


@dataclass(frozen=True, slots=True)
class Issue:
    """A fault somebody has stated: `source` is a link to where and may be empty, `read` the month in which it was read there.

    `language` is that of the text where it is not the page's, else empty.
    """

    text: str
    source: str
    read: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Faults:
    """The faults of one force's data, and of everybody's: data set, first month, last month (empty: it goes on) and the fault."""

    rows: tuple[tuple[str, str, str, Issue], ...] = ()

    def touching(self, datasets: Collection[str], first: str, last: str) -> tuple[Issue, ...]:
        """The faults of these data sets in the months from `first` to `last`, each sentence once."""
        found = [
            issue for dataset, begins, ends, issue in self.rows if dataset in datasets and begins <= last and (not ends or ends >= first) and first
        ]
        return without_repeats(found)


def read_faults(known_issues: pl.DataFrame, force_id: str, language: str = SOURCE_LANGUAGE) -> Faults:
    """The faults that touch a force, in a language where they are given in it."""
    rows = known_issues.filter(pl.col("force_id").is_in([force_id, ALL_FORCES])).sort("force_id", "dataset", "first_month", "text")
    return Faults(tuple((row["dataset"], row["first_month"], row["last_month"] or "", issue_of(row, language)) for row in rows.iter_rows(named=True)))


def issue_of(row: Mapping[str, str | None], language: str) -> Issue:
    """A row of `known_issues` in a language; where it has no text in that, in English, and said to be."""
    own = row["text"] if language == SOURCE_LANGUAGE else row[f"text_{language}"]
    return Issue(own or row["text"] or "", row["source"] or "", row["read"] or "", "" if own else SOURCE_LANGUAGE)


def without_repeats(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The faults in order, a sentence said of several data sets once."""
    return tuple({issue.text: issue for issue in reversed(list(issues))}.values())[::-1]


@dataclass(frozen=True, slots=True)
class Break:
    """A change of definition: `month` is the first of the new one, `category` empty where it touches every category.

    `old_name` is what the category was called before, empty where that is the same. `of_places`: crimes change places and nothing else, so that
    what a whole force recorded stays what it was.
    """

    month: str
    dataset: str
    category: str
    text: str
    label: str
    old_name: str = ""
    of_places: bool = False


@dataclass(frozen=True, slots=True)
class Breaks:
    """The changes of definition that touch one force, by month."""

    rows: tuple[Break, ...] = ()
    _met: dict[tuple[str, str, str, str], Break | None] = field(default_factory=dict, compare=False, repr=False)
    """What was asked for before, answered: every page of a force asks for the same months."""

    def of_totals(self) -> Breaks:
        """Those that touch what a whole force recorded."""
        return Breaks(tuple(row for row in self.rows if not row.of_places))

    def of(self, dataset: str, category: str = "") -> tuple[Break, ...]:
        """Those of a data set as a whole, and with `category` those of that category too."""
        return tuple(row for row in self.rows if row.dataset in {dataset, "all"} and row.category in {"", category})

    def between(self, dataset: str, category: str, earlier: str, later: str) -> Break | None:
        """The first that lies between two months, so that their figures do not count the same thing; None where they can be compared.

        Without a category: of the data set as a whole, which a change of any of its categories touches.
        """
        asked = (dataset, category, earlier, later)
        if asked not in self._met:
            touching = (row for row in self.rows if is_touched(dataset, category, row.dataset, row.category))
            self._met[asked] = next((row for row in touching if lies_between(row.month, earlier, later)), None)
        return self._met[asked]


def read_breaks(breaks: pl.DataFrame, force_id: str) -> Breaks:
    """The changes of definition that touch a force."""
    rows = breaks.filter(pl.col("force_id").is_in([force_id, ALL_FORCES])).sort("month", "dataset", "category", "text", nulls_last=False)
    texts = ("text", "label", pl.col("old_name").fill_null(""), pl.col("of_places").fill_null(value=False))
    return Breaks(tuple(Break(*row) for row in rows.select("month", "dataset", pl.col("category").fill_null(""), *texts).iter_rows()))


def break_texts(breaks: Sequence[Break], first: str, last: str) -> tuple[str, ...]:
    """The sentences of the breaks after the first and up to the last month, each once."""
    return tuple(dict.fromkeys(row.text for row in breaks if first < row.month <= last))
