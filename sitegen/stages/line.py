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
) -> Stage:
    """A stage with its dimensions, reads, settings and picks written as words; the maker's package is `sitegen`."""
    return Stage(name, f"sitegen.{maker}", tuple(by.split()), tuple(reads.split()), tuple(settings.split()), writes, split, tuple(picks.split()))
