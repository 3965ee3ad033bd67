"""The `archive/` folder: which one file each dataset, force and month comes from, and every state in which street crime was told."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sitegen.near_names import nearly
from sitegen.raw import RawRef
from sitegen.reserved import RESERVED_AT_ROOT
from sitegen.sources.listing.folder import month_of, paths_in, shown
from sitegen.sources.listing.zip_members import Member, list_members
from sitegen.terms import ForceId, Month, parse_force_id

_DATASETS = ("street", "outcomes", "stop-and-search")
_FILE = re.compile(r"(\d{4}-\d\d)-([a-z]+(?:-[a-z]+)*)-(street|outcomes|stop-and-search)\.csv", re.ASCII)
_ODD_FILE = re.compile(r"(\d{4})\D?(\d{1,2})\D(.+)\.csv", re.ASCII | re.IGNORECASE)
_ODD_MONTH = re.compile(r"(\d{4})\D?(\d{1,2})(?!\d).*", re.ASCII | re.DOTALL)
_ASKED_MOST = 200
"""Odd names of files that a likely meaning is looked for."""
_LOST_NAMED = 6
"""Forces named in one note."""

_Release = tuple[Month, Path, list[Member]]
"""A release with its file and its usable members."""


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """The file one dataset, force and month is taken from; `release` is null where it lies in a month folder."""

    dataset: str
    force_id: ForceId
    month: Month
    ref: RawRef
    size_bytes: int
    release: Month | None
    older_release: bool = False
    crc: int | None = None
    """The check sum that a zip file gives of it; null in a month folder."""


@dataclass(frozen=True, slots=True)
class Archive:
    """What the folder holds: the files the site is made of, the newest release, what the absence of a file says, and all files of street crime.

    `chosen` has one file for each dataset, force and month, sorted by these. `copied` has each dataset, force and month that the copy speaks
    of, whether it has a file of it or not: see `_spoken_of`. `states` has one for each force, month and release of street
    crime, sorted by these: the older ones too, and those of any month. None of `states` is without a release: a file in a month folder is
    of the newest state, that of the newest release, or of the newest month of such a folder where that is later.
    """

    chosen: tuple[ArchiveFile, ...]
    newest_release: Month | None
    copied: frozenset[tuple[str, ForceId, Month]]
    states: tuple[ArchiveFile, ...]


def list_archive(archive: Path, note: Callable[[str], None], vocabulary: frozenset[str] = frozenset()) -> Archive:
    """One file for each dataset, force and month, the newest release there is, what the absence of a file says, and every state of street crime.

    A file in a month folder is what the operator put there, and goes before every release; of the releases the newest
    that has the file is used, and one that only an older one has is marked where a newer one has anything of its force.
    A release is a zip file of any name: its month begins its name, as in 2025-06.zip, else is the newest of its members. One with the files of
    an older one is a copy of it under another name, and none. A force that the newest release has nothing of is noted. A file is known by
    its own name, wherever in a release it lies. Whatever else lies there is noted and left alone, with what it may have meant by the forces of
    the `vocabulary` and of the other files.
    """
    chosen: dict[tuple[str, ForceId, Month], ArchiveFile] = {}
    files: list[ArchiveFile] = []
    odd: list[tuple[str, str, str]] = []
    zips: list[Path] = []
    for path in paths_in(archive):
        if month_of(path.name) and path.is_dir():
            files += _in_folder(path, odd)
        elif path.is_file() and path.suffix.lower() == ".zip":
            zips.append(path)
        else:
            odd.append((f"archive/{shown(path.name)}", path.name, _place_of(path)))
    releases = [found for path in zips if (found := _read_release(path, odd, note))]
    _keep_first(chosen, files)
    copied, asked_since = _spoken_of(files), set[ForceId]()
    releases.sort(key=lambda release: (release[0], release[1].name == f"{release[0]}.zip", release[1].name), reverse=True)
    releases = [*_without_copies(releases, note)]
    _note_lost(releases, {file.force_id for file in files}, note)
    for place, (release, path, members) in enumerate(releases):
        if place and release == releases[place - 1][0]:
            first = shown(releases[place - 1][1].name)
            note(f"archive/{shown(path.name)}: a second release of {release}; of a file in both, that of {first} is used")
        in_release = _in_release(path, members, release, asked_since if release != releases[0][0] else set())
        _keep_first(chosen, in_release)
        copied |= _spoken_of(in_release)
        asked_since |= {file.force_id for file in in_release}
        files += in_release
    known = vocabulary | {file.force_id for file in chosen.values()}
    for number, (where, name, why) in enumerate(odd):
        meant = _meant(name, known) if number < _ASKED_MOST else ""
        note(f"{where}: not used; {why}{meant and f'; {meant}'}")
    newest = releases[0][0] if releases else None
    used = sorted(chosen.values(), key=lambda file: (file.dataset, file.force_id, file.month))
    return Archive(tuple(used), newest, frozenset(copied), _states([file for file in files if file.dataset == "street"], newest))


def _without_copies(releases: list[_Release], note: Callable[[str], None]) -> Iterator[_Release]:
    """The releases, newest first, but for those that have the very files of an older one: what that told, nobody told anew."""
    held = [(release, path, {(member.name, member.size_bytes, member.crc) for member in members}) for release, path, members in releases]
    for place, (release, path, files) in enumerate(held):
        same = [other for month, other, others in held[place + 1 :] if month < release and others == files]
        if same:
            note(f"archive/{shown(path.name)}: the same files as {shown(same[-1].name)}; not used, and not told as a release")
        else:
            yield releases[place]


def _note_lost(releases: list[_Release], in_folders: set[ForceId], note: Callable[[str], None]) -> None:
    """Say of which forces the newest release has no street crime, and the one before it has."""
    forces: dict[Month, set[ForceId]] = {}
    for release, path, members in releases:
        found = {file.force_id for file in _in_release(path, members, release, set()) if file.dataset == "street"}
        forces.setdefault(release, set()).update(found)
    if len(forces) < 2:
        return
    newest, before, *_older = forces
    lost = sorted(forces[before] - forces[newest] - in_folders)
    if lost:
        more = f" and {len(lost) - _LOST_NAMED:,} more forces" if len(lost) > _LOST_NAMED else ""
        note(
            f"archive/: the release of {newest} has no street crime of {', '.join(lost[:_LOST_NAMED])}{more}, and that of {before} has; "
            "their older months stay as they were told. Look whether the release was fetched for all forces"
        )


def _spoken_of(files: list[ArchiveFile]) -> set[tuple[str, ForceId, Month]]:
    """The datasets, forces and months that one release, or all month folders together, would hold a file of if the force had supplied it.

    Releases are asked for by force, dataset and month. One without any file of a force was not asked for it, and so it is with a dataset of a
    month that it has of no force: then nothing is known of the force, and its silence is the copy's.
    """
    held = {(file.dataset, file.month) for file in files}
    return {(dataset, force_id, month) for force_id in {file.force_id for file in files} for dataset, month in held}


def _states(street: list[ArchiveFile], newest_release: Month | None) -> tuple[ArchiveFile, ...]:
    """One file for each force, month and release, of files in the order in which they go before each other."""
    newest = max((file.month for file in street if file.release is None), default=None)
    newest = max(newest, newest_release) if newest and newest_release else newest or newest_release
    states: dict[tuple[ForceId, Month, Month | None], ArchiveFile] = {}
    for file in street:
        states.setdefault((file.force_id, file.month, file.release or newest), replace(file, release=file.release or newest))
    return tuple(sorted(states.values(), key=lambda file: (file.force_id, file.month, file.release or file.month)))


def _keep_first(chosen: dict[tuple[str, ForceId, Month], ArchiveFile], files: Iterable[ArchiveFile]) -> None:
    for file in files:
        chosen.setdefault((file.dataset, file.force_id, file.month), file)


def _place_of(path: Path) -> str:
    """Why something in the archive folder itself is not used."""
    found = _FILE.fullmatch(path.name)
    if found and path.is_file():
        return f"put it into archive/{found[1]}/"
    return "a release is a zip file, a month folder is called YYYY-MM"


def _in_folder(folder: Path, odd: list[tuple[str, str, str]]) -> list[ArchiveFile]:
    files = []
    for path in paths_in(folder):
        name = f"archive/{folder.name}/{path.name}"
        parts = _parts(path.name, folder.name)
        if parts is None or not path.is_file():
            why = f"its name is not {folder.name}-<force>-street.csv or the like"
            odd.append((f"archive/{folder.name}/{shown(path.name)}", path.name, why))
            continue
        files.append(ArchiveFile(*parts, RawRef(name, path), path.stat().st_size, release=None))
    return files


def _read_release(path: Path, odd: list[tuple[str, str, str]], note: Callable[[str], None]) -> _Release | None:
    """Month, path and usable members of a release; None where it has none."""
    name = f"archive/{shown(path.name)}"
    listed = list_members(path, name, note)
    usable = []
    for member in listed:
        folder, _, file = member.name.rpartition("/")
        if _parts(file, folder.rpartition("/")[2]):
            usable.append(member)
        else:
            odd.append((f"{name}!{shown(member.name)}", file, "its name is not YYYY-MM/YYYY-MM-<force>-street.csv or the like"))
    months = [month for member in usable if (month := month_of(member.name.rpartition("/")[2][:7]))]
    if not months:
        if listed:
            note(f"{name}: not used; nothing in it is called YYYY-MM-<force>-street.csv or the like")
        return None
    return month_of(path.name[:7]) or max(months), path, usable


def _in_release(path: Path, members: list[Member], release: Month, asked_since: set[ForceId]) -> list[ArchiveFile]:
    """The files of a release; those of a force that newer releases have something of are of an older one."""
    files = []
    for member in members:
        folder, _, name = member.name.rpartition("/")
        parts = _parts(name, folder.rpartition("/")[2])
        if parts:
            ref = RawRef(f"archive/{path.name}!{member.name}", path, member.written)
            files.append(ArchiveFile(*parts, ref, member.size_bytes, release, parts[1] in asked_since, member.crc))
    return files


def _parts(name: str, folder: str) -> tuple[str, ForceId, Month] | None:
    """Dataset, force and month by a file's own name; None where it says none, or its folder names another month."""
    found = _FILE.fullmatch(name) if len(name) <= 120 else None
    month = month_of(found[1]) if found else None
    if found is None or month is None or found[2] in RESERVED_AT_ROOT or (month_of(folder) or month) != month:
        return None
    try:
        return found[3], parse_force_id(found[2]), month
    except ValueError:
        return None


def _meant(name: str, known: Iterable[str]) -> str:
    """What the odd name of a file or month folder may have meant; empty where nothing is near."""
    if _FILE.fullmatch(name):
        return ""
    found = _ODD_FILE.fullmatch(name[:120])
    if found:
        month = month_of(f"{found[1]}-{found[2]:0>2}")
        rests = [f"{force_id}-{dataset}.csv" for force_id in known for dataset in _DATASETS]
        rest = nearly(f"{found[3]}.csv", rests) if month else ""
        return rest.replace("did you mean ", f"did you mean {month}-")
    month_like = _ODD_MONTH.fullmatch(name[:40])
    month = month_of(f"{month_like[1]}-{month_like[2]:0>2}") if month_like and not name.lower().endswith((".csv", ".txt", ".md")) else None
    return f"did you mean {month}?" if month else ""
