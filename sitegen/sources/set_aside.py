"""Files of a dataset read one by one, and rows judged: whatever is wrong costs itself and has its reason in the table."""

from collections.abc import Callable, Iterable, Mapping

import polars as pl

from sitegen.errors import InputError
from sitegen.raw import RawFile


def read_each(types: Mapping[str, pl.DataType], files: Iterable[RawFile], read: Callable[[RawFile], pl.DataFrame], **part: str) -> pl.DataFrame:
    """The rows of all files as a table of these columns; a file that cannot be used is one row, with its reason and the values of its `part`."""
    tables = []
    for file in files:
        try:
            tables.append(read(file).select(*types))
        except InputError as error:
            known = {"file": file.name, "problem": error.reason, **part}
            tables.append(pl.DataFrame([pl.Series(name, [known.get(name)], dtype) for name, dtype in types.items()]))
    return pl.concat(tables, rechunk=False) if tables else pl.DataFrame(schema=types)


def first_that_holds(reasons: dict[str, pl.Expr], otherwise: pl.Expr | None = None) -> pl.Expr:
    """The first reason that holds of a row, in the order given; where none does, `otherwise`, or null."""
    found = pl.lit(None, pl.String) if otherwise is None else otherwise
    for reason, holds in reversed(reasons.items()):
        found = pl.when(holds).then(pl.lit(reason)).otherwise(found)
    return found
