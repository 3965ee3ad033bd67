"""A file of the site as a worker reads it."""

import csv
import gzip
import io
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl

from sitegen.publish.checks.html import Page, read_page
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.points import Places

TEXT_ENDINGS = frozenset({"atom", "css", "csv", "geojson", "html", "ics", "js", "json", "jsonl", "jsonld", "md", "svg", "txt", "webmanifest", "xml"})
TABLE_ENDINGS = frozenset({"csv.gz", "fgb", "parquet"})
"""Of files that hold a table in a packed form."""
_DEGREES = r"^-?[0-9]{1,3}\.[0-9]{1,9}$"
"""A position as text: too short for a moment or an identifier, without anything that a day, a name or a field has."""
_NO_TEXTS = pl.Series(dtype=pl.String)
_DISTINCT = pl.col(pl.String).drop_nulls().unique(maintain_order=True)
_JSON_ENDINGS = frozenset({"geojson", "json", "jsonl", "jsonld", "webmanifest"})


@dataclass(frozen=True)
class File:
    """A path and its bytes, with what a file is held against; what they say in some form is read when it is first asked for."""

    path: str
    data: bytes
    digest: str
    """The manifest's; empty where the bytes are known to be these."""
    machine: Machine
    known: Places
    """The snap points of the street shards."""

    @property
    def ending(self) -> str:
        """The path's ending, without its dot."""
        return ending(self.path)

    @cached_property
    def page(self) -> Page | None:
        """The page, whatever its bytes; None for another file."""
        return read_page(self.data.decode(errors="replace")) if self.ending == "html" else None

    @cached_property
    def drawing(self) -> Page | None:
        """A drawing as a browser would read it inside a page; None for another file."""
        return read_page(self.text) if self.ending == "svg" else None

    @property
    def text(self) -> str:
        """The text; of a packed table the names and distinct texts of its columns, and what is said of it as a whole; empty where it is none."""
        return self._read[0]

    @property
    def json(self) -> Any:  # Any: JSON
        """The content of a JSON file, of JSON Lines a list of the lines'; None where it is none."""
        return self._read[1] if self.ending in _JSON_ENDINGS else None

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a CSV file; empty where it is none."""
        return self._read[1] or [] if self.ending == "csv" else []

    @property
    def table(self) -> pl.DataFrame | None:
        """The columns of a packed table, as texts those of a CSV; shapes of a FlatGeobuf are left out. None where it is none."""
        return self._read[1] if self.ending in TABLE_ENDINGS else None

    @property
    def distinct(self) -> dict[str, pl.Series]:
        """The distinct texts of each column of a packed table that holds texts, in the order in which they first stand; empty where it is none."""
        return self._read[3]

    @property
    def fault(self) -> str:
        """Why a text is not what its ending says; empty where it is."""
        return self._read[2]

    @cached_property
    def _read(self) -> tuple[str, Any, str, dict[str, pl.Series]]:  # Any: JSON, rows or a table
        text, fault = "", ""
        held: Any = None  # Any: as above
        if self.ending in TABLE_ENDINGS:
            try:
                held = _table(self.ending, self.data)
            except Exception as error:  # noqa: BLE001  each reader has errors of its own, and whatever it cannot read is a finding
                return "", None, f"is no table that can be read ({type(error).__name__}: {str(error).partition(chr(10))[0]})", {}
            # A question to the table costs more than its answer where a file is small: all columns are asked together.
            found = held.select(_DISTINCT.implode())
            distinct = {name: found[name][0] for name in found.columns}
            return _said(self.ending, self.data, held, distinct), held, "", distinct
        try:
            if self.ending in TEXT_ENDINGS:
                text = self.data.decode()
            if self.ending == "jsonl":
                held = [json.loads(line, parse_constant=_refuse_constant) for line in text.splitlines()]
            elif self.ending in _JSON_ENDINGS:
                held = json.loads(text, parse_constant=_refuse_constant)
            elif self.ending == "csv":
                held = list(csv.reader(io.StringIO(text)))
        except UnicodeDecodeError as error:
            fault = f"is not UTF-8 ({error.reason} at byte {error.start})"
        except csv.Error as error:
            fault = f"is not CSV ({error})"
        except (ValueError, RecursionError) as error:
            fault = f"is not JSON ({error})"
        return text, held, fault, {}


def ending(path: str) -> str:
    """What stands after the last dot of a path; `csv.gz` is one."""
    return "csv.gz" if path.endswith(".csv.gz") else path.rpartition(".")[2]


def _table(form: str, data: bytes) -> pl.DataFrame:
    if form == "parquet":
        return pl.read_parquet(io.BytesIO(data))
    if form == "csv.gz":
        return pl.read_csv(gzip.decompress(data), infer_schema=False)
    import pyogrio.raw  # noqa: PLC0415  slow to load, and few files need it

    about, _ids, _shapes, values = pyogrio.raw.read(io.BytesIO(data), read_geometry=False)
    return pl.DataFrame({name: pl.Series(list(column), strict=False) for name, column in zip(about["fields"], values, strict=True)})


def _said(form: str, data: bytes, table: pl.DataFrame, distinct: Mapping[str, pl.Series]) -> str:
    """All that a packed table says in words, a line each: the whole's description, columns, distinct texts but for columns of positions."""
    about: list[str] = []
    if form == "parquet":
        about += [f"{name} {value}" for name, value in pl.read_parquet_metadata(io.BytesIO(data)).items() if name != "ARROW:schema"]
    elif form == "fgb":
        about.append(data[: 1 << 12].decode(errors="ignore"))
    for name in table.columns:
        about.append(name)
        texts = distinct.get(name, _NO_TEXTS)
        if len(texts) and re.match(_DEGREES, texts[0]):
            texts = texts.filter(~texts.str.contains(_DEGREES))
        about += texts.to_list()
    return "\n".join(about)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
