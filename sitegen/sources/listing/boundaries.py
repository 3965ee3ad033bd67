"""The `boundaries/` folder: one boundary file for each neighbourhood, and files of force areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.raw import RawRef
from sitegen.sources.listing.policing import usable_force_id
from sitegen.sources.listing.zip_members import list_members
from sitegen.sources.policing_files import is_usable_id
from sitegen.terms import ForceId, Month


@dataclass(frozen=True, slots=True)
class BoundaryListing:
    """One file for each neighbourhood by force, sorted by name, and the files of force areas."""

    by_force: dict[ForceId, tuple[RawRef, ...]]
    force_areas: tuple[RawRef, ...]


def list_boundaries(
    folder: Path, newest: Month | None, api_boundaries: dict[tuple[ForceId, str], RawRef], note: Callable[[str], None]
) -> BoundaryListing:
    """The boundary files in use: loose KML files first, then one monthly zip file, then the API's `boundary.json`.

    The zip file is the newest that is not after the month `newest`, or the oldest where all are. Raises InputError where
    it cannot be trusted.
    """
    chosen: dict[tuple[ForceId, str], RawRef] = {}
    paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    paths = [path for path in paths if not path.name.startswith(".") and path.name.isprintable()]
    for path in paths:
        if path.is_dir():
            for name, file in _loose(path, note):
                _keep(chosen, path.name, name, RawRef(f"boundaries/{path.name}/{name}", file), note)
    zips = {month: path for path in paths if path.is_file() and (month := _month(path.name)) is not None}
    _keep_zip(chosen, zips, newest, note)
    for key, ref in sorted(api_boundaries.items()):
        chosen.setdefault(key, ref)
    by_force: dict[ForceId, list[RawRef]] = {}
    for (force_id, _), ref in sorted(chosen.items()):
        by_force.setdefault(force_id, []).append(ref)
    files = [path for path in paths if path.is_file() and path not in zips.values()]
    for path in files:
        if path.suffix.lower() not in {".geojson", ".md", ".txt"}:
            note(f"boundaries/{path.name[:80]}: not used; expected <force>/<id>.kml, YYYY-MM.zip or *.geojson")
    areas = tuple(RawRef(f"boundaries/{path.name}", path) for path in files if path.suffix.lower() == ".geojson")
    return BoundaryListing({force_id: tuple(sorted(refs)) for force_id, refs in by_force.items()}, areas)


def _keep_zip(chosen: dict[tuple[ForceId, str], RawRef], zips: dict[Month, Path], newest: Month | None, note: Callable[[str], None]) -> None:
    month = _zip_month(sorted(zips), newest)
    if month is None:
        return
    for other in sorted(set(zips) - {month}):
        note(f"boundaries/{other}.zip: not used; {month}.zip is the one for this window")
    for member in list_members(zips[month], f"boundaries/{month}.zip"):
        _keep_member(chosen, zips[month], member.name, note)


def _loose(folder: Path, note: Callable[[str], None]) -> Iterator[tuple[str, Path]]:
    if usable_force_id(folder.name) is None:
        note(f"boundaries/{folder.name[:80]!a}/: not used; not a force id")
        return
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.suffix.lower() == ".kml" and path.is_file() and not path.name.startswith("."):
            yield path.name, path


def _keep_member(chosen: dict[tuple[ForceId, str], RawRef], path: Path, member: str, note: Callable[[str], None]) -> None:
    *_, force, name = ["", "", *member.split("/")]
    if not name.lower().endswith(".kml") or usable_force_id(force) is None:
        note(f"boundaries/{path.name}!{member[:80]}: not used; its name is not <force>/<id>.kml")
        return
    _keep(chosen, force, name, RawRef(f"boundaries/{path.name}!{member}", path, member), note)


def _keep(chosen: dict[tuple[ForceId, str], RawRef], force: str, name: str, ref: RawRef, note: Callable[[str], None]) -> None:
    force_id, neighbourhood_id = usable_force_id(force), name[: -len(".kml")]
    if force_id is None or not is_usable_id(neighbourhood_id):
        note(f"boundaries/{force}/{name[:80]!a}: not used; not a neighbourhood's id")
        return
    chosen.setdefault((force_id, neighbourhood_id), ref)


def _month(name: str) -> Month | None:
    try:
        return Month.parse(name.removesuffix(".zip")) if name.endswith(".zip") else None
    except ValueError:
        return None


def _zip_month(months: list[Month], newest: Month | None) -> Month | None:
    before = [month for month in months if newest is None or month <= newest]
    return before[-1] if before else next(iter(months), None)
