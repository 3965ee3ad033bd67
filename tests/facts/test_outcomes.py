"""A crime has the newest outcome that is known of it; no crime is lost or doubled, whatever its id."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.facts.counts import count_crimes, count_located
from sitegen.facts.outcomes import count_force_outcomes, link_outcomes, locate_outcomes, outcome_links, state_outcomes
from sitegen.tables.schemas import SCHEMAS

KINDS = pl.DataFrame(
    [
        ("fined", ["Offender fined"], "Fined", "charged", 0),
        ("awaiting-court-result", ["Awaiting court outcome"], "Awaiting", "charged", 1),
        ("charged", ["Suspect charged"], "Charged", "charged", 2),
        ("local-resolution", ["Local resolution"], "Local", "out-of-court", 3),
        ("penalty-notice-issued", ["Offender given penalty notice", "Offender given a penalty notice"], "Penalty", "out-of-court", 4),
        ("no-further-action", ["Investigation complete; no suspect identified"], "None", "no-suspect", 5),
        ("under-investigation", ["Under investigation"], "Open", "open", 6),
        ("status-update-unavailable", ["Status update unavailable"], "Unknown", "unknown", 7),
    ],
    schema=SCHEMAS["outcome_kinds"].types,
    orient="row",
)
OPEN, CHARGED, CLOSED = "Under investigation", "Suspect charged", "Investigation complete; no suspect identified"


NONE_WITHDRAWN = pl.DataFrame(schema=SCHEMAS["withdrawn"].types)


def crimes(*rows: dict[str, Any]) -> pl.DataFrame:
    plain = dict.fromkeys(SCHEMAS["crimes"].types) | {"force_id": "loamshire", "month": "2025-01", "category": "burglary", "file": "s.csv"}
    return pl.DataFrame([plain | row for row in rows], schema=SCHEMAS["crimes"].types)


def crime(crime_id: int | None = 1, stated: str | None = OPEN, month: str = "2025-01", **more: Any) -> dict[str, Any]:
    return {"crime_id": crime_id, "outcome": stated, "month": month, **more}


def results(*rows: tuple[int | None, str, str]) -> pl.DataFrame:
    """Id, month and outcome code of each row, in the file of its month."""
    plain = dict.fromkeys(SCHEMAS["outcomes"].types) | {"force_id": "loamshire", "file": "o.csv"}
    return pl.DataFrame(
        [plain | {"crime_id": found, "month": month, "outcome_month": month, "outcome": outcome} for found, month, outcome in rows],
        schema=SCHEMAS["outcomes"].types,
    )


def stated(recorded: pl.DataFrame) -> pl.DataFrame:
    """What the street files say, month by month."""
    months = [
        state_outcomes(month=str(month), crimes=found, outcome_kinds=KINDS, withdrawn=NONE_WITHDRAWN)
        for (month,), found in recorded.group_by("month", maintain_order=True)
    ]
    return pl.concat(months) if months else pl.DataFrame(schema=SCHEMAS["stated_outcomes"].types)


def link(recorded: pl.DataFrame, outcomes: pl.DataFrame) -> pl.DataFrame:
    table = link_outcomes(force_id="loamshire", stated_outcomes=stated(recorded), outcomes=outcomes, outcome_kinds=KINDS, withdrawn=NONE_WITHDRAWN)
    assert dict(table.schema) == SCHEMAS["crime_outcomes"].types
    return table


def ends(recorded: pl.DataFrame, outcomes: pl.DataFrame) -> list[tuple[Any, ...]]:
    """Outcome, age and number of crimes."""
    return sorted(link(recorded, outcomes).select("outcome", "age", "crimes").rows(), key=repr)


def test_an_outcome_months_later_is_the_crimes_with_its_age() -> None:
    assert ends(crimes(crime(month="2024-11")), results((1, "2025-02", "charged"))) == [("charged", 3, 1)]


def test_the_newest_of_several_outcomes_stands() -> None:
    assert ends(crimes(crime()), results((1, "2025-04", "fined"), (1, "2025-02", "charged"), (1, "2025-03", "awaiting-court-result"))) == [
        ("fined", 3, 1)
    ]


def test_of_two_outcomes_of_one_month_the_first_in_the_vocabularys_order_stands() -> None:
    assert ends(crimes(crime()), results((1, "2025-02", "no-further-action"), (1, "2025-02", "charged"))) == [("charged", 1, 1)]


def test_of_two_unknown_outcomes_of_one_month_the_first_by_name_stands_after_every_known_one() -> None:
    assert ends(crimes(crime()), results((1, "2025-02", "zeta"), (1, "2025-02", "alpha"))) == [("alpha", 1, 1)]
    assert ends(crimes(crime()), results((1, "2025-02", "alpha"), (1, "2025-02", "status-update-unavailable"))) == [
        ("status-update-unavailable", 1, 1)
    ]


def test_a_vanished_row_leaves_the_earlier_outcome() -> None:
    rows = [(1, "2025-02", "charged"), (1, "2025-04", "fined")]
    assert ends(crimes(crime()), results(*rows)) == [("fined", 3, 1)]
    assert ends(crimes(crime()), results(*rows[:1])) == [("charged", 1, 1)]
    assert ends(crimes(crime()), results()) == [("under-investigation", None, 1)]


def test_every_crime_with_the_id_has_the_outcome_and_counts_once() -> None:
    recorded = crimes(crime(x=1, y=1), crime(x=1, y=1), crime(x=2, y=1, month="2025-02"))
    table = link(recorded, results((1, "2025-03", "charged"), (1, "2025-03", "charged")))
    assert sorted(table.select("month", "x", "outcome", "age", "crimes").rows()) == [("2025-01", 1, "charged", 2, 2), ("2025-02", 2, "charged", 1, 1)]


def test_an_outcome_older_than_its_crime_is_not_its_outcome() -> None:
    recorded = crimes(crime(), crime(month="2025-03"))
    table = link(recorded, results((1, "2025-02", "charged")))
    assert sorted(table.select("month", "outcome", "age").rows()) == [("2025-01", "charged", 1), ("2025-03", "under-investigation", None)]


def test_an_outcome_dated_after_the_file_it_came_in_is_no_outcome() -> None:
    ahead = results((1, "2025-02", "charged")).with_columns(outcome_month=pl.lit("2099-01"))
    assert ends(crimes(crime()), ahead) == [("under-investigation", None, 1)]


@pytest.mark.parametrize("stated", [None, OPEN, "Awaiting court outcome", "Status update unavailable", CHARGED])
def test_the_newest_row_stands_where_the_street_file_waits_or_has_an_earlier_row(stated: str | None) -> None:
    assert ends(crimes(crime(stated=stated)), results((1, "2025-02", "charged"), (1, "2025-05", "local-resolution"))) == [("local-resolution", 4, 1)]


def test_a_settled_outcome_that_no_row_has_stands_without_an_age() -> None:
    assert ends(crimes(crime(stated=CLOSED)), results((1, "2025-02", "charged"))) == [("no-further-action", None, 1)]


def test_a_settled_outcome_whose_only_row_is_older_than_the_crime_stands_without_an_age() -> None:
    rows = results((1, "2024-12", "no-further-action"), (1, "2025-02", "charged"))
    assert ends(crimes(crime(stated=CLOSED)), rows) == [("no-further-action", None, 1)]


def test_the_street_files_outcome_has_its_rows_age() -> None:
    assert ends(crimes(crime(stated=CHARGED)), results((1, "2025-02", "charged"))) == [("charged", 1, 1)]


@pytest.mark.parametrize("stated", ["Offender given penalty notice", "Offender given a penalty notice", "offender given  penalty notice"])
def test_the_penalty_notice_has_two_names_and_one_code(stated: str) -> None:
    assert ends(crimes(crime(stated=stated)), results()) == [("penalty-notice-issued", None, 1)]
    assert ends(crimes(crime(stated=stated)), results((1, "2025-02", "penalty-notice-issued"))) == [("penalty-notice-issued", 1, 1)]


def test_an_unknown_outcome_is_kept_as_its_own_slug() -> None:
    assert ends(crimes(crime(stated="Referred to a panel")), results()) == [("referred-to-a-panel", None, 1)]


def test_crimes_without_an_id_keep_what_the_street_file_says() -> None:
    rows = results((None, "2025-02", "charged"), (None, "2025-03", "fined"))
    assert ends(crimes(crime(None), crime(None, None)), rows) == [("under-investigation", None, 1), (None, None, 1)]


def test_antisocial_behaviour_and_rows_set_aside_are_no_crimes_here() -> None:
    recorded = crimes(crime(category="anti-social-behaviour"), crime(problem="coordinates-swapped", row=3), crime(2))
    assert ends(recorded, results((1, "2025-02", "charged"))) == [("under-investigation", None, 1)]


def test_an_outcome_set_aside_is_no_outcome() -> None:
    aside = results((1, "2025-02", "charged")).with_columns(problem=pl.lit("line-malformed"))
    assert ends(crimes(crime()), aside) == [("under-investigation", None, 1)]


def test_crimes_without_a_location_are_kept_without_one() -> None:
    assert link(crimes(crime(), crime(x=5, y=6)), results()).select("x", "y", "crimes").sort("x").rows() == [(None, None, 1), (5, 6, 1)]


def test_what_a_street_file_says_has_the_tables_columns() -> None:
    table = state_outcomes(month="2025-01", crimes=crimes(crime(), crime()), outcome_kinds=KINDS, withdrawn=NONE_WITHDRAWN)
    assert dict(table.schema) == SCHEMAS["stated_outcomes"].types
    assert table.rows() == [("2025-01", None, None, "burglary", "under-investigation", 1, 2)]


def test_without_crimes_or_outcomes_there_is_nothing() -> None:
    assert link(crimes(), results((1, "2025-02", "charged"))).is_empty()
    assert link(crimes(), results()).is_empty()


IDS = st.sampled_from([None, 1, 2, 3, (1 << 64) - 1])
TIMES = st.sampled_from(["2024-12", "2025-01", "2025-02", "2025-03"])
STATED = st.sampled_from([None, OPEN, CHARGED, CLOSED, "Awaiting court outcome", "Odd one"])
CODES = st.sampled_from(["charged", "no-further-action", "fined", "under-investigation", "odd-one", "other"])
CRIMES = st.lists(
    st.tuples(IDS, STATED, TIMES, st.sampled_from([None, 1, 2]), st.sampled_from(["drugs", "burglary", "anti-social-behaviour"])), max_size=12
)
RESULTS = st.lists(st.tuples(IDS, TIMES, CODES), max_size=12)
Crime = tuple[int | None, str | None, str, int | None, str]


def recorded_of(found: list[Crime]) -> pl.DataFrame:
    return crimes(*(crime(number, stated, month, x=x, y=x, category=category) for number, stated, month, x, category in found))


def outcome_of(found: Crime, rows: list[tuple[int | None, str, str]]) -> tuple[str | None, int | None]:
    """The rule, crime by crime."""
    number, stated, month, _, _ = found
    codes = dict(zip([OPEN, CHARGED, CLOSED, "Awaiting court outcome", "Odd one"],
                     ["under-investigation", "charged", "no-further-action", "awaiting-court-result", "odd-one"], strict=True))  # fmt: skip
    own = codes.get(stated or "")
    order = [*KINDS["outcome"], "odd-one", "other"]
    since = [(at, code) for found_id, at, code in rows if found_id is not None and found_id == number and at >= month]
    waits = own in {None, "under-investigation", "awaiting-court-result", "status-update-unavailable"}
    if not since or not (waits or own in {code for _, code in since}):
        return own, None
    last = max(at for at, _ in since)
    first = min((code for at, code in since if at == last), key=order.index)
    return first, (int(last[:4]) - int(month[:4])) * 12 + int(last[5:]) - int(month[5:])


@settings(deadline=None)
@given(CRIMES, RESULTS)
def test_every_crime_is_counted_once_with_the_outcome_of_the_rule(found: list[Crime], rows: list[tuple[int | None, str, str]]) -> None:
    table = link(recorded_of(found), results(*rows))
    expected = Counter((one[2], one[3], one[4], *outcome_of(one, rows)) for one in found if one[4] != "anti-social-behaviour")
    assert Counter({row[:5]: row[5] for row in table.select("month", "x", "category", "outcome", "age", "crimes").iter_rows()}) == expected


@settings(deadline=None, max_examples=30)
@given(CRIMES, RESULTS, st.integers())
def test_the_order_of_the_rows_does_not_matter(found: list[Crime], rows: list[tuple[int | None, str, str]], seed: int) -> None:
    columns = list(SCHEMAS["crime_outcomes"].types)
    chance = random.Random(seed)
    mixed, mixed_rows = chance.sample(found, len(found)), chance.sample(rows, len(rows))
    one, other = link(recorded_of(found), results(*rows)), link(recorded_of(mixed), results(*mixed_rows))
    assert one.sort(columns, nulls_last=True).equals(other.sort(columns, nulls_last=True))


AREAS = st.lists(
    st.tuples(st.sampled_from([1, 2]), st.sampled_from(["loamshire", "wealdmoor"]), st.sampled_from(["A", "B"])), max_size=4, unique=True
)


@settings(deadline=None)
@given(CRIMES, RESULTS, AREAS)
def test_added_up_over_outcomes_the_counts_are_those_of_crimes(
    found: list[Crime], rows: list[tuple[int | None, str, str]], areas: list[tuple[int, str, str]]
) -> None:
    recorded = recorded_of([(*one[:2], "2025-01", *one[3:]) for one in found])
    point_neighbourhoods = pl.DataFrame([(x, x, force, area) for x, force, area in areas], schema=SCHEMAS["point_neighbourhoods"].types, orient="row")
    counted = count_crimes(force_id="loamshire", month="2025-01", crimes=recorded, withdrawn=NONE_WITHDRAWN)
    by_point = count_located(month="2025-01", crime_counts=counted, point_neighbourhoods=point_neighbourhoods)
    by_outcome = locate_outcomes(crime_outcomes=link(recorded, results(*rows)), point_neighbourhoods=point_neighbourhoods)
    assert dict(by_outcome.schema) == SCHEMAS["located_outcomes"].types
    keys = ["month", "force_id", "neighbourhood_id", "recorded_by", "category"]
    without_asb = by_point.filter(pl.col("category") != "anti-social-behaviour")
    one, other = (table.group_by(keys).agg(pl.col("crimes").sum()).sort(keys, nulls_last=True) for table in (by_outcome, without_asb))
    assert one.equals(other)


def test_a_forces_outcomes_hold_crimes_with_and_without_a_location() -> None:
    linked = link(crimes(crime(), crime(x=1, y=1), crime(2, x=2, y=2)), results((2, "2025-03", "charged")))
    table = count_force_outcomes(crime_outcomes=linked)
    assert dict(table.schema) == SCHEMAS["force_outcomes"].types
    assert table.rows() == [
        ("loamshire", "2025-01", "burglary", "charged", 2, 1),
        ("loamshire", "2025-01", "burglary", "under-investigation", None, 2),
    ]


def test_each_row_of_an_outcomes_file_is_linked_an_orphan_or_without_id() -> None:
    recorded = crimes(crime(1), crime(1), crime(5, category="anti-social-behaviour"), crime(6, problem="category-empty", row=2))
    rows = results((1, "2025-02", "charged"), (1, "2025-02", "fined"), (4, "2025-02", "fined"), (None, "2025-02", "fined"), (5, "2025-03", "fined"),
                   (6, "2025-03", "fined"))  # fmt: skip
    table = outcome_links(force_id="loamshire", stated_outcomes=stated(recorded), outcomes=rows, withdrawn=NONE_WITHDRAWN)
    assert dict(table.schema) == SCHEMAS["outcome_links"].types
    assert table.rows() == [("loamshire", "2025-02", 4, 2, 1, 1), ("loamshire", "2025-03", 2, 0, 2, 0)]
