"""Where a reader can turn, by force, from `content/links.toml` and the data folder's own `links.toml`."""

import polars as pl

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.sources.markup import safe_link
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import parse_force_id
from sitegen.toml_files import read_toml

_KINDS = ("commissioner", "report", "prevention", "victims")


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
    return [(f"{file.name}:{force_id}", force_id) for force_id in dict.fromkeys(force_id for force_id, _kind in _read(file))]


def _read(file: RawFile) -> dict[tuple[str, str], str]:
    found = {}
    for name, entries in read_toml(file.data, file.name).items():
        try:
            force_id = "all" if name == "all" else parse_force_id(name)
        except ValueError as error:
            raise ConfigError(f"{file.name}:{name}: {error}; name a force, or all") from error
        if not isinstance(entries, dict):
            raise ConfigError(f"{file.name}:{name}: must be a table; write [{name}] above its links")
        for kind, href in entries.items():
            found[force_id, kind] = _address(f"{file.name}:{name}.{kind}", kind, href)
    return found


def _address(where: str, kind: str, href: object) -> str:
    if kind not in _KINDS:
        raise ConfigError(f"{where}: unknown; it must be one of {', '.join(_KINDS)}")
    if not isinstance(href, str) or (href and not (href.startswith("https://") and safe_link(href) == href)):
        raise ConfigError(f"{where}: must be an https:// address, or empty to show none, not {href!r}")
    return href
