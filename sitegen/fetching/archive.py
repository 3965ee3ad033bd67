"""Releases of the archive: the whole file, or only the members wanted, into month folders."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import FetchError
from sitegen.fetching.asking import Known
from sitegen.fetching.downloads import download
from sitegen.fetching.judging import damage_told, files_in_zip
from sitegen.fetching.run import Run
from sitegen.fetching.zip_ranges import Place, RemoteZip, locate
from sitegen.terms import FORCE_ID, MONTH, ForceId, Month, parse_force_id

_MEMBER = re.compile(rf"(?:.*/)?(({MONTH})-({FORCE_ID})-(street|outcomes|stop-and-search)\.csv)", re.ASCII)
_NAMED = re.compile(rf"({MONTH})\.zip", re.ASCII)
_AT_ONCE = 4
_MIB = 1 << 20
DATASET = "archive"


@dataclass(frozen=True, slots=True)
class Piece:
    """A member that is wanted, and its place in the data folder."""

    info: zipfile.ZipInfo
    path: str


@dataclass(frozen=True, slots=True)
class Release:
    """A release at its publisher's: its month, where it lies, and its end where that could be asked for."""

    month: Month
    address: str
    place: Place
    tail: bytes


def find_release(run: Run, name: str) -> Release:
    """Where the release of a month lies, or the "latest"; its month is told by where it leads, else by its newest member. Raises FetchError."""
    address = run.upstream.archive.address.format(release=name)
    place, tail = locate(run.asking, address)
    named = _NAMED.fullmatch(place.address.partition("?")[0].rpartition("/")[2]) or _NAMED.fullmatch(f"{name}.zip")
    if named:
        return Release(Month.parse(named[1]), address, place, tail)
    if not place.ranges:
        raise FetchError("does not tell its month; ask for it by --release YYYY-MM")
    months = [Month.parse(found[2]) for info in RemoteZip(run.asking, place, tail).infos if (found := _MEMBER.fullmatch(info.filename))]
    if not months:
        raise FetchError("has no file called YYYY-MM-<force>-street.csv or the like")
    return Release(max(months), address, place, tail)


def fetch_release(run: Run, release: Release) -> None:
    """Bring a release whole, or of it what is wanted; what cannot be had is told as a fault of the run."""
    path = f"archive/{release.month}.zip"
    try:
        if not run.wanted.in_part:
            run.begin(path, release.place.size_bytes // _MIB, "MiB")
            # The address after redirects: what is begun is gone on with there, whatever is the latest by then.
            download(run, DATASET, release.place.address, path, before=_release_before(run, path))
            _take_away_members(run, path)
            return
        if not release.place.ranges:
            raise FetchError("its server gives no parts of a file; without --force and --months the whole is brought")
        remote = RemoteZip(run.asking, release.place, release.tail)
        pieces, foreign = wanted_members(remote.infos, run)
        if not pieces:
            raise FetchError("holds nothing of the forces and months that are wanted")
        for name in foreign:
            run.fault(DATASET, path, f"two members are called {name[:80]!a}")
        run.begin(path, len(pieces), "files")

        def judge(there: Path, body: bytes) -> None:
            run.refuse_shrunk(there.stat().st_size if there.is_file() else 0, len(body), "bytes")

        bring_members(run, DATASET, remote, pieces, judge)
    except FetchError as error:
        run.fault(DATASET, path, error)


def _take_away_members(run: Run, path: str) -> None:
    """What earlier runs brought out of releases goes before this release in a build, and would hide what is new in it."""
    with damage_told(), zipfile.ZipFile(run.data / path) as whole:
        names = {name.rpartition("/")[2] for name in whole.namelist()}
    for one in [one for one in run.inventory.of(DATASET) if one.endswith(".csv") and one.rpartition("/")[2] in names]:
        run.take_away(one, DATASET)


def wanted_members(infos: Iterable[zipfile.ZipInfo], run: Run) -> tuple[list[Piece], list[str]]:
    """The members that are wanted, sorted, and the names of those that are there twice. Their place follows from their own name alone."""
    found: dict[str, Piece] = {}
    twice: list[str] = []
    for info in infos:
        match = _MEMBER.fullmatch(info.filename) if len(info.filename) <= 200 else None
        force_id = _force_id(match[5]) if match else None
        if match is None or force_id is None or not run.wanted.has_force(force_id) or not run.wanted.has_month(Month.parse(match[2])):
            continue
        path = f"archive/{match[2]}/{match[1]}"
        if path in found:
            twice.append(info.filename)
        else:
            found[path] = Piece(info, path)
    return [found[path] for path in sorted(found)], twice


def bring_members(run: Run, dataset: str, remote: RemoteZip, pieces: Iterable[Piece], judge: Callable[[Path, bytes], None]) -> None:
    """Bring members to their places, but those that are there already; `judge` raises FetchError for one that may not go there."""

    def bring(piece: Piece) -> None:
        try:
            if is_there(run, piece):
                run.confirm(piece.path, dataset)
            else:
                body = remote.read(piece.info)
                judge(run.data / piece.path, body)
                run.put(piece.path, body, dataset, f"{remote.place.address}!{piece.info.filename}", Known(_tag(piece)))
        except FetchError as error:
            run.fault(dataset, piece.path, error)
        run.step(piece.info.compress_size)

    run.each(pieces, bring, _AT_ONCE)


def is_there(run: Run, piece: Piece) -> bool:
    """Whether the file at a member's place has its bytes already."""
    entry = run.inventory.known(piece.path)
    return entry is not None and entry.etag == _tag(piece) and entry.size_bytes == piece.info.file_size


def _tag(piece: Piece) -> str:
    return f"crc32:{piece.info.CRC:08x}"


def _force_id(text: str) -> ForceId | None:
    try:
        return parse_force_id(text)
    except ValueError:
        return None


def _release_before(run: Run, path: str) -> str:
    """The newest release that is there already, this one first: what a new one is compared with."""
    if (run.data / path).is_file():
        return path
    zips = sorted(found for found in (run.data / "archive").glob("*.zip") if _NAMED.fullmatch(found.name) and found.name < Path(path).name)
    for found in reversed(zips):
        try:
            files_in_zip(found, read=False)
        except FetchError:
            continue
        return f"archive/{found.name}"
    return path
