"""A place that two gazetteers give counts once; two places of one name do not."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from sitegen.facts.place_names import mark_repeated
from sitegen.facts.quality import OtherRows, other_quality
from sitegen.tables.schemas import SCHEMAS

USK, USK_OF_OS = ("Usk", None, "locality", -2.902, 51.701, "index.csv"), ("Usk", "Brynbuga", "town", -2.9, 51.7, "SO30.csv")
ST_MELLONS, MELLONS_OF_OS = (
    ("Saint Mellons", None, "locality", -3.11, 51.52, "index.csv"),
    ("St. Mellon's", None, "suburb", -3.112, 51.521, "ST28.csv"),
)
NASH, OTHER_NASH = ("Nash", None, "locality", -2.95, 51.55, "index.csv"), ("Nash", None, "hamlet", -3.57, 51.42, "SS97.csv")
ALL = [USK, USK_OF_OS, ST_MELLONS, MELLONS_OF_OS, NASH, OTHER_NASH]


def table(rows: list[tuple[str, str | None, str, float, float, str]]) -> pl.DataFrame:
    return pl.DataFrame([(*row, None, None, None) for row in rows], schema=SCHEMAS["places"].types, orient="row")


@given(st.permutations(ALL))
def test_a_place_of_both_sources_counts_once_as_the_one_that_says_more(rows: list[tuple[str, str | None, str, float, float, str]]) -> None:
    kept = mark_repeated(places=table(rows)).filter(pl.col("problem").is_null())
    assert sorted(kept.select("name", "kind").rows()) == [("Nash", "hamlet"), ("Nash", "locality"), ("St. Mellon's", "suburb"), ("Usk", "town")]


def test_rows_are_kept_and_those_set_aside_are_counted_and_stop_no_build() -> None:
    rows = table([("Aber", None, "locality", -2.9, 51.7 + number / 1e5, "index.csv") for number in range(40)])
    assert mark_repeated(places=rows).height == 40
    others = {name: pl.DataFrame(schema=SCHEMAS[name].types) for name in ("population", "past_neighbourhoods", "past_priorities", "past_events")}
    quality = other_quality(tables=OtherRows(marked_places=mark_repeated(places=rows), **others))
    assert quality.select("kind", "reason", "rows").rows() == [("counted", "counted", 1), ("set-aside", "place-repeated", 39)]


def test_places_set_aside_before_keep_their_reason() -> None:
    road = pl.DataFrame([(None, None, None, None, None, "f", 3, "not-a-settlement", None)], schema=SCHEMAS["places"].types, orient="row")
    assert mark_repeated(places=pl.concat([road, table([USK])]))["problem"].to_list() == [None, "not-a-settlement"]
