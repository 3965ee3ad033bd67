"""What is published of one field of one force's stops as a table with hidden cells: a row for each place, a column for each value.

The rows are the neighbourhoods that share no stop, and the rest of the force, which no total names: stops in no neighbourhood, without a location,
or in neighbourhoods that share a place of a stop with one of the rows. The columns are the values that any of
its tables names and, as one, all others (`OTHERS`): the lists of values are open, so nobody can say how many those are. Sums of columns that the
force's table does not tell are cells, too (`WHOLE`).

Known are: every number shown; that a row's cells make its total, which is published in the tables or, however small, is the sum of the snap
points of the tiles; that a column's cells make the force's number, and all other columns the force's anything else; the force's total of
each month. Known of the program is: a value that a place's table does not tell is no larger than the smallest that it does, for values are
merged from the smallest up; so with the force's tables of fields that no neighbourhood has, but not with others. Taken for granted is that nobody
but the force's own officers searched in a neighbourhood, which is more than a reader can know: whoever cannot tell knows less. Where that
cannot be, because no counts fit, any number of a place's stops may be by officers of another force. Not modelled is a reader who knows how many.

Two releases are one system: months that both have, and months that one alone has, are *blocks* with cells of their own; what a release tells is
the sum of its blocks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from sitegen.auditing.attack.table import Table
from sitegen.rules import ANYTHING_ELSE, THRESHOLD

REST = ""
"""In place of a neighbourhood's id the rest of the force; no force gives a neighbourhood an empty id."""

WHOLE = "*"
"""In place of a neighbourhood's id the whole force."""

OTHERS = "any-other-value"
"""In place of a value all that no table names."""

BOTH, ENTERED, LEFT = 0, 1, 2
"""The blocks: months that both releases have or, of one release, all; months that only the newer, and that only the older, has."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one release tells of one field of one force.

    `cells` have place, value and stops: the numbers shown of the rows; `columns` value and stops: those of the force, None if it has no table of
    the field; `totals` the stops of each row that is known, by place, in all blocks together; `whole` the force's.
    """

    cells: pl.DataFrame
    columns: Mapping[str, int] | None
    totals: Mapping[str, int]
    whole: int | None


@dataclass(frozen=True, slots=True)
class Blocks:
    """The blocks of each release, newer first, and the total of each row (`REST`: of the force) in each block, where it is known."""

    of_release: tuple[tuple[int, ...], ...]
    totals: Mapping[tuple[str, int], int]


ONE_RELEASE = Blocks(((BOTH,),), {})


def field_table(told: Sequence[Told], blocks: Blocks = ONE_RELEASE, *, by_others: bool = False) -> Table:
    """The table of one field in one release or in two, newer first.

    With `by_others` any number of a place's stops may be by officers of another force; they are in its total, and in none of the cells.
    Its cells have the columns of `cells` and two more. `span` is year and previous, the hidden cells of a release; entered and left, those of
    months that only one has; null for what is only there to be added up. `apiece` is what no single value of the cell can exceed.
    Sorted by place, value and block, then the sums.
    """
    places = sorted({*(place for one in told for place in one.totals), *(place for one in told for place in one.cells["place"])})
    named = {*(value for one in told for value in one.columns or {}), *(value for one in told for value in one.cells["value"])}
    used = sorted({block for release in blocks.of_release for block in release})
    base = pl.DataFrame({"place": [*places, REST]}).join(pl.DataFrame({"value": [*sorted(named - {ANYTHING_ELSE}), OTHERS]}), how="cross")
    sums = _Sums(base.join(pl.DataFrame({"block": used}), how="cross").sort("place", "value", "block"), by_others=by_others)
    for number, (one, release) in enumerate(zip(told, blocks.of_release, strict=True)):
        sums.tell(one, release)
        span = ("year", "previous")[number]
        sums.ask(_hidden_cells(sums.base, one, release), span, summed=len(told) > 1)
        sums.ask(_hidden_columns(sums.base, one, release, is_alone=not places), span, summed=True)
    for (place, block), total in sorted(blocks.totals.items()):
        is_whole = place == REST
        sums.add((pl.col("block") == block) & (pl.lit(value=True) if is_whole else pl.col("place") == place), total, of_place=not is_whole)
    for block, span in ((ENTERED, "entered"), (LEFT, "left")):
        if block in used:
            sums.ask(_changed_cells(sums.base, blocks, block), span, summed=False)
    return sums.table()


def _hidden_cells(base: pl.DataFrame, told: Told, release: tuple[int, ...]) -> pl.DataFrame:
    """The cells of a release that are not shown, with `place`, `value`, `limit` and `apiece`; `part` is what each is the sum of."""
    shown = told.cells.filter(pl.col("value") != ANYTHING_ELSE)
    by_place = shown.group_by("place").agg(pl.col("stops").sum().alias("shown"), pl.col("stops").min().alias("smallest"))
    # Fewer than none are in the rest where officers of other forces searched in places: then nobody knows how many there are.
    rest = told.whole - sum(told.totals.values()) if told.whole is not None else -1
    known = {**told.totals, **({REST: rest} if rest >= 0 else {})}
    totals = pl.DataFrame({"place": [*known], "total": [*known.values()]}, schema={"place": pl.String, "total": pl.Int64})
    whole = base.filter(pl.col("block").is_in(release)).join(shown, on=["place", "value"], how="anti")
    rows = whole.join(by_place, on="place", how="left").join(totals, on="place", how="left")
    left = pl.col("total") - pl.col("shown").fill_null(0)
    # Of fewer stops than the threshold the total is known anyway; of a place that tells all its stops, that there are no others.
    limit = pl.when(left == 0).then(0).when(pl.col("total") < THRESHOLD).then("total").otherwise(THRESHOLD)
    asked = rows.select("place", "value", part="cell", limit=limit.cast(pl.Int64), apiece=pl.col("smallest").cast(pl.Int64))
    # Of a field that no neighbourhood has the rest is the whole force.
    return asked if base["place"].n_unique() > 1 else asked.clear()


def _hidden_columns(base: pl.DataFrame, told: Told, release: tuple[int, ...], *, is_alone: bool) -> pl.DataFrame:
    """Likewise the columns of the force's table that it does not tell; `is_alone`: of a field that no neighbourhood has."""
    columns = told.columns or {}
    shown = {value: stops for value, stops in columns.items() if value != ANYTHING_ELSE}
    whole = told.whole if told.whole is not None else sum(columns.values())
    # A table that shows nothing says no more than the total does, less what neighbourhoods tell; one that shows all, that there is no other value.
    left = whole - (sum(shown.values()) or int(told.cells.filter(pl.col("value") != ANYTHING_ELSE)["stops"].sum()))
    limit = min(left, THRESHOLD) if left == 0 or not shown else THRESHOLD
    smallest = min(shown.values(), default=None) if is_alone else None
    hidden = base.filter(pl.col("block").is_in(release), ~pl.col("value").is_in([*shown]), pl.lit(bool(columns)))
    return hidden.select(place=pl.lit(WHOLE), value="value", part="cell", limit=pl.lit(limit, pl.Int64), apiece=pl.lit(smallest, pl.Int64))


def _changed_cells(base: pl.DataFrame, blocks: Blocks, block: int) -> pl.DataFrame:
    """Likewise the cells of the months that only one release has; where their total is not known they are as any other."""
    limits = {place: min(total, THRESHOLD) for (place, own), total in blocks.totals.items() if own == block and place != REST}
    limit = pl.col("place").replace_strict(limits, default=THRESHOLD, return_dtype=pl.Int64)
    of_block = base.filter(pl.col("block") == block, pl.col("place") != REST)
    return of_block.select("place", "value", part="cell", limit=limit, apiece=pl.lit(None, pl.Int64))


class _Sums:
    """The margins of a table as they are written down, one after another, and the cells that are sums of others."""

    def __init__(self, base: pl.DataFrame, *, by_others: bool) -> None:
        self.by_others = by_others
        self.base = base.with_row_index("cell").with_columns(pl.col("cell").cast(pl.Int64), pl.col("block").cast(pl.Int64))
        self.margins: list[tuple[int, int, int]] = []
        self.members: list[pl.DataFrame] = []
        self.asked: list[pl.DataFrame] = []
        self.cells = base.height

    def add(self, which: pl.Expr, number: int, *, of_place: bool = False) -> None:
        """Cells that make this number together, or no more than that where others may have searched in the place; no cells make 0."""
        self.members.append(self.base.filter(which).select(pl.lit(len(self.margins), pl.Int64).alias("margin"), "cell", weight=pl.lit(1, pl.Int64)))
        self.margins.append((len(self.margins), 0 if of_place and self.by_others else number, number))

    def tell(self, told: Told, release: tuple[int, ...]) -> None:
        """Write down what a release tells."""
        inside = pl.col("block").is_in(release)
        for (place,), rows in told.cells.sort("place", "value").group_by("place", maintain_order=True):
            own = inside & (pl.col("place") == place)
            shown = {value: stops for value, stops in rows.select("value", "stops").iter_rows() if value != ANYTHING_ELSE}
            for value, stops in shown.items():
                self.add(own & (pl.col("value") == value), stops)
            merged = rows.filter(pl.col("value") == ANYTHING_ELSE)["stops"]
            left, total = int(merged.sum()), told.totals.get(str(place))
            # As a rule the total says the same.
            if total is None or (len(merged) and total != sum(shown.values()) + left):
                self.add(own & ~pl.col("value").is_in([*shown]), left, of_place=True)
        for place, total in sorted(told.totals.items()):
            self.add(inside & (pl.col("place") == place), total, of_place=True)
        columns = told.columns or {}
        for value, stops in sorted(columns.items()):
            self.add(inside & (~pl.col("value").is_in([*columns]) if value == ANYTHING_ELSE else pl.col("value") == value), stops)
        if told.whole is not None:
            self.add(inside, told.whole)

    def ask(self, hidden: pl.DataFrame, span: str, *, summed: bool) -> None:
        """Ask for the `part`s themselves, each of which may be asked for once, or for what the parts of a place and value make together."""
        keys = ["place", "value", "limit", "apiece"]
        if not summed:
            self.asked.append(hidden.select(pl.col("part").alias("cell"), *keys, pl.lit(span).alias("span")))
            return
        sums = hidden.select(keys).unique().sort("place", "value")
        numbers = pl.int_range(pl.len(), dtype=pl.Int64)
        sums = sums.with_columns((numbers + self.cells).alias("cell"), (numbers + len(self.margins)).alias("margin"))
        parts = hidden.join(sums.select("place", "value", "margin"), on=["place", "value"])
        self.members.append(parts.select("margin", pl.col("part").alias("cell"), weight=pl.lit(1, pl.Int64)))
        self.members.append(sums.select("margin", "cell", weight=pl.lit(-1, pl.Int64)))
        self.margins += [(margin, 0, 0) for margin in sums["margin"]]
        self.cells += sums.height
        self.asked.append(sums.select("cell", *keys, pl.lit(span).alias("span")))

    def table(self) -> Table:
        """All of it."""
        # What nobody named may be several values, each no larger than `apiece`; together they may be more.
        asked = pl.concat(self.asked).with_columns(most=pl.when(pl.col("value") != OTHERS).then("apiece"))
        own = self.base.select("cell", "place", "value", "block").join(asked.drop("place", "value"), on="cell", how="left")
        added = asked.filter(pl.col("cell") >= self.base.height).with_columns(block=pl.lit(None, pl.Int64))
        margins = pl.DataFrame(self.margins, schema={"margin": pl.Int64, "least": pl.Int64, "most": pl.Int64}, orient="row")
        return Table.of(pl.concat([own, added.select(own.columns)]), margins, pl.concat(self.members))
