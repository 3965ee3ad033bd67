"""CSV files from upstream as tables of text with line numbers; a line that cannot be read is marked, never lost.

No file read here holds a line break inside a field, so one line is one row. That keeps a stray quotation mark from
swallowing the lines after it.
"""

import csv
import math
import re
from collections.abc import Collection, Mapping

import numpy as np
import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile

_BOM = b"\xef\xbb\xbf"
_WIDTH_MOST = 1_000
_HEADER_MOST = 1 << 20
"""Bytes of a first line: a picture without a line break is none."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LIKE_PACKED = (b"x\x01", b"x^", b"x\x9c", b"x\xda", b"\x1f\x8b", b"(\xb5/\xfd")
"""Beginnings that polars takes for a packed file, which it would unpack however large."""
_LONE_QUOTE = b'"'
"""What stands for a line that cannot be text: read as every other with a stray quotation mark."""
# A quotation mark that begins a field, to the one that ends it. The mark comes first so that the search is quick.
_QUOTED_FIELD = re.compile(rb'"(?<![^,\n]")(?:[^"\n]|"")*"(?![^,\n])')


def first_line(file: RawFile) -> tuple[str, ...]:
    """The fields of the first line, without white space around them; empty for a file with nothing in it.

    Raises InputError naming the file, with the reason `file-not-text` or `header-unreadable`, when the line is not text or not CSV.
    """
    line = file.data[: file.data.find(b"\n") if b"\n" in file.data else None].removeprefix(_BOM).removesuffix(b"\r")
    if b"\0" in line or line.startswith(_UTF_16):
        kind = "UTF-16 text" if line.startswith(_UTF_16) else "not text"
        raise InputError(f"{file.name}: is {kind}; download the file again and do not save it from a spreadsheet", "file-not-text")
    fields = _fields(_recoded(line).decode("utf-8")) if 0 < len(line) <= _HEADER_MOST else [] if not line else None
    if fields is None or len(fields) > _WIDTH_MOST:
        raise InputError(f"{file.name}:1: the first line cannot be read as CSV; is this the file as it was downloaded?", "header-unreadable")
    return tuple(field.strip() for field in fields)


def read_text(file: RawFile, columns: Mapping[str, int], *, width: int, header: bool, numbers: Collection[str] = ()) -> pl.DataFrame:
    """The named columns (name to place in the line, from 0) as text, with `line` (from 1), `malformed` and `recoded`.

    An empty field is null; those of `numbers` come as Float64, NaN for a field that is not a finite number. A line is
    malformed when it has not `width` fields, its quotation marks do not pair up or it holds a NUL; then all its columns are null.
    One that is not UTF-8 is read in Windows' alphabet, and recoded. Empty lines are no rows. Rows are in the order of the file.
    """
    data, recoded = _clean(file.data)
    table = _read_fast(data, columns, width, header, numbers) if data else None
    if table is None:
        table = _read_carefully(data, columns, width, header)
        table = table.with_columns(_number(pl.col(name)).alias(name) for name in columns if name in numbers)
    odd = table["line"].is_in(recoded) if recoded else pl.Series([False]).new_from_index(0, table.height)
    return table.with_columns(odd.alias("recoded"))


def _number(field: pl.Expr) -> pl.Expr:
    return _one_nought(field.str.strip_chars().cast(pl.Float64, strict=False), given=field)


def _one_nought(number: pl.Expr, given: pl.Expr | None = None) -> pl.Expr:
    whole = pl.when(number == 0).then(0.0).when(number.is_finite()).then(number).otherwise(math.nan)
    return pl.when((number if given is None else given).is_not_null()).then(whole)


def _clean(given: bytes) -> tuple[bytes, list[int]]:
    """The data as UTF-8 with plain line ends, and the numbers of the lines that were in another alphabet."""
    data = given.removeprefix(_BOM)
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
    if b"\0" in data:
        data = b"\n".join(_LONE_QUOTE if b"\0" in line else line for line in data.split(b"\n"))
    try:
        data.isascii() or data.decode("utf-8")
    except UnicodeDecodeError:
        lines = data.split(b"\n")
        plain = [_recoded(line) for line in lines]
        return b"\n".join(plain), [number for number, (line, new) in enumerate(zip(lines, plain, strict=True), start=1) if line != new]
    return data, []


def _recoded(line: bytes) -> bytes:
    """A line as UTF-8: one that is not is taken for Windows' alphabet, as spreadsheets write it."""
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").encode()
    return line


def _read_fast(data: bytes, columns: Mapping[str, int], width: int, header: bool, numbers: Collection[str]) -> pl.DataFrame | None:
    """All lines at once; None unless every line is certain to have been read as one row of `width` fields, and every number is one.

    polars refuses a line with too many fields, as long as it reads all columns, but fills up one with too few, so the
    separators are counted.
    """
    unquoted = _QUOTED_FIELD.sub(b"", data) if b'"' in data else data
    if b'"' in unquoted or b"\r" in unquoted or data.startswith(_LIKE_PACKED):
        return None
    schema: dict[str, pl.DataType] = {f"column_{place + 1}": pl.String() for place in range(width)}
    if unquoted is data:
        schema |= {f"column_{columns[name] + 1}": pl.Float64() for name in numbers}
    quote = None if unquoted is data else '"'
    try:
        table = pl.read_csv(data, has_header=False, skip_lines=int(header), schema=schema, truncate_ragged_lines=False, quote_char=quote)
    except (pl.exceptions.PolarsError, OSError):
        return None
    if _count(unquoted, b",") != (table.height + header) * (width - 1):
        return None
    if unquoted is data:
        fields = [_finite(table.to_series(place)) if name in numbers else table.to_series(place) for name, place in columns.items()]
    else:  # polars tells "" from nothing at all
        text = {name: pl.when(pl.col(f"column_{place + 1}") != "").then(f"column_{place + 1}") for name, place in columns.items()}
        fields = table.select((_number(field) if name in numbers else field).alias(name) for name, field in text.items()).get_columns()
    first = 1 + header
    lines = pl.Series("line", np.arange(first, first + table.height, dtype=np.int32))
    sound = pl.Series("malformed", [False]).new_from_index(0, table.height)
    return pl.DataFrame([*(field.alias(name) for name, field in zip(columns, fields, strict=True)), lines, sound])


def _finite(numbers: pl.Series) -> pl.Series:
    """The same with NaN for infinity, and with one nought: -0.0 would be another value where bytes are compared."""
    values = numbers.to_numpy()
    if not (values == 0).any() and np.isfinite(values).sum() + numbers.null_count() == len(numbers):
        return numbers
    return pl.select(_one_nought(pl.lit(numbers))).to_series()


def _count(data: bytes, byte: bytes) -> int:
    """How often a byte stands in the data: four times as fast as bytes.count where it stands often."""
    return int(np.count_nonzero(np.frombuffer(data, np.uint8) == byte[0]))


def _read_carefully(data: bytes, columns: Mapping[str, int], width: int, header: bool) -> pl.DataFrame:
    """Line by line: slower by far, for files in which some line is not as it should be."""
    rows: list[tuple[str | int | bool | None, ...]] = []
    for number, line in enumerate(data.decode("utf-8").split("\n"), start=1):
        if not line.strip() or (header and number == 1):
            continue
        fields = _fields(line)
        malformed = fields is None or len(fields) != width
        texts = [None] * len(columns) if fields is None or malformed else [fields[place] or None for place in columns.values()]
        rows.append((*texts, number, malformed))
    schema = {**dict.fromkeys(columns, pl.String()), "line": pl.Int32(), "malformed": pl.Boolean()}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _fields(line: str) -> list[str] | None:
    try:
        return next(csv.reader([line], strict=True), [])
    except csv.Error:
        return None
