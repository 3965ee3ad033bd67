"""What the operator should know of releases: those that changed more of a month than is usual, and how to tell readers why."""

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from sitegen.facts.chance import OF_MAD
from sitegen.tables.months import month_number
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB, runs_of_months

_EARLIER_LEAST = 4
"""Earlier revisions of the same age below which nothing is known of their usual size."""
_ROWS, _OUTCOMES = "rows", "outcomes"
_PARTS = ("added", "withdrawn")
_ADVICE = (
    "[revision] of site.toml has the rule. A month that is whole now needs no entry. If the force says that rows or outcomes are still wrong or "
    'missing, say so in known_issues.toml: state = "supplied_partial", source = where it says so, '
    'read = "{release}" or the later month in which you read it'
)
"""No entry is proposed: every state of one makes figures doubtful, and only the force knows whether they are."""
_DATASETS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    _ROWS: {"crime": ("crime",), "asb": ("asb",)},
    _OUTCOMES: {"crime": ("crime", "outcomes"), "asb": ("asb",)},
}
"""The datasets of an issue that explains a revision."""


def note_revisions(*, release_flows: pl.DataFrame, known_issues: pl.DataFrame, revision: dict[str, float]) -> pl.DataFrame:
    """A line for each force, release, dataset and run of months that a release changed more than is usual, sorted.

    Rows added and withdrawn are judged together: more than the share `revision.share` of the month's rows, or more than is usual of a
    month of this age (months from the crimes to the release). New outcomes are judged by the second alone, for a young month has many.
    Usual is, where at least four earlier revisions of the force have that age, up to their median and `revision.spread` deviations, by
    their median absolute deviation, as shares of the rows. Fewer rows than `revision.least` are never told, nor is what a known
    issue explains: one of the force and dataset that touches the months and was read in the month of the release or later.
    """
    sizes = _sizes(release_flows)
    odd = [row for row in sizes.iter_rows(named=True) if row["crimes"] >= revision["least"] and _is_odd(row, sizes, revision)]
    lines = [] if not odd else [*_lines(pl.DataFrame(odd, schema=sizes.schema, orient="row"), known_issues)]
    return pl.DataFrame({"line": sorted(lines)}, schema=SCHEMAS["release_notes"].types)


def _sizes(flows: pl.DataFrame) -> pl.DataFrame:
    """Of each month that a release told again: how many rows it changed, which share of them, and how old it was."""
    by = ("force_id", "release", "dataset", "month")
    compared = flows.filter(pl.col("before").is_not_null(), pl.col("change") != "file").with_columns(
        pl.when(pl.col("category") == ASB).then(pl.lit("asb")).otherwise(pl.lit("crime")).alias("dataset")
    )
    counted = compared.group_by(by).agg(
        *(pl.col("crimes").filter(pl.col("change") == change).sum().alias(change) for change in _PARTS),
        pl.col("crimes").filter(pl.col("change").is_in(_PARTS)).sum().alias(_ROWS),
        pl.col("crimes").filter(pl.col("change") == "reoutcomed").sum().alias(_OUTCOMES),
        pl.col("crimes").filter(pl.col("change") != "added").sum().alias("told"),
    )
    long = counted.unpivot([_ROWS, _OUTCOMES], index=[*by, "told", *_PARTS], variable_name="change", value_name="crimes")
    share, age = pl.col("crimes") / pl.max_horizontal("told", pl.lit(1)), month_number("release") - month_number("month")
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
    deviation = float(str((earlier - median).abs().median())) * OF_MAD
    return share > median + revision["spread"] * deviation


def _lines(odd: pl.DataFrame, known_issues: pl.DataFrame) -> Iterator[str]:
    """A line for each run of months that no known issue explains."""
    numbers = ("crimes", "told", *_PARTS)
    of = odd.group_by("force_id", "release", "dataset", "change", maintain_order=True).agg("month", *numbers)
    for force_id, release, dataset, change, months, *columns in of.iter_rows():
        for first, last in runs_of_months(months):
            if _is_explained(known_issues, force_id, _DATASETS[change][dataset], release, (first, last)):
                continue
            within = [place for place, month in enumerate(months) if first <= month <= last]
            crimes, told, added, withdrawn = (sum(column[place] for place in within) for column in columns)
            span = first if first == last else f"{first}..{last}"
            done = f"gave {crimes:,} of {told:,} rows another outcome" if change == _OUTCOMES else _of_rows(added, withdrawn, told)
            yield f"{force_id} {dataset} {span}: release {release} {done}: more than is usual; {_ADVICE.format(release=release)}"


def _of_rows(added: int, withdrawn: int, told: int) -> str:
    done = [f"{verb} {number:,}" for verb, number in (("added", added), ("withdrew", withdrawn)) if number]
    return f"{' and '.join(done)} rows, where there were {told:,}"


def _is_explained(known_issues: pl.DataFrame, force_id: str, datasets: Sequence[str], release: str, months: tuple[str, str]) -> bool:
    """Whether an issue that was read after the release touches the months; one that is older was not about it."""
    return not known_issues.filter(
        pl.col("force_id").is_in([force_id, "all"]),
        pl.col("dataset").is_in(datasets),
        pl.col("first_month") <= months[1],
        pl.col("last_month").is_null() | (pl.col("last_month") >= months[0]),
        pl.col("read") >= release,
    ).is_empty()
