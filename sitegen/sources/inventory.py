"""The inventory: what the data folder holds, listed before anything is read, and which months and forces follow from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sitegen.errors import ConfigError, InputError
from sitegen.languages import TRANSLATED, refuse_other_languages
from sitegen.near_names import meaning
from sitegen.notes import Notes
from sitegen.raw import RawGroup, RawRef
from sitegen.site_json import to_json
from sitegen.sources.listing import csv_tree
from sitegen.sources.listing.archive import Archive, ArchiveFile, list_archive
from sitegen.sources.listing.basemap import list_basemap
from sitegen.sources.listing.boundaries import BoundaryListing, list_boundaries
from sitegen.sources.listing.csv_tree import list_csv
from sitegen.sources.listing.history import list_history, list_team_history
from sitegen.sources.listing.misplaced import what_is_there
from sitegen.sources.listing.places import list_places
from sitegen.sources.listing.policing import PolicingListing, list_policing
from sitegen.sources.listing.postcodes import PostcodeListing, list_postcodes
from sitegen.sources.listing.project import list_project
from sitegen.sources.listing.questions import ask_of_forces, force_vocabulary, note_what_is_no_part
from sitegen.sources.listing.releases import group_states
from sitegen.terms import ForceId, Month, months_between
from sitegen.typed_files import Address, FilledLine, Line, Written, read_json, with_texts

_LOSSES = {
    "places": "the site has no list of towns and villages",
    "population": "no rates for 1,000 people, and no number of people but the forces' own",
}
_INT_MOST = (1 << 31) - 1
_GAP_MOST = 12


class Invented(Written, frozen=True):
    """What `invented.json` says of a data folder that describes no real place."""

    place: FilledLine
    operator: Line = ""
    contact: Address = ""
    privacy_contact: Address = ""
    languages: tuple[str, ...] = ()
    """The languages its pages are made in, English first; empty: as configured."""

    def __post_init__(self) -> None:
        refuse_other_languages(self.languages)

    def in_language(self, key: Literal["place", "operator"], language: str) -> str:
        """Place or operator as its pages in a language but English name them; empty where not given."""
        return str(getattr(self, f"{key}_{language}"))


_INVENTED = with_texts(Invented, (f"{key}_{language}" for language in TRANSLATED for key in ("place", "operator")))


@dataclass(frozen=True, slots=True)
class Inventory:
    """What there is to build from.

    `raw` holds the groups of upstream files by name; `months` the site's months, ascending, empty where there is no street
    crime at all; `force_ids` the forces of the site, `areas` the postcode areas and `grid_squares` those of place names, all sorted; `release` the
    newest release, else the newest month of street crime, else ""; `attributions` the owners of the data used, in the order police,
    os, royal-mail, ons; `notes` one line for each optional part that is absent and each file that is left alone; `known_forces` all that
    the data folder has anything of, in whatever month; `archive_months` every month a force of
    the site has street crime of, in the window or not; `boundary_months` those of which it has boundaries beside today's; `gaps` the site's months
    for which no force has a street file; `told_by` by force the first and the last month of each run of street files that one release tells, and
    that release, empty where they lie in month folders.
    """

    raw: Mapping[str, RawGroup]
    months: tuple[Month, ...]
    force_ids: tuple[ForceId, ...]
    areas: tuple[str, ...]
    grid_squares: tuple[str, ...]
    release: str
    attributions: tuple[str, ...]
    invented: Invented | None
    notes: tuple[str, ...]
    known_forces: frozenset[ForceId]
    archive_months: tuple[Month, ...]
    boundary_months: tuple[Month, ...]
    gaps: tuple[Month, ...]
    told_by: Mapping[ForceId, tuple[tuple[str, str, str], ...]]


def take_inventory(
    data: Path,
    content: Path,
    templates: Path,
    node_modules: Path | None,
    *,
    months: tuple[Month, Month] | None,
    window_months: int,
    forces: tuple[ForceId, ...],
    basemaps: tuple[Path, ...] = (),
    notes: Notes | None = None,
) -> Inventory:
    """List the data folder and the project's own texts, templates and scripts; nothing upstream is opened but zip directories.

    The window ends with the newest month that has street crime and begins `window_months` before that, or at the first
    month in it that has any; `months` sets its first and last month instead. `forces` restricts the site. `basemaps` are files to draw
    under the figures beside those of the data folder. What is noticed goes to `notes`, also where an error follows. Raises InputError
    where the folder holds nothing to build from, a file cannot be trusted or the newest month stands alone, ConfigError where a
    flag asks for what is not there.
    """
    notes = Notes() if notes is None else notes
    try:
        if not data.is_dir():
            what = "is a file" if data.exists() else "no such folder"
            raise InputError(f"{data}: {what}; --data names the folder that holds archive/, policing/, boundaries/ and postcodes/")
        project = list_project(content, templates, node_modules, notes.add)
        lists = _list(data, force_vocabulary(project["force_vocabulary"]), months, window_months, notes.add)
        if not (lists.street or lists.policing.by_force or lists.boundaries.by_force):
            raise InputError(f"{data}: nothing to build from; {what_is_there(data)}")
        _note_outside(lists, notes.add)
        force_ids = _force_ids(lists.known, forces)
        _note_absences(data, notes.add, lists, force_ids)
        ask_of_forces(lists.known, lists.vocabulary, notes.add)
        basemap = list_basemap(data / "basemap", basemaps, notes.add)
        invented = data / "invented.json"
        release = lists.archive.newest_release or max((file.month for file in lists.street), default=None)
        return Inventory(
            raw={**_raw_groups(lists, basemap, force_ids), **_with_own(project, data)},
            months=lists.window,
            force_ids=force_ids,
            areas=tuple(sorted(lists.postcodes.by_area)),
            grid_squares=tuple(lists.places),
            release=str(release) if release else "",
            attributions=_owners(lists),
            invented=read_json(invented.read_bytes(), invented.name, _INVENTED) if invented.is_file() else None,
            notes=notes.all(),
            known_forces=frozenset(lists.known | {file.force_id for file in lists.archive.chosen}),
            archive_months=tuple(sorted({file.month for file in lists.archive.states if file.force_id in force_ids})),
            boundary_months=tuple(sorted({month for force_id, month in lists.boundaries.past if force_id in force_ids})),
            gaps=tuple(month for month in lists.window if month not in {file.month for file in lists.street}),
            told_by={force_id: _told_by([file for file in lists.street if file.force_id == force_id]) for force_id in force_ids},
        )
    except OSError as error:
        raise InputError(f"{error.filename}: cannot be read ({error.strerror}); check that it is there and may be read") from error


@dataclass(frozen=True, slots=True)
class _Lists:
    """The files of every part of the data folder, and the months of the site that follow from them."""

    vocabulary: frozenset[str]
    archive: Archive
    window: tuple[Month, ...]
    policing: PolicingListing
    boundaries: BoundaryListing
    history: dict[ForceId, tuple[RawRef, ...]]
    team_history: dict[ForceId, tuple[RawRef, ...]]
    postcodes: PostcodeListing
    places: dict[str, tuple[RawRef, ...]]
    csv: dict[str, tuple[RawRef, ...]]

    @property
    def street(self) -> list[ArchiveFile]:
        """The street files of all months."""
        return [file for file in self.archive.chosen if file.dataset == "street"]

    @property
    def known(self) -> set[ForceId]:
        """The forces that have street crime in the window, or neighbourhoods, or boundaries."""
        return {file.force_id for file in self.in_window("street")} | set(self.policing.by_force) | set(self.boundaries.by_force)

    def in_window(self, dataset: str) -> list[ArchiveFile]:
        """The files of a dataset in the site's months."""
        return [file for file in self.archive.chosen if file.dataset == dataset and file.month in self.window]


def _list(data: Path, vocabulary: frozenset[str], months: tuple[Month, Month] | None, window_months: int, note: Callable[[str], None]) -> _Lists:
    archive = list_archive(data / "archive", note, vocabulary)
    names = vocabulary | {file.force_id for file in archive.chosen}
    street = [file for file in archive.chosen if file.dataset == "street"]
    if months is None:
        _refuse_lone_newest(street)
    window = _window(sorted({file.month for file in street}), months, window_months)
    policing = list_policing(data / "policing", note, names)
    boundaries = list_boundaries(data / "boundaries", window[-1] if window else None, policing.boundaries, note, names)
    postcodes = list_postcodes(data / "postcodes", note)
    for folder, loss in _LOSSES.items():
        if not (data / folder).is_dir():
            note(f"{folder}/: none; {loss}")
    places = list_places(data / "places", note)
    csv = {group: tuple(sorted(ref for _, ref in list_csv(data / folder, folder, note))) for group, folder in csv_tree.FOLDERS.items()}
    history, team_history = list_history(data / "history"), list_team_history(data / "history")
    return _Lists(vocabulary, archive, window, policing, boundaries, history, team_history, postcodes, places, csv)


def _note_outside(lists: _Lists, note: Callable[[str], None]) -> None:
    """Street files of other months, and forces that have nothing but stop and search."""
    window, outside = lists.window, len(lists.street) - len(lists.in_window("street"))
    if window and outside:
        whose = "forces, and of neighbourhoods whose ground did not change" if lists.boundaries.past else "forces alone"
        note(f"archive/: {outside} street files lie outside the site's months, {window[0]} to {window[-1]}: they are told as sums of {whose}")
    for force_id in sorted({file.force_id for file in lists.in_window("stop-and-search")} - lists.known):
        note(f"{force_id}: stop and search alone; without street crime, neighbourhoods or boundaries it is no force of the site and is not used")


def _raw_groups(lists: _Lists, basemap: tuple[RawRef, ...], force_ids: tuple[ForceId, ...]) -> dict[str, RawGroup]:
    """The groups of upstream files by the names under which stages read them."""
    return {
        "street": _by_force_month(lists.in_window("street"), force_ids),
        "street_states": group_states(lists.archive.states, force_ids),
        "outcome_files": _by_force_month(lists.in_window("outcomes"), force_ids),
        "stop_search_files": _by_force_month(lists.in_window("stop-and-search"), force_ids),
        "policing": _by_force(lists.policing.by_force, force_ids),
        "history_files": _by_force(lists.history, force_ids),
        "team_history": _by_force(lists.team_history, force_ids),
        "policing_forces": RawGroup((), {(): lists.policing.about_forces}),
        "boundary_files": _by_force(lists.boundaries.by_force, force_ids),
        "past_boundary_files": _by_force_boundary_month(lists.boundaries.past, force_ids),
        "earlier_months": _earlier_months(lists, force_ids),
        "force_area_files": RawGroup((), {(): lists.boundaries.force_areas}),
        "postcode_files": RawGroup(("area",), {(area,): refs for area, refs in sorted(lists.postcodes.by_area.items())}),
        "basemap_files": RawGroup((), {(): basemap}),
        "place_files": RawGroup(("grid_square",), {(grid_square,): refs for grid_square, refs in lists.places.items()}),
        **{group: RawGroup((), {(): refs}) for group, refs in lists.csv.items()},
        "inventory": RawGroup((), {(): (_supply_file([file for file in lists.archive.chosen if file.force_id in force_ids]),)}),
        "copied": RawGroup((), {(): (_copied_file(lists.archive.copied, force_ids),)}),
    }


def _with_own(project: Mapping[str, RawGroup], data: Path) -> dict[str, RawGroup]:
    """The project's files, with those that a data folder may have of its own."""
    own = {"known_issue_file": "known_issues.toml", "link_files": "links.toml"}
    files = {group: RawGroup((), {(): project[group].files[()] + _own(data, name)}) for group, name in own.items()}
    alone = {"provenance_file": "inventory.json", "moved_file": "moved.toml", "point_note_file": "point_notes.toml"}
    return {**project, **files, **{group: RawGroup((), {(): _own(data, name)}) for group, name in alone.items()}}


def _owners(lists: _Lists) -> tuple[str, ...]:
    """Who is to be named for the data used."""
    owners = {"police", *lists.postcodes.owners}
    if lists.boundaries.force_areas or lists.places:
        owners |= {"os", "ons"}
    if lists.csv["population_files"]:
        owners.add("ons")
    return tuple(owner for owner in ("police", "os", "royal-mail", "ons") if owner in owners)


def _refuse_lone_newest(street: list[ArchiveFile]) -> None:
    """Raise InputError where the newest month is more than a year after the next: a mistyped month would empty the site."""
    months = sorted({file.month for file in street})
    if len(months) < 2:
        return
    before, newest = months[-2:]
    if (newest.year - before.year) * 12 + newest.number - before.number > _GAP_MOST:
        name = next(file.ref.name for file in street if file.month == newest)
        raise InputError(
            f"{name}: the newest street crime, {newest}, stands alone, {before} being the month before it; "
            f"move it away if its name is mistyped, or ask for it with --months {newest}..{newest}"
        )


def _window(found: list[Month], asked: tuple[Month, Month] | None, window_months: int) -> tuple[Month, ...]:
    """The site's months: as asked for, else the newest `window_months` without those before the first month found."""
    if asked is None:
        if not found:
            return ()
        oldest = found[-1].plus(1 - window_months)
        return months_between(next(month for month in found if month >= oldest), found[-1])
    window = months_between(*asked)
    if not window:
        raise ConfigError(f"--months {asked[0]}..{asked[1]}: the last month is before the first")
    if len(window) > window_months:
        raise ConfigError(
            f"--months {asked[0]}..{asked[1]}: {len(window)} months are more than the {window_months} of window.months in the settings; "
            "ask for fewer, or raise it there, to 36 at most"
        )
    if found and not set(found) & set(window):
        raise ConfigError(f"--months {asked[0]}..{asked[1]}: no street crime in these months; the data folder has {found[0]} to {found[-1]}")
    return window


def _force_ids(known: set[ForceId], asked: tuple[ForceId, ...]) -> tuple[ForceId, ...]:
    unknown = sorted(set(asked) - known)
    if unknown:
        meant = f"; {meaning(unknown[0], known)}".rstrip("; ")
        raise ConfigError(
            f"--force {unknown[0]}: the data folder has nothing of this force in these months{meant}; it has {', '.join(sorted(known))}"
        )
    return tuple(sorted(set(asked) or known))


def _by_force(files: Mapping[ForceId, tuple[RawRef, ...]], force_ids: tuple[ForceId, ...]) -> RawGroup:
    return RawGroup(("force_id",), {(force_id,): files[force_id] for force_id in force_ids if force_id in files})


def _by_force_month(files: list[ArchiveFile], force_ids: tuple[ForceId, ...]) -> RawGroup:
    return RawGroup(("force_id", "month"), {(file.force_id, str(file.month)): (file.ref,) for file in files if file.force_id in force_ids})


def _by_force_boundary_month(files: Mapping[tuple[ForceId, Month], tuple[RawRef, ...]], force_ids: tuple[ForceId, ...]) -> RawGroup:
    return RawGroup(
        ("force_id", "boundary_month"), {(force_id, str(month)): refs for (force_id, month), refs in files.items() if force_id in force_ids}
    )


def _earlier_months(lists: _Lists, force_ids: tuple[ForceId, ...]) -> RawGroup:
    """An empty file for each force and month before the window whose places may be told: since the oldest boundaries of any force of the site.

    What a force recorded may lie in another's ground, so all forces have the same months.
    """
    oldest = min((month for force_id, month in lists.boundaries.past if force_id in force_ids), default=None)
    first = next(iter(lists.window), None)
    told = {(file.force_id, file.month) for file in lists.archive.states if oldest and first and oldest <= file.month < first}
    return RawGroup(
        ("force_id", "archive_month"),
        {
            (force_id, str(month)): (RawRef(f"archive/of/{month}-{force_id}.places", inline=b""),)
            for force_id, month in sorted(told)
            if force_id in force_ids
        },
    )


def _told_by(street: list[ArchiveFile]) -> tuple[tuple[str, str, str], ...]:
    """One force's files in the order of their months, as runs."""
    runs: list[tuple[Month, Month, str]] = []
    for file in street:
        release = str(file.release) if file.release else ""
        if runs and runs[-1][1].plus(1) == file.month and runs[-1][2] == release:
            runs[-1] = (runs[-1][0], file.month, release)
        else:
            runs.append((file.month, file.month, release))
    return tuple((str(first), str(last), release) for first, last, release in runs)


def _supply_file(files: list[ArchiveFile]) -> RawRef:
    rows = [
        {
            "dataset": file.dataset,
            "force_id": file.force_id,
            "month": str(file.month),
            "file": file.ref.name,
            "release": str(file.release) if file.release else None,
            "older_release": file.older_release,
            "size_bytes": min(file.size_bytes, _INT_MOST),
        }
        for file in files
    ]
    return RawRef("supply.json", inline=to_json(rows))


def _copied_file(copied: frozenset[tuple[str, ForceId, Month]], force_ids: tuple[ForceId, ...]) -> RawRef:
    rows = sorted((dataset, force_id, str(month)) for dataset, force_id, month in copied if force_id in force_ids)
    return RawRef("copied.json", inline=to_json(rows))


def _own(data: Path, name: str) -> tuple[RawRef, ...]:
    """A file of this data folder only, read after the project's own of that name."""
    path = data / name
    return (RawRef(path.name, path),) if path.is_file() else ()


def _note_absences(data: Path, note: Callable[[str], None], lists: _Lists, force_ids: tuple[ForceId, ...]) -> None:
    window, with_crimes = lists.window, {file.force_id for file in lists.in_window("street")}
    if not with_crimes and window:  # without a window there is nothing to build, which is an error and not a note
        note(f"archive/: no street crime from {window[0]} to {window[-1]}; the site shows teams and boundaries only")
    if not lists.boundaries.by_force.keys() & set(force_ids):
        note("boundaries/: none; crimes are counted by force only, and no postcode can be placed in a neighbourhood")
    if not lists.policing.by_force.keys() & set(force_ids):
        note("policing/: no lists of neighbourhoods; names come from the boundary files, and there are no teams")
    if not lists.postcodes.by_area:
        note("postcodes/: none; the site has no search by postcode")
    for force_id in force_ids:
        if with_crimes and force_id not in with_crimes:
            note(f"{force_id}: no street crime in these months")
    note_what_is_no_part(data, note)
