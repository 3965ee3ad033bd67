"""Tables as lists of rows in JSON: all the engine asks of a codec."""

import json
from collections.abc import Sequence

Row = dict[str, str | int]


def encode(name: str, table: list[Row]) -> bytes:
    return json.dumps([name, sorted(table, key=lambda row: json.dumps(row, sort_keys=True))], sort_keys=True).encode()


def decode(name: str, blobs: Sequence[bytes]) -> list[Row]:
    tables = [json.loads(blob) for blob in blobs]
    assert all(stored == name for stored, _rows in tables)
    return [row for _name, rows in tables for row in rows]


def split(name: str, table: list[Row], column: str) -> dict[str, list[Row]]:
    return {str(value): [row for row in table if row[column] == value] for value in sorted({str(row[column]) for row in table})}
