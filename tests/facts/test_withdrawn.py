"""What is known of a force holds against its file, and a file from elsewhere is not the force's."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
import shapely

from sitegen.facts.counts import count_crimes
from sitegen.facts.outcomes import state_outcomes
from sitegen.facts.quality import street_quality
from sitegen.facts.stops import count_stops
from sitegen.facts.withdrawn import force_extents, withdraw
from sitegen.tables.schemas import SCHEMAS

MONTH = "2025-06"
QUALITY = {"share": 0.05, "least": 20}
HOME, FAR = (-1.0, 52.0), (-3.0, 54.0)


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells of every column type
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def crimes(*rows: tuple[str, tuple[float, float] | None], force: str = "loamshire") -> pl.DataFrame:
    """Category and place of each row."""
    places = [{} if where is None else {"x": 1, "y": 2, "lon": where[0], "lat": where[1]} for _, where in rows]
    own = {"force_id": force, "month": MONTH, "file": "x.csv"}
    return table("crimes", *({**own, "category": category, **place} for (category, _), place in zip(rows, places, strict=True)))


def stops(*places: tuple[float, float]) -> pl.DataFrame:
    own = {"force_id": "loamshire", "month": MONTH, "file": "s.csv", "x": 1, "y": 2}
    return table("stops", *({**own, "lon": lon, "lat": lat} for lon, lat in places))


def issue(state: str, dataset: str = "crime", force: str = "loamshire", first: str = "2025-01", last: str | None = None) -> dict[str, Any]:
    return {"force_id": force, "dataset": dataset, "first_month": first, "last_month": last, "state": state, "text": "t"}


def areas(force: str = "loamshire", source: str = "file") -> pl.DataFrame:
    square = shapely.to_wkb(shapely.box(HOME[0] - 0.1, HOME[1] - 0.1, HOME[0] + 0.1, HOME[1] + 0.1))
    return force_extents(force_areas=table("force_areas", {"force_id": force, "geometry": square, "source": source}))


def found(
    rows: pl.DataFrame, *issues: dict[str, Any], extents: pl.DataFrame | None = None, searches: pl.DataFrame | None = None, force: str = "loamshire"
) -> pl.DataFrame:
    return withdraw(
        force_id=force,
        month=MONTH,
        crimes=rows,
        outcomes=table("outcomes"),
        stops=table("stops") if searches is None else searches,
        known_issues=table("known_issues", *issues),
        force_extents=areas() if extents is None else extents,
        quality=QUALITY,
    )


def said(withdrawn: pl.DataFrame) -> list[tuple[str, str, int]]:
    return withdrawn.select("dataset", "reason", "rows").rows()


HERE = crimes(("drugs", HOME), ("drugs", None), ("anti-social-behaviour", HOME))


@pytest.mark.parametrize("state", ["not_supplied", "withheld", "never"])
def test_a_known_issue_that_says_nothing_came_holds_against_the_rows(state: str) -> None:
    assert said(found(HERE, issue(state))) == [("crime", "known-issue", 2)]


@pytest.mark.parametrize(
    "other", [issue("supplied_partial"), issue("never", force="wealdmoor"), issue("never", last="2025-05"), issue("never", first="2025-07")]
)
def test_an_issue_of_another_state_force_or_time_withdraws_nothing(other: dict[str, Any]) -> None:
    assert said(found(HERE, other)) == []


def test_an_issue_of_all_forces_holds_for_each() -> None:
    assert said(found(HERE, issue("withheld", "asb", force="all"))) == [("asb", "known-issue", 1)]


def test_what_is_withdrawn_is_counted_nowhere_and_set_aside_by_name() -> None:
    withdrawn = found(HERE, issue("not_supplied"))
    counted = count_crimes(force_id="loamshire", month=MONTH, crimes=HERE, withdrawn=withdrawn)
    assert counted.select("category", "crimes").rows() == [("anti-social-behaviour", 1)]
    kinds = table("outcome_kinds")
    assert state_outcomes(month=MONTH, crimes=HERE, withdrawn=withdrawn, outcome_kinds=kinds).is_empty()
    quality = street_quality(crimes=HERE, withdrawn=withdrawn)
    assert quality.select("kind", "reason", "rows").rows() == [("counted", "counted", 1), ("set-aside", "known-issue", 2)]


def test_a_file_that_lies_wholly_elsewhere_is_set_aside() -> None:
    rows = crimes(*[("drugs", FAR)] * 13, ("anti-social-behaviour", FAR), ("drugs", None))
    withdrawn = found(rows)
    assert said(withdrawn) == [("asb", "outside-force", 1), ("crime", "outside-force", 14)]
    assert count_crimes(force_id="loamshire", month=MONTH, crimes=rows, withdrawn=withdrawn).is_empty()


def test_a_force_may_record_crimes_far_outside_its_area() -> None:
    assert said(found(crimes(*[("drugs", FAR)] * 18, *[("drugs", HOME)] * 2))) == []


def test_a_file_of_which_next_to_nothing_lies_inside_is_from_elsewhere() -> None:
    assert len(found(crimes(*[("drugs", FAR)] * 19, ("drugs", HOME)))) == 2


def test_just_outside_is_still_the_forces() -> None:
    assert said(found(crimes(("drugs", (HOME[0] + 0.15, HOME[1]))))) == []


def test_an_area_put_together_from_neighbourhoods_reaches_farther() -> None:
    near = crimes(("drugs", (HOME[0] + 0.5, HOME[1])))
    assert said(found(near, extents=areas(source="union"))) == []
    assert len(found(near)) == 2


def test_a_force_whose_area_is_not_known_is_not_judged_nor_one_without_locations() -> None:
    assert said(found(crimes(("drugs", FAR)), extents=areas("wealdmoor"))) == []
    assert said(found(crimes(("drugs", None)))) == []


def test_british_transport_police_has_no_area() -> None:
    assert areas("btp").is_empty()


def test_stops_are_judged_on_their_own() -> None:
    searches = stops(FAR, FAR)
    withdrawn = found(HERE, searches=searches)
    assert said(withdrawn) == [("stops", "outside-force", 2)]
    assert count_stops(force_id="loamshire", month=MONTH, stops=searches, withdrawn=withdrawn).is_empty()


@pytest.mark.parametrize("note", ["month-differs", "force-differs"])
def test_a_file_that_names_another_month_or_force_is_counted_nowhere(note: str) -> None:
    """At least 20 rows of it, and more than one in twenty: a file under a wrong name."""
    rows = crimes(*[("drugs", HOME)] * 400)
    noted = rows.with_columns(pl.when(pl.int_range(pl.len()) < 21).then(pl.lit(note)).alias("note"))
    assert said(found(noted)) == [("asb", "misfiled", 0), ("crime", "misfiled", 400)]
    assert said(found(pl.concat([noted, rows]))) == []
    assert said(found(noted.head(19))) == []
