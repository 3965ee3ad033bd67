"""Where the neighbourhoods went that a force redrew, as the operator says it in `moved.toml` of the data folder."""

from typing import Annotated, NamedTuple

import polars as pl
from msgspec import Meta

from sitegen.errors import ConfigError
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import FORCE_ID, canonical_id, is_usable_id
from sitegen.typed_files import FilledLine, MonthText, Written, read_entries

Pair = tuple[str, str]
"""A neighbourhood: its force and its id."""

_WRITTEN = 'a force and the id of a neighbourhood, written like "gwent/GA01"'
_Named = Annotated[str, Meta(pattern=rf"^{FORCE_ID}/[^/]+$", description=_WRITTEN)]


class _Move(Written, frozen=True, rename={"origin": "from"}):
    origin: _Named
    to: tuple[_Named, ...]
    since: MonthText = ""
    name: FilledLine = ""

    def __post_init__(self) -> None:
        for key, text in (("from", self.origin), *(("to", one) for one in self.to)):
            if not is_usable_id(pair_of(text)[1]):
                raise ValueError(f"{key} must be {_WRITTEN}, not {text[:80]!r}")
        if len(set(self.to)) < len(self.to):
            raise ValueError("to names a neighbourhood twice")


class Said(NamedTuple):
    """One entry, and where it stands, as messages say it."""

    where: str
    move: _Move


def read_moves(*, moved_file: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row a neighbourhood that is gone and one to go to instead, sorted; one without, for a neighbourhood that nothing took the place of.

    Raises ConfigError naming file, entry and key: also for a neighbourhood with two entries, and one that leads back to itself.
    """
    said: dict[Pair, Said] = {}
    for where, move in entries_of(moved_file):
        pair = pair_of(move.origin)
        if before := said.get(pair):
            raise ConfigError(f"{where}: from {move.origin} stands in {before.where} already; name all that took its place in one entry")
        said[pair] = Said(where, move)
    for pair in said:
        _refuse_circle(pair, said)
    rows: list[tuple[object, ...]] = []
    for pair, (where, move) in said.items():
        about = (*pair, move.name or None, move.since or None, where)
        rows += [(*about, position, *pair_of(one)) for position, one in enumerate(move.to)] or [(*about, 0, None, None)]
    return pl.DataFrame(rows, schema=SCHEMAS["moves"].types, orient="row").sort("force_id", "neighbourhood_id", "position")


def forces_with_moves(file: RawFile) -> list[tuple[str, str]]:
    """Where an entry stands, as messages say it, and each force it names, in the order of the file; raises ConfigError as reading does."""
    return [(where, pair_of(one)[0]) for where, move in entries_of((file,)) for one in (move.origin, *move.to)]


def entries_of(files: tuple[RawFile, ...]) -> list[Said]:
    """The entries in the order of the files; raises ConfigError naming file, entry and key."""
    return [Said(f"{file.name}: moved {number}", one) for file in files for number, one in enumerate(_read(file), start=1)]


def pair_of(text: str) -> Pair:
    """Force and id of a neighbourhood that is written like gwent/GA01."""
    force_id, _, neighbourhood_id = text.partition("/")
    return force_id, canonical_id(neighbourhood_id)


def _read(file: RawFile) -> list[_Move]:
    return read_entries(file.data, file.name, "moved", _Move)


def _refuse_circle(start: Pair, said: dict[Pair, Said]) -> None:
    waiting, seen = [start], {start}
    while waiting:
        for one in said[waiting.pop()].move.to:
            pair = pair_of(one)
            if pair == start:
                where, move = said[start]
                raise ConfigError(f"{where}: from {move.origin} leads back to itself; name in to what is there today")
            if pair in said and pair not in seen:
                seen.add(pair)
                waiting.append(pair)
