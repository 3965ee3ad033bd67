"""Boundaries: the monthly zip file of KML, whole, or of the forces that are wanted the files alone."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sitegen.errors import FetchError
from sitegen.fetching.archive import Piece, bring_members
from sitegen.fetching.downloads import download
from sitegen.fetching.judging import is_web_page
from sitegen.fetching.run import Run
from sitegen.fetching.zip_ranges import Place, RemoteZip, locate
from sitegen.terms import ForceId, Month, is_usable_id, parse_force_id

DATASET = "boundaries"
_EARLIER = 3
"""So many months back the newest file is looked for: some months have none."""
_NOT_THERE = "is not there"
_MIB = 1 << 20


def find_boundaries(run: Run, release: Month) -> tuple[Month, Place, bytes]:
    """Month and place of the file of the release's month, or of the newest before it; raises FetchError."""
    for earlier in range(_EARLIER + 1):
        month = release.plus(-earlier)
        try:
            place, tail = locate(run.asking, run.upstream.boundaries.address.format(release=month))
        except FetchError as error:
            if not str(error).startswith(_NOT_THERE) or earlier == _EARLIER:
                raise
        else:
            return month, place, tail
    raise FetchError(_NOT_THERE)


def fetch_boundaries(run: Run, release: Month) -> None:
    """Bring the boundaries; loose files that an earlier run brought and this does not name are taken away, monthly zip files stay.

    An older month's tells where the ground of a neighbourhood lay then, without which nothing older than the window is told of it.
    """
    path = f"boundaries/{release}.zip"
    try:
        month, place, tail = find_boundaries(run, release)
        path = f"boundaries/{month}.zip"
        if run.wanted.forces:
            if not place.ranges:
                raise FetchError("its server gives no parts of a file; without --force the whole is brought")
            remote = RemoteZip(run.asking, place, tail)
            pieces = list(wanted_members(remote.infos, run))
            run.refuse_shrunk(len([*_loose_of(run)]), len(pieces), "boundaries")
            run.begin(path, len(pieces), "files")
            bring_members(run, DATASET, remote, pieces, _judge)
            old = set(_loose_of(run)) - {piece.path for piece in pieces}
        else:
            run.begin(path, place.size_bytes // _MIB, "MiB")
            zips = [one for one in run.inventory.of(DATASET) if one.endswith(".zip")]
            download(run, DATASET, place.address, path, before=next((one for one in reversed(zips) if one <= path), path))
            # A loose file goes before a zip file: what one force's run left would hide the new.
            old = {one for one in run.inventory.of(DATASET) if not one.endswith(".zip")}
        for one in sorted(old):
            run.take_away(one, DATASET)
    except FetchError as error:
        run.fault(DATASET, path, error)


def areas_with_boundary(run: Run) -> set[tuple[ForceId, str]]:
    """Force and id of every neighbourhood that a KML file of the data folder is about; of monthly zip files the newest alone tells of today."""
    folder = run.data / "boundaries"
    found = {area for path in folder.glob("*/*.kml") if (area := _area(f"{path.parent.name}/{path.name}"))}
    for path in sorted(folder.glob("*.zip"))[-1:]:
        try:
            with zipfile.ZipFile(path) as archive:
                found.update(area for name in archive.namelist() if (area := _area(name)))
        except (zipfile.BadZipFile, OSError, ValueError):
            continue  # a build tells of it
    return found


def areas_of_forces(run: Run) -> Iterator[bytes]:
    """The boundary files of the forces that are wanted."""
    for force_id in run.wanted.forces:
        for path in sorted((run.data / "boundaries" / force_id).glob("*.kml")):
            yield path.read_bytes()


def wanted_members(infos: tuple[zipfile.ZipInfo, ...], run: Run) -> Iterator[Piece]:
    """The KML files of the forces that are wanted; of two whose names differ in capital letters only, the first."""
    seen: set[str] = set()
    for info in infos:
        area = _area(info.filename)
        if area and run.wanted.has_force(area[0]):
            path = f"boundaries/{area[0]}/{area[1]}.kml"
            if path.lower() not in seen:
                seen.add(path.lower())
                yield Piece(info, path)


def _area(name: str) -> tuple[ForceId, str] | None:
    """Force and neighbourhood by the last two parts of a member's name; None for any other file."""
    parts = PurePosixPath(name).parts
    if len(parts) < 2 or not re.fullmatch(r".+\.kml", parts[-1], re.IGNORECASE | re.DOTALL):
        return None
    try:
        force_id = parse_force_id(parts[-2])
    except ValueError:
        return None
    neighbourhood_id = parts[-1][: -len(".kml")]
    return (force_id, neighbourhood_id) if is_usable_id(neighbourhood_id) else None


def _loose_of(run: Run) -> Iterator[str]:
    for path in run.inventory.of(DATASET):
        if path.endswith(".kml") and run.wanted.has_force(path.split("/")[1]):
            yield path


def _judge(_there: Path, body: bytes) -> None:
    if is_web_page(body) or b"<" not in body[:200]:
        raise FetchError("no KML")
