"""The tables of an attack on suppression: what was read off a site, the system of what is known, and how wide each hidden number stays."""

from sitegen.tables.schema import FORCE, MONTH, NEIGHBOURHOOD_OR_FORCE, B, N, S, X, Y, schema

_FIELD = ("field", S, "field of the stops; all: every stop once")
_VALUE = ("value", S, "value slug; anything-else: all values not told, together")
_CELL = ("cell", N, "number of the cell in its table, from 0")
_MARGIN = ("margin", N, "number of the margin in its table, from 0")
_LOW = ("low", N, "the smallest number that fits all that is published")
_HIGH = ("high", N, "the largest such number")
_BLOCK = ("block", N, "months that belong together: 0 both releases', 1 the newer one's alone, 2 the older one's alone")

ATTACK_SCHEMAS = {
    "told_stops": schema(
        "force_id neighbourhood_id field value stops",
        FORCE,
        NEIGHBOURHOOD_OR_FORCE,
        _FIELD,
        _VALUE,
        ("stops", N, "stops of the year; null: suppressed"),
        ("last_month", S, "the last month counted"),
        ("months", N, "how many months are counted"),
        ("page", S, "path of the page beside the figures"),
    ),
    "told_months": schema("force_id month", FORCE, MONTH, ("stops", N, "stops the force recorded"), ("unlocated", N, "those without a location")),
    "told_points": schema("month x y", MONTH, X, Y, ("stops", N, "stops at the snap point, but for British Transport Police's")),
    "told_places": schema("force_id neighbourhood_id month", FORCE, NEIGHBOURHOOD_OR_FORCE, MONTH, ("stops", N, "stops located in it")),
    "told_shared": schema(
        "force_id neighbourhood_id other",
        FORCE,
        ("neighbourhood_id", S, "the force's id of the neighbourhood"),
        ("other", S, "that of another with which it shares a place of a stop"),
    ),
    "told_changes": schema(
        "release dataset change part",
        ("release", S, "the release, such as 2026-03"),
        ("before", S, "the release before it that has the month"),
        ("dataset", S, "crime or asb"),
        ("part", S, "all months together, a month, a category of a month, an outcome"),
        ("month", S, "the month; null: several"),
        ("category", S, "category slug; null: several"),
        ("change", S, "added, withdrawn or reoutcomed"),
        ("others", B, "all categories or outcomes that are not told, together"),
        ("crimes", N, "how many; null: not told"),
    ),
    "told_counts": schema(
        "release force_id dataset month",
        ("release", S, "the release, such as 2026-03"),
        FORCE,
        ("dataset", S, "crime or asb"),
        MONTH,
        ("crimes", N, "how many the release told"),
    ),
    "cells": schema(
        "cell",
        _CELL,
        ("place", S, "the force's id of the neighbourhood; null: the rest of the force"),
        _VALUE,
        _BLOCK,
        ("most", N, "no more than this, whatever the margins say; null: no such limit"),
        ("limit", N, "how wide the range has to stay; null: the cell is not asked for"),
    ),
    "margins": schema("margin", _MARGIN, ("least", N, "the members' sum is no less"), ("most", N, "and no more; null: no such limit")),
    "members": schema("margin cell", _MARGIN, _CELL, ("weight", N, "how often the cell is in the sum; -1: taken from it")),
    "bounds": schema("cell", _CELL, _LOW, _HIGH),
    "widths": schema(
        "force_id field neighbourhood_id value span",
        FORCE,
        _FIELD,
        ("neighbourhood_id", S, "the force's id of the neighbourhood; empty: the rest of the force; null: the whole force"),
        _VALUE,
        (
            "span",
            S,
            "year, a release's tables; previous, those of the release before; entered and left, the months that only one of them sums",
        ),
        _LOW,
        _HIGH,
        ("width", N, "high less low"),
        ("limit", N, "the width it must have: the threshold, or the hidden stops of its place where those are fewer and known anyway"),
        ("verdict", S, "wide; large: surely no smaller than the threshold; none: surely 0, of the rest or of values nobody named; narrow: a leak"),
    ),
    "hidden_widths": schema(
        "force_id",
        FORCE,
        ("cells", N, "numbers that are hidden and must stay open, and are not surely large or none"),
        ("least", N, "the smallest of their widths; null: there is no such number"),
        ("quarter", N, "the width that a quarter of them do not exceed; null likewise"),
        ("half", N, "the width that half of them do not exceed; null likewise"),
        ("three_quarters", N, "the width that three quarters of them do not exceed; null likewise"),
        ("most", N, "the largest of their widths; null likewise"),
        ("large", N, "further numbers that are surely no smaller than the threshold"),
        ("none", N, "further numbers that are surely 0, of the rest of a force or of values nobody named"),
        ("few", N, "further numbers, of places with fewer stops in all than the threshold"),
    ),
}
"""By name; they pass through no store."""
