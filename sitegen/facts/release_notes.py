"""What the operator should know of releases: those that changed more of a month than is usual, each with a known issue to propose."""

from collections.abc import Iterator, Sequence

import polars as pl

from sitegen.notes import BREAK
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, Month, months_between

_EARLIER_LEAST = 4
"""Earlier revisions of the same age below which nothing is known of their usual size."""
_TO_DEVIATION = 1.4826
"""What makes the median absolute deviation of normal numbers their standard deviation."""
_ROWS, _OUTCOMES = "rows", "outcomes"
_DONE = {_ROWS: "added or withdrawn", _OUTCOMES: "given another outcome"}


def note_revisions(*, release_flows: pl.DataFrame, revision: dict[str, float]) -> pl.DataFrame:
    """A line for each force, release and dataset that changed more of a month than is usual, sorted.

    Rows added and withdrawn are judged together: more than the share `revision.share` of the month's rows, or more than is usual of a
    month of this age (months from the crimes to the release). New outcomes are judged by the second alone, for a young month has many.
    Usual is, where at least four earlier revisions of the force have that age, up to their median and `revision.spread` deviations, by
    their median absolute deviation, as shares of the rows. Fewer rows than `revision.least` are never told.
    """
    sizes = _sizes(release_flows)
    odd = [row for row in sizes.iter_rows(named=True) if row["crimes"] >= revision["least"] and _is_odd(row, sizes, revision)]
    lines = [] if not odd else [*_lines(pl.DataFrame(odd, schema=sizes.schema, orient="row"))]
    return pl.DataFrame({"line": sorted(lines)}, schema=SCHEMAS["release_notes"].types)


def _sizes(flows: pl.DataFrame) -> pl.DataFrame:
    """Of each month that a release told again: how many rows it changed, which share of them, and how old it was."""
    by = ("force_id", "release", "dataset", "month")
    compared = flows.filter(pl.col("before").is_not_null(), pl.col("change") != "file").with_columns(
        pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime")).alias("dataset")
    )
    counted = compared.group_by(by).agg(
        pl.col("crimes").filter(pl.col("change").is_in(["added", "withdrawn"])).sum().alias(_ROWS),
        pl.col("crimes").filter(pl.col("change") == "reoutcomed").sum().alias(_OUTCOMES),
        pl.col("crimes").filter(pl.col("change") != "added").sum().alias("told"),
    )
    long = counted.unpivot([_ROWS, _OUTCOMES], index=[*by, "told"], variable_name="change", value_name="crimes")
    share, age = pl.col("crimes") / pl.max_horizontal("told", pl.lit(1)), _number("release") - _number("month")
    return long.with_columns(share.alias("share"), age.alias("age")).sort(*by, "change")


def _is_odd(row: dict[str, object], sizes: pl.DataFrame, revision: dict[str, float]) -> bool:
    share = float(str(row["share"]))
    if row["change"] == _ROWS and share > revision["share"]:
        return True
    alike = [pl.col(name) == row[name] for name in ("force_id", "dataset", "change", "age")]
    earlier = sizes.filter(*alike, pl.col("release") < str(row["release"]))["share"]
    if len(earlier) < _EARLIER_LEAST:
        return False
    median = float(str(earlier.median()))
    deviation = float(str((earlier - median).abs().median())) * _TO_DEVIATION
    return share > median + revision["spread"] * deviation


def _lines(odd: pl.DataFrame) -> Iterator[str]:
    """A line for each run of months, with an entry for the file of known issues."""
    of = odd.group_by("force_id", "release", "dataset", "change", maintain_order=True).agg("month", "crimes", "told")
    for force_id, release, dataset, change, months, crimes, told in of.iter_rows():
        for first, last in _runs(months):
            within = [place for place, month in enumerate(months) if first <= month <= last]
            rows, of_rows = sum(crimes[place] for place in within), sum(told[place] for place in within)
            span = first if first == last else f"{first}..{last}"
            share = f"{rows:,} of {of_rows:,} rows"
            text = f"In release {release}, {share} were {_DONE[change]} after they were first told."
            yield (
                f"{force_id} {dataset} {span}: release {release} has {share} {_DONE[change]} since they were last told, more than is usual; "
                "[revision] of site.toml has the rule. If the force says why, tell readers with an entry in known_issues.toml:"
                + _entry(force_id, dataset, span, text)
            )


def _runs(months: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Months that follow one another, by the first and last of each run."""
    first = last = Month.parse(months[0])
    for month in map(Month.parse, months[1:]):
        if len(months_between(last, month)) > 2:
            yield str(first), str(last)
            first = month
        last = month
    yield str(first), str(last)


def _entry(force_id: str, dataset: str, months: str, text: str) -> str:
    told = {
        "force": force_id,
        "dataset": dataset,
        "months": months,
        "state": "supplied_partial",
        "text": text,
        "source": "https://data.police.uk/changelog/",
    }
    return "".join(f"{BREAK}{line}" for line in ["[[issue]]", *(f'{key} = "{value}"' for key, value in told.items())])


def _number(column: str) -> pl.Expr:
    return pl.col(column).str.slice(0, 4).cast(pl.Int32) * 12 + pl.col(column).str.slice(5, 2).cast(pl.Int32)
