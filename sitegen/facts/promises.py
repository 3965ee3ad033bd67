"""What was supplied about what neighbourhoods were promised: a named officer, a way to reach them, priorities that are up to date, meetings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from sitegen.facts.answers import all_meetings, dated, day_of_answers, last_days, months_since, was_still_listed
from sitegen.rules import NOT_FETCHED, NOT_PROMISED, NOT_SUPPLIED, RENEWED_MONTHS
from sitegen.tables.schemas import SCHEMAS

YES, NO = "yes", "no"
RENEWED, OLDER, UNDATED, NONE = "renewed", "older", "undated", "none"

_VACANT = (
    r"(?i)\b(?:vacant|vacancy|vacancies|unfilled|tb[acd]|to be (?:confirmed|advised|announced|appointed)|not (?:yet )?(?:known|appointed|assigned)|"
    r"team|tîm|swydd wag|i['’]w (?:g?adarnhau|benodi))\b|^(?:n/?a|none|unknown|[-–?.\s]+)$"
)
"""Names that are nobody's: a post that is empty, or a whole team."""
_CHIEF = r"(?i)chief constable|police and crime commissioner|prif gwnstabl|^(?:cc|dcc|acc)\b"
"""Ranks of those who lead a whole force."""
_READ_ONLY = ("rss", "youtube", "flickr", "blog")
"""Channels that one can read and not write to."""
_PARTS = ("detail", "people", "priorities", "events")
"""The answers of the API about a neighbourhood that tell something of the promise."""
_NATIONAL = "101"
"""The number that reaches every force and no team."""


@dataclass(frozen=True, slots=True)
class TeamAnswers:
    """What the API says, and once said, of a force's teams."""

    neighbourhoods: pl.DataFrame
    people: pl.DataFrame
    officers: pl.DataFrame
    contacts: pl.DataFrame
    priorities: pl.DataFrame
    events: pl.DataFrame
    past_events: pl.DataFrame
    asked: pl.DataFrame
    unanswered: pl.DataFrame


def promises(*, force_id: str, tables: TeamAnswers, months: list[str]) -> pl.DataFrame:
    """One row for each neighbourhood of a force that the promise is for, sorted by id; none on a site without a month.

    Judged by `day_of_answers`. Not supplied is what the API was asked for and does not have, what cannot be read, and what the force gives of
    none of its neighbourhoods, though the answers were fetched: nobody can tell a force without teams from one that does not send them here.
    Not fetched is an answer that is neither here nor known to be missing at the API: that says nothing of the force.
    """
    day = day_of_answers(tables.asked, force_id, months) if months and force_id not in NOT_PROMISED else None
    if day is None:
        return pl.DataFrame(schema=SCHEMAS["promises"].types)
    rows = _with_answers(tables.neighbourhoods, tables.unanswered)
    for found in (_named(tables), _reached(tables.contacts), _newest(tables.priorities, day), _met(tables, day)):
        rows = rows.join(found, on="neighbourhood_id", how="left")
    is_met = pl.col("coming").is_not_null().any()
    return (
        rows.with_columns(
            pl.lit(str(day)).alias("as_of"),
            _yes_or_no("officers", "people").alias("named"),
            _yes_or_no("ways", "detail").alias("reach"),
            _by_age("issues", "issue_date", day).alias("priorities"),
            _by_age("acts", "action_date", day).alias("actions"),
            # A force whose meetings are all over does send meetings: that none is to come is known of it.
            _told("events", is_met, _word(pl.col("coming").fill_null(0) > 0)).alias("meetings"),
            pl.when(is_met & _is_had("events")).then(pl.col("coming").fill_null(0)).alias("coming"),
            pl.when(is_met & _is_had("events")).then(pl.col("past").fill_null(0)).otherwise("past").alias("past"),
        )
        .with_columns(
            *(pl.col(f"{of}_date").dt.strftime("%Y-%m").alias(f"{of}_month") for of in ("issue", "action")),
            *(months_since(pl.col(f"{of}_date"), day).alias(f"{of}_age") for of in ("issue", "action")),
        )
        .select(pl.col(name).cast(kind) for name, kind in SCHEMAS["promises"].types.items())
        .sort("force_id", "neighbourhood_id")
    )


def _with_answers(neighbourhoods: pl.DataFrame, unanswered: pl.DataFrame) -> pl.DataFrame:
    """The neighbourhoods, and for each of _PARTS null where its answer is here and can be read, else why it is not."""
    asked = {part: unanswered.filter(pl.col("part") == part)["neighbourhood_id"].to_list() for part in _PARTS}
    # What came and cannot be read nobody else can fetch any better.
    is_asked = {part: pl.col("neighbourhood_id").is_in(asked[part]) | pl.col("unreadable").str.split(" ").list.contains(part) for part in _PARTS}
    why = [
        pl.when(~pl.col(f"{part}_supplied")).then(pl.when(is_asked[part]).then(pl.lit(NOT_SUPPLIED)).otherwise(pl.lit(NOT_FETCHED))).alias(part)
        for part in _PARTS
    ]
    return neighbourhoods.filter(pl.col("problem").is_null()).select("force_id", "neighbourhood_id", "folder", "name", *why)


def _named(tables: TeamAnswers) -> pl.DataFrame:
    """How many of each team are named; the chief officers of the force, whom some forces list with every team, are of none."""
    chiefs = tables.officers.filter(pl.col("force_id").is_in(tables.people["force_id"].unique().implode()))["name"].str.to_lowercase()
    is_one = ~pl.col("name").str.contains(_VACANT) & ~pl.col("rank").fill_null("").str.contains(_CHIEF)
    people = tables.people.filter(is_one, ~pl.col("name").str.to_lowercase().is_in(chiefs.implode()))
    return people.group_by("neighbourhood_id").agg(pl.len().alias("officers"))


def _reached(contacts: pl.DataFrame) -> pl.DataFrame:
    """How many ways there are to write or speak to each team itself."""
    is_own = ~pl.col("channel").is_in(_READ_ONLY) & (pl.col("text").str.replace_all(r"[\s()-]", "") != _NATIONAL)
    return contacts.filter(is_own).group_by("neighbourhood_id").agg(pl.len().alias("ways"))


def _newest(priorities: pl.DataFrame, day: date) -> pl.DataFrame:
    """How many priorities and actions each team has, and the newest date of each."""
    is_act = pl.col("action").is_not_null()
    return (
        priorities.with_columns(dated("issue_date", day), pl.when(is_act).then(dated("action_date", day)).alias("action_date"))
        .group_by("neighbourhood_id")
        .agg(pl.len().alias("issues"), is_act.sum().alias("acts"), pl.col("issue_date", "action_date").max())
    )


def _met(tables: TeamAnswers, day: date) -> pl.DataFrame:
    """How many listed meetings of each team are to come, and how many published ones were over in the twelve months up to the day."""
    last, today = pl.col("last_day"), pl.lit(day)
    found = all_meetings(tables.events, tables.past_events).with_columns(last_days().alias("last_day"))
    is_past = (last <= today) & (last > today.dt.offset_by("-1y")) & was_still_listed()
    # Where nothing is to come and nothing was ever seen there is no row, which is not the same as none.
    return found.group_by("neighbourhood_id").agg((pl.col("listed") & (last > today)).sum().alias("coming"), is_past.sum().alias("past"))


def _word(is_so: pl.Expr) -> pl.Expr:
    return pl.when(is_so).then(pl.lit(YES)).otherwise(pl.lit(NO))


def _is_had(part: str) -> pl.Expr:
    return pl.col(part).is_null()


def _told(part: str, is_given: pl.Expr, state: pl.Expr) -> pl.Expr:
    """The state where the answer is here, else why it is not; not supplied of all of a force that gives none anywhere."""
    return pl.when(~_is_had(part)).then(pl.col(part)).when(is_given).then(state).otherwise(pl.lit(NOT_SUPPLIED))


def _yes_or_no(count: str, part: str) -> pl.Expr:
    """Whether there is one."""
    has_one = _is_had(part) & (pl.col(count).fill_null(0) > 0)
    return _told(part, has_one.any(), _word(has_one))


def _by_age(count: str, newest: str, day: date) -> pl.Expr:
    """The state of what has a date, likewise."""
    has_one = _is_had("priorities") & (pl.col(count).fill_null(0) > 0)
    state = (
        pl.when(~has_one)
        .then(pl.lit(NONE))
        .when(pl.col(newest).is_null())
        .then(pl.lit(UNDATED))
        .when(pl.col(newest) >= pl.lit(day).dt.offset_by(f"-{RENEWED_MONTHS}mo"))
        .then(pl.lit(RENEWED))
        .otherwise(pl.lit(OLDER))
    )
    return _told("priorities", has_one.any(), state)
