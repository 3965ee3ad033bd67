"""The tables of stops tell no small group, not even by subtraction, and each adds up to its total."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sitegen.facts.stop_tables import stop_tables
from sitegen.facts.stops import stop_values
from sitegen.tables.schemas import SCHEMAS
from tests.calls import called

NONE_WITHDRAWN = pl.DataFrame(schema=SCHEMAS["withdrawn"].types)

MONTHS = [f"2024-{number:02d}" for number in range(6, 13)] + [f"2025-{number:02d}" for number in range(1, 7)]
OBJECTS = ("drugs", "goods", "weapons", "fireworks")
AREAS = {1: ["L1"], 2: ["L2"], 3: ["L3"], 12: ["L1", "L2"]}

Row = tuple[int | None, str | None, int]
"""Place (a point; null: none), object and how many stops."""


def table(name: str, *rows: dict[str, Any]) -> pl.DataFrame:  # Any: cells of every column type
    types = SCHEMAS[name].types
    return pl.DataFrame([{column: row.get(column) for column in types} for row in rows], schema=types)


def stops(rows: list[Row], force: str = "loamshire", month: str = "2025-06") -> pl.DataFrame:
    return table(
        "stops",
        *(
            {"force_id": force, "month": month, "x": x, "y": None if x is None else 5, "object": value, "outcome": "arrest", "age": "18-24"}
            for x, value, number in rows
            for _ in range(number)
        ),
    )


def tell(
    *given: pl.DataFrame, areas: dict[int, list[str]] = AREAS, supplied: list[str] = MONTHS, ages: Sequence[str] = (), months: list[str] = MONTHS
) -> pl.DataFrame:
    rows = pl.concat(given)
    where = table(
        "stop_neighbourhoods", *({"x": x, "y": 5, "force_id": "loamshire", "neighbourhood_id": name} for x, names in areas.items() for name in names)
    )
    names = sorted({name for names in areas.values() for name in names})
    fields = {"object": OBJECTS, "age": ages}
    words = [{"field": field, "value": value, "position": place} for field, values in fields.items() for place, value in enumerate(values)]
    found = called(
        stop_tables,
        force_id="loamshire",
        stops=rows.filter(force_id="loamshire"),
        withdrawn=NONE_WITHDRAWN,
        stop_values=pl.concat(
            stop_values(withdrawn=NONE_WITHDRAWN, stops=rows.filter(month=month), stop_neighbourhoods=where) for month in sorted(set(rows["month"]))
        ),
        stop_neighbourhoods=where,
        stop_words=table("stop_words", *words),
        neighbourhoods=table("neighbourhoods", *({"force_id": "loamshire", "neighbourhood_id": name} for name in names)),
        boundaries=table("boundaries", *({"force_id": "loamshire", "neighbourhood_id": name, "geometry": b"x"} for name in names)),
        coverage=table(
            "coverage",
            *(
                {"dataset": "stops", "force_id": "loamshire", "month": month, "state": "supplied" if month in supplied else "not_supplied"}
                for month in months
            ),
        ),
        months=months,
    )
    assert dict(found.schema) == SCHEMAS["stop_tables"].types
    return found


def told(found: pl.DataFrame, place: str | None, field: str = "object") -> list[tuple[str, int | None]]:
    rows = found.filter(pl.col("neighbourhood_id").eq_missing(place), pl.col("field") == field).sort("position")
    return rows.select("value", "stops").rows()


BUSY: list[Row] = [(1, "drugs", 50), (1, "goods", 20), (2, "drugs", 30), (2, "goods", 40), (None, "drugs", 40), (None, "goods", 15)]


def test_the_largest_value_comes_first_and_anything_else_last() -> None:
    found = tell(stops([(2, "goods", 40), (2, "drugs", 30), (2, "weapons", 6), (2, "fireworks", 5), (2, None, 33)]))
    assert told(found, "L2") == [("goods", 40), ("drugs", 30), ("not-given", 33), ("anything-else", 11)]


def test_a_rare_value_takes_the_next_smallest_with_it() -> None:
    found = tell(stops([*BUSY, (1, "weapons", 3)]))
    assert told(found, "L1") == [("drugs", 50), ("anything-else", 23)]
    assert told(found, "L2") == [("goods", 40), ("drugs", 30)]


def test_a_neighbourhood_with_few_stops_has_no_total_and_no_table() -> None:
    found = tell(stops([*BUSY, (3, "drugs", 9)]))
    assert told(found, "L3", "all") == [("all", None)]
    assert told(found, "L3") == []
    assert told(found, None, "all") == [("all", 204)]


def test_a_neighbourhood_has_two_fields_and_the_force_all() -> None:
    found = tell(stops(BUSY))
    assert set(found.filter(neighbourhood_id="L1")["field"]) == {"all", "object", "outcome"}
    assert set(found.filter(pl.col("neighbourhood_id").is_null())["field"]) == {
        "all", "kind", "object", "outcome", "legislation", "age", "gender", "officer-ethnicity", "self-ethnicity",
    }  # fmt: skip


def test_what_the_force_tells_does_not_leave_a_rare_value_of_a_neighbourhood() -> None:
    """All but L3 tell their drugs: 110 of the force less these 108 would be the 2 of L3. Goods beside 119 of two values would say which is merged."""
    rows: list[Row] = [(1, "drugs", 60), (2, "drugs", 48), (3, "drugs", 2), (3, "goods", 40), (3, "weapons", 9), (None, "goods", 30)]
    found = tell(stops(rows))
    assert told(found, "L3") == [("goods", 40), ("anything-else", 11)]
    assert "drugs" not in dict(told(found, None))
    assert told(found, None) == [("anything-else", 189)]


def test_a_neighbourhood_that_holds_another_has_its_total_alone() -> None:
    """L2 holds L1: the difference of their tables would be the 4 stops beside L1."""
    found = tell(stops([(12, "drugs", 40), (12, "goods", 20), (2, "drugs", 4), (3, "drugs", 30), (None, "drugs", 25)]))
    assert told(found, "L1") == [("drugs", 40), ("goods", 20)]
    assert told(found, "L2", "all") == [("all", 64)]
    assert told(found, "L2") == []
    assert told(found, None, "all") == [("all", 119)]
    assert sum(number or 0 for _, number in told(found, None)) == 119


def test_stops_by_another_force_are_in_the_total_and_their_values_untold() -> None:
    found = tell(stops(BUSY), stops([(1, "drugs", 12)], force="wealdmoor"))
    assert told(found, "L1", "all") == [("all", 82)]
    assert told(found, "L1") == [("drugs", 50), ("goods", 20), ("anything-else", 12)]
    assert told(found, None, "all") == [("all", 195)]


def test_railway_stops_are_in_no_table_of_a_neighbourhood() -> None:
    found = tell(stops(BUSY), stops([(1, "drugs", 12)], force="btp"))
    assert told(found, "L1", "all") == [("all", 70)]


def test_twelve_months_are_counted_and_of_these_the_ones_supplied() -> None:
    rows = [stops([(1, "drugs", 10)], month=month) for month in MONTHS]
    found = tell(*rows, supplied=[month for month in MONTHS if month != "2025-06"])
    assert found.select("first_month", "last_month", "months").unique().rows() == [("2024-07", "2025-05", 11)]
    assert told(found, "L1", "all") == [("all", 110)]


def test_of_a_longer_window_the_newest_whole_year_to_march_is_counted() -> None:
    months = [f"2024-{number:02d}" for number in range(1, 13)] + [f"2025-{number:02d}" for number in range(1, 7)]
    given = [stops([(1, "drugs", 20)], month=month) for month in ("2024-03", "2024-04", "2025-03", "2025-04")]
    force = tell(*given, supplied=months, months=months).filter(pl.col("neighbourhood_id").is_null(), pl.col("field") == "all")
    assert force.select("first_month", "last_month", "months", "stops").rows() == [("2024-04", "2025-03", 12, 40)]


def test_months_without_any_location_are_in_the_forces_table_alone() -> None:
    found = tell(stops(BUSY), stops([(None, "drugs", 30)], month="2025-05"))
    assert found.filter(neighbourhood_id="L1").select("first_month", "last_month", "months").unique().rows() == [("2025-06", "2025-06", 1)]
    assert told(found, "L1", "all") == [("all", 70)]
    assert told(found, None, "all") == [("all", 225)]


def test_stops_without_any_location_give_neighbourhoods_no_rows() -> None:
    assert tell(stops([(None, "drugs", 30)]))["neighbourhood_id"].unique().to_list() == [None]


def test_a_force_that_supplied_nothing_has_no_tables() -> None:
    assert tell(stops(BUSY), supplied=[]).is_empty()


def test_an_unknown_value_is_told_like_any_other_and_comes_after_the_known() -> None:
    found = tell(stops([(1, "loose-cheese", 20), (1, "fireworks", 20), (None, "loose-cheese", 20), (None, "fireworks", 20)]))
    assert told(found, "L1") == [("fireworks", 20), ("loose-cheese", 20)]


def test_ages_stand_in_their_own_order() -> None:
    rows = stops([(None, "drugs", 25)]).with_columns(age=pl.Series(["over-34"] * 15 + ["10-17"] * 10))
    assert told(tell(rows, ages=["10-17", "18-24", "over-34"]), None, "age") == [("10-17", 10), ("over-34", 15)]


@given(st.lists(st.tuples(st.sampled_from([1, 2, 3, 12, 9, None]), st.sampled_from([*OBJECTS, None]), st.integers(1, 25)), min_size=1, max_size=14))
def test_every_table_adds_up_to_its_total_and_tells_nothing_small(rows: list[Row]) -> None:
    found = tell(stops(rows))
    assert found.filter(pl.col("field") != "all")["stops"].null_count() == 0
    assert (found["stops"].drop_nulls() >= 10).all()
    totals = dict(found.filter(field="all").select("neighbourhood_id", "stops").iter_rows())
    sums = found.filter(pl.col("field") != "all").group_by("neighbourhood_id", "field").agg(pl.col("stops").sum())
    assert all(totals[place] == number for place, _, number in sums.iter_rows())
