"""Stored tables: what the newest build made, by name; nothing is made or written."""

import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from sitegen.engine.ledger import Part, Ref
from sitegen.engine.stage import Stage
from sitegen.engine.store import ask_store
from sitegen.errors import ConfigError
from sitegen.near_names import meaning
from sitegen.safe_csv import write_csv
from sitegen.site import STAGES
from sitegen.tables import codec
from sitegen.tables.schemas import SCHEMAS, Schema

OPTIONS = {"force_id": "--force", "month": "--month", "area": "--area"}
"""What a table can be cut by, and how the command line asks for it."""

_TABLES = {stage.name: stage for stage in STAGES if stage.writes == "table"}


@dataclass(frozen=True, slots=True)
class Size:
    """How large a stored table is: its parts and their rows together."""

    name: str
    parts: int
    rows: int


@dataclass(frozen=True, slots=True)
class Stored:
    """A table with its schema, and how many parts of it were read."""

    name: str
    schema: Schema
    parts: int
    table: pl.DataFrame


def sizes(cache: Path) -> list[Size]:
    """Every table of the newest build in the order of the stages; raises StoreError where there is no cache."""
    with ask_store(cache) as store:
        made = store.ledger.newest()
        found = {name: [ref.digest for (stage, _part), refs in made.items() if stage == name for ref in refs] for name in _TABLES}
        return [Size(name, len(blobs), sum(codec.height(store.blobs.head(blob)) for blob in blobs)) for name, blobs in found.items() if blobs]


def read_stored(cache: Path, name: str, wanted: Mapping[str, str]) -> Stored:
    """The rows of a table with these values (`force_id`, `month`, `area`), of the parts that may hold them, in declared order.

    Raises ConfigError for a table, or a value of it, that there is none of, StoreError where there is no cache.
    """
    if name not in _TABLES:
        raise ConfigError(f"{name}: no such table; {meaning(name, _TABLES) or 'show without a name lists them'}")
    stage, schema = _TABLES[name], SCHEMAS[name]
    with ask_store(cache) as store:
        parts = list(_parts(stage, store.ledger.newest()))
        for dimension, value in wanted.items():
            if dimension in (*stage.by, stage.split):
                _refuse_unknown(name, dimension, value, {values[dimension] for values, _digest in parts})
                parts = [(values, digest) for values, digest in parts if values[dimension] == value]
        table = codec.decode(name, [store.blobs.read(digest) for _values, digest in parts])
    for dimension, value in wanted.items():
        if dimension in schema.types:
            _refuse_unknown(name, dimension, value, set(table[dimension].unique().drop_nulls()))
            table = table.filter(pl.col(dimension) == value)
        elif dimension not in (*stage.by, stage.split):
            raise ConfigError(f"{OPTIONS[dimension]} {value}: {name} has no {dimension}; its columns are {', '.join(schema.types)}")
    return Stored(name, schema, len(parts), table)


def as_csv(table: pl.DataFrame) -> bytes:
    """A stored table as CSV that a spreadsheet opens as data; shapes in hexadecimal, which is what GIS programs read as WKB."""
    return write_csv(table.with_columns(pl.col(pl.Binary).bin.encode("hex")))


def as_parquet(table: pl.DataFrame) -> bytes:
    """A stored table as a Parquet file."""
    buffer = io.BytesIO()
    table.write_parquet(buffer)
    return buffer.getvalue()


def _parts(stage: Stage, made: Mapping[tuple[str, Part], tuple[Ref, ...]]) -> Iterator[tuple[dict[str, str], str]]:
    """The parts of a table by the value of each dimension, that of its split counted, with the digest of their rows."""
    for (name, part), refs in made.items():
        if name == stage.name:
            for ref in refs:
                yield {**dict(zip(stage.by, part, strict=True)), **({stage.split: ref.label} if stage.split else {})}, ref.digest


def _refuse_unknown(name: str, dimension: str, value: str, known: Collection[str]) -> None:
    if value not in known:
        some = f"there is {min(known)} to {max(known)}" if dimension == "month" and known else f"there is {', '.join(sorted(known)[:12])}"
        near = some if dimension == "month" else meaning(value, known) or some
        raise ConfigError(f"{OPTIONS[dimension]} {value}: {name} has no rows of it; {near if known else 'it has no rows at all'}")
