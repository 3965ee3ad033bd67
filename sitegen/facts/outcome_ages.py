"""What had come of crimes when they were so many months old: the same age for every month, whenever it was published.

Half of "under investigation" is age: a share of today's outcomes says of an old month and a new one two different things. Two witnesses
tell what stood at one age. A release that was made when the month had just that age tells it in its street file. The files of outcomes
tell for each outcome the month it was recorded in, of crimes with an id alone. Neither is guessed from the other.
"""

from collections.abc import Iterable, Mapping

import polars as pl

from sitegen.facts.outcomes import dated_results, outcome_ranks, ranked
from sitegen.rules import COUNTED_STATES, OUTCOME_AGES, SILENT_STATES, TOLD_LEAST, UNDATED_MOST
from sitegen.tables.outcome_groups import NONE, OPEN, UNDATED, WITH_OUTCOME, group_of
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.single_months import is_single
from sitegen.terms import ASB, Month, months_between

RELEASE, OUTCOMES = "release", "outcomes"
"""The witnesses."""
_KNOWN, _PARTIAL, _TOO_RECENT, _UNKNOWN = "known", "partial", "too_recent", "unknown"
_NO_STATE, _IN_PART, _UNDATED, _OTHER_WITNESS = "no-state", "state-in-part", "undated", "other-witness"
_KEYS = ("force_id", "month", "age", "category", "group")
_Facts = Mapping[tuple[str, int], pl.DataFrame]
"""Category, group and crimes by month and age."""


def date_outcomes(
    *, force_id: str, stated_outcomes: pl.DataFrame, outcomes: pl.DataFrame, withdrawn: pl.DataFrame, outcome_kinds: pl.DataFrame
) -> pl.DataFrame:
    """One force's crimes by the group of the outcome that stood at each of OUTCOME_AGES, as far as files of outcomes date it; sorted.

    Each crime counts once at each age. Of the rows that bear its id and are of a month up to that age the newest is its outcome, as in
    `outcomes.link_outcomes`; a later one replaces an earlier one. Without such a row it was open if rows came later. If none did it is what
    the street file says where that is no outcome. An outcome of the street file that no row has is `undated`: it came at an age nobody tells. So
    are all outcomes of crimes without an id. But where a file of outcomes after that age is missing the outcome came with that, and the crime was
    open. Whether the files up to the age are there is not asked here: `age_outcomes` does.
    """
    ranks = outcome_ranks(outcome_kinds, pl.concat([outcomes["outcome"].unique(), stated_outcomes["outcome"].unique()]))
    results = dated_results(outcomes, withdrawn, ranks)
    groups = pl.DataFrame({"outcome": ranks}, schema={"outcome": pl.String}).select(group_of(outcome_kinds).alias("group"))["group"].to_list()
    # Month by month, as `outcomes.link_outcomes` does it: years side by side, joined, take more memory than all else.
    files = set(outcomes["month"])
    parts = [
        _date_month(Month.parse(str(month)), stated, results, ranks, groups, files)
        for (month,), stated in stated_outcomes.group_by("month", maintain_order=True)
    ]
    dated = pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMAS["dated_outcomes"].types).drop("force_id")
    types = SCHEMAS["dated_outcomes"].types
    return dated.with_columns(pl.lit(force_id).alias("force_id")).select(pl.col(name).cast(kind) for name, kind in types.items()).sort(_KEYS)


def age_outcomes(
    *,
    force_id: str,
    dated_outcomes: pl.DataFrame,
    release_counts: pl.DataFrame,
    release_files: pl.DataFrame,
    outcome_kinds: pl.DataFrame,
    coverage: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """One force's crimes of each month of the window by category and the group of the outcome that stood at each of OUTCOME_AGES; sorted.

    A month that is not known at an age has one row without category, with its state and why. It is known from a release whose street file
    was of that very age, which is a member of a zip file, gave outcomes and told no less than TOLD_LEAST of the crimes that the newest file
    tells: a file in a month folder does not say when it was made. Or from dated outcomes, where the force supplied files of outcomes in full
    from the month on until that age, and no more than UNDATED_MOST of the crimes have an outcome without a date. All months of an age have
    the same witness: the one that knows more of them, of equals the release; a month that the other alone knows is `other-witness`. Where the force
    publishes no outcomes nothing is known.
    """
    own = coverage.filter(pl.col("force_id") == force_id)
    states = {dataset: dict(own.filter(pl.col("dataset") == dataset).select("month", "state").iter_rows()) for dataset in ("crime", "outcomes")}
    told = release_counts.filter(pl.col("month").is_in(months), pl.col("category") != ASB)
    released, refused = _by_release(told, release_files.filter(pl.col("force_id") == force_id), outcome_kinds, months)
    dated, undated = _by_date(dated_outcomes, states["outcomes"], months)
    newest = max([*months[-1:], *release_counts["release"].drop_nulls().to_list()], default="")
    parts = []
    for age in OUTCOME_AGES:
        counted = [month for month in months if states["crime"].get(month) in COUNTED_STATES and states["outcomes"].get(month) not in SILENT_STATES]
        by_witness = [{month: facts[month, age] for month in counted if (month, age) in facts} for facts in (released, dated)]
        is_release = len(by_witness[0]) >= len(by_witness[1])
        found, other, why = by_witness[not is_release], by_witness[is_release], {**undated, **refused}
        for month in months:
            facts = found.get(month)
            then = str(Month.parse(month).plus(age))
            state = _KNOWN if states["crime"].get(month) == "supplied" else _PARTIAL
            if facts is not None:
                parts.append(_told(facts, month, age, state, RELEASE if is_release else OUTCOMES, then if is_release else None))
            elif reason := _coverage_reason(states, month):
                parts.append(_silent(month, age, _UNKNOWN, reason))
            elif month in other:
                parts.append(_silent(month, age, _UNKNOWN, _OTHER_WITNESS))
            elif then > newest:
                parts.append(_silent(month, age, _TOO_RECENT, None))
            else:
                parts.append(_silent(month, age, _UNKNOWN, why.get((month, age), _NO_STATE)))
    types = SCHEMAS["outcome_ages"].types
    table = pl.concat(parts) if parts else pl.DataFrame(schema=types)
    return table.with_columns(pl.lit(force_id).alias("force_id")).select(pl.col(name).cast(kind) for name, kind in types.items()).sort(_KEYS)


def _date_month(month: Month, stated: pl.DataFrame, results: pl.DataFrame, ranks: list[str], groups: list[str], files: set[str]) -> pl.DataFrame:
    """The crimes of one month at every age, without their force; `files` are the months of which there is a file of outcomes."""
    since, size, last = month.year * 12 + month.number, len(ranks) + 1, Month.parse(max(files, default=str(month)))
    named = pl.DataFrame({"rank": range(len(ranks)), "group": groups}, schema={"rank": pl.Int32, "group": pl.String})
    own = results.filter(pl.col("at") >= since).join(stated.select("crime_id"), on="crime_id", how="semi")
    crimes = (
        stated.group_by("category", "crime_id", ranked("outcome", ranks).alias("rank"))
        .agg(pl.col("crimes").sum())
        .join(own.select("crime_id", "rank", pl.lit(value=True).alias("is_among")).unique(), on=["crime_id", "rank"], how="left")
        .join(own.select("crime_id", pl.lit(value=True).alias("is_dated")).unique(), on="crime_id", how="left")
        .join(named.rename({"group": "stated"}), on="rank", how="left")
        .with_columns(pl.col("stated").fill_null(NONE), pl.col("is_among", "is_dated").fill_null(value=False))
    )
    parts = []
    for age in OUTCOME_AGES:
        # Of the newest month the first in the order of outcomes.
        rows = (
            own.filter(pl.col("at") <= since + age).group_by("crime_id").agg((pl.col("at").cast(pl.Int64) * size - pl.col("rank")).max().alias("of"))
        )
        newest = rows.select("crime_id", ((pl.col("of") + size - 1) // size * size - pl.col("of")).cast(pl.Int32).alias("then"))
        at_age = crimes.join(newest, on="crime_id", how="left").join(named, left_on="then", right_on="rank", how="left")
        missed = any(str(after) not in files for after in months_between(month.plus(age + 1), last))
        counted = at_age.group_by("category", _group_then(missed=missed).alias("group")).agg(pl.col("crimes").sum())
        parts.append(counted.with_columns(pl.lit(str(month)).alias("month"), pl.lit(age, pl.Int32).alias("age")))
    return pl.concat(parts)


def _group_then(*, missed: bool) -> pl.Expr:
    """The group of the newest dated outcome, else what the street file and later rows leave; `missed`: a file after that age is not there."""
    has_lost = pl.col("stated").is_in(WITH_OUTCOME) & ~pl.col("is_among")
    came_later = pl.lit(missed) & pl.col("crime_id").is_not_null()
    return (
        pl.when(pl.col("group").is_in(WITH_OUTCOME))
        .then("group")
        .when(has_lost & ~came_later)
        .then(pl.lit(UNDATED))
        .when(pl.col("group").is_not_null())
        .then("group")
        .when(pl.col("is_dated") | has_lost)
        .then(pl.lit(OPEN))
        .otherwise("stated")
    )


def _by_release(
    told: pl.DataFrame, release_files: pl.DataFrame, outcome_kinds: pl.DataFrame, months: Iterable[str]
) -> tuple[_Facts, dict[tuple[str, int], str]]:
    """What releases of the very age tell, and why those do not that are there and tell nothing."""
    in_zip = release_files.filter(~is_single("file")).select("month", "release")
    grouped = told.join(in_zip, on=["month", "release"], how="semi").with_columns(group_of(outcome_kinds).alias("group"))
    by_state = dict(iter(grouped.group_by("month", "release")))
    by_newest = told.group_by("month", "release").agg(pl.col("crimes").sum()).sort("month", "release").group_by("month", maintain_order=True)
    newest = dict(by_newest.agg(pl.col("crimes").last()).iter_rows())
    facts, refused = {}, {}
    for month in months:
        for age in OUTCOME_AGES:
            rows = by_state.get((month, str(Month.parse(month).plus(age))))
            if rows is None or (rows["group"] == NONE).all():
                continue
            if int(rows["crimes"].sum()) < TOLD_LEAST * newest[month]:
                refused[month, age] = _IN_PART
            else:
                facts[month, age] = rows.group_by("category", "group").agg(pl.col("crimes").sum())
    return facts, refused


def _by_date(dated: pl.DataFrame, states: Mapping[str, str], months: list[str]) -> tuple[_Facts, dict[tuple[str, int], str]]:
    """What dated outcomes tell, where files of outcomes reach so far; and where too many have no date."""
    by_age = dict(iter(dated.group_by("month", "age")))
    facts, undated = {}, {}
    for month in months:
        for age in OUTCOME_AGES:
            rows, since = by_age.get((month, age)), Month.parse(month)
            if rows is None or any(states.get(str(after)) != "supplied" for after in months_between(since, since.plus(age))):
                continue
            if int(rows.filter(pl.col("group") == UNDATED)["crimes"].sum()) > UNDATED_MOST * int(rows["crimes"].sum()):
                undated[month, age] = _UNDATED
            else:
                facts[month, age] = rows.select("category", "group", "crimes")
    return facts, undated


def _coverage_reason(states: Mapping[str, Mapping[str, str]], month: str) -> str | None:
    """The coverage state by which nothing can be known of a month, of outcomes or else of crime."""
    outcomes, crime = (states[dataset].get(month, "not_supplied") for dataset in ("outcomes", "crime"))
    if outcomes in SILENT_STATES:
        return outcomes
    return None if crime in COUNTED_STATES else crime


def _told(facts: pl.DataFrame, month: str, age: int, state: str, witness: str, release: str | None) -> pl.DataFrame:
    return _row(facts.select("category", "group", pl.col("crimes").cast(pl.Int32)), month, age, (state, None, witness, release))


def _silent(month: str, age: int, state: str, reason: str | None) -> pl.DataFrame:
    types = {"category": pl.String, "group": pl.String, "crimes": pl.Int32}
    nothing = pl.DataFrame({name: [None] for name in types}, schema=types)
    return _row(nothing, month, age, (state, reason, None, None))


def _row(facts: pl.DataFrame, month: str, age: int, said: tuple[str, str | None, str | None, str | None]) -> pl.DataFrame:
    columns = zip(("state", "reason", "witness", "release"), said, strict=True)
    return facts.with_columns(
        pl.lit(month).alias("month"), pl.lit(age, pl.Int32).alias("age"), *(pl.lit(value, pl.String).alias(name) for name, value in columns)
    )
