"""The ledger: which key made what, what each task was last made from, and the digests of upstream files."""

import errno
import json
import os
import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from sitegen.engine.fingerprint import Known, Module, canonical
from sitegen.engine.load import look_of
from sitegen.errors import StoreError

FORMAT = 3
"""Raised when the shape of blobs or ledger changes: an older ledger is then begun anew."""

_OURS = 0x73677431
"""SQLite's application id of a ledger: a file without it is somebody else's and is never touched."""

_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)

Part = tuple[str, ...]
Entry = tuple[str, str, Part | None]
"""A line of a list that enters a key: name, digest or version, and for a table the part of the stage that made it."""

_TABLES = """
create table raws (path text, member text, stat text, digest text, primary key (path, member)) without rowid;
create table results (key text primary key, refs text, build integer) without rowid;
create table tasks (stage text, part text, key text, recipe text, primary key (stage, part)) without rowid;
create table lists (digest text primary key, entries text) without rowid;
create table builds (number integer primary key);
create table modules (name text primary key, source text, found text) without rowid;
create table unpublished (since integer primary key);
"""
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_OF_THE_DISK = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
)
"""What SQLite reports of disk and permissions; anything else it stumbles over in a file of ours is damage."""
_FIRST_TABLES = {"raws", "results", "tasks", "lists", "builds"}
"""What a ledger of format 1 held, which had no application id yet."""


class Ref(NamedTuple):
    """One blob a task made: its table, the rows of one `label` of a split table, or the pack (and index) of its files."""

    label: str
    digest: str
    size_bytes: int


class Made(NamedTuple):
    """What a task was last made from: its key and, as JSON, the recipe the key was worked out from."""

    key: str
    recipe: str


@contextmanager
def store_errors(folder: Path) -> Iterator[None]:
    """Turn what the disk and SQLite say into one StoreError that names the folder and what to do."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        code = getattr(error, "sqlite_errorcode", None)
        if getattr(error, "errno", None) in {errno.ENOSPC, errno.EDQUOT} or code == sqlite3.SQLITE_FULL:
            raise StoreError(f"{folder}: the disk is full ({_room(folder)}); make room and run again: finished work is kept") from error
        if code in _DAMAGED or (isinstance(error, sqlite3.DatabaseError) and (code or 0) & 0xFF not in _OF_THE_DISK):
            raise _damaged(folder) from error
        raise StoreError(f"{folder}: cannot be read or written ({getattr(error, 'strerror', None) or error}); check disk and permissions") from error


def _damaged(folder: Path) -> StoreError:
    return StoreError(
        f"{folder}/ledger.sqlite: the ledger is damaged, so nothing in this cache can be found again; delete the folder {folder} and build again"
    )


@contextmanager
def _entries_read(folder: Path) -> Iterator[None]:
    """Raises StoreError where what the ledger says cannot be understood: SQLite does not notice a changed letter in a text."""
    try:
        yield
    except (ValueError, TypeError, RecursionError) as error:
        raise _damaged(folder) from error


def _room(folder: Path) -> str:
    with suppress(OSError):
        found = os.statvfs(folder)
        return f"{found.f_bavail * found.f_frsize >> 20} MiB and {found.f_favail:,} inodes are free"
    return "free space unknown"


def refuse_foreign_ledger(folder: Path) -> None:
    """Raises StoreError where the folder's ledger.sqlite is the database of another program; one that is damaged is taken for ours."""
    if not (folder / "ledger.sqlite").is_file():
        return
    try:
        with closing(_to_read(folder)) as db:
            names = _tables(db)
            is_first = db.execute("pragma user_version").fetchone()[0] == 1 and set(names) == _FIRST_TABLES
            is_ours = is_first or db.execute("pragma application_id").fetchone()[0] == _OURS
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode in _DAMAGED:
            return
        raise
    if names and not is_ours:
        raise StoreError(f"{folder}: its ledger.sqlite is another program's; name a new folder with --cache")


def has_ledger(folder: Path) -> bool:
    """True where the folder holds a ledger of today's format."""
    if not (folder / "ledger.sqlite").is_file():
        return False
    with store_errors(folder), closing(_to_read(folder)) as db:
        return bool(db.execute("pragma user_version").fetchone()[0] == FORMAT and _tables(db))


def _to_read(folder: Path) -> sqlite3.Connection:
    """The ledger as it stands at one moment; reading it changes no file.

    What a build that runs, or was killed, has beside it is read with it, for which SQLite needs its index.
    """
    log, index = folder / "ledger.sqlite-wal", folder / "ledger.sqlite-shm"
    how = "mode=ro" if log.is_file() and (log.stat().st_size or index.is_file()) else "immutable=1"
    db = sqlite3.connect(f"{(folder / 'ledger.sqlite').absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    db.execute("begin")
    return db


def _tables(db: sqlite3.Connection) -> list[str]:
    return [name for (name,) in db.execute("select name from sqlite_master where type = 'table'")]


class Ledger:
    """A SQLite file; every finished task is committed at once, so that a killed build goes on where it stopped.

    One that is `asked` only must be there in today's format, and no file of it changes.
    """

    def __init__(self, folder: Path, *, asked: bool = False) -> None:
        self._folder = folder
        with store_errors(folder):
            refuse_foreign_ledger(folder)
            self._db = _to_read(folder) if asked else self._begun()
        # A build that failed shares its number with the next one, so that failures push nothing out of the store.
        self._build: int = self._rows("select coalesce(max(number), 0) + 1 from builds")[0][0]
        self._refs: dict[str, str] = dict(self._rows("select key, refs from results"))

    def _begun(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._folder / "ledger.sqlite")
        names = _tables(db)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = normal")
        if db.execute("pragma user_version").fetchone()[0] != FORMAT or not names:
            anew = f"{''.join(f'drop table {name};' for name in names)} {_TABLES}"
            db.executescript(f"begin; {anew} pragma application_id = {_OURS}; pragma user_version = {FORMAT}; commit;")
        return db

    def close(self) -> None:
        """Give the file back."""
        self._db.close()

    def raws(self) -> dict[tuple[str, str], tuple[str, str]]:
        """What upstream files looked like when last read, and their digests, by (path, member)."""
        return {(path, member): (stat, digest) for path, member, stat, digest in self._rows("select path, member, stat, digest from raws")}

    def save_raws(self, fresh: Mapping[tuple[str, str], tuple[str, str]]) -> None:
        """Remember files just read."""
        with self._change() as db:
            db.executemany("insert or replace into raws values (?, ?, ?, ?)", [(*file, *seen) for file, seen in fresh.items()])

    def modules(self) -> Known:
        """What was found in the project's modules when they were last parsed, by name."""
        rows = self._rows("select name, source, found from modules")
        with _entries_read(self._folder):
            return {name: (source, _module(*json.loads(found))) for name, source, found in rows}

    def save_modules(self, fresh: Known) -> None:
        """Remember modules just parsed."""
        rows = [(name, source, json.dumps(found)) for name, (source, found) in fresh.items()]
        with self._change() as db:
            db.executemany("insert or replace into modules values (?, ?, ?)", rows)

    def refs(self, key: str) -> tuple[Ref, ...] | None:
        """What a key made; None where it never did."""
        text = self._refs.get(key)
        with _entries_read(self._folder):
            return None if text is None else tuple(_ref(ref) for ref in json.loads(text))

    def made(self) -> dict[tuple[str, Part], Made]:
        """Every task as it was last made, those of the newest build last."""
        rows = self._rows("select stage, part, key, recipe from tasks left join results using (key) order by build, stage, part")
        with _entries_read(self._folder):
            return {(stage, tuple(json.loads(part))): Made(key, _json(recipe)) for stage, part, key, recipe in rows}

    def newest(self) -> dict[tuple[str, Part], tuple[Ref, ...]]:
        """What each task of the newest finished build made, or was made since, in no order."""
        rows = self._rows("select stage, part, refs from tasks join results using (key) where build >= (select max(number) from builds)")
        with _entries_read(self._folder):
            return {(stage, tuple(json.loads(part))): tuple(map(_ref, json.loads(refs))) for stage, part, refs in rows}

    def entries(self, digest: str) -> list[Entry]:
        """A list that recipes refer to; empty where it is not known."""
        rows = self._rows("select entries from lists where digest = ?", digest)
        with _entries_read(self._folder):
            return [(name, content, None if part is None else tuple(part)) for name, content, part in (json.loads(rows[0][0]) if rows else [])]

    def record(self, stage: str, part: Part, made: Made, lists: Mapping[str, str], refs: Iterable[Ref]) -> None:
        """Commit one finished task."""
        with self._change() as db:
            self._remember(db, made.key, refs)
            db.execute("insert or replace into tasks values (?, ?, ?, ?)", (stage, canonical(part), *made))
            db.executemany("insert or ignore into lists values (?, ?)", lists.items())

    def keep(self, made: Mapping[str, Iterable[Ref]]) -> None:
        """Remember what keys made that are no task's, or that it is still wanted."""
        with self._change() as db:
            for key, refs in made.items():
                self._remember(db, key, refs)

    def _remember(self, db: sqlite3.Connection, key: str, refs: Iterable[Ref]) -> None:
        self._refs[key] = json.dumps(list(refs))
        db.execute("insert or replace into results values (?, ?, ?)", (key, self._refs[key], self._build))

    def begin(self) -> bool:
        """Note that a build is under way; True where the one before it was never published: it was stopped or failed."""
        stopped = bool(self._rows("select since from unpublished"))
        with self._change() as db:
            db.execute("insert or ignore into unpublished values (?)", (self._build,))
        return stopped

    def published(self) -> None:
        """Note that what was made is published."""
        with self._change() as db:
            db.execute("delete from unpublished")

    def close_build(self, used: Iterable[str], left_out: Iterable[tuple[str, Part]], *, finished: bool) -> None:
        """Mark the keys this build used and forget tasks that are no longer made."""
        with self._change() as db:
            db.executemany("update results set build = ? where key = ?", [(self._build, key) for key in used])
            db.executemany("delete from tasks where stage = ? and part = ?", [(stage, canonical(part)) for stage, part in left_out])
            if finished:
                db.execute("insert into builds values (?)", (self._build,))
                self._build += 1

    def prune(self, most_bytes: int) -> set[str]:
        """Forget what was not used for longest, until the blobs of the rest fit; returns the digests still wanted.

        What the newest finished build used stays whatever its size, and so does what was made since.
        """
        wanted: set[str] = set()
        kept_bytes = 0
        gone: list[tuple[str]] = []
        for key, refs, build in self._rows("select key, refs, build from results order by build desc, key"):
            with _entries_read(self._folder):
                fresh = {ref.digest: ref.size_bytes for ref in map(_ref, json.loads(refs)) if ref.digest not in wanted}
            if build >= self._build - 1 or kept_bytes + sum(fresh.values()) <= most_bytes:
                wanted |= fresh.keys()
                kept_bytes += sum(fresh.values())
            else:
                gone.append((key,))
        looks = {path: look_of(path) for (path,) in self._rows("select distinct path from raws")}
        with self._change() as db:
            db.executemany("delete from results where key = ?", gone)
            db.execute("delete from tasks where key not in (select key from results)")
            db.execute("delete from lists where digest not in (select atom from tasks, json_tree(recipe) where type = 'text')")
            db.executemany("delete from raws where path = ? and stat is not ?", looks.items())
            db.execute("delete from builds where number < (select max(number) from builds)")
        for key in gone:
            del self._refs[key[0]]
        self._compact()
        return wanted

    def _compact(self) -> None:
        """Give the disk back what the file no longer needs, where that is a good part of it."""
        with store_errors(self._folder):
            if self._number("freelist_count") * 4 > self._number("page_count"):
                self._db.execute("vacuum")
            self._db.execute("pragma wal_checkpoint(truncate)").fetchall()

    def _number(self, pragma: str) -> int:
        return int(self._db.execute(f"pragma {pragma}").fetchone()[0])

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:  # Any: SQLite's columns have no static types
        with store_errors(self._folder):
            return self._db.execute(query, values).fetchall()

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        with store_errors(self._folder), self._db:
            yield self._db


class Aside(Ledger):
    """The ledger of work that is looked at and never published: what it made stays for the next build, of which nothing else is noted."""

    def begin(self) -> bool:
        """No build is under way."""
        return False

    def record(self, stage: str, part: Part, made: Made, lists: Mapping[str, str], refs: Iterable[Ref]) -> None:
        """Remember what a key made; how the published site's files came about stays as it is."""
        with self._change() as db:
            self._remember(db, made.key, refs)

    def close_build(self, used: Iterable[str], left_out: Iterable[tuple[str, Part]], *, finished: bool) -> None:
        """Nothing to mark or forget."""


def _ref(entry: Any) -> Ref:  # Any: JSON
    label, digest, size_bytes = entry
    if not (isinstance(label, str) and isinstance(digest, str) and _DIGEST.fullmatch(digest) and isinstance(size_bytes, int)):
        raise ValueError(f"not a ref: {entry!r}")
    return Ref(label, digest, size_bytes)


def _module(digest: str, *names: list[str]) -> Module:
    return Module(digest, *map(tuple, names))


def _json(text: str) -> str:
    json.loads(text)
    return text
