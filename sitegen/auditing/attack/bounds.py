"""Between which numbers each cell of a table surely lies, by linear programmes that HiGHS solves.

Whole numbers are not asked for: what fits in fractions is a superset of what fits in whole numbers, so a cell may be known a little better than
these limits, rounded inwards, say. In one release they are exact: rows and columns of a two-way table, with limits for single cells, are a
transport problem, whose corners are whole.

Two programmes a cell would be slow. The limits that each margin gives by itself are cheap, and nearly always right; one solution that reaches
them for many cells proves it for all of these at once. So cells are tried in batches whose cheap limits do not stand in each other's way, every
solution is looked at for every cell, and only those that were never seen at their limit get a programme of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.auditing.attack.table import UNLIMITED, ContradictionError, Limits, Numbers, Table, connected, narrowed

_NEAR = 1e-6
"""The feasibility that HiGHS promises; a limit this close to a whole number is that number."""


def bound_cells(table: Table) -> pl.DataFrame:
    """The lowest and highest number of every cell that has a `limit`, as the table `bounds` by cell.

    Raises ContradictionError where no numbers fit.
    """
    limits = narrowed(Limits.of(table))
    asked = table.cells["limit"].is_not_null().to_numpy()
    low, high = limits.low.copy(), limits.high.copy()
    component = connected(limits)
    _refuse_if_impossible(limits, component)
    for number in np.unique(component[component >= 0]):
        own = component == number
        low[own], high[own] = _Programme.of(limits, own).bounds(asked[own])
    return pl.DataFrame({"cell": np.flatnonzero(asked), "low": low[asked], "high": high[asked]})


def _refuse_if_impossible(limits: Limits, component: Numbers) -> None:
    """Sums of which every member is known have to be what is published."""
    sums = np.zeros(len(limits.least), np.int64)
    np.add.at(sums, limits.margin, limits.low[limits.cell] * limits.weight)
    is_open = np.zeros(len(sums), np.bool_)
    is_open[limits.margin[component[limits.cell] >= 0]] = True
    if (~is_open & ((sums < limits.least) | (sums > limits.most))).any():
        raise ContradictionError


class _Quiet(highspy.Highs):
    """HiGHS without a word: its banner is printed by the first thing it does, so output is off before that."""

    def enableCallbacks(self) -> None:  # noqa: N802  the library's name
        """What the library does last when it makes a solver."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()  # type: ignore[no-untyped-call]  # a library without types


@dataclass(slots=True)
class _Programme:
    """One component: its limits, the model, and the smallest and largest number that any solution had in each cell."""

    limits: Limits
    model: highspy.Highs
    seen_low: NDArray[np.float64]
    seen_high: NDArray[np.float64]

    @classmethod
    def of(cls, whole: Limits, own: NDArray[np.bool_]) -> _Programme:
        """The programme of the cells of one component; what is known of others is taken from the margins."""
        limits = _cut_out(whole, own)
        solver = _Quiet()  # type: ignore[no-untyped-call]  # a library without types
        for name, value in (("threads", 1), ("presolve", "off"), ("solver", "simplex"), ("simplex_strategy", 4)):
            solver.setOptionValue(name, value)
        _give(solver, limits)
        cells = len(limits.low)
        return cls(limits, solver, np.full(cells, np.inf), np.full(cells, -np.inf))

    def bounds(self, asked: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
        """Lowest and highest number of each cell; of cells not asked for, and upwards of those that no margin limits, the cheap limits."""
        low, high = self.limits.low.copy(), self.limits.high.copy()
        self._solve(np.zeros(len(low)))
        for upward in (True, False):
            is_limited = self.limits.high < UNLIMITED if upward else True
            waiting = np.flatnonzero(asked & is_limited & ~self._reached(upward=upward))
            for batch in self._batches(waiting, upward=upward):
                self._solve_for(batch, upward=upward)
            for cell in waiting:
                found = self._solve_for(np.array([cell]), upward=upward)
                if found is None:
                    continue
                if upward:
                    high[cell] = np.floor(-found + _NEAR)
                else:
                    low[cell] = np.ceil(found - _NEAR)
        return low, high

    def _solve_for(self, cells: Numbers, *, upward: bool) -> float | None:
        """The least or largest sum of those of the cells that no solution had at their cheap limit yet; None where there are none."""
        left = cells[~self._reached(upward=upward)[cells]]
        if not len(left):
            return None
        cost = np.zeros(len(self.seen_low))
        cost[left] = -1 if upward else 1
        return self._solve(cost)

    def _reached(self, *, upward: bool) -> NDArray[np.bool_]:
        """Cells that some solution had at their cheap limit."""
        if upward:
            return np.asarray(self.seen_high >= self.limits.high - _NEAR)
        return np.asarray(self.seen_low <= self.limits.low + _NEAR)

    def _solve(self, cost: NDArray[np.float64]) -> float:
        """The least cost; every solution is remembered. Begins at the solution before."""
        self.model.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
        self.model.run()
        if self.model.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise ContradictionError
        values = np.array(self.model.getSolution().col_value)
        np.minimum(self.seen_low, values, out=self.seen_low)
        np.maximum(self.seen_high, values, out=self.seen_high)
        return float(self.model.getInfo().objective_function_value)

    def _batches(self, waiting: Numbers, *, upward: bool) -> list[Numbers]:
        """Cells that can reach their cheap limits together as far as each margin can say, those with the narrowest first.

        Upwards no margin is asked for more than it holds; downwards it keeps a cell at least that may take what the others give up.
        """
        order = waiting[np.argsort(self.limits.high[waiting], kind="stable")]
        starts = np.searchsorted(by_cell := np.sort(self.limits.cell, kind="stable"), order), np.searchsorted(by_cell, order, "right")
        margins = self.limits.margin[np.argsort(self.limits.cell, kind="stable")]
        of_cell = [margins[start:end].tolist() for start, end in zip(*starts, strict=True)]
        members = np.bincount(self.limits.margin, minlength=len(self.limits.least))
        needs = self.limits.high[order].tolist() if upward else [1] * len(order)
        rooms = self.limits.most if upward else (members + 1) // 2
        left = list(range(len(order)))
        batches: list[Numbers] = []
        while left:
            room = rooms.tolist()
            taken: list[int] = []
            later: list[int] = []
            for at in left:
                if not taken or all(room[margin] >= needs[at] for margin in of_cell[at]):
                    taken.append(at)
                    for margin in of_cell[at]:
                        room[margin] -= needs[at]
                else:
                    later.append(at)
            batches.append(order[taken])
            left = later
        return batches


def _cut_out(whole: Limits, own: NDArray[np.bool_]) -> Limits:
    """The cells of one component and their margins, numbered from 0; members that are known are taken from the sums."""
    inside = own[whole.cell]
    known = np.zeros(len(whole.least), np.int64)
    np.add.at(known, whole.margin[~inside], (whole.low[whole.cell] * whole.weight)[~inside])
    margins, at = np.unique(whole.margin[inside], return_inverse=True)
    number = np.cumsum(own) - 1
    most = whole.most[margins]
    return Limits(
        whole.low[own],
        whole.high[own],
        whole.least[margins] - known[margins],
        np.where(most >= UNLIMITED, UNLIMITED, most - known[margins]),
        at.astype(np.int64),
        number[whole.cell[inside]],
        whole.weight[inside],
    )


def _give(solver: highspy.Highs, limits: Limits) -> None:
    """Hand the component to HiGHS: a column a cell, a row a margin, nothing to be minimised yet."""
    low, least = limits.low.astype(float), limits.least.astype(float)
    high, most = (np.where(one >= UNLIMITED, highspy.kHighsInf, one.astype(float)) for one in (limits.high, limits.most))
    order = np.lexsort((limits.margin, limits.cell))
    starts = np.searchsorted(limits.cell[order], np.arange(len(low) + 1)).astype(np.int32)
    of_cells = limits.margin[order].astype(np.int32), limits.weight[order].astype(float)
    by_column, minimise, whole = int(highspy.MatrixFormat.kColwise), int(highspy.ObjSense.kMinimize), np.zeros(len(low), np.int32)
    sizes = len(low), len(least), len(order)
    solver.passModel(*sizes, by_column, minimise, 0.0, np.zeros(len(low)), low, high, least, most, starts, *of_cells, whole)
