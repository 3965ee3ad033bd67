"""What is asked of the operator: names near to known ones, and what is no part of a data folder."""

from collections.abc import Callable, Collection
from pathlib import Path

from sitegen.errors import SiteError
from sitegen.near_names import nearly
from sitegen.raw import RawFile, RawGroup
from sitegen.sources.listing import csv_tree
from sitegen.sources.listing.folder import paths_in
from sitegen.sources.vocabulary import force_names
from sitegen.terms import ForceId

_FOLDERS = frozenset({"archive", "policing", "boundaries", "postcodes", "places", "basemap", "history", *csv_tree.FOLDERS.values()})
_FILES = frozenset(
    {"known_issues.toml", "links.toml", "moved.toml", "point_notes.toml", "site.toml", "invented.json", "upstream.toml", "inventory.json"}
)


def force_vocabulary(group: RawGroup) -> frozenset[str]:
    """The ids of the forces whose names the project knows; none where their file cannot be read, as its own reader will say."""
    files = tuple(RawFile(ref.name, ref.path.read_bytes()) for ref in group.files.get((), ()) if ref.path)
    try:
        return frozenset(str(force.force_id) for force in force_names(files)) if files else frozenset()
    except SiteError:
        return frozenset()


def ask_of_forces(known: Collection[ForceId], vocabulary: frozenset[str], note: Callable[[str], None]) -> None:
    """A note for each force of the data folder that nobody knows and whose id is nearly that of a force somebody knows."""
    for force_id in sorted(set(known) - vocabulary):
        if meant := nearly(force_id, vocabulary):
            note(f"{force_id}: not among the forces of content/vocabulary/forces.toml; {meant}")


def note_what_is_no_part(data: Path, note: Callable[[str], None]) -> None:
    """A note for each folder and file beside those a data folder has, save texts about the data."""
    for path in paths_in(data):
        if path.suffix.lower() in {".md", ".txt"}:
            continue
        known = _FOLDERS if path.is_dir() else _FILES
        if path.name not in known:
            meant = nearly(path.name, known)
            slash = "/" if path.is_dir() else ""
            note(f"{ascii(path.name[:80])[1:-1]}{slash}: not used; it is no part of a data folder{meant and f'; {meant}'}")
