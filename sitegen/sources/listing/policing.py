"""The `policing/` folder: the API's answers at the API's own paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.policing_files import is_usable_id
from sitegen.terms import ForceId, parse_force_id
from sitegen.urls import RESERVED_AT_ROOT

_TEAM_FILES = ("events.json", "people.json", "priorities.json")


@dataclass(frozen=True, slots=True)
class PolicingListing:
    """Files about all forces, files of each force, and each neighbourhood's `boundary.json`."""

    about_forces: tuple[RawRef, ...]
    by_force: dict[ForceId, tuple[RawRef, ...]]
    boundaries: dict[tuple[ForceId, str], RawRef]


def list_policing(policing: Path, note: Callable[[str], None]) -> PolicingListing:
    """The files of a `policing/` folder that a site is made of, sorted by name; what has an unusable name is noted."""
    by_force: dict[ForceId, tuple[RawRef, ...]] = {}
    boundaries: dict[tuple[ForceId, str], RawRef] = {}
    about_forces = [RawRef("policing/forces.json", policing / "forces.json")] if (policing / "forces.json").is_file() else []
    about_forces += _forces(policing / "forces")
    for folder in _folders(policing):
        if folder.name == "forces":
            continue
        force_id = usable_force_id(folder.name)
        if force_id is None:
            note(f"policing/{_shown(folder.name)}/: not used; not a force id")
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
    for path in _files(folder):
        if is_usable_id(path.name.removesuffix(".json")):
            yield RawRef(f"{prefix}/{path.name}", path)
        else:
            note(f"{prefix}/{_shown(path.name)}: not used; not a neighbourhood's id")
    for inner in _folders(folder):
        if not is_usable_id(inner.name):
            note(f"{prefix}/{_shown(inner.name)}/: not used; not a neighbourhood's id")
            continue
        for path in _files(inner):
            if path.name in _TEAM_FILES:
                yield RawRef(f"{prefix}/{inner.name}/{path.name}", path)
            elif path.name == "boundary.json":
                boundaries[force_id, inner.name] = RawRef(f"{prefix}/{inner.name}/{path.name}", path)


def _files(folder: Path) -> list[Path]:
    paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    return [path for path in paths if path.name.endswith(".json") and not path.name.startswith(".") and path.is_file()]


def _folders(folder: Path) -> list[Path]:
    paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    return [path for path in paths if not path.name.startswith(".") and path.is_dir()]


def _shown(name: str) -> str:
    return name[:80] if name.isprintable() else ascii(name[:80])
