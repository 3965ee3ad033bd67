"""Events, priorities and neighbourhoods as they were: the API forgets them, so each is kept with the day it was first and last seen."""

from __future__ import annotations

import msgspec

from sitegen.errors import FetchError
from sitegen.fetching.judging import as_list
from sitegen.fetching.run import Run
from sitegen.site_json import to_json

KEPT = ("events", "priorities")
FOLDER = "history"


class _Seen(msgspec.Struct):
    """One entry as the API gave it; a word changed makes it another."""

    first: str
    last: str
    entry: object


class _History(msgspec.Struct):
    format: int
    entries: list[_Seen]


def remember(run: Run, path: str) -> None:
    """Add what the answer at a path of `policing/` names today to the history of it; raises FetchError for a history that is none."""
    _remember(run, path, f"{run.asking.clock.now():%Y-%m-%d}")


def remember_before(run: Run, path: str) -> None:
    """Begin the history of a path that has none with what an earlier run brought, as of the day when that was last seen to be upstream's."""
    entry = run.inventory.known(path)
    if entry and not (run.data / _kept(path)).exists():
        _remember(run, path, entry.checked[:10])


def _kept(path: str) -> str:
    return f"{FOLDER}/{path.removeprefix('policing/')}"


def _remember(run: Run, path: str, today: str) -> None:
    there, kept = run.data / path, _kept(path)
    if not there.is_file():
        return
    seen = {to_json(one.entry): one for one in _read(run, kept)}
    for entry in as_list(there.read_bytes()):
        one = seen.setdefault(to_json(entry), _Seen(today, today, entry))
        one.first, one.last = min(one.first, today), max(one.last, today)
    if seen:
        ordered = sorted(seen.items(), key=lambda item: (item[1].first, item[0]))
        told = [{"entry": one.entry, "first": one.first, "last": one.last} for _, one in ordered]
        body = to_json({"entries": told, "format": 1}) + b"\n"
        # A run that goes on from a stop comes by here again, and must get further than the one before.
        if not (run.data / kept).is_file() or (run.data / kept).read_bytes() != body:
            run.write(kept, body)


def _read(run: Run, kept: str) -> list[_Seen]:
    path = run.data / kept
    if not path.is_file():
        return []
    try:
        return msgspec.json.decode(path.read_bytes(), type=_History).entries
    except (msgspec.DecodeError, RecursionError) as error:
        raise FetchError(f"its history, {kept}, cannot be read ({error}); move it away to begin another") from error
