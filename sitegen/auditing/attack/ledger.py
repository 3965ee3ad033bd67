"""What the files of releases tell of changes, attacked: every number from 1 to 9 that they leave out, and every part of a number that they tell.

A change of a release (added, withdrawn, or given another outcome) is a table of its own: no row of it is in another. Known are the months' numbers
that are told, that all months together are as many as is told, that a month not told has 1 to `THRESHOLD` - 1, that the categories of a month
make its number, as all pairs of outcomes make theirs, and that none that is not told is larger than the smallest that is.

What `counts.csv` of two releases say by subtraction is the police's own, and asked apart (`sure_by_counts`): it is no promise that it tells nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sitegen import urls
from sitegen.auditing.allowed import CATEGORIES, OUTCOMES
from sitegen.auditing.attack.table import ContradictionError, Table
from sitegen.auditing.attack.widths import field_widths
from sitegen.rules import THRESHOLD
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS
from sitegen.terms import ASB

MONTH_WIDTH = THRESHOLD - 2
"""How wide a month's number that is not told has to stay: anything from 1 to THRESHOLD - 1 fits."""

_CHANGES, _ENDING = "data/releases/changes/", ".csv"
_CHANGE = ["release", "dataset", "change"]
_CATEGORIES = len(CATEGORIES.keys() - {ASB})
_FLOWS = ("added", "withdrawn")
_TYPES = ATTACK_SCHEMAS["told_changes"].types


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What an attacker learns of changes: the table `widths`, whose field is the change, and what contradicts itself as (force, path).

    `sure_by_counts` are by force how many months' numbers that are not told the counts of the two releases tell exactly.
    """

    widths: pl.DataFrame
    contradictions: tuple[tuple[str, str], ...]
    sure_by_counts: Mapping[str, int]


def attack_ledger(folder: Path) -> LedgerReport:
    """Attack what a built site tells of changes between releases; of a site without such files nothing.

    Raises OSError, ValueError or KeyError where a file is damaged.
    """
    counts = _counts(folder)
    widths = [pl.DataFrame(schema=ATTACK_SCHEMAS["widths"].types)]
    wrong, sure = [], {}
    for path in sorted((folder / _CHANGES).glob(f"*{_ENDING}")):
        force, told = path.stem, read_changes(path)
        sure[force] = sure_months(told, counts.filter(pl.col("force_id") == force))
        for (release, dataset, change), rows in told.group_by(_CHANGE, maintain_order=True):
            try:
                table = change_table(rows)
                if table.cells.height:
                    widths.append(field_widths(force, f"{release} {dataset} {change}", table))
            except ContradictionError:
                wrong.append((force, path.relative_to(folder).as_posix()))
    found = pl.concat(widths).sort(*ATTACK_SCHEMAS["widths"].sort, nulls_last=True)
    return LedgerReport(found, tuple(sorted(set(wrong))), sure)


def read_changes(path: Path) -> pl.DataFrame:
    """The table `told_changes` of one force's file, in its order."""
    return pl.read_csv(path, schema_overrides=dict(_TYPES), columns=[*_TYPES]).select(pl.col(name).cast(kind) for name, kind in _TYPES.items())


def change_table(rows: pl.DataFrame) -> Table:
    """The system of one change of a release, from its rows of `told_changes`.

    A cell's place is the month, or empty for pairs of outcomes of all months; its value a category, a pair of outcomes, or empty for a
    month's own number. Of values that are not told one stands for each that could be, and the others are together.
    """
    months = rows.filter(pl.col("part") == "month")
    hidden = months.filter(pl.col("crimes").is_null())["month"].to_list()
    numbers = dict(months.drop_nulls("crimes").select("month", "crimes").iter_rows())
    together = rows.filter(pl.col("part") == "all")["crimes"].drop_nulls().to_list()
    parts = _Parts()
    for month in hidden:
        parts.month(month)
    if together and hidden:
        parts.sum([parts.at(month) for month in hidden], together[0] - sum(numbers.values()))
    elif together and together[0] != sum(numbers.values()):
        raise ContradictionError
    for (month,), own in rows.filter(pl.col("part") == "category").group_by("month", maintain_order=True):
        parts.kinds(str(month), own, numbers.get(month, 0), _CATEGORIES)
    outcomes = rows.filter(pl.col("part") == "outcome")
    if outcomes.height:
        number = together[0] if together else sum(one for one in numbers.values() if one >= THRESHOLD)
        parts.kinds("", outcomes, number, len(OUTCOMES) * (len(OUTCOMES) - 1))
    return parts.table()


class _Parts:
    """Cells and margins as they are written down, one after another."""

    def __init__(self) -> None:
        self.cells: list[tuple[str, str, int | None, int]] = []
        self.margins: list[tuple[int, int]] = []
        self.members: list[tuple[int, int]] = []

    def at(self, month: str) -> int:
        """The cell of a month's own number."""
        return next(number for number, cell in enumerate(self.cells) if cell[:2] == (month, ""))

    def month(self, month: str) -> None:
        """A month whose number is not told: 1 to THRESHOLD - 1."""
        self.cells.append((month, "", THRESHOLD - 1, MONTH_WIDTH))
        self.sum([len(self.cells) - 1], 1, THRESHOLD - 1)

    def sum(self, cells: list[int], least: int, most: int | None = None) -> None:
        """Cells that make this number together, or one up to `most`."""
        self.members += [(len(self.margins), cell) for cell in cells]
        self.margins.append((least, least if most is None else most))

    def kinds(self, place: str, rows: pl.DataFrame, number: int, values: int) -> None:
        """The values into which a number is told apart, of so many that there are: one that is not told, and the others that are not."""
        told = rows.filter(~pl.col("others"))["crimes"].to_list()
        left = int(rows.filter("others")["crimes"].sum())
        if sum(told) + left != number:
            raise ContradictionError
        if left:
            first = len(self.cells)
            most, others = min(told), max(values - len(told) - 1, 0)
            self.cells += [(place, "one not told", most, THRESHOLD), (place, "the others not told", others * most, 0)]
            self.sum([first, first + 1], left)

    def table(self) -> Table:
        """All of it; of the cells that stand for many together nothing is asked."""
        names = {"place": pl.String, "value": pl.String, "most": pl.Int64, "limit": pl.Int64}
        cells = pl.DataFrame(self.cells, schema=names, orient="row").with_row_index("cell")
        cells = cells.with_columns(
            pl.when(pl.col("limit") > 0).then("limit").alias("limit"), apiece=pl.col("most"), span=pl.lit("change"), block=pl.lit(0, pl.Int64)
        )
        margins = pl.DataFrame(self.margins, schema={"least": pl.Int64, "most": pl.Int64}, orient="row").with_row_index("margin")
        members = pl.DataFrame(self.members, schema={"margin": pl.Int64, "cell": pl.Int64}, orient="row").with_columns(weight=pl.lit(1, pl.Int64))
        return Table.of(cells, margins, members)


def sure_months(told: pl.DataFrame, counts: pl.DataFrame) -> int:
    """How many numbers of months that are not told follow from what the two releases told of all rows: added less withdrawn is their difference."""
    months = told.filter(pl.col("part") == "month", pl.col("change") != "reoutcomed")
    flows = [months.filter(pl.col("change") == change).select("release", "before", "dataset", "month", change="crimes") for change in _FLOWS]
    both = flows[0].join(flows[1], on=["release", "before", "dataset", "month"], suffix="_less")
    for when in ("release", "before"):
        of = counts.select(pl.col("release").alias(when), "dataset", "month", pl.col("crimes").alias(f"in_{when}"))
        both = both.join(of, on=[when, "dataset", "month"], how="left")
    more = pl.col("in_release").fill_null(0) - pl.col("in_before").fill_null(0)
    is_one = pl.col("change").is_null() != pl.col("change_less").is_null()
    # Two numbers from 1 to 9 are sure where they differ by 8.
    is_both = pl.col("change").is_null() & pl.col("change_less").is_null() & (more.abs() == MONTH_WIDTH)
    return int(both.select(is_one.sum() + 2 * is_both.sum()).item())


def _counts(folder: Path) -> pl.DataFrame:
    """What each release told by force, dataset and month: the table `told_counts`."""
    tables = [pl.DataFrame(schema=ATTACK_SCHEMAS["told_counts"].types)]
    for one in _releases(folder):
        table = pl.read_csv(folder / one["counts"], schema_overrides={"crimes": pl.Int32, "month": pl.String, "force_id": pl.String})
        dataset = pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime")).alias("dataset")
        summed = table.group_by("force_id", dataset, "month").agg(pl.col("crimes").sum())
        tables.append(summed.select(pl.lit(one["release"]).alias("release"), "force_id", "dataset", "month", pl.col("crimes").cast(pl.Int32)))
    return pl.concat(tables)


def _releases(folder: Path) -> Iterator[dict[str, str]]:
    path = folder / urls.RELEASES
    if path.is_file():
        yield from json.loads(path.read_bytes())["releases"]
