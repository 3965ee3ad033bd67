"""The tables of outcomes at equal age: how many months after its month a crime had which."""

import polars as pl

from sitegen.tables.schema import CATEGORY, FORCE, N, S, Schema, schema

_MONTH = ("month", S, "month of the crimes")
_AGE = ("age", N, "months after that month, to the end of which outcomes count; one of OUTCOME_AGES")
_GROUP = (
    "group",
    S,
    "group of the outcome that stood at that age: no-suspect, evidential, charged, out-of-court, other, open, unknown, none; undated",
)

AGE_SCHEMAS: dict[str, Schema] = {
    "dated_outcomes": schema(
        "force_id month age category group",
        FORCE,
        _MONTH,
        _AGE,
        CATEGORY,
        _GROUP,
        ("crimes", N, "crimes as the newest files tell them, antisocial behaviour left out; never 0"),
    ),
    "outcome_ages": schema(
        "force_id month age category group",
        FORCE,
        _MONTH,
        _AGE,
        ("state", S, "known; partial (known of the crimes supplied); too_recent (not yet so old); unknown"),
        ("reason", S, "why it is unknown: a coverage state, no-state, state-in-part, undated or other-witness; else null"),
        ("witness", S, "release (a release's street file of that very age) or outcomes (dated rows of outcomes files); null: not known"),
        ("release", S, "that release; null: of another witness"),
        ("category", S, "category slug; null: not known"),
        ("group", S, f"{_GROUP[2]}; null: not known"),
        ("crimes", N, "crimes; null: not known; never 0"),
    ),
    "outcomes_beside": schema(
        "age force_id",
        FORCE,
        _AGE,
        ("state", S, "beside: the months and the witness are those of the other forces beside it; apart"),
        (
            "reason",
            S,
            "of apart: other-months, other-witness, fault, changed, alone, partial, too_recent, not_in_copy or as in outcome_ages",
        ),
        ("witness", S, "as in outcome_ages; null: no month is known in full"),
        ("months", pl.List(S), "months of the crimes, ascending; of a force apart those known in full of the same twelve; empty: none"),
        ("crimes", N, "crimes of these months; null: apart"),
        ("ended", N, "those with an outcome by that age; null: apart"),
        ("unsaid", N, "those of which nobody tells whether they had one; null: apart"),
    ),
}
