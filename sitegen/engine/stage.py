"""A stage: one line of the site's build, as plain data."""

from dataclasses import dataclass
from typing import Literal

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
"""What a setting may be: its canonical JSON is part of the key of every task that sees it."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the build: who makes what from what, and how it is cut into parts.

    `maker` is `module:function`. It is called with keyword arguments only: each dimension in `by` that it takes (a str), each name
    in `reads` (a raw group arrives as `tuple[RawFile, ...]`, an earlier stage as one table, or where it
    makes files as `tuple[MadeFile, ...]`: what they are, not their bytes), each name in `settings`;
    those that are fields of a record which it takes arrive in that.
    A table maker returns one table with the schema of the stage's name; a files maker yields `(path, bytes)`.
    A read is matched on the dimensions it shares with the stage; all its parts on the others arrive, in declared
    order, as one table. `split` cuts the finished table by a column, so that readers by that dimension read only
    their own rows. Of a raw group that is read in pieces only those in `picks` arrive. Of the dimension `last` only its last value is made,
    and readers find no part for the others. A task none of whose inputs with the stage's own dimensions has any part is left out.
    """

    name: str
    maker: str
    by: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    writes: Literal["table", "files"] = "table"
    split: str | None = None
    picks: tuple[str, ...] = ()
    last: str | None = None
