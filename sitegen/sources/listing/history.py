"""The `history/` folder: what fetching keeps of answers that the API has forgotten."""

from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.folder import paths_in
from sitegen.sources.listing.policing import usable_force_id
from sitegen.terms import ForceId

_LIST = "neighbourhoods.json"


def list_history(history: Path) -> dict[ForceId, tuple[RawRef, ...]]:
    """The history of each force's list of neighbourhoods, by force; what else is kept there no page shows yet."""
    found: dict[ForceId, tuple[RawRef, ...]] = {}
    for folder in paths_in(history):
        force_id = usable_force_id(folder.name)
        if force_id and (folder / _LIST).is_file():
            found[force_id] = (RawRef(f"history/{folder.name}/{_LIST}", folder / _LIST),)
    return found
