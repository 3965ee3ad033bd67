"""The `history/` folder: what fetching keeps of answers that the API has forgotten."""

from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.folder import paths_in
from sitegen.sources.listing.policing import usable_force_id
from sitegen.terms import ForceId

_LIST = "neighbourhoods.json"
_OF_TEAMS = ("events.json", "priorities.json")


def list_history(history: Path) -> dict[ForceId, tuple[RawRef, ...]]:
    """The history of each force's list of neighbourhoods, by force."""
    found: dict[ForceId, tuple[RawRef, ...]] = {}
    for folder in paths_in(history):
        force_id = usable_force_id(folder.name)
        if force_id and (folder / _LIST).is_file():
            found[force_id] = (RawRef(f"history/{folder.name}/{_LIST}", folder / _LIST),)
    return found


def list_team_history(history: Path) -> dict[ForceId, tuple[RawRef, ...]]:
    """The histories of the meetings and priorities of each force's neighbourhoods, by force."""
    found: dict[ForceId, tuple[RawRef, ...]] = {}
    for folder in paths_in(history):
        force_id = usable_force_id(folder.name)
        paths = [place / name for place in paths_in(folder) if place.is_dir() for name in _OF_TEAMS if (place / name).is_file()]
        if force_id and paths:
            found[force_id] = tuple(sorted(RawRef(f"history/{folder.name}/{path.parent.name}/{path.name}", path) for path in paths))
    return found
