"""Tables to canonical bytes and back; the engine's only view of a table.

The bytes depend on the rows alone: columns and types as declared, rows sorted by every column, one row group.
"""

import io
import json
from collections.abc import Sequence

import polars as pl

from sitegen.errors import SchemaError
from sitegen.tables.order import can_order, row_order
from sitegen.tables.schemas import SCHEMAS, Schema


def encode(name: str, table: pl.DataFrame) -> bytes:
    """The table's bytes in canonical form; raises SchemaError where it differs from its schema.

    A line of JSON gives the rows and the columns that have one value throughout, a month or a file's name; the others follow as Parquet.
    """
    schema = _schema_of(name)
    if dict(table.schema) != schema.types:
        raise SchemaError(f"table {name}: columns are {dict(table.schema)}, declared {schema.types}")
    same = {column.name: column[0] for column in table.get_columns() if _has_one_value(column)}
    order = [*schema.sort, *(c for c in schema.types if c not in schema.sort and schema.types[c] != pl.Binary())]
    varied = _sorted(table.drop(same), [column for column in order if column not in same])
    buffer = io.BytesIO()
    buffer.write(json.dumps([table.height, same], ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    if varied.width:
        varied.write_parquet(buffer, compression="zstd", compression_level=1, statistics=False, row_group_size=1 << 30)
    return buffer.getvalue()


def decode(name: str, blobs: Sequence[bytes]) -> pl.DataFrame:
    """The rows of all blobs, in the order given; an empty table with the declared columns for none."""
    schema = _schema_of(name)
    tables = [_decode(schema, blob) for blob in blobs]
    if not tables:
        return pl.DataFrame(schema=schema.types)
    return pl.concat(tables) if len(tables) > 1 else tables[0]


def height(head: bytes) -> int:
    """How many rows a table has, from the first line of its bytes."""
    rows, _same = json.loads(head)
    return int(rows)


def split(name: str, table: pl.DataFrame, column: str) -> dict[str, pl.DataFrame]:
    """The table cut by the values of one String column, keys in order; rows where it is null are refused."""
    if table[column].has_nulls():
        raise SchemaError(f"table {name}: split column {column} has nulls")
    ordered = table if table[column].is_sorted() else table.sort(column)
    parts, start = {}, 0
    for rows, value in ordered[column].rle().struct.unnest().iter_rows():
        parts[str(value)] = ordered.slice(start, rows)  # no copy: the largest of these tables have millions of rows
        start += rows
    return parts


def _has_one_value(column: pl.Series) -> bool:
    """True where all rows have the same text, whole number or truth value, or none has any."""
    if column.is_empty():
        return False
    if column.null_count():
        return column.null_count() == len(column)
    return column.dtype in {pl.String, pl.Int32, pl.Boolean} and column[0] == column[-1] and bool((column == column[0]).all())


def _sorted(table: pl.DataFrame, order: Sequence[str]) -> pl.DataFrame:
    """The rows sorted by the columns named, nulls last; the columns as they stand."""
    keys = table.select(order)
    if keys.width == table.width and can_order(keys):
        return table[row_order(keys)]
    return table.sort(order, nulls_last=True, maintain_order=True) if order else table


def _decode(schema: Schema, blob: bytes) -> pl.DataFrame:
    end = blob.index(b"\n") + 1
    rows, same = json.loads(blob[:end])
    varied = pl.read_parquet(blob[end:], use_statistics=False) if len(blob) > end else pl.DataFrame(height=rows)
    return varied.with_columns(pl.lit(value, schema.types[name]).alias(name) for name, value in same.items()).select(*schema.types)


def _schema_of(name: str) -> Schema:
    schema = SCHEMAS.get(name)
    if schema is None:
        raise SchemaError(f"table {name} has no schema in tables/schemas.py")
    return schema
