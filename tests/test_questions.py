"""The ready questions, put to the tables of a built site: SQLite and DuckDB give the same answers, and none takes missing for zero."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import polars as pl
import pytest

from sitegen.artefacts.pages.ask import duckdb_views
from sitegen.artefacts.sections.questions import Question, ready_questions
from sitegen.safe_csv import as_supplied
from tests.artefacts.inputs import renderer

pytestmark = pytest.mark.site

Rows = list[tuple[str | float | None, ...]]
FORCES = ("loamshire", "dyffryn-aeddan")
MONTH = "2025-06"
NUMBER = len(ready_questions(renderer().words, {"force": "", "neighbourhood": "", "since": ""}))


@pytest.fixture(scope="module")
def tables(built_site: Path) -> dict[str, pl.DataFrame]:
    """The tables as a reader reads them who knows docs/DATA.md."""
    data = built_site / "data"
    places = pl.read_csv(data / "neighbourhoods.csv", infer_schema=False).with_columns(pl.all().map_elements(as_supplied, return_dtype=pl.String))
    coverage = pl.read_csv(data / "coverage.csv", infer_schema_length=None)
    crimes = pl.read_parquet(data / f"crimes/{MONTH}.parquet").drop("geometry")
    return {"counts": pl.read_parquet(data / "counts.parquet"), "neighbourhoods": places, "coverage": coverage, "crimes": crimes}


@pytest.fixture(scope="module")
def in_sqlite(tables: dict[str, pl.DataFrame]) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    for name, rows in tables.items():
        kinds = ("INTEGER" if kind.is_integer() else "REAL" if kind.is_float() else "TEXT" for kind in rows.dtypes)
        database.execute(f"CREATE TABLE {name} ({', '.join(map(' '.join, zip(rows.columns, kinds, strict=True)))})")
        database.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * rows.width)})", rows.rows())
    return database


@pytest.fixture(scope="module")
def in_duckdb(built_site: Path) -> duckdb.DuckDBPyConnection:
    database = duckdb.connect()
    for line in duckdb_views(MONTH, f"{built_site}/data/"):
        database.execute(line.replace(f"data/{MONTH}", f"data/crimes/{MONTH}"))  # a reader saves all files into one folder
    return database


def question(tables: dict[str, pl.DataFrame], force: str, at: int) -> Question:
    place = tables["neighbourhoods"].filter(pl.col("force") == force)["neighbourhood"][0]
    return ready_questions(renderer().words, {"force": force, "neighbourhood": place, "since": "2024-07"})[at]


@pytest.mark.parametrize("force", FORCES)
@pytest.mark.parametrize("at", range(NUMBER))
def test_both_programs_give_the_same_rows(
    tables: dict[str, pl.DataFrame], in_sqlite: sqlite3.Connection, in_duckdb: duckdb.DuckDBPyConnection, force: str, at: int
) -> None:
    sql = question(tables, force, at).sql
    asked: tuple[Rows, Rows] = (in_sqlite.execute(sql).fetchall(), in_duckdb.execute(sql).fetchall())
    one, other = ([tuple(float(cell) if not isinstance(cell, str | None) else cell for cell in row) for row in rows] for rows in asked)
    assert len(one) == len(other) > 0
    for mine, theirs in zip(one, other, strict=True):
        assert mine == pytest.approx(theirs, abs=1e-9)


def test_a_month_that_was_not_supplied_is_neither_a_zero_nor_counted(tables: dict[str, pl.DataFrame], in_sqlite: sqlite3.Connection) -> None:
    counts = tables["counts"].filter(pl.col("force") == "dyffryn-aeddan", pl.col("neighbourhood").is_not_null())
    missing = set(counts.filter(pl.col("crimes").is_null(), pl.col("category") != "anti-social-behaviour")["month"])
    assert missing
    months = {row[0]: row[1] for row in in_sqlite.execute(question(tables, "dyffryn-aeddan", 1).sql)}
    assert {month for month, total in months.items() if total is None} == missing
    kinds = in_sqlite.execute(question(tables, "dyffryn-aeddan", 0).sql).fetchall()
    known = {month for month in months if month >= "2024-07"} - missing
    assert max(row[2] for row in kinds) == len(known)
