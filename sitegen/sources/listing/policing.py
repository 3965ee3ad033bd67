"""The `policing/` folder: the API's answers at the API's own paths."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.near_names import nearly
from sitegen.raw import RawRef
from sitegen.reserved import RESERVED_AT_ROOT
from sitegen.sources.listing.folder import paths_in, shown
from sitegen.terms import ForceId, canonical_id, is_usable_id, parse_force_id

_TEAM_FILES = ("events.json", "people.json", "priorities.json")


@dataclass(frozen=True, slots=True)
class PolicingListing:
    """Files about all forces, files of each force, and each neighbourhood's `boundary.json`."""

    about_forces: tuple[RawRef, ...]
    by_force: dict[ForceId, tuple[RawRef, ...]]
    boundaries: dict[tuple[ForceId, str], RawRef]


def list_policing(policing: Path, note: Callable[[str], None], known: frozenset[str] = frozenset()) -> PolicingListing:
    """The files of a `policing/` folder that a site is made of, sorted by name.

    What has an unusable name is noted, with what it may have meant by the force ids `known`, and so is every file that is not used.
    """
    by_force: dict[ForceId, tuple[RawRef, ...]] = {}
    boundaries: dict[tuple[ForceId, str], RawRef] = {}
    about_forces = [RawRef("policing/forces.json", policing / "forces.json")] if (policing / "forces.json").is_file() else []
    about_forces += _forces(policing / "forces")
    _note_others(policing, {"forces.json"}, "policing", note)
    for folder in _folders(policing):
        if folder.name == "forces":
            continue
        force_id = usable_force_id(folder.name)
        if force_id is None:
            meant = nearly(folder.name, known)
            note(f"policing/{shown(folder.name)}/: not used; not a force id{meant and f'; {meant}'}")
            continue
        refs = list(_of_force(folder, force_id, boundaries, note))
        if refs:
            by_force[force_id] = tuple(sorted(refs))
    return PolicingListing(tuple(sorted(about_forces)), by_force, boundaries)


def usable_force_id(text: str) -> ForceId | None:
    """The force id in a folder's name; None where it is none, or is a word the site's own addresses need."""
    try:
        force_id = parse_force_id(text)
    except ValueError:
        return None
    return None if force_id in RESERVED_AT_ROOT else force_id


def _forces(folder: Path) -> Iterator[RawRef]:
    for path in _files(folder):
        if usable_force_id(path.name.removesuffix(".json")):
            yield RawRef(f"policing/forces/{path.name}", path)
    for inner in _folders(folder):
        if usable_force_id(inner.name) and (inner / "people.json").is_file():
            yield RawRef(f"policing/forces/{inner.name}/people.json", inner / "people.json")


def _of_force(folder: Path, force_id: ForceId, boundaries: dict[tuple[ForceId, str], RawRef], note: Callable[[str], None]) -> Iterator[RawRef]:
    prefix = f"policing/{folder.name}"
    seen: set[str] = set()
    for path in _files(folder):
        key = canonical_id(path.name.removesuffix(".json"))
        if not is_usable_id(key):
            note(f"{prefix}/{shown(path.name)}: not used; not a neighbourhood's id")
        elif key in seen:
            note(f"{prefix}/{shown(path.name)}: not used; another file has this name in other characters")
        else:
            seen.add(key)
            yield RawRef(f"{prefix}/{path.name}", path)
    _note_others(folder, {path.name for path in _files(folder)}, prefix, note)
    for inner in _folders(folder):
        key = canonical_id(inner.name)
        if not is_usable_id(key):
            note(f"{prefix}/{shown(inner.name)}/: not used; not a neighbourhood's id")
            continue
        for path in _files(inner):
            if path.name in _TEAM_FILES:
                yield RawRef(f"{prefix}/{inner.name}/{path.name}", path)
            elif path.name == "boundary.json":
                boundaries[force_id, key] = RawRef(f"{prefix}/{inner.name}/{path.name}", path)
        _note_others(inner, {*_TEAM_FILES, "boundary.json"}, f"{prefix}/{shown(inner.name)}", note)


def _note_others(folder: Path, used: Collection[str], prefix: str, note: Callable[[str], None]) -> None:
    """A note for every file that is none of those used, save texts about the data, and for what stands in the place of one."""
    for path in paths_in(folder):
        if path.name.endswith(".json") and not path.is_file() and (path.name in used or path.is_symlink()):
            note(f"{prefix}/{shown(path.name)}: not used; it is no file, or a link that leads to none")
        elif path.name not in used and path.suffix.lower() not in {".md", ".txt"} and path.is_file():
            note(f"{prefix}/{shown(path.name)}: not used; the API has no such path that a page is made of")


def _files(folder: Path) -> list[Path]:
    return [path for path in paths_in(folder) if path.name.endswith(".json") and path.is_file()]


def _folders(folder: Path) -> list[Path]:
    return [path for path in paths_in(folder) if path.is_dir()]
