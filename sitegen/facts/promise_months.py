"""How far the priorities of a force's neighbourhoods were up to date in each month that somebody looked, and the meetings of each."""

import polars as pl

from sitegen.facts.answers import all_meetings, day_of_answers, month_end, was_still_listed
from sitegen.rules import NOT_PROMISED, RENEWED_MONTHS
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between


def promise_months(
    *, force_id: str, past_priorities: pl.DataFrame, past_events: pl.DataFrame, events: pl.DataFrame, asked: pl.DataFrame, months: list[str]
) -> pl.DataFrame:
    """One row for each month of which something is known, from the site's first on, sorted; none without a history.

    A priority stood in every month from the one in which it was first seen to the one in which it was last seen. A neighbourhood that had none
    then is not known of: a history has what was there, and nothing of what was not. Meetings count in the months in which a list with a meeting
    was kept, those alone that were still listed in their own month; whether they took place nobody tells.
    """
    day = day_of_answers(asked, force_id, months) if months and force_id not in NOT_PROMISED else None
    seen = past_priorities.filter(pl.col("problem").is_null() & pl.col("first_month").is_not_null() & pl.col("last_month").is_not_null())
    met = past_events.filter(pl.col("problem").is_null() & pl.col("first_month").is_not_null() & pl.col("last_month").is_not_null())
    first = min((str(found["first_month"].min()) for found in (seen, met) if found.height), default=None)
    if day is None or first is None or max(first, months[0]) > f"{day:%Y-%m}":
        return pl.DataFrame(schema=SCHEMAS["promise_months"].types)
    span = [str(month) for month in months_between(Month.parse(max(first, months[0])), Month(day.year, day.month))]
    grid = pl.DataFrame({"month": span, "month_end": [month_end(month) for month in span]}, schema={"month": pl.String, "month_end": pl.Date})
    rows = grid.join(_renewed(seen, grid), on="month", how="left").join(_begun(all_meetings(events, met), str(day)), on="month", how="left")
    is_kept = pl.col("month").is_between(pl.lit(met["first_month"].min(), pl.String), pl.lit(met["last_month"].max(), pl.String))
    return (
        rows.with_columns(pl.lit(force_id).alias("force_id"), pl.when(is_kept).then(pl.col("meetings").fill_null(0)).alias("meetings"))
        .filter(pl.col("neighbourhoods").is_not_null() | pl.col("meetings").is_not_null())
        .select(pl.col(name).cast(kind) for name, kind in SCHEMAS["promise_months"].types.items())
        .sort("force_id", "month")
    )


def _renewed(seen: pl.DataFrame, grid: pl.DataFrame) -> pl.DataFrame:
    """The neighbourhoods seen with a priority in each month, and those with one not older than three months at its end."""
    stood = seen.join(grid, how="cross").filter(pl.col("month").is_between(pl.col("first_month"), pl.col("last_month")))
    raised = pl.col("issue_date").str.to_date("%Y-%m-%d", strict=False)
    is_new = raised.is_between(pl.col("month_end").dt.offset_by(f"-{RENEWED_MONTHS}mo"), pl.col("month_end"))
    return stood.group_by("month").agg(
        pl.col("neighbourhood_id").n_unique().alias("neighbourhoods"), pl.col("neighbourhood_id").filter(is_new).n_unique().alias("renewed")
    )


def _begun(meetings: pl.DataFrame, day: str) -> pl.DataFrame:
    """The meetings that began in each month, up to the day."""
    is_over = (pl.col("start").str.slice(0, 10) <= day) & was_still_listed()
    return meetings.filter(is_over).group_by(pl.col("start").str.slice(0, 7).alias("month")).agg(pl.len().alias("meetings"))
