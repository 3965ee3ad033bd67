"""Months on the map: which have tiles, and why the others have none."""

from dataclasses import dataclass

import polars as pl

from sitegen.rules import COUNTED_STATES
from sitegen.tables.states import placed_states


@dataclass(frozen=True, slots=True)
class ForceCoverage:
    """The state of a force's month, and of its reports of antisocial behaviour; reasons are slugs or None."""

    state: str
    reason: str | None
    asb_state: str
    asb_reason: str | None


@dataclass(frozen=True, slots=True)
class MapMonth:
    """A month of the window: `state` is `supplied` where it has tiles, else the state the forces share, or `not_in_copy`, else `not_supplied`."""

    month: str
    has_tiles: bool
    state: str


def map_months(*, coverage: pl.DataFrame, months: list[str], dataset: str = "crime") -> list[MapMonth]:
    """Every month of the window, in order: a month has tiles as soon as one force supplied the dataset for it."""
    states = dict(coverage.filter(dataset=dataset).group_by("month").agg(pl.col("state").unique().sort()).iter_rows())
    return [_map_month(month, states.get(month, [])) for month in months]


def coverage_by_force(*, coverage: pl.DataFrame, month: str) -> dict[str, ForceCoverage]:
    """What each force supplied of places for one month, by force in order."""
    both = (
        placed_states(coverage)
        .filter(pl.col("month") == month, pl.col("dataset").is_in(["crime", "asb"]))
        .group_by("force_id")
        .agg(
            *(
                pl.col(column).filter(pl.col("dataset") == dataset).first().alias(f"{dataset}_{column}")
                for dataset in ("crime", "asb")
                for column in ("state", "reason")
            )
        )
        .sort("force_id")
    )
    columns = ("force_id", "crime_state", "crime_reason", "asb_state", "asb_reason")
    return {row[0]: ForceCoverage(*row[1:]) for row in both.select(columns).iter_rows()}


def _map_month(month: str, states: list[str]) -> MapMonth:
    if not COUNTED_STATES.isdisjoint(states):
        return MapMonth(month, has_tiles=True, state="supplied")
    otherwise = "not_in_copy" if "not_in_copy" in states else "not_supplied"
    return MapMonth(month, has_tiles=False, state=states[0] if len(states) == 1 else otherwise)
