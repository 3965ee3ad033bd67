"""What a run would bring and how much, and whether each publisher answers; nothing of the data folder changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import httpx

from sitegen.errors import FetchError
from sitegen.fetching import archive, boundaries, policing
from sitegen.fetching.fetch import datasets_of
from sitegen.fetching.judging import as_list
from sitegen.fetching.run import Run, many, size
from sitegen.fetching.upstream import PlainFile
from sitegen.fetching.zip_ranges import Place, RemoteZip, locate
from sitegen.terms import Month


@dataclass(frozen=True, slots=True)
class Told:
    """A line about one thing, and whether it is a fault."""

    line: str
    is_fault: bool = False


def plan(run: Run) -> Iterator[Told]:
    """A line for each file, or each set of them, that a run would ask for; only directories and lists are read."""
    return _each(run, _plan_release, _plan_boundaries, _plan_policing)


def try_out(run: Run) -> Iterator[Told]:
    """A line for each dataset: what its publisher answers to the smallest question."""
    return _each(run, _try_release, _try_boundaries, _try_policing)


def _each(
    run: Run, of_release: Callable[[Run, archive.Release], str], of_boundaries: Callable[[Run, Month], str], of_policing: Callable[[Run], str]
) -> Iterator[Told]:
    newest: Month | None = None
    names = datasets_of(run)
    for name in run.wanted.releases if {archive.DATASET, boundaries.DATASET} & set(names) else ():
        try:
            release = archive.find_release(run, name)
            newest = max(release.month, newest or release.month)
            if archive.DATASET in names:
                yield Told(f"archive: {of_release(run, release)}")
        except FetchError as error:
            yield Told(f"archive: {run.upstream.archive.address.format(release=name)}: {error}", is_fault=True)
    parts: list[tuple[str, Callable[[], str]]] = []
    if boundaries.DATASET in names and newest:
        month = newest
        parts.append((boundaries.DATASET, lambda: of_boundaries(run, month)))
    if policing.DATASET in names:
        parts.append((policing.DATASET, lambda: of_policing(run)))
    for file in run.upstream.files:
        if file.name in names:
            parts.append((file.name, lambda file=file: _file(run, file)))  # type: ignore[misc]
    for name, tell in parts:
        try:
            yield Told(f"{name}: {tell()}")
        except FetchError as error:
            yield Told(f"{name}: {run.upstream.about(name).address}: {error}", is_fault=True)


def _plan_release(run: Run, release: archive.Release) -> str:
    path = f"archive/{release.month}.zip"
    if not run.wanted.in_part:
        return _whole(run, path, release.place)
    if not release.place.ranges:
        raise FetchError("its server gives no parts of a file")
    pieces, _ = archive.wanted_members(RemoteZip(run.asking, release.place, release.tail).infos, run)
    return f"{path}, {_pieces(run, pieces)}"


def _plan_boundaries(run: Run, release: Month) -> str:
    month, place, tail = boundaries.find_boundaries(run, release)
    path = f"boundaries/{month}.zip"
    if not run.wanted.forces:
        return _whole(run, path, place)
    return f"{path}, {_pieces(run, list(boundaries.wanted_members(RemoteZip(run.asking, place, tail).infos, run)))}"


def _plan_policing(run: Run) -> str:
    base = run.upstream.policing.address
    forces = [force_id for force_id in policing.forces_in(run.asking.get(f"{base}/forces", paced=True).body) if run.wanted.has_force(force_id)]
    areas = sum(_listed(run, f"{base}/{force_id}/neighbourhoods") for force_id in forces)
    answers = 1 + 3 * len(forces) + (1 + len(policing.TEAM)) * areas
    minutes = answers / run.upstream.limits.requests_per_second / 60
    return f"{answers:,} answers about {many(len(forces), 'force')} and {many(areas, 'neighbourhood')}, {minutes:,.1f} minutes or more"


def _listed(run: Run, address: str) -> int:
    """The entries of a list; none where there is no such answer."""
    answer = run.asking.get(address, paced=True)
    return 0 if answer.status == httpx.codes.NOT_FOUND else len(as_list(answer.body))


def _try_release(run: Run, release: archive.Release) -> str:
    infos = RemoteZip(run.asking, release.place, release.tail).infos if release.place.ranges else ()
    held = f"{len(infos):,} files" if infos else "its server gives no parts"
    return f"the newest release is {release.month}, {size(release.place.size_bytes)}, {held}"


def _try_boundaries(run: Run, release: Month) -> str:
    month, place, _ = boundaries.find_boundaries(run, release)
    return f"the newest are of {month}, {size(place.size_bytes)}"


def _try_policing(run: Run) -> str:
    found = policing.forces_in(run.asking.get(f"{run.upstream.policing.address}/forces", paced=True).body)
    return f"{len(found):,} forces are listed"


def _file(run: Run, file: PlainFile) -> str:
    told = _whole(run, file.into, locate(run.asking, file.address)[0])
    return f"{told}; of it what lies around the forces" if run.wanted.forces and file.members else told


def _whole(run: Run, path: str, place: Place) -> str:
    entry = run.inventory.known(path)
    same = entry is not None and bool(place.known.etag) and entry.etag == place.known.etag
    return f"{path}, {'the same as is there' if same else f'{size(place.size_bytes)} to bring' if place.size_bytes else 'of unknown size'}"


def _pieces(run: Run, pieces: list[archive.Piece]) -> str:
    fresh = [piece.info.compress_size for piece in pieces if not archive.is_there(run, piece)]
    return f"{len(fresh):,} of {len(pieces):,} members to bring, {size(sum(fresh))}"
