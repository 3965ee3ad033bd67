"""SQLite files that somebody else wrote, opened so that nothing in them runs long, takes much memory or reaches outside."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import InputError

_MAGIC = b"SQLite format 3\0"
_WRITE_VERSIONS = slice(18, 20)
"""Bytes that say how the file was last written: 2, with a log beside it, which a file in memory cannot have; 1, without."""

_VALUE_MOST = 128 << 20
"""Bytes of one value; the largest shape of a country's sea has some 30 MB."""
_HEAP_MOST = 3 << 30
"""Bytes of SQLite's own memory: a file read whole, at most 2 GB, and what it sorts."""
_STEPS_LEAST = 100_000_000
"""Steps of SQLite's machine, some seconds; and one more for each byte, far beyond what reading every row takes."""
_STEPS_A_CALL = 10_000
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: _VALUE_MOST,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1 << 20,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 100,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 50,
    sqlite3.SQLITE_LIMIT_VDBE_OP: 250_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 0,
}
_PRAGMAS = ("trusted_schema=OFF", "query_only=ON", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY", f"hard_heap_limit={_HEAP_MOST}")
_ACTIONS = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_FUNCTIONS = frozenset({"coalesce", "ifnull", "max", "min", "typeof"})
"""What a statement may call, a view of the file's included: nothing that makes values or rows out of nothing."""
_QUESTIONS = frozenset({"table_info"})

Value = str | bytes | int | float | None


@dataclass(frozen=True, slots=True)
class Database:
    """An open file. `tables`: its ordinary tables, by name, and those of its views that were asked for."""

    name: str
    kind: str
    tables: frozenset[str]
    _connection: sqlite3.Connection
    _bytes_most: int

    def columns(self, table: str) -> tuple[str, ...]:
        """The columns of a table as written in the file; those worked out from others are none. Raises InputError."""
        with _faults_told(self.name, self.kind):
            return tuple(str(row[1]) for row in self._connection.execute(f"PRAGMA table_info({quoted(table)})"))

    def rows(self, statement: str, values: tuple[Value, ...] = ()) -> Iterator[tuple[Value, ...]]:
        """The rows of a SELECT one by one. Raises InputError where they cannot be read, and where they hold far more than the file does."""
        size = 0
        with _faults_told(self.name, self.kind):
            for row in self._connection.execute(statement, values):
                size += sum(len(value) for value in row if isinstance(value, bytes | str))
                if size > self._bytes_most:
                    raise InputError(f"{self.name}: its tables hold far more than the file does; download or export it again")
                yield row


@contextmanager
def open_database(source: bytes | Path, name: str, *, kind: str, views: frozenset[str] = frozenset()) -> Iterator[Database]:
    """The file, from its bytes or, where it is not to be read whole, from where it lies, until the block ends.

    Only ordinary tables are shown, and views by the names `views`. Text that is not UTF-8 is read with replacement characters. A file that was last
    written with a log beside it is read without the log. Raises InputError naming the file, which should be a `kind` ("a GeoPackage"), where it
    cannot be opened, is no such file or has a schema that cannot be read.
    """
    with ExitStack() as stack:
        with _faults_told(name, kind):
            begin, size = _beginning(source)
            if not begin.startswith(_MAGIC):
                raise InputError(f"{name}: {'is empty' if not size else f'is not {kind}'}; download or export it again")
            connection = stack.enter_context(closing(sqlite3.connect(_address(source), uri=True)))
            connection.text_factory = _text
            for limit, most in _LIMITS.items():
                connection.setlimit(limit, most)
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}").fetchall()
            if isinstance(source, bytes):
                connection.deserialize(_without_log(source))
            connection.set_progress_handler(_counter((_STEPS_LEAST + size) // _STEPS_A_CALL), _STEPS_A_CALL)
            connection.set_authorizer(_authorise)
            database = Database(name, kind, _tables(connection, views), connection, _VALUE_MOST + 4 * size)
        yield database


@contextmanager
def _faults_told(name: str, kind: str) -> Iterator[None]:
    """Whatever SQLite has to say of a file as the one error for it."""
    try:
        yield
    # ValueError: a name with a NUL, or a message that is not UTF-8.
    except (sqlite3.Error, sqlite3.Warning, OverflowError, ValueError, MemoryError, OSError) as error:
        said = "takes too many steps to read" if "interrupted" in str(error) else " ".join(str(error).split())[:120] or type(error).__name__
        raise InputError(f"{name}: not readable as {kind} ({said}); download or export it again") from error


def quoted(name: str) -> str:
    """A name from the file as SQL takes it: nothing in it can end the quotation."""
    return '"' + name.replace('"', '""') + '"'


def _beginning(source: bytes | Path) -> tuple[bytes, int]:
    if isinstance(source, bytes):
        return source[: len(_MAGIC)], len(source)
    with source.open("rb") as file:
        return file.read(len(_MAGIC)), source.stat().st_size


def _address(source: bytes | Path) -> str:
    # immutable: nobody writes it meanwhile, and no log is looked for.
    return f"{source.absolute().as_uri()}?mode=ro&immutable=1" if isinstance(source, Path) else ":memory:"


def _without_log(data: bytes) -> bytes:
    return data[: _WRITE_VERSIONS.start] + b"\1\1" + data[_WRITE_VERSIONS.stop :] if data[_WRITE_VERSIONS] == b"\2\2" else data


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _counter(calls_most: int) -> Callable[[], bool]:
    calls = iter(range(calls_most))
    return lambda: next(calls, None) is None


def _authorise(action: int, first: str | None, second: str | None, _database: str | None, _source: str | None) -> int:
    """Reading is all that is allowed: no recursion, no other databases, no settings."""
    is_call = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS
    is_question = action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _QUESTIONS
    return sqlite3.SQLITE_OK if action in _ACTIONS or is_call or is_question else sqlite3.SQLITE_DENY


def _tables(connection: sqlite3.Connection, views: frozenset[str]) -> frozenset[str]:
    # A virtual table has no pages of its own: it is a program's.
    kinds: Mapping[str, frozenset[str] | None] = {"table": None, "view": views}
    found = connection.execute("SELECT type, name, rootpage FROM sqlite_master").fetchall()
    return frozenset(
        name
        for kind, name, page in found
        if kind in kinds and isinstance(name, str) and (page or kind == "view") and ((only := kinds[kind]) is None or name in only)
    )
