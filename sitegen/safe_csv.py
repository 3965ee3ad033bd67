"""CSV that a spreadsheet opens as data: every CSV file of the site is written here, and read back with the same rule."""

import io
import re

import polars as pl

_RUN = "=+@\t\r\n\uff1d\uff0b\uff0d\uff20-"
"""What a cell may begin with that a spreadsheet takes for a formula, or for white space before one; the wide forms too."""

_FORMULA = re.compile(rf"\s*[{_RUN}]")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)


def write_csv(table: pl.DataFrame) -> bytes:
    """A table as CSV: UTF-8, commas, a head, lines that end with a line feed; texts as `harmless` makes them, null an empty cell."""
    texts = table.select(pl.col(pl.String))
    changed = _changed(texts) if texts.width else {}
    safe = table.with_columns(pl.col(pl.String).replace(changed)) if changed else table
    buffer = io.BytesIO()
    safe.rename({name: harmless(name) for name in table.columns}).write_csv(buffer)
    return buffer.getvalue()


def _changed(texts: pl.DataFrame) -> dict[str, str]:
    """The texts that must be written otherwise: few do not begin with a letter or digit. Each is looked at once, however often it stands."""
    distinct = texts.select(pl.all().unique().implode()).unpivot()["value"].explode()
    odd = distinct.filter(~distinct.str.contains("^[0-9A-Za-z]")).unique()
    return {text: safe for text in odd.drop_nulls().to_list() if (safe := harmless(text)) != text}


def harmless(text: str) -> str:
    """A text with an apostrophe before it where a spreadsheet would run it; a number keeps its sign.

    A text that begins with an apostrophe gets another, so that `as_supplied` finds every text again.
    """
    return text if is_harmless(text) and not text.startswith("'") else f"'{text}"


def is_harmless(text: str) -> bool:
    """Whether a spreadsheet shows the cell as it stands and runs nothing."""
    return not _FORMULA.match(text) or bool(_NUMBER.fullmatch(text))


def as_supplied(cell: str) -> str:
    """The text that a cell of our CSV stands for."""
    return cell.removeprefix("'")
