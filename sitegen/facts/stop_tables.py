"""The tables of stops that are published: one way only, nothing below a threshold, and nothing that gives it away.

`suppression` has the rules and why they hold.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from sitegen.facts.exchange import Counts, Mask
from sitegen.facts.stops import count_values, of_neighbourhoods, shaped_neighbourhoods
from sitegen.facts.suppression import shown_columns, shown_values
from sitegen.rules import (
    ANYTHING_ELSE,
    COUNTED_STATES,
    EVERY_STOP,
    NOT_GIVEN,
    STOP_FIELDS,
    STOP_FIELDS_OF_NEIGHBOURHOODS,
    THRESHOLD,
    stop_year,
)
from sitegen.tables.schemas import SCHEMAS
from sitegen.tables.withdrawn import set_aside_rows

_IN_ORDER = frozenset({"age"})
"""Fields whose values have an order of their own; the others have the largest first."""


@dataclass(frozen=True, slots=True)
class StopSources:
    """What the tables of a force's stops are made from."""

    stops: pl.DataFrame
    withdrawn: pl.DataFrame
    stop_values: pl.DataFrame
    stop_neighbourhoods: pl.DataFrame
    stop_words: pl.DataFrame
    neighbourhoods: pl.DataFrame
    boundaries: pl.DataFrame
    coverage: pl.DataFrame


def stop_tables(*, force_id: str, sources: StopSources, months: list[str]) -> pl.DataFrame:
    """The tables of one force and its neighbourhoods over those months of the year of stops that the force supplied.

    A neighbourhood has the total and two fields, the whole force the total and all fields; a total below the threshold is
    null and stands alone. A neighbourhood that shares a place of a stop with one that has fewer stops has its total
    alone: the difference of the two would be a table of its own. No rows for a force that supplied none of these months.
    Months in which none of the force's stops has a location are in the force's tables, and in no neighbourhood's.
    """
    supplied = sorted(
        sources.coverage.filter(
            pl.col("force_id") == force_id,
            pl.col("dataset") == "stops",
            pl.col("state").is_in(COUNTED_STATES),
            pl.col("month").is_in(stop_year(months)),
        )["month"]
    )
    if not supplied:
        return pl.DataFrame(schema=SCHEMAS["stop_tables"].types)
    in_months = pl.col("month").is_in(supplied)
    own_stops = set_aside_rows(sources.stops, sources.withdrawn, "stops").filter(in_months, pl.col("problem").is_null())
    placed = own_stops.filter(pl.col("x").is_not_null())["month"].unique().sort().to_list()
    located = of_neighbourhoods(sources.stop_values.filter(pl.col("month").is_in(placed)), force_id)
    totals = _totals(located, shaped_neighbourhoods(sources.neighbourhoods, sources.boundaries)) if placed else {}
    apart = _apart(totals, own_stops, sources.stop_neighbourhoods)
    whole = count_values(own_stops, [])
    in_force = own_stops.height
    rows: list[tuple[str | None, str, str, int | None, int]] = [_total_row(place, stops) for place, stops in totals.items()]
    rows.append(_total_row(None, in_force))
    for field in STOP_FIELDS:
        table = _Field.of(field, whole, located.filter(pl.col("recorded_by") == force_id), sources.stop_words)
        if field in STOP_FIELDS_OF_NEIGHBOURHOODS:
            rows += _cross_checked(table, apart, totals, in_force)
        else:
            rows += table.rows(None, table.whole, shown_values(table.whole), in_force)
    full = [(force_id, place, *_span(supplied if place is None else placed), *row) for place, *row in rows]
    return pl.DataFrame(full, schema=SCHEMAS["stop_tables"].types, orient="row").sort(
        "force_id", "neighbourhood_id", "field", "position", nulls_last=True
    )


def _span(months: list[str]) -> tuple[str, str, int]:
    """First and last month, and how many they are."""
    return months[0], months[-1], len(months)


def _totals(located: pl.DataFrame, places: pl.DataFrame) -> dict[str, int]:
    """The stops of every neighbourhood, in order of id."""
    sums = located.filter(pl.col("field") == EVERY_STOP).group_by("neighbourhood_id").agg(pl.col("stops").sum())
    counted = places.select("neighbourhood_id").join(sums, on="neighbourhood_id", how="left").sort("neighbourhood_id")
    return dict(counted.with_columns(pl.col("stops").fill_null(0)).iter_rows())


def _apart(totals: dict[str, int], own_stops: pl.DataFrame, stop_neighbourhoods: pl.DataFrame) -> list[str]:
    """Neighbourhoods of which no two hold the same stop: fewest stops first, then in order of id."""
    places = stop_neighbourhoods.join(own_stops.select("x", "y").drop_nulls().unique(), on=["x", "y"], how="semi")
    several = places.filter(pl.len().over("x", "y") > 1).select("x", "y", "neighbourhood_id")
    pairs = several.join(several, on=["x", "y"]).filter(pl.col("neighbourhood_id") != pl.col("neighbourhood_id_right"))
    shares: dict[str, set[str]] = {}
    for one, other in pairs.select("neighbourhood_id", "neighbourhood_id_right").unique().iter_rows():
        shares.setdefault(one, set()).add(other)
    taken: list[str] = []
    for place in sorted(totals, key=lambda place: (totals[place], place)):
        if shares.get(place, set()).isdisjoint(taken):
            taken.append(place)
    return taken


def _total_row(place: str | None, stops: int) -> tuple[str | None, str, str, int | None, int]:
    return place, EVERY_STOP, EVERY_STOP, stops if stops >= THRESHOLD else None, 0


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of one force: its values in the order of the vocabulary, unknown ones after them, `not-given` last."""

    name: str
    values: tuple[str, ...]
    whole: Counts
    places: dict[str, Counts]

    @classmethod
    def of(cls, name: str, whole: pl.DataFrame, located: pl.DataFrame, stop_words: pl.DataFrame) -> _Field:
        in_force: dict[str, int] = dict(whole.filter(pl.col("field") == name).select("value", "stops").iter_rows())
        known = stop_words.filter(pl.col("field") == name).sort("position")["value"].to_list()
        unknown = sorted(set(in_force) - {*known, NOT_GIVEN})
        values = tuple(value for value in (*known, *unknown, NOT_GIVEN) if value in in_force)
        column = {value: number for number, value in enumerate(values)}
        places: dict[str, Counts] = {}
        sums = located.filter(pl.col("field") == name).group_by("neighbourhood_id", "value").agg(pl.col("stops").sum())
        for place, value, stops in sums.sort("neighbourhood_id", "value").iter_rows():
            places.setdefault(place, np.zeros(len(values), np.int64))[column[value]] = stops
        return cls(name, values, np.array([in_force[value] for value in values], np.int64), places)

    def rows(self, place: str | None, counts: Counts, shown: Mask, total: int) -> list[tuple[str | None, str, str, int | None, int]]:
        """The table of one place, of which the values shown are told and the rest of the total is anything else."""
        if total < THRESHOLD:
            return []
        places = [number for number in range(len(self.values)) if shown[number]]
        if self.name not in _IN_ORDER:
            places.sort(key=lambda number: (self.values[number] == NOT_GIVEN, -counts[number], number))
        told = [(self.values[number], int(counts[number])) for number in places]
        if rest := total - sum(stops for _, stops in told):
            told.append((ANYTHING_ELSE, rest))
        return [(place, self.name, value, stops, position) for position, (value, stops) in enumerate(told)]


def _cross_checked(table: _Field, apart: list[str], totals: dict[str, int], in_force: int) -> list[tuple[str | None, str, str, int | None, int]]:
    """The tables of one field for the neighbourhoods in `apart` and for the force, compared with each other."""
    none = np.zeros(len(table.values), np.int64)
    cells = [table.places.get(place, none) for place in apart]
    shown = [shown_values(counts, others=totals[place] - int(counts.sum())) for place, counts in zip(apart, cells, strict=True)]
    rows = [row for place, counts, mask in zip(apart, cells, shown, strict=True) for row in table.rows(place, counts, mask, totals[place])]
    rest = table.whole - sum(cells, none)
    columns = shown_columns(np.array([*cells, rest]), np.array([*shown, np.zeros(len(none), np.bool_)]))
    return rows + table.rows(None, table.whole, columns, in_force)
