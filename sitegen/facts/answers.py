"""The day by which the API's answers about a force's teams are judged, and what of them is past by then."""

import calendar
from datetime import date

import polars as pl

from sitegen.terms import Month

_AHEAD_MONTHS = 12
"""Months after the day beyond which a date is a slip of the pen."""


def day_of_answers(asked: pl.DataFrame, force_id: str, months: list[str]) -> date | None:
    """The day of `asked` for the force; where it has none, the last day of the site's newest month. None: no month."""
    days = asked.filter(pl.col("force_id") == force_id)["day"].to_list()
    if days:
        return date.fromisoformat(days[0])
    return month_end(months[-1]) if months else None


def month_end(month: str) -> date:
    """The last day of a month."""
    parsed = Month.parse(month)
    return date(parsed.year, parsed.number, calendar.monthrange(parsed.year, parsed.number)[1])


def dated(column: str, day: date) -> pl.Expr:
    """The column's days as dates; null also for one that lies further ahead of the day than any team plans."""
    found = pl.col(column).str.to_date("%Y-%m-%d", strict=False)
    return pl.when(found <= pl.lit(day).dt.offset_by(f"{_AHEAD_MONTHS}mo")).then(found)


def months_since(dates: pl.Expr, day: date) -> pl.Expr:
    """Whole months from a date to the day; 0 for a date after it."""
    whole = 12 * (day.year - dates.dt.year()) + day.month - dates.dt.month().cast(pl.Int32)
    return pl.when(dates.is_not_null()).then((whole - (dates.dt.day() > day.day).cast(pl.Int32)).clip(lower_bound=0).cast(pl.Int32))


def last_days(start: str = "start", end: str = "end") -> pl.Expr:
    """The last day that a meeting takes some of; what ends at a midnight does not reach into the day that begins then."""
    first, last = (pl.col(name).str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False) for name in (start, end))
    is_midnight = pl.col(end).str.ends_with("T00:00") & (last > first)
    return pl.when(pl.col(end).is_null()).then(first).when(is_midnight).then(last.dt.offset_by("-1d")).otherwise(last)


def all_meetings(events: pl.DataFrame, past_events: pl.DataFrame) -> pl.DataFrame:
    """Every meeting that is listed or ever was, once by neighbourhood, title and start: `last_month` is null of what is listed today."""
    columns = ("neighbourhood_id", "title", "start", "end", "address")
    seen = past_events.filter(pl.col("problem").is_null()).select(*columns, "first_month", "last_month", pl.lit(value=False).alias("listed"))
    listed = events.select(
        *columns, pl.lit(None, pl.String).alias("first_month"), pl.lit(None, pl.String).alias("last_month"), pl.lit(value=True).alias("listed")
    )
    return (
        pl.concat([listed, seen])
        .sort(
            "neighbourhood_id", "start", "title", "listed", "last_month", "end", "address", descending=[False, False, False, True, True, True, True]
        )
        .group_by("neighbourhood_id", "title", "start", maintain_order=True)
        .agg(
            pl.col("end", "address").first(),
            pl.when(~pl.col("listed").any()).then(pl.col("last_month").max()).alias("last_month"),
            pl.col("listed").any(),
        )
    )


def was_still_listed() -> pl.Expr:
    """True of a meeting of `all_meetings` that is listed, or was last seen no earlier than the month in which it began."""
    return pl.col("listed") | (pl.col("last_month") >= pl.col("start").str.slice(0, 7)).fill_null(value=False)
