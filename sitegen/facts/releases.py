"""What changed from one release to the next, as far as it may be told, and by what each release is known."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import polars as pl

from sitegen.facts.suppression import shown_values
from sitegen.rules import RELEASE_CHANGES, THRESHOLD
from sitegen.tables.months import month_number
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.single_months import is_single
from sitegen.terms import ASB

_Parts = dict[tuple[str | None, ...], int]
"""Numbers by what they are of."""


class _Told(NamedTuple):
    """A row of `release_changes` without its force, release and dataset."""

    part: str
    month: str | None
    change: str
    crimes: int | None
    before: str | None
    rows: int | None = None
    category: str | None = None
    was: str | None = None
    outcome: str | None = None
    others: bool = False


def tell_changes(*, force_id: str, release_flows: pl.DataFrame) -> pl.DataFrame:
    """What each release changed in months that an older release told, for one force; sorted by release, dataset, part and month.

    Crime and antisocial behaviour are told apart. Of each change there is the number of `all` months together; of each `month` that both
    releases have; of each `category` in a month whose number is told; and for crime given another outcome of each pair of outcomes
    (`outcome`), of all months where their number is told, else of the months told.

    Each month has its age in the release: a newer one changes more, and outcomes that came late and soon are read apart by it.

    0 is told of a month, and a number from 1 to THRESHOLD - 1 never is: null stands for it. All months together are told where that
    leaves each month not told anything from 1 to THRESHOLD - 1, and else not. Categories and pairs of outcomes have their month's or
    months' sum, so those are told that `suppression.shown_values` shows among all there could be, and the rest together (`others`). No two
    of these tables have more in common than a sum that is told, so none can be subtracted from another. What the counts of two releases
    themselves say, which the police publish, is not hidden by this: where nothing was added in a category, their difference is what was
    withdrawn.
    """
    compared = release_flows.filter(pl.col("before").is_not_null(), pl.col("change") != "file")
    rows: list[tuple[object, ...]] = []
    datasets = pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime"))
    for (release, dataset), flows in compared.group_by("release", datasets.alias("dataset"), maintain_order=True):
        for change in RELEASE_CHANGES if dataset == "crime" else RELEASE_CHANGES[:2]:
            rows += [(force_id, release, dataset, *told) for told in _tell(flows, change, dataset)]
    table = pl.DataFrame(rows, schema=["force_id", "release", "dataset", *_Told._fields], orient="row", infer_schema_length=None)
    singles = release_flows.filter(pl.col("change") == "file").select("release", "month", is_single("file").alias("single"))
    table = table.with_columns(pl.col("release", "month").cast(pl.String)).join(singles, on=["release", "month"], how="left")
    types = SCHEMAS["release_changes"].types
    table = table.with_columns(pl.when(~pl.col("single")).then(month_number("release") - month_number("month")).alias("age"))
    return table.select(pl.col(name).cast(dtype) for name, dtype in types.items()).sort(*SCHEMAS["release_changes"].sort, nulls_last=True)


def digest_releases(*, release_files: pl.DataFrame) -> pl.DataFrame:
    """Each release with its digest, its first and last month, all its months, its forces and how many files; sorted by release.

    The digest is the SHA-256 of a line for each street file, sorted: force, month and SHA-256 of the file with a blank between, and a line feed.
    It names what a release told of the forces of this site, wherever its zip file lies and whatever else is in it.
    """
    rows = []
    for (release,), files in release_files.sort("release", "force_id", "month").group_by("release", maintain_order=True):
        lines = "".join(f"{' '.join(row)}\n" for row in files.select("force_id", "month", "sha256").iter_rows())
        months, forces = files["month"].unique().sort().to_list(), files["force_id"].unique().sort().to_list()
        single = files.filter(is_single("file"))["month"].unique().sort().to_list()
        rows.append((release, hashlib.sha256(lines.encode()).hexdigest(), months[0], months[-1], months, single, forces, files.height))
    return pl.DataFrame(rows, schema=SCHEMAS["releases"].types, orient="row")


def _tell(flows: pl.DataFrame, change: str, dataset: str) -> Iterator[_Told]:
    """The rows of one release, dataset and change; antisocial behaviour has no kinds."""
    by_month = {key[0]: crimes for key, crimes in _summed(flows, change, "month").items()}
    months, newest = [*_months(flows)], max(flows["before"].to_list())
    together = sum(by_month.values())
    is_summed = together == 0 or (together >= THRESHOLD and _leaves_open([number for number in by_month.values() if number < THRESHOLD]))
    yield _Told("all", None, change, together if is_summed else None, newest, sum(rows for *_, rows in months))
    told = [month for month, number in by_month.items() if number >= THRESHOLD]
    for month, before, rows in months:
        number = by_month.get(month, 0)
        yield _Told("month", month, change, number if number == 0 or month in told else None, before, rows)
        if month in told and dataset == "crime":
            of = flows.filter(pl.col("month") == month)
            for key, crimes in _told_apart(_summed(of, change, "category"), flows["category"].n_unique()):
                yield _Told("category", month, change, crimes, before, category=key[0] if key else None, others=key is None)
    if change == "reoutcomed":
        of = flows if is_summed else flows.filter(pl.col("month").is_in(told))
        outcomes = pl.concat([flows["was"], flows["outcome"]]).n_unique()
        for key, crimes in _told_apart(_summed(of, change, "was", "outcome"), outcomes * (outcomes - 1)):
            was, outcome = key or (None, None)
            yield _Told("outcome", None, change, crimes, newest, was=was, outcome=outcome, others=key is None)


def _leaves_open(hidden: list[int]) -> bool:
    """Whether each of these numbers, known to be from 1 to THRESHOLD - 1, may still be any of these where their sum is known."""
    most, others, together = THRESHOLD - 1, len(hidden) - 1, sum(hidden)
    return not hidden or (most + others <= together <= 1 + most * others)


def _months(flows: pl.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Each month compared, with the release before and the rows it has now."""
    now = pl.col("crimes").filter(pl.col("change") != "withdrawn").sum()
    yield from flows.group_by("month").agg(pl.col("before").max(), now).sort("month").iter_rows()


def _summed(flows: pl.DataFrame, change: str, *by: str) -> _Parts:
    """The crimes of one change by these columns, none that are 0, sorted."""
    found = flows.filter(pl.col("change") == change).group_by(by).agg(pl.col("crimes").sum()).sort(by)
    return {row[:-1]: row[-1] for row in found.iter_rows()}


def _told_apart(parts: _Parts, number_of_parts: int) -> Iterator[tuple[tuple[str | None, ...] | None, int]]:
    """The parts of a number that may be told, then under None all others together; nothing where no part may be told.

    `number_of_parts` is how many there could be: of those without a row nobody is told that they are 0.
    """
    counts = np.array([*parts.values(), *[0] * (number_of_parts - len(parts))], np.int64)
    shown = shown_values(counts)[: len(parts)].tolist()
    yield from ((key, number) for (key, number), is_shown in zip(parts.items(), shown, strict=True) if is_shown)
    others = sum(number for number, is_shown in zip(parts.values(), shown, strict=True) if not is_shown)
    if any(shown) and others:
        yield None, others
