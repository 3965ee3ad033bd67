"""Forces stand beside one another at an age only over the same months, from the same witness; whoever differs stands apart, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import permutations
from typing import Any

import polars as pl

from sitegen.facts.outcomes_beside import outcomes_beside
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import Month, months_between
from tests.artefacts.inputs import table

YEAR = [str(month) for month in months_between(Month(2024, 1), Month(2025, 3))]
Rows = list[dict[str, Any]]  # Any: cells of every column type


def known(force_id: str, *months: str, witness: str = "release", state: str = "known", age: int = 6, **groups: int) -> Rows:
    of = {"force_id": force_id, "age": age, "state": state, "witness": witness, "category": "burglary"}
    return [{**of, "month": month, "group": group, "crimes": crimes} for month in months for group, crimes in (groups or {"charged": 30}).items()]


def unknown(force_id: str, month: str, reason: str | None, age: int = 6) -> Rows:
    state = "unknown" if reason else "too_recent"
    return [{"force_id": force_id, "month": month, "age": age, "state": state, "reason": reason}]


def beside(
    *rows: Rows, breaks: Rows | None = None, issues: Rows | None = None, forces: tuple[str, ...] = ("a", "b", "c"), age: int = 6
) -> Mapping[str, dict[str, Any]]:
    found = outcomes_beside(
        outcome_ages=table("outcome_ages", *(row for part in rows for row in part)),
        breaks=table("breaks", *(breaks or [])),
        known_issues=table("known_issues", *(issues or [])),
        force_ids=[*forces],
    )
    assert found.schema == SCHEMAS["outcomes_beside"].types
    assert found.height == 4 * len(forces)
    return {row["force_id"]: row for row in found.filter(pl.col("age") == age).to_dicts()}


def test_forces_known_by_the_same_months_and_witness_stand_side_by_side_with_their_sums() -> None:
    found = beside(known("a", *YEAR[-2:], charged=30, open=60, unknown=10), known("b", *YEAR[-2:], charged=5, undated=1), forces=("a", "b"))
    assert {one["state"] for one in found.values()} == {"beside"}
    assert [found[one]["months"] for one in "ab"] == [YEAR[-2:]] * 2
    assert [(found[one]["crimes"], found[one]["ended"], found[one]["unsaid"]) for one in "ab"] == [(200, 60, 20), (12, 10, 2)]


def test_whoever_lacks_a_month_stands_apart_and_is_summed_nowhere() -> None:
    found = beside(known("a", *YEAR[-6:]), known("b", *YEAR[-6:]), known("c", *YEAR[-6:-4]))
    assert (found["c"]["state"], found["c"]["reason"], found["c"]["months"]) == ("apart", "other-months", YEAR[-6:-4])
    assert (found["c"]["crimes"], found["c"]["ended"], found["c"]["unsaid"]) == (None, None, None)
    assert found["a"]["months"] == YEAR[-6:]


def test_more_months_that_one_force_alone_knows_are_left_out_of_its_share() -> None:
    found = beside(known("a", *YEAR[-6:]), known("b", *YEAR[-3:]), forces=("a", "b"))
    assert (found["a"]["months"], found["a"]["crimes"], found["b"]["crimes"]) == (YEAR[-3:], 90, 90)


def test_a_force_known_from_another_witness_stands_apart() -> None:
    found = beside(known("a", *YEAR[-2:]), known("b", *YEAR[-2:]), known("c", *YEAR[-2:], witness="outcomes"))
    assert (found["c"]["state"], found["c"]["reason"], found["c"]["witness"]) == ("apart", "other-witness", "outcomes")


def test_no_two_forces_alike_are_no_table() -> None:
    found = beside(known("a", YEAR[-1]), known("b", YEAR[-2]), known("c", YEAR[-1], witness="outcomes"))
    assert {one["reason"] for one in found.values()} == {"alone"}
    assert {one["crimes"] for one in found.values()} == {None}


def test_no_more_than_twelve_months_are_summed_and_the_newest_of_them() -> None:
    found = beside(known("a", *YEAR), known("b", *YEAR), forces=("a", "b"))
    assert found["a"]["months"] == YEAR[-12:]


def test_months_before_a_change_in_what_is_counted_are_left_out_for_all_or_set_one_apart() -> None:
    change = {"month": "2025-01", "dataset": "outcomes", "force_id": "all", "text": "x", "label": "x"}
    whole = [known(one, *YEAR[-6:]) for one in "abc"]
    assert beside(*whole, breaks=[change])["a"]["months"] == YEAR[-3:]
    found = beside(*whole, breaks=[change | {"force_id": "c"}])
    assert (found["a"]["months"], found["c"]["state"], found["c"]["reason"]) == (YEAR[-6:], "apart", "changed")
    for untouched in ({"category": "burglary"}, {"dataset": "stops"}, {"dataset": "all"}, {"month": "2025-09"}):
        assert beside(*whole, breaks=[change | untouched])["a"]["months"] == YEAR[-6:]


def test_a_known_fault_of_its_outcomes_sets_a_force_apart_and_one_of_all_forces_does_not() -> None:
    issue = {"force_id": "c", "dataset": "outcomes", "first_month": "2025-08", "state": "supplied_partial", "text": "x", "source": "", "read": ""}
    whole = [known(one, *YEAR[-6:]) for one in "abc"]
    assert beside(*whole, issues=[issue])["c"]["reason"] == "fault"  # the newest month was six months old in September
    assert beside(*whole, issues=[issue | {"first_month": "2025-10"}])["c"]["state"] == "beside"
    assert beside(*whole, issues=[issue | {"first_month": "2020-01", "last_month": "2024-09"}])["c"]["state"] == "beside"
    assert beside(*whole, issues=[issue | {"force_id": "all"}])["c"]["state"] == "beside"
    assert beside(*whole, issues=[issue | {"dataset": "stops"}])["c"]["state"] == "beside"


def test_a_force_of_which_nothing_is_known_says_why_and_one_without_files_too() -> None:
    rows = (known("a", YEAR[-1]), known("b", YEAR[-1]))
    forces = ("a", "b", "btp", "gone", "new", "part", "torn")
    found = beside(
        *rows,
        unknown("btp", YEAR[-1], "never"),
        unknown("new", YEAR[-1], None),
        known("part", YEAR[-1], state="partial"),
        unknown("torn", YEAR[-2], "undated"),
        unknown("torn", YEAR[-1], None),
        forces=forces,
    )
    assert {one: found[one]["reason"] for one in forces[2:]} == {
        "btp": "never",
        "gone": "not_in_copy",
        "new": "too_recent",
        "part": "partial",
        "torn": "undated",
    }
    assert {found[one]["state"] for one in forces[2:]} == {"apart"}
    assert found["btp"]["months"] == []


def test_those_months_are_taken_that_make_the_most_of_forces_times_months() -> None:
    found = beside(known("a", *YEAR[-4:]), known("b", *YEAR[-4:]), known("c", *YEAR[-3:]))
    assert (found["a"]["months"], found["c"]["state"]) == (YEAR[-3:], "beside")  # three forces of three months before two of four
    found = beside(known("a", *YEAR[-4:]), known("b", *YEAR[-4:]), known("c", *YEAR[-1:]))
    assert (found["a"]["months"], found["c"]["state"]) == (YEAR[-4:], "apart")  # two forces of four months before three of one


def test_the_order_of_rows_and_forces_means_nothing() -> None:
    parts = (
        known("a", *YEAR[-4:]),
        known("b", *YEAR[-3:]),
        known("c", *YEAR[-4:-1], witness="outcomes"),
        known("d", *YEAR[-4:-1], witness="outcomes"),
    )
    results = [
        outcomes_beside(
            outcome_ages=table("outcome_ages", *(row for part in order for row in part)),
            breaks=table("breaks"),
            known_issues=table("known_issues"),
            force_ids=forces,
        )
        for order, forces in zip(permutations(parts), ([*"abcd"], [*"dcba"]) * 12, strict=True)
    ]
    assert all(result.equals(results[0]) for result in results)


def test_each_age_has_months_of_its_own() -> None:
    rows = (known("a", YEAR[-1], age=3), known("b", YEAR[-1], age=3), known("a", YEAR[-4], age=6), known("b", YEAR[-4], age=6))
    assert beside(*rows, age=3)["a"]["months"] == [YEAR[-1]]
    assert beside(*rows, age=6)["a"]["months"] == [YEAR[-4]]
    assert beside(*rows, age=12)["a"]["reason"] == "not_in_copy"
