"""What a release told of stops, kept in one small file for the attack on the release after it."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile, ZipInfo

import polars as pl

from sitegen.auditing.attack.published import Published, read_site
from sitegen.publish.disk import write_in_one_step
from sitegen.tables.attack_schemas import ATTACK_SCHEMAS

_TABLES = {"told": "told_stops", "months": "told_months", "places": "told_places", "shared": "told_shared"}
"""The tables of a `Published`, by the names of their schemas."""
_SPANS = ("spans", "located")
_SPANS_FILE = "spans.json"


def keep(told: Published, file: Path) -> None:
    """Write what a release told, in one step; the same release gives the same bytes. Raises StoreError where the disk refuses."""
    packed = io.BytesIO()
    with ZipFile(packed, "w") as whole:
        for name in _TABLES:
            table = io.BytesIO()
            getattr(told, name).write_parquet(table)
            whole.writestr(ZipInfo(f"{name}.parquet"), table.getvalue())
        whole.writestr(ZipInfo(_SPANS_FILE), json.dumps({name: getattr(told, name) for name in _SPANS}, sort_keys=True))
    write_in_one_step(file, packed.getvalue())


def read_release(where: Path) -> Published:
    """What a release told, from a file that `keep` wrote or from the folder of the site.

    Raises OSError, ValueError or KeyError where it is neither, or damaged.
    """
    if where.is_dir():
        return read_site(where)
    try:
        with ZipFile(where) as whole:
            told, months, places, shared = (_table(whole.read(f"{name}.parquet"), schema) for name, schema in _TABLES.items())
            said = json.loads(whole.read(_SPANS_FILE))
            spans, located = (_by_force(said[name]) for name in _SPANS)
            return Published(told, months, places, spans, located, shared)
    except (BadZipFile, pl.exceptions.PolarsError, AttributeError, TypeError) as error:
        raise ValueError(f"{where}: neither a site nor a file that an audit kept of one ({error})") from error


def _table(data: bytes, schema: str) -> pl.DataFrame:
    return pl.read_parquet(io.BytesIO(data)).select(pl.col(name).cast(kind) for name, kind in ATTACK_SCHEMAS[schema].types.items())


def _by_force(spans: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:  # Any: JSON
    return {str(force): tuple(map(str, months)) for force, months in spans.items()}
