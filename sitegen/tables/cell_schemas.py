"""The tables of cells of the tiles: how much lies in one, and what its square stands for."""

from sitegen.tables.schema import MONTH, N, S, Schema, schema

CATEGORY_OR_ALL = ("category", S, "category slug; null: all categories together, antisocial behaviour included")

CELL_SCHEMAS: dict[str, Schema] = {
    "cell_sizes": schema(
        "month zoom category",
        MONTH,
        ("zoom", N, "zoom of the tiles, 5 to 11"),
        CATEGORY_OR_ALL,
        ("recorded", N, "number below which lie 98 in 100 of the cells in which anything was recorded"),
    ),
    "cell_scales": schema(
        "zoom category",
        ("zoom", N, "zoom of the tiles, 5 to 11"),
        CATEGORY_OR_ALL,
        ("recorded", N, "number recorded in a cell that the largest square stands for, round, the same for every month"),
    ),
    "picture_cells": schema(
        "zoom y x",
        ("zoom", N, "zoom of the tiles whose cells these are, the same in every row"),
        ("x", N, "column of the cell, from 180 degrees west in widths of a cell"),
        ("y", N, "row of the cell, from the north edge of the map"),
        ("recorded", N, "rows counted in the newest month, antisocial behaviour included, British Transport Police not; never 0"),
    ),
}
