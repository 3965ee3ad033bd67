"""The tables of what was promised to neighbourhoods: what was supplied about it, how it was in earlier months, and what was done in each."""

from sitegen.tables.schema import FORCE, MONTH, NEIGHBOURHOOD, NEIGHBOURHOOD_OR_FORCE, N, S, Schema, schema

_SILENT = "not_supplied; not_fetched: this copy has no answer and nobody was told that there is none"
_AGED = f"renewed: within three months; older; undated: none has a date; none: the force gave none here; {_SILENT}"

PROMISE_SCHEMAS: dict[str, Schema] = {
    "promises": schema(
        "force_id neighbourhood_id",
        FORCE,
        NEIGHBOURHOOD,
        ("folder", S, "folder of its page under the force's"),
        ("name", S, "as in neighbourhoods"),
        ("as_of", S, "day by which everything in the row is judged"),
        ("named", S, f"yes: somebody of the team is named; no; {_SILENT}"),
        ("reach", S, f"yes: a way to reach the team itself was given; no; {_SILENT}"),
        ("priorities", S, f"by the newest date of a priority: {_AGED}"),
        ("issue_month", S, "month of that date; null: there is none"),
        ("issue_age", N, "whole months from it to the day; null: there is none"),
        ("actions", S, f"by the newest date of an action: {_AGED}"),
        ("action_month", S, "month of that date; null: there is none"),
        ("action_age", N, "whole months from it to the day; null: there is none"),
        ("meetings", S, f"yes: a meeting to come was published; no; {_SILENT}"),
        ("coming", N, "meetings to come; null: not known"),
        ("past", N, "published meetings whose last day lies in the twelve months up to the day; null: not known"),
    ),
    "promise_months": schema(
        "force_id month",
        FORCE,
        MONTH,
        ("neighbourhoods", N, "neighbourhoods that were seen with a priority in the month; null: nobody looked"),
        ("renewed", N, "those whose newest priority was not older than three months at the month's end; null likewise"),
        ("meetings", N, "published meetings that began in the month; null: nobody looked"),
    ),
    "town_centre": schema(
        "force_id neighbourhood_id category",
        FORCE,
        NEIGHBOURHOOD_OR_FORCE,
        ("category", S, "category slug; crime: the three together"),
        ("first_month", S, "first of the newest twelve months in a row that the force supplied in full"),
        ("last_month", S, "last of them"),
        ("crimes", N, "recorded in them; null: not known of this neighbourhood"),
    ),
    "timelines": schema(
        "force_id neighbourhood_id position",
        FORCE,
        NEIGHBOURHOOD,
        ("position", N, "place in its timeline from 0, the newest first, what has no date last"),
        ("kind", S, "raised, done, held, coming or unlisted: a meeting no longer listed before its day"),
        ("day", S, "2025-03-12; null: none or unreadable"),
        ("text", S, "raised: the issue, done: the action, both sanitised HTML; else the meeting's title, plain text"),
        ("about", S, "done: the issue, sanitised HTML; of meetings the address, plain text; null: none"),
        ("last_month", S, "month in which it was last seen; null: it is listed today"),
    ),
}
