"""The `boundaries/` folder: one boundary file for each neighbourhood, those of earlier months, and files of force areas."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sitegen.near_names import nearly
from sitegen.raw import RawRef
from sitegen.sources.listing.folder import month_of, paths_in, printable_paths, shown
from sitegen.sources.listing.policing import usable_force_id
from sitegen.sources.listing.zip_members import Member, list_members
from sitegen.terms import YEAR_MONTHS, ForceId, Month, canonical_id, is_usable_id


@dataclass(frozen=True, slots=True)
class BoundaryListing:
    """One file for each neighbourhood by force, sorted by name, and the files of force areas.

    `past` has by force and month what else monthly zip files have, the window's and older ones: one file for each neighbourhood, sorted by name.
    """

    by_force: dict[ForceId, tuple[RawRef, ...]]
    force_areas: tuple[RawRef, ...]
    past: dict[tuple[ForceId, Month], tuple[RawRef, ...]]


_Key = tuple[ForceId, str]
"""A neighbourhood: its force and its id."""
_Zips = dict[Month, tuple[Path, tuple[Member, ...]]]
"""Zip files with their members by month."""


def list_boundaries(
    folder: Path,
    newest: Month | None,
    api_boundaries: dict[_Key, RawRef],
    note: Callable[[str], None],
    known: frozenset[str] = frozenset(),
) -> BoundaryListing:
    """The boundary files in use: loose KML files first, then one monthly zip file, then the API's `boundary.json`; and those of earlier months.

    The zip file is the newest that is not after the month `newest`, or the oldest where all are; its month begins its name, else it is that of a
    folder in it. Older ones tell where the ground lay then, and so does the newest alone where it is more than a year older than `newest` and there
    are loose files: what these lack is gone. What is not used is noted, with what it may have meant by the force ids `known`.
    """
    chosen: dict[_Key, RawRef] = {}
    paths = list(printable_paths(folder, "boundaries", note))
    for path in paths:
        if path.is_dir():
            for name, file in _loose(path, note, known):
                _keep(chosen, path.name, name, RawRef(f"boundaries/{path.name}/{name}", file), note)
    zips = _zips([path for path in paths if path.is_file() and path.suffix.lower() == ".zip"], note)
    past = _keep_zips(chosen, zips, newest, note)
    _ask_of_case(chosen, note)
    for key, ref in sorted(api_boundaries.items()):
        chosen.setdefault(key, ref)
    by_force: dict[ForceId, list[RawRef]] = {}
    for (force_id, _), ref in sorted(chosen.items()):
        by_force.setdefault(force_id, []).append(ref)
    files = [path for path in paths if path.is_file() and path.suffix.lower() != ".zip"]
    for path in files:
        if path.suffix.lower() not in {".geojson", ".md", ".txt"}:
            note(f"boundaries/{path.name[:80]}: not used; expected <force>/<id>.kml, YYYY-MM.zip or *.geojson")
    areas = tuple(RawRef(f"boundaries/{path.name}", path) for path in files if path.suffix.lower() == ".geojson")
    in_use = {force_id: tuple(sorted(refs)) for force_id, refs in by_force.items()}
    used = set(chosen.values())
    earlier: dict[tuple[ForceId, Month], list[RawRef]] = {}
    for month, (force_id, _), ref in past:
        if ref not in used:
            earlier.setdefault((force_id, month), []).append(ref)
    return BoundaryListing(in_use, areas, {key: tuple(sorted(refs)) for key, refs in sorted(earlier.items())})


def _zips(paths: list[Path], note: Callable[[str], None]) -> _Zips:
    """Zip files with their members by month; those of no month are noted, and so is a second one of a month."""
    zips: _Zips = {}
    # A plain 2025-06.zip goes before a browser's 2025-06 (1).zip.
    for path in sorted(paths, key=lambda path: (month_of(path.name[: -len(".zip")]) is None, path.name)):
        members = list_members(path, f"boundaries/{path.name[:80]}", note)
        if not members:
            continue
        folders = {month for member in members for part in member.name.split("/")[:-1] if (month := month_of(part))}
        month = month_of(path.name[:7]) or (folders.pop() if len(folders) == 1 else None)
        if month is None:
            note(f"boundaries/{path.name[:80]}: not used; its month is not known: call it YYYY-MM.zip")
        elif month in zips:
            note(f"boundaries/{path.name[:80]}: not used; {zips[month][0].name[:80]} is of the same month")
        else:
            zips[month] = path, members
    return zips


def _keep_zips(chosen: dict[_Key, RawRef], zips: _Zips, newest: Month | None, note: Callable[[str], None]) -> list[tuple[Month, _Key, RawRef]]:
    """Fill the gaps of what is chosen from the zip file of the window; the boundaries of that and of every older one, by month."""
    used = _zip_month(sorted(zips), newest)
    if used is None:
        return []
    is_past = bool(chosen) and newest is not None and used < newest.plus(-YEAR_MONTHS)
    past: list[tuple[Month, _Key, RawRef]] = []
    for month in sorted(zips):
        path, members = zips[month]
        if month > used:
            note(f"boundaries/{path.name[:80]}: not used; {zips[used][0].name[:80]} is the one for this window")
            continue
        found: dict[_Key, RawRef] = {}
        for member in members:
            _keep_member(found, path, member, note)
        past += [(month, key, ref) for key, ref in sorted(found.items())]
        if month == used and not is_past:
            for key, ref in found.items():
                chosen.setdefault(key, ref)
    return past


def _loose(folder: Path, note: Callable[[str], None], known: frozenset[str]) -> Iterator[tuple[str, Path]]:
    if usable_force_id(folder.name) is None:
        meant = nearly(folder.name, known)
        note(f"boundaries/{shown(folder.name)}/: not used; not a force id{meant and f'; {meant}'}")
        return
    for path in paths_in(folder):
        if path.suffix.lower() == ".kml" and path.is_file():
            yield path.name, path
        elif path.suffix.lower() not in {".md", ".txt"} or not path.is_file():
            note(f"boundaries/{folder.name}/{shown(path.name)}: not used; expected <id>.kml")


def _keep_member(chosen: dict[_Key, RawRef], path: Path, member: Member, note: Callable[[str], None]) -> None:
    *_, force, name = ["", "", *member.name.split("/")]
    if not name.lower().endswith(".kml") or usable_force_id(force) is None:
        note(f"boundaries/{path.name}!{shown(member.name)}: not used; its name is not <force>/<id>.kml")
        return
    _keep(chosen, force, name, RawRef(f"boundaries/{path.name}!{member.name}", path, member.written), note)


def _keep(chosen: dict[_Key, RawRef], force: str, name: str, ref: RawRef, note: Callable[[str], None]) -> None:
    force_id, neighbourhood_id = usable_force_id(force), canonical_id(name[: -len(".kml")])
    if force_id is None or not is_usable_id(neighbourhood_id):
        note(f"boundaries/{shown(force)}/{shown(name)}: not used; not a neighbourhood's id")
        return
    chosen.setdefault((force_id, neighbourhood_id), ref)


def _ask_of_case(chosen: dict[_Key, RawRef], note: Callable[[str], None]) -> None:
    """Ids are told apart by case, which few forces mean: two that differ by nothing else are asked about."""
    first: dict[_Key, str] = {}
    for force_id, key in sorted(chosen):
        other = first.setdefault((force_id, key.casefold()), key)
        if other != key:
            note(f"boundaries/{force_id}/{key}.kml: differs from {other}.kml by case alone, and both are used; did you mean {other}?")


def _zip_month(months: list[Month], newest: Month | None) -> Month | None:
    before = [month for month in months if newest is None or month <= newest]
    return before[-1] if before else next(iter(months), None)
