"""What was asked of each neighbourhood's team, what it did, and where it could be met: every entry that is listed or ever was, by its day."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from sitegen.facts.answers import all_meetings, dated, day_of_answers, last_days, was_still_listed
from sitegen.tables.schemas import SCHEMAS

_KINDS = ("coming", "unlisted", "held", "done", "raised")
"""Of one day, what stands first: the newest is what is to come, and what was asked for came before what was done."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a force's teams say of priorities and meetings, and what they once said."""

    neighbourhoods: pl.DataFrame
    priorities: pl.DataFrame
    events: pl.DataFrame
    past_priorities: pl.DataFrame
    past_events: pl.DataFrame
    asked: pl.DataFrame


def timelines(*, force_id: str, tables: Told, months: list[str]) -> pl.DataFrame:
    """The entries of every neighbourhood that has a page, the newest first; none on a site without a month.

    An issue stands once by its text and date, an action once by its own; a text that changed is another entry. A date that lies further ahead
    than any team plans is none. Of people nothing is told.
    """
    day = day_of_answers(tables.asked, force_id, months) if months else None
    if day is None:
        return pl.DataFrame(schema=SCHEMAS["timelines"].types)
    asked = _entries(tables.priorities, tables.past_priorities)
    raised = _once(asked.with_columns(pl.col("issue").alias("text"), pl.col("issue_date").alias("day"), pl.lit(None, pl.String).alias("about")))
    done = asked.filter(pl.col("action").is_not_null())
    done = _once(done.with_columns(pl.col("action").alias("text"), pl.col("action_date").alias("day"), pl.col("issue").alias("about")))
    entries = pl.concat(
        [raised.with_columns(pl.lit("raised").alias("kind")), done.with_columns(pl.lit("done").alias("kind")), _meetings(tables, day)], how="diagonal"
    )
    here = tables.neighbourhoods.filter(pl.col("problem").is_null())
    ordered = (
        entries.join(here, on="neighbourhood_id", how="semi")
        .with_columns(dated("day", day), pl.col("kind").cast(pl.Enum(_KINDS)), pl.lit(force_id).alias("force_id"))
        .sort("neighbourhood_id", "day", "kind", "text", "about", descending=[False, True, False, False, False], nulls_last=True)
    )
    return ordered.with_columns(
        pl.int_range(pl.len(), dtype=pl.Int32).over("neighbourhood_id").alias("position"), pl.col("day").dt.strftime("%Y-%m-%d")
    ).select(pl.col(name).cast(kind) for name, kind in SCHEMAS["timelines"].types.items())


def _entries(priorities: pl.DataFrame, past_priorities: pl.DataFrame) -> pl.DataFrame:
    """The priorities listed today and those of the history; `last_month` is null of what is listed."""
    columns = ("neighbourhood_id", "issue", "issue_date", "action", "action_date")
    past = past_priorities.filter(pl.col("problem").is_null()).select(*columns, "last_month", pl.lit(value=False).alias("listed"))
    return pl.concat([priorities.select(*columns, pl.lit(None, pl.String).alias("last_month"), pl.lit(value=True).alias("listed")), past])


def _once(entries: pl.DataFrame) -> pl.DataFrame:
    """Each text of a day once; what is listed today has no month in which it was last seen."""
    last = pl.when(~pl.col("listed").any()).then(pl.col("last_month").max()).alias("last_month")
    return entries.group_by("neighbourhood_id", "text", "day").agg(pl.col("about").min(), last)


def _meetings(tables: Told, day: date) -> pl.DataFrame:
    """Every meeting: to come, over, or no longer listed before its day came."""
    found = all_meetings(tables.events, tables.past_events).with_columns(last_days().alias("last_day"))
    is_over = pl.col("last_day") <= pl.lit(day)
    is_gone = ~pl.when(is_over).then(was_still_listed()).otherwise(pl.col("listed"))
    kind = pl.when(is_gone).then(pl.lit("unlisted")).when(is_over).then(pl.lit("held")).otherwise(pl.lit("coming"))
    return found.select(
        "neighbourhood_id",
        pl.col("title").alias("text"),
        pl.col("start").str.slice(0, 10).alias("day"),
        pl.when(pl.col("address") != "").then("address").alias("about"),
        "last_month",
        kind.alias("kind"),
    )
