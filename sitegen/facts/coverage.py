"""Coverage: what each force supplied for each month, in one of ten states. Missing is not zero.

A count may be shown only for `supplied` and `supplied_partial`, a zero only for `supplied`; `known_counts` is the one
place where absent rows become zeros.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import polars as pl

from sitegen.facts.usual import fragments
from sitegen.rules import COUNTED_STATES
from sitegen.tables.quality import WHOLE_FILES
from sitegen.tables.states import WITHOUT_LOCATION
from sitegen.tables.withdrawn import MISFILED, OUTSIDE_FORCE, OVERRULING, REASONS
from sitegen.terms import ASB, Month

State = Literal[
    "supplied",
    "supplied_partial",
    "not_supplied",
    "withheld",
    "never",
    "not_yet",
    "not_in_copy",
    "without_location",
    "out_of_window",
    "not_applicable",
]
"""`not_in_copy`: no release of the copy would hold the force's month, so nothing is said of the force. `without_location` is a state
of places only: the force supplied the month, and not one position in it."""
STATES: tuple[State, ...] = get_args(State)

_FILES = {"crime": "street", "asb": "street", "outcomes": "outcomes", "stops": "stop-and-search"}
_FIRST_MONTHS = {"crime": "2010-12", "asb": "2010-12", "outcomes": "2012-01", "stops": "2014-04"}
_NORTHERN_IRELAND_FIRST_MONTH = "2011-09"


@dataclass(frozen=True, slots=True)
class SupplyTables:
    """What there was of every dataset, force and month, and what was made of it."""

    supply: pl.DataFrame
    copied_months: pl.DataFrame
    force_counts: pl.DataFrame
    known_issues: pl.DataFrame
    withdrawn: pl.DataFrame
    street_quality: pl.DataFrame
    outcome_quality: pl.DataFrame
    stop_quality: pl.DataFrame


def cover(*, tables: SupplyTables, months: list[str], force_ids: list[str], quality: dict[str, float], fragment: dict[str, float]) -> pl.DataFrame:
    """The state of every dataset, force and month, sorted in that order.

    Months of the window are all there; months the data folder has files for outside it are `out_of_window`. A known issue
    that says a force gave nothing holds against any file. Else a file counts as supplied by its rows that were counted; that of
    a dataset which is not read, by its size. Reasons: `file-without-rows`, `empty-file`, `file-unreadable`, `file-without-crime`, `file-without-asb`,
    `outside-force` (its rows lie wholly outside the force), `misfiled` (they name another force or month), `older-release`,
    `not-in-this-copy` (nothing of the copy would hold such a file: see `copied_months`), `known-issue`, or null; and of what is supplied in part
    `known-issue`, `rows-set-aside` (more of the file than `quality.share`), `fewer-rows-than-usual` (see `usual.fragments`; a fragment
    of crime is one of the file); and of what was supplied, in full or in part, without a single position `without-location` (see
    `states.placed_states`).
    """
    supply = tables.supply
    read = {"street": tables.street_quality, "outcomes": tables.outcome_quality, "stop-and-search": tables.stop_quality}
    others = sorted(set(supply["month"]) - set(months))
    grid = (
        pl.DataFrame({"dataset": list(_FILES)})
        .join(pl.DataFrame({"force_id": force_ids}, schema={"force_id": pl.String}), how="cross")
        .join(pl.DataFrame({"month": [*months, *others]}, schema={"month": pl.String}), how="cross")
        .with_columns(pl.col("dataset").replace_strict(_FILES).alias("file_dataset"))
    )
    keys = ["dataset", "force_id", "month"]
    facts = _with_evidence(grid, supply, tables.force_counts, _judged(supply, read, quality["share"])).with_columns(_rows(sorted(read)))
    newest = months[-1] if months else ""
    return (
        facts.join(_issues(grid, tables.known_issues), on=keys, how="left")
        .join(_fragments(facts, months, fragment), on=keys, how="left")
        .join(tables.withdrawn.select(*keys, pl.col("reason").alias("withdrawn")), on=keys, how="left")
        .join(
            tables.copied_months.select(pl.col("dataset").alias("file_dataset"), "force_id", "month", pl.lit(value=True).alias("in_copy")),
            on=["file_dataset", "force_id", "month"],
            how="left",
        )
        .with_columns(pl.col("in_copy", "is_fragment").fill_null(value=False))
        .with_columns(_state(months, newest))
        .with_columns(_reason())
        .select("dataset", "force_id", "month", "state", "reason")
        .sort("dataset", "force_id", "month")
    )


def coverage_of_month(*, month: str, coverage: pl.DataFrame) -> pl.DataFrame:
    """The rows of one month, so that what hangs on a month hangs on no other."""
    return coverage.filter(pl.col("month") == month)


def known_counts(*, counts: pl.DataFrame, grid: pl.DataFrame, values: tuple[str, ...]) -> pl.DataFrame:
    """The counts laid on a grid that has a `state`: an absent row is 0 where supplied, and null everywhere else.

    `grid` and `counts` share the key columns; `values` are the count columns. A count found where nothing counts as
    supplied is dropped to null: a part is not the whole.
    """
    keys = [column for column in grid.columns if column in counts.columns and column not in values]
    filled = grid.join(counts.select(*keys, *values), on=keys, how="left")
    value = [
        pl.when(pl.col("state") == "supplied")
        .then(pl.col(name).fill_null(0))
        .when(pl.col("state") == "supplied_partial")
        .then(pl.col(name))
        .otherwise(None)
        .cast(pl.Int32)
        .alias(name)
        for name in values
    ]
    return filled.with_columns(value)


def _with_evidence(grid: pl.DataFrame, supply: pl.DataFrame, force_counts: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """The grid with what is known of each file: its size, release, rows counted, and whether the month before had one."""
    files = supply.select(pl.col("dataset").alias("file_dataset"), "force_id", "month", "size_bytes", "older_release")
    of_street = force_counts.group_by("force_id", "month").agg(
        pl.col("crimes").filter(pl.col("category") != ASB).sum().alias("crime_rows"),
        pl.col("crimes").filter(pl.col("category") == ASB).sum().alias("asb_rows"),
        pl.col("unlocated").filter(pl.col("category") != ASB).sum().alias("crime_unlocated"),
        pl.col("unlocated").filter(pl.col("category") == ASB).sum().alias("asb_unlocated"),
    )
    before = files.select(
        "file_dataset",
        "force_id",
        pl.col("month").map_elements(lambda month: str(Month.parse(month).plus(1)), return_dtype=pl.String).alias("month"),
        pl.lit(value=True).alias("had_before"),
    )
    return (
        grid.join(files, on=["file_dataset", "force_id", "month"], how="left")
        .join(judged, on=["file_dataset", "force_id", "month"], how="left")
        .join(of_street, on=["force_id", "month"], how="left")
        .join(before, on=["file_dataset", "force_id", "month"], how="left")
        .with_columns(
            pl.col("had_before").fill_null(value=False),
            pl.when(pl.col("file_dataset") == "street").then(pl.sum_horizontal("crime_rows", "asb_rows")).otherwise("file_rows").alias("file_rows"),
        )
    )


def _judged(supply: pl.DataFrame, read: Mapping[str, pl.DataFrame], share: float) -> pl.DataFrame:
    """For each file the rows counted, whether more than the share of its rows was set aside (what is left is a part), and whether it was unreadable.

    What is withdrawn is another thing: where crime is overruled, the antisocial behaviour of the file is whole.
    """
    rows, aside = pl.col("rows"), (pl.col("kind") == "set-aside") & ~pl.col("reason").is_in(REASONS)
    return (
        pl.concat([table.filter(pl.col("kind") != "noted") for table in read.values()])
        .group_by("dataset", "file")
        .agg(
            rows.filter(pl.col("kind") == "counted").sum().alias("file_rows"),
            (rows.filter(aside).sum() > rows.sum() * share).alias("spoilt"),
            pl.col("reason").is_in(sorted(WHOLE_FILES)).any().alias("unreadable"),
        )
        .join(supply, on=["dataset", "file"])
        .select(pl.col("dataset").alias("file_dataset"), "force_id", "month", "file_rows", "spoilt", "unreadable")
    )


def _rows(read: list[str]) -> pl.Expr:
    """The rows counted towards each dataset, 0 for none; null for a dataset that is not read."""
    counted = pl.when(pl.col("dataset") == "crime").then("crime_rows").when(pl.col("dataset") == "asb").then("asb_rows").otherwise("file_rows")
    return pl.when(pl.col("file_dataset").is_in(read)).then(counted.fill_null(0)).alias("rows")


def _fragments(facts: pl.DataFrame, months: list[str], fragment: dict[str, float]) -> pl.DataFrame:
    """The months of the window that are a fragment, `is_fragment` true; where crime is one, the whole file is."""
    rows = facts.filter(pl.col("month").is_in(months), pl.col("rows") > 0).select("dataset", "force_id", "month", "rows")
    found = fragments(rows=rows, share=fragment["share"], least=int(fragment["least"]))
    of_file = found.filter(dataset="crime").with_columns(pl.lit("asb").alias("dataset"))
    return pl.concat([found, of_file]).unique().with_columns(pl.lit(value=True).alias("is_fragment"))


def _issues(grid: pl.DataFrame, known_issues: pl.DataFrame) -> pl.DataFrame:
    """The known issue that touches each dataset, force and month; of several the first that says nothing was given, else the first."""
    return (
        grid.join(known_issues.rename({"force_id": "issue_force"}), on="dataset", how="inner")
        .filter(
            (pl.col("issue_force") == "all") | (pl.col("issue_force") == pl.col("force_id")),
            pl.col("month") >= pl.col("first_month"),
            pl.col("last_month").is_null() | (pl.col("month") <= pl.col("last_month")),
        )
        .sort("dataset", "force_id", "month", pl.col("state") == "supplied_partial", "issue_force", "first_month", "text")
        .unique(["dataset", "force_id", "month"], keep="first", maintain_order=True)
        .select("dataset", "force_id", "month", pl.col("state").alias("issue_state"))
    )


def _state(months: list[str], newest: str) -> pl.Expr:
    street = pl.col("file_dataset") == "street"
    has_file = pl.col("size_bytes").is_not_null() & (pl.col("size_bytes") > 0)
    spoilt = pl.col("spoilt").fill_null(value=False)
    has_rows = has_file & (pl.col("rows").is_null() | (pl.col("rows") > 0))
    first = (
        pl.when((pl.col("force_id") == "northern-ireland") & street)
        .then(pl.lit(_NORTHERN_IRELAND_FIRST_MONTH))
        .otherwise(pl.col("dataset").replace_strict(_FIRST_MONTHS))
    )
    return (
        pl.when(~pl.col("month").is_in(months))
        .then(pl.lit("out_of_window"))
        .when(pl.col("month") < first)
        .then(pl.lit("not_applicable"))
        .when(pl.col("issue_state").is_in(OVERRULING))
        .then(pl.col("issue_state"))
        .when(has_rows & ((pl.col("issue_state") == "supplied_partial").fill_null(value=False) | spoilt | pl.col("is_fragment")))
        .then(pl.lit("supplied_partial"))
        .when(has_rows)
        .then(pl.lit("supplied"))
        .when(pl.col("size_bytes").is_null() & (pl.col("month") == newest) & pl.col("had_before"))
        .then(pl.lit("not_yet"))
        .when(~pl.col("in_copy"))
        .then(pl.lit("not_in_copy"))
        .otherwise(pl.lit("not_supplied"))
        .alias("state")
    )


def _reason() -> pl.Expr:
    supplied = pl.col("state").is_in(COUNTED_STATES)
    has_file = pl.col("size_bytes").is_not_null()
    is_nowhere = ((pl.col("dataset") == "crime") & (pl.col("crime_unlocated") == pl.col("rows"))) | (
        (pl.col("dataset") == "asb") & (pl.col("asb_unlocated") == pl.col("rows"))
    )
    return (
        pl.when(pl.col("state").is_in(["out_of_window", "not_applicable"]))
        .then(None)
        .when(supplied & is_nowhere.fill_null(value=False))
        .then(pl.lit(WITHOUT_LOCATION))
        .when(pl.col("issue_state").is_not_null() & (pl.col("state") == pl.col("issue_state")))
        .then(pl.lit("known-issue"))
        .when((pl.col("state") == "supplied_partial") & pl.col("spoilt").fill_null(value=False))
        .then(pl.lit("rows-set-aside"))
        .when(pl.col("state") == "supplied_partial")
        .then(pl.lit("fewer-rows-than-usual"))
        .when(supplied & pl.col("older_release").fill_null(value=False))
        .then(pl.lit("older-release"))
        .when(supplied)
        .then(None)
        .when(has_file & pl.col("withdrawn").is_in([OUTSIDE_FORCE, MISFILED]).fill_null(value=False))
        .then(pl.col("withdrawn"))
        .when(pl.col("size_bytes") == 0)
        .then(pl.lit("empty-file"))
        .when(has_file & pl.col("unreadable").fill_null(value=False))
        .then(pl.lit("file-unreadable"))
        .when(has_file & (pl.col("file_rows").fill_null(0) == 0))
        .then(pl.lit("file-without-rows"))
        .when((pl.col("dataset") == "asb") & has_file)
        .then(pl.lit("file-without-asb"))
        .when((pl.col("dataset") == "crime") & has_file)
        .then(pl.lit("file-without-crime"))
        .when(~pl.col("in_copy"))
        .then(pl.lit("not-in-this-copy"))
        .otherwise(None)
        .alias("reason")
    )
