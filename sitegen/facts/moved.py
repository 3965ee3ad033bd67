"""Neighbourhoods that their force's list no longer has, where their pages lay, and what took their place."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from sitegen.errors import ConfigError
from sitegen.near_names import meaning
from sitegen.reserved import RESERVED_IN_FORCE
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import folder_names

_PLACE = ("force_id", "neighbourhood_id")

_Pair = tuple[str, str]


def moved_neighbourhoods(
    *, moves: pl.DataFrame, past_neighbourhoods: pl.DataFrame, neighbourhoods: pl.DataFrame, force_ids: list[str]
) -> pl.DataFrame:
    """One row a neighbourhood that is gone and one to go to instead, sorted; one without, where nothing is known to have taken its place.

    Gone are those of `moves`, and those that a force's list once had and that have no page now; of a force without a list nobody can tell.
    What was itself redrawn leads on to what took its place. A folder that a neighbourhood of today uses is left to it. A neighbourhood of a force
    that is not on the site is left out, as one that is gone and as one to go to.

    Raises ConfigError for an entry of a neighbourhood that is still there, and for a successor that nobody knows.
    """
    here, past, said = _Here.of(neighbourhoods, force_ids), _newest(past_neighbourhoods), _entries(moves)
    for pair, entry in said.items():
        if pair in here.places:
            raise ConfigError(
                f"{entry.where}: from {'/'.join(pair)} is still a neighbourhood of this data folder; take the entry away, or correct its id"
            )
        _refuse_unknown(entry, said, past, here)
    gone = {*said, *(pair for pair in past if pair[0] in here.listed)} - here.places.keys()
    rows: list[tuple[object, ...]] = []
    for pair, folder in _folders(gone, here):
        (last_name, last_month), told = past.get(pair, (None, None)), said.get(pair)
        about = (*pair, folder, (told.name if told else None) or last_name, told.since if told else None, last_month)
        targets = [to for to in _ends(told, said) if to in here.places]
        rows += [(*about, place, to[0], *here.places[to]) for place, to in enumerate(targets)] or [(*about, 0, None, None, None)]
    return pl.DataFrame(rows, schema=SCHEMAS["moved_neighbourhoods"].types, orient="row").sort(*_PLACE, "position")


@dataclass(frozen=True, slots=True)
class _Here:
    """The neighbourhoods of today with folder and name, the forces of the site, and those whose list was given."""

    places: Mapping[_Pair, tuple[str, str]]
    force_ids: Collection[str]
    listed: frozenset[str]

    @classmethod
    def of(cls, neighbourhoods: pl.DataFrame, force_ids: Collection[str]) -> "_Here":
        used = neighbourhoods.filter(pl.col("problem").is_null()).sort(*_PLACE)
        places = {(force_id, key): (folder, name) for force_id, key, folder, name in used.select(*_PLACE, "folder", "name").iter_rows()}
        # A row's file is the list for every neighbourhood that the list has.
        of_list = used.filter(pl.col("file") == pl.format("policing/{}/neighbourhoods.json", "force_id"))
        return cls(places, force_ids, frozenset(of_list["force_id"]))


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the operator says of one neighbourhood, and where."""

    where: str
    name: str | None
    since: str | None
    to: tuple[_Pair, ...]


def _entries(moves: pl.DataFrame) -> dict[_Pair, _Entry]:
    found: dict[_Pair, _Entry] = {}
    ordered = moves.sort(*_PLACE, "position").select(*_PLACE, "said", "name", "since", "to_force_id", "to_neighbourhood_id")
    for force_id, key, where, name, since, to_force_id, to_key in ordered.iter_rows():
        before = found.get((force_id, key))
        to = () if to_key is None else ((to_force_id, to_key),)
        found[force_id, key] = _Entry(where, name, since, (*(before.to if before else ()), *to))
    return found


def _newest(past_neighbourhoods: pl.DataFrame) -> dict[_Pair, tuple[str | None, str | None]]:
    """The name that each neighbourhood had last, and the month in which it was last listed."""
    used = past_neighbourhoods.filter(pl.col("problem").is_null()).sort(*_PLACE, "last_month", "position", nulls_last=False)
    return {(force_id, key): (name, month) for force_id, key, name, month in used.select(*_PLACE, "name", "last_month").iter_rows()}


def _folders(gone: Collection[_Pair], here: _Here) -> Iterator[tuple[_Pair, str]]:
    """The folder of each neighbourhood of the site's forces that is gone; none of one whose folder is in use today."""
    for force_id in sorted({force_id for force_id, _ in gone} & {*here.force_ids}):
        taken = {folder for (one, _), (folder, _) in here.places.items() if one == force_id}
        ids = [key for one, key in gone if one == force_id]
        yield from (((force_id, key), folder) for key, folder in folder_names(ids, RESERVED_IN_FORCE).items() if folder not in taken)


def _refuse_unknown(entry: _Entry, said: Collection[_Pair], past: Collection[_Pair], here: _Here) -> None:
    for pair in entry.to:
        # What a list once had is known: it was redrawn in its turn, and nobody has said yet where it went.
        if pair[0] in here.force_ids and pair not in here.places and pair not in said and pair not in past:
            ids = [key for force_id, key in here.places if force_id == pair[0]]
            meant = meaning(pair[1], ids) or "name one that its force's list has, or leave it out"
            raise ConfigError(f"{entry.where}: to {'/'.join(pair)}: no such neighbourhood; {meant}")


def _ends(entry: _Entry | None, said: Mapping[_Pair, _Entry]) -> Iterator[_Pair]:
    """Where an entry leads in the end, each once, in its order: what was itself redrawn is followed. Reading refuses circles."""
    seen: set[_Pair] = set()
    waiting = list(reversed(entry.to)) if entry else []
    while waiting:
        pair = waiting.pop()
        if pair in seen:
            continue
        seen.add(pair)
        if further := said.get(pair):
            waiting += reversed(further.to)
        else:
            yield pair
