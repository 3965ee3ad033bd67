"""A file of SQLite that somebody else wrote costs no more than its size, and has one error."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sitegen.errors import InputError
from sitegen.sources import sqlite_files
from sitegen.sources.sqlite_files import open_database, quoted

ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"


def made(*statements: str, folder: Path | None = None) -> bytes:
    path = ":memory:" if folder is None else str(folder / "a.db")
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in statements:
            database.execute(statement).fetchall()
        if folder is None:
            return database.serialize()
    return Path(path).read_bytes()


def rows(source: bytes | Path, table: str = "a", views: frozenset[str] = frozenset()) -> list[tuple[sqlite_files.Value, ...]]:
    with open_database(source, "a.db", kind="a database", views=views) as database:
        assert table in database.tables
        return list(database.rows(f"SELECT * FROM {quoted(table)}"))


def test_tables_and_columns_of_a_file_are_read() -> None:
    data = made("CREATE TABLE a (x, y)", "INSERT INTO a VALUES (1, 'one'), (2, NULL)")
    with open_database(data, "a.db", kind="a database") as database:
        assert database.tables == {"a"}
        assert database.columns("a") == ("x", "y")
    assert rows(data) == [(1, "one"), (2, None)]


def test_a_file_written_with_a_log_is_read_from_memory_and_from_disk(tmp_path: Path) -> None:
    data = made("PRAGMA journal_mode=WAL", "CREATE TABLE a (x)", "INSERT INTO a VALUES (1)", folder=tmp_path)
    assert data[18:20] == b"\2\2"
    (tmp_path / "whole.db").write_bytes(data)
    assert rows(data) == rows(tmp_path / "whole.db") == [(1,)]


@pytest.mark.parametrize(("data", "says"), [(b"", "is empty"), (b"PK\3\4" + bytes(100), "is not a database"), (b"SQLite format 3\0", "not readable")])
def test_what_is_no_database_is_refused_by_name(tmp_path: Path, data: bytes, says: str) -> None:
    (tmp_path / "a.db").write_bytes(data)
    for source in (data, tmp_path / "a.db"):
        with pytest.raises(InputError, match=f"^a.db: {says}"):
            rows(source)


def test_a_view_is_shown_only_where_it_was_asked_for() -> None:
    data = made("CREATE TABLE a (x)", "INSERT INTO a VALUES (1)", "CREATE VIEW b AS SELECT x FROM a")
    with open_database(data, "a.db", kind="a database") as database:
        assert database.tables == {"a"}
    assert rows(data, "b", frozenset({"b"})) == [(1,)]


@pytest.mark.parametrize("query", [ENDLESS, "SELECT zeroblob(100000000) AS x", "SELECT printf('%.100000000c', 'x') AS x"])
def test_a_view_that_makes_something_of_nothing_is_stopped_before_it_begins(query: str) -> None:
    with pytest.raises(InputError, match=r"a\.db: not readable as a database \(.*(prohibited|not authorized)"):
        rows(made(f"CREATE VIEW b AS {query}"), "b", frozenset({"b"}))


def test_a_view_that_never_comes_to_an_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_files, "_STEPS_LEAST", 100_000)
    numbers = ", ".join(f"({number})" for number in range(100))
    data = made("CREATE TABLE a (x)", f"INSERT INTO a VALUES {numbers}", "CREATE VIEW b AS SELECT max(p.x) FROM a p, a q, a r, a s, a t")
    with pytest.raises(InputError, match="takes too many steps to read"):
        rows(data, "b", frozenset({"b"}))


def test_rows_that_hold_far_more_than_the_file_are_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_files, "_VALUE_MOST", 1 << 20)
    data = made("CREATE TABLE a (x)", "INSERT INTO a VALUES (zeroblob(300000))", "INSERT INTO a VALUES (1), (2), (3), (4), (5), (6), (7), (8)")
    assert len(rows(data)) == 9
    with open_database(data, "a.db", kind="a database") as database, pytest.raises(InputError, match="far more than the file"):
        list(database.rows("SELECT p.x FROM a p, a q, a r"))


def test_a_column_that_is_worked_out_is_no_column() -> None:
    data = made("CREATE TABLE a (x, y AS (zeroblob(1000)))")
    with open_database(data, "a.db", kind="a database") as database:
        assert database.columns("a") == ("x",)


@pytest.mark.parametrize("statement", ["DELETE FROM a", "ATTACH ':memory:' AS b", "PRAGMA writable_schema=ON", "SELECT load_extension('x')"])
def test_nothing_but_reading_is_allowed(statement: str) -> None:
    data = made("CREATE TABLE a (x)")
    with open_database(data, "a.db", kind="a database") as database, pytest.raises(InputError, match=r"a\.db"):
        list(database.rows(statement))


def test_text_that_is_not_utf8_is_read_with_replacement_signs() -> None:
    assert rows(made("CREATE TABLE a (x)", "INSERT INTO a VALUES (CAST(x'41FF' AS TEXT))")) == [("A�",)]


def test_a_schema_that_is_broken_is_one_error() -> None:
    data = made("CREATE TABLE a (x)").replace(b"CREATE TABLE a", b"CREATE TABLE \xff")
    with pytest.raises(InputError, match=r"a\.db"):
        rows(data)
