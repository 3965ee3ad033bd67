"""Counts by month, laid out once for a whole force: crime and antisocial behaviour apart, each month with its evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from sitegen.artefacts.figures import Figure, Missing, Recorded, figure
from sitegen.artefacts.supply import Supply
from sitegen.terms import ASB


@dataclass(frozen=True, slots=True)
class Category:
    """A category of street crime as the pages name it, with the first and the last month of its use, empty where open."""

    slug: str
    name: str
    about: str
    is_crime: bool
    first_month: str = ""
    last_month: str = ""

    def used_in(self, month: str) -> bool:
        """True where the category was in use in a month."""
        return self.first_month <= month and (not self.last_month or month <= self.last_month)


@dataclass(frozen=True, slots=True)
class Monthly:
    """One place's figures for every month of the window, in the order of `months`.

    `by_category` has a list for each category that was in use in any month; None there: not known, or not in use.
    """

    months: tuple[str, ...]
    crime: tuple[Figure, ...]
    asb: tuple[Figure, ...]
    by_category: Mapping[str, tuple[int | None, ...]]

    @property
    def start(self) -> int:
        """The first month worth drawing: 0, or the first with a figure where more than half the window comes before it."""
        for index, (crime, asb) in enumerate(zip(self.crime, self.asb, strict=True)):
            if isinstance(crime, Recorded) or isinstance(asb, Recorded):
                return index if index * 2 > len(self.months) else 0
        return 0


def read_categories(categories: pl.DataFrame, *series: pl.DataFrame) -> tuple[Category, ...]:
    """The categories in the site's order; those that occur in `series` and have no entry follow under their own names."""
    known = [
        Category(slug, name, about or "", is_crime, first or "", last or "")
        for slug, name, about, is_crime, first, last in categories.sort("position")
        .select("category", "name", "about", "is_crime", "first_month", "last_month")
        .iter_rows()
    ]
    slugs = {category.slug for category in known}
    met = sorted({slug for table in series for slug in table["category"].unique().to_list()} - slugs)
    return (*known, *(Category(slug, slug.replace("-", " ").capitalize(), "", is_crime=slug != ASB) for slug in met))


def read_monthly(
    series: pl.DataFrame, *, by: str, column: str, months: Sequence[str], categories: Sequence[Category], crime: Supply, asb: Supply
) -> dict[str, Monthly]:
    """The figures of every place in `series`, by the value of its column `by`; the counts stand in `column`.

    In a month supplied in full every category has a number; in one supplied in part the total is of those that have one.
    """
    places: list[str] = series[by].unique().sort().to_list()
    slugs = [category.slug for category in categories]
    counts = np.full((len(places), len(slugs), len(months)), -1, dtype=np.int64)
    at = [_positions(series[name], values) for name, values in ((by, places), ("category", slugs), ("month", list(months)))]
    counts[at[0], at[1], at[2]] = series[column].fill_null(-1).to_numpy()
    is_crime = np.array([category.is_crime for category in categories], dtype=bool)
    crime_totals, asb_totals = (_totals(counts[:, which, :]).tolist() for which in (is_crime, ~is_crime))
    met = set(series["category"].unique().to_list())
    in_use = [(which, slug) for which, slug in enumerate(slugs) if slug in met]
    has_gaps = bool((counts < 0).any())
    crime_figures, asb_figures = _Figures(crime), _Figures(asb)
    return {
        place: Monthly(
            months=tuple(months),
            crime=crime_figures.of(crime_totals[index]),
            asb=asb_figures.of(asb_totals[index]),
            by_category={slug: tuple(_known(rows[which]) if has_gaps else rows[which]) for which, slug in in_use},
        )
        for index, (place, rows) in enumerate(zip(places, counts.tolist(), strict=True))
    }


def part_of(number: int | None, whole: Figure) -> Figure:
    """One category's figure with the evidence of its month: a zero in a month supplied in part is not known."""
    if isinstance(whole, Missing):
        return whole
    state = "supplied_partial" if whole.partial else "supplied"
    return Missing(state) if number is None or (number == 0 and whole.partial) else figure(number, state)


def _positions(column: pl.Series, values: list[str]) -> np.ndarray:
    return column.cast(pl.Enum(values)).to_physical().to_numpy().astype(np.int64)


def _totals(counts: np.ndarray) -> np.ndarray:
    """Sums over categories by place and month; -1 where no category has a number."""
    known = counts >= 0
    return np.where(known.any(axis=1), np.where(known, counts, 0).sum(axis=1), -1)


def _known(numbers: list[int]) -> list[int | None]:
    return [None if number < 0 else number for number in numbers]


class _Figures:
    """The figures of one dataset: each made once, however many places have the same number."""

    def __init__(self, supply: Supply) -> None:
        self._evidence = supply.evidence
        self._made: dict[tuple[int, tuple[str, str | None]], Figure] = {}

    def of(self, totals: list[int]) -> tuple[Figure, ...]:
        """The figures of one place, month by month; a total of nothing known is below 0."""
        made = self._made
        return tuple([made.get(entry) or self._make(entry) for entry in zip(totals, self._evidence, strict=True)])

    def _make(self, entry: tuple[int, tuple[str, str | None]]) -> Figure:
        number, (state, reason) = entry
        partly_nothing = number == 0 and state != "supplied"
        self._made[entry] = Missing(state, reason) if number < 0 or partly_nothing else figure(number, state, reason)
        return self._made[entry]
