"""How the line of a stage is written in the lists of this package."""

from typing import Literal

from sitegen.engine.stage import Stage


def stage(
    name: str,
    maker: str,
    by: str = "",
    reads: str = "",
    settings: str = "",
    writes: Literal["table", "files"] = "table",
    split: str | None = None,
    picks: str = "",
    last: str | None = None,
) -> Stage:
    """A stage with its dimensions, reads, settings and picks written as words; the maker's package is `sitegen`."""
    dimensions, read, given, picked = (tuple(words.split()) for words in (by, reads, settings, picks))
    return Stage(name, f"sitegen.{maker}", dimensions, read, given, writes, split, picked, last)
