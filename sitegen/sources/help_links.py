"""Where a reader can turn, by force, from `content/links.toml` and the data folder's own `links.toml`."""

from typing import Annotated

import polars as pl
from msgspec import Meta, to_builtins

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sources.markup import safe_link
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import parse_force_id
from sitegen.typed_files import Written, read_tables, with_texts

_Address = Annotated[str, Meta(description="an https:// address, or empty to show none")]


class _Checked(Written, frozen=True, omit_defaults=True):
    def __post_init__(self) -> None:
        for kind, href in to_builtins(self).items():
            if href and not (href.startswith("https://") and safe_link(href) == href):
                raise ValueError(f"{kind} must be an https:// address, or empty to show none, not {href!r}")


_LINKS = with_texts(_Checked, ("commissioner", "report", "prevention", "victims", "teams"), _Address | None, None)


def read_help_links(*, link_files: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row a force and kind, sorted by both; a later file's entry wins, and an empty address hides what `all` has.

    Raises ConfigError naming file and key.
    """
    found: dict[tuple[str, str], str] = {}
    for file in link_files:
        found.update(_read(file))
    rows = [(force_id, kind, href) for (force_id, kind), href in found.items()]
    return pl.DataFrame(rows, schema=SCHEMAS["help_links"].types, orient="row").sort("force_id", "kind")


def forces_with_links(file: RawFile) -> list[tuple[str, str]]:
    """Where links stand, as messages say it, and the force they are for, in the order of the file; raises ConfigError as reading does."""
    return [(f"{file.name}: {force_id}", force_id) for force_id in dict.fromkeys(force_id for force_id, _kind in _read(file))]


def _read(file: RawFile) -> dict[tuple[str, str], str]:
    tables = read_tables(file.data, file.name, _LINKS)
    for name in tables:
        try:
            parse_force_id(name)
        except ValueError as error:
            raise ConfigError(f"{file.name}: {name}: {error}; name a force, or all") from error
    return {(force_id, kind): href for force_id, links in tables.items() for kind, href in to_builtins(links).items()}
