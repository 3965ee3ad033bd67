"""Two years month by month: which months of a place and a kind of crime may be compared, and their counts side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.comparing import YEAR, is_touched, lies_between
from sitegen.facts.chance import Numbers
from sitegen.rules import TOTAL
from sitegen.terms import ASB, Month


@dataclass(frozen=True, slots=True)
class Paired:
    """Rows by neighbourhood and category, columns by pair of months; NaN in both years where a pair may not be compared.

    `kinds` numbers the categories of the rows from 0 in the order of the alphabet.
    """

    rows: pl.DataFrame
    pairs: list[tuple[str, str]]
    before: Numbers
    now: Numbers

    @property
    def usable(self) -> NDArray[np.bool_]:
        """True for each pair of months that is compared."""
        return ~np.isnan(self.before)

    @property
    def kinds(self) -> NDArray[np.int64]:
        """The category of each row as a number."""
        found: NDArray[np.int64] = np.unique(np.array(self.rows["category"].to_list(), dtype=str), return_inverse=True)[1].astype(np.int64)
        return found

    @property
    def families(self) -> NDArray[np.int64]:
        """1 for all crime, from which the headline comes, and 0 for kinds of crime: what is judged together."""
        return (self.rows["category"] == TOTAL).cast(pl.Int64).to_numpy()

    def part(self, rows: NDArray[np.bool_]) -> "Paired":
        """Some of the rows."""
        return Paired(self.rows.filter(pl.Series(rows, dtype=pl.Boolean)), self.pairs, self.before[rows], self.now[rows])

    def only(self, columns: NDArray[np.bool_]) -> "Paired":
        """The same rows with some of their pairs, true in `columns`; the others are not compared."""
        return Paired(self.rows, self.pairs, np.where(columns, self.before, np.nan), np.where(columns, self.now, np.nan))

    def steps(self, recording_steps: pl.DataFrame) -> list[str | None]:
        """For each row the newest month in which the force's series of its category steps, where that parts a pair that is compared."""
        stepped: dict[str, list[str]] = {}
        for category, month in recording_steps.select("category", "month").sort("category", "month", descending=[False, True]).iter_rows():
            stepped.setdefault(category, []).append(month)
        usable = self.usable
        return [
            next(
                (
                    month
                    for month in stepped.get(category, ())
                    if any(used and lies_between(month, *pair) for used, pair in zip(row, self.pairs, strict=True))
                ),
                None,
            )
            for category, row in zip(self.rows["category"], usable, strict=True)
        ]


def pair_months(*, force_id: str, places: pl.DataFrame, located_shares: pl.DataFrame, breaks: pl.DataFrame, months: list[str]) -> Paired | None:
    """The counts of places in the newest twelve months beside those a year earlier, and of all their crime; None where nothing can be paired.

    `places` has the columns neighbourhood_id, category, month and crimes of months supplied in full. Months may not be compared where either
    has no count, where a change of definition lies between them, or where another share has a location (`located_shares`).
    """
    pairs = pairs_of(months)
    if places.is_empty() or not pairs:
        return None
    crime = (
        places.filter(pl.col("category") != ASB)
        .group_by("neighbourhood_id", "month")
        .agg(pl.col("crimes").sum())
        .with_columns(pl.lit(TOTAL).alias("category"))
    )
    wide = pl.concat([places, crime.select(places.columns)]).pivot("month", index=["neighbourhood_id", "category"], values="crimes")
    wide = wide.with_columns(pl.lit(None, pl.Int32).alias(month) for pair in pairs for month in pair if month not in wide.columns)
    # What is fitted over places is a sum of floating point numbers, whose order must not hang on that of the rows read.
    wide = wide.sort("neighbourhood_id", "category", nulls_last=False)
    before, now = (wide.select(pl.col(pair[year]).cast(pl.Float64).alias(str(at)) for at, pair in enumerate(pairs)).to_numpy() for year in (0, 1))
    usable = ~(
        np.isnan(before)
        | np.isnan(now)
        | _parted(wide["category"].to_list(), breaks, force_id, pairs)
        | _moved(wide["category"], located_shares, pairs)
    )
    return Paired(wide.select("neighbourhood_id", "category"), pairs, np.where(usable, before, np.nan), np.where(usable, now, np.nan))


def parted_pairs(breaks: pl.DataFrame, force_id: str, category: str, pairs: Sequence[tuple[str, str]]) -> list[bool]:
    """For each pair of months, earlier and later, whether a change of definition lies between them; `crime` is all crime."""
    dataset = "asb" if category == ASB else "crime"
    rows = breaks.filter(pl.col("force_id").is_in([force_id, "all"])).select("month", "dataset", pl.col("category").fill_null("")).rows()
    changed = [month for month, by_dataset, by in rows if is_touched(dataset, "" if category == TOTAL else category, by_dataset, by)]
    return [any(lies_between(month, *pair) for month in changed) for pair in pairs]


def pairs_of(months: list[str]) -> list[tuple[str, str]]:
    """The newest twelve months of the window with the month a year before each, where the window has it."""
    known = set(months)
    pairs = [(str(Month.parse(month).plus(-YEAR)), month) for month in months[-YEAR:]]
    return [pair for pair in pairs if pair[0] in known]


def _parted(categories: list[str], breaks: pl.DataFrame, force_id: str, pairs: list[tuple[str, str]]) -> NDArray[np.bool_]:
    """The pairs of months that may not be compared, a row for each of the categories."""
    found = {category: parted_pairs(breaks, force_id, category, pairs) for category in set(categories)}
    return np.array([found[category] for category in categories], dtype=bool)


def _moved(categories: pl.Series, located_shares: pl.DataFrame, pairs: list[tuple[str, str]]) -> NDArray[np.bool_]:
    """The pairs of months of which another share has a location, a row for each of the categories."""
    moved = set(located_shares.filter(~pl.col("is_comparable")).select("dataset", "month").iter_rows())
    found = {dataset: [(dataset, month) in moved for _, month in pairs] for dataset in ("asb", "crime")}
    return np.array([found["asb" if category == ASB else "crime"] for category in categories], dtype=bool)
