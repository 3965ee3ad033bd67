"""Tables to canonical bytes and back; the engine's only view of a table.

The bytes depend on the rows alone: columns and types as declared, rows sorted by every column, one row group.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import polars as pl

from sitegen.errors import SchemaError
from sitegen.tables.schemas import SCHEMAS, Schema


def encode(name: str, table: pl.DataFrame) -> bytes:
    """The table's Parquet bytes in canonical form; raises SchemaError where it differs from its schema."""
    schema = _schema_of(name)
    if dict(table.schema) != schema.types:
        raise SchemaError(f"table {name}: columns are {dict(table.schema)}, declared {schema.types}")
    order = [*schema.sort, *(c for c in schema.types if c not in schema.sort and schema.types[c] != pl.Binary())]
    buffer = io.BytesIO()
    table.sort(order, nulls_last=True, maintain_order=True).write_parquet(
        buffer, compression="zstd", compression_level=1, statistics=False, row_group_size=1 << 30
    )
    return buffer.getvalue()


def decode(name: str, blobs: Sequence[bytes]) -> pl.DataFrame:
    """The rows of all blobs, in the order given; an empty table with the declared columns for none."""
    schema = _schema_of(name)
    tables = [pl.read_parquet(blob, use_statistics=False) for blob in blobs]
    if not tables:
        return pl.DataFrame(schema=schema.types)
    return pl.concat(tables) if len(tables) > 1 else tables[0]


def split(name: str, table: pl.DataFrame, column: str) -> dict[str, pl.DataFrame]:
    """The table cut by the values of one String column, keys in order; rows where it is null are refused."""
    if table[column].has_nulls():
        raise SchemaError(f"table {name}: split column {column} has nulls")
    parts = table.partition_by(column, as_dict=True)
    return {str(key[0]): parts[key] for key in sorted(parts)}


def _schema_of(name: str) -> Schema:
    schema = SCHEMAS.get(name)
    if schema is None:
        raise SchemaError(f"table {name} has no schema in tables/schemas.py")
    return schema
