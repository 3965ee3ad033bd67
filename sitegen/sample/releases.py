"""The archive of the invented land: every file of every month, where it lies, and what truly stands in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.sample import oddities, stop_search, street_crime
from sitegen.sample.crimes import Crimes, draw_crimes
from sitegen.sample.ground import Ground, make_ground
from sitegen.sample.oddities import IN_FOLDERS, Planted
from sitegen.sample.outcomes import Docket, Recorded, odd_outcomes, outcomes_csv
from sitegen.sample.street_crime import Row, csv_lines, odd_rows, railway_csv, street_csv
from sitegen.sample.world import World
from sitegen.terms import BTP, Month

_OLDER_MONTHS = 12
"""How many of its months the older release still has."""
_FEWER = 0.9


@dataclass(frozen=True, slots=True)
class ArchiveFile:
    """One file: its place, bytes and truth. `release` is null for a file in a month folder; `used` says whether the site must use this one."""

    release: Month | None
    dataset: str
    force_id: str
    month: Month
    data: bytes
    rows: int
    used: bool
    planted: tuple[Planted, ...] = ()
    linked: int = 0
    """Rows of outcomes whose crime stands in a street file that is used."""

    @property
    def member(self) -> str:
        """Its path below the release or the archive folder."""
        return f"{self.month}/{self.month}-{self.force_id}-{self.dataset}.csv"


def archive_files(world: World, seed: int, months: tuple[Month, ...]) -> Iterator[ArchiveFile]:
    """The files of these months, oldest first, of each month by force; only one month's crimes are held at a time.

    Some months lie in folders, the others in the newest release, named by the last month. The release before it tells
    the same months as they were known then, and has a few files the newest has lost.
    """
    ground, last = make_ground(world), months[-1]
    dockets = [Docket() for _ in world.forces]
    older = months[-1 - _OLDER_MONTHS : -1]
    numbers = sorted((number for number, force in enumerate(world.forces) if force.rows), key=lambda number: world.forces[number].id)
    for month in months:
        release = None if str(month) in IN_FOLDERS else last
        releases = [(release, last), *([(last.plus(-1), last.plus(-1))] if month in older else [])]
        if world.stations:
            yield from _railway(ground, month, release, seed)
        for number in numbers:
            key = (world.forces[number].id, str(month))
            crimes = draw_crimes(ground, number, month, seed)
            dockets[number].enter(month, crimes, supplied=key not in oddities.NO_STREET)
            recorded = dockets[number].take(ground, number, month, months[0], seed)
            for place, as_of in releases:
                newest = as_of == last
                if newest and key in oddities.OLDER_RELEASE_ONLY and older:
                    continue
                used = newest or key in oddities.OLDER_RELEASE_ONLY
                if key not in oddities.NO_OUTCOMES:
                    yield _outcomes(ground, number, month, recorded, place, seed, used=used, newest=newest)
                if key not in oddities.NO_STOPS:
                    yield _stops(ground, number, month, place, seed, used=used)
                if key not in oddities.NO_STREET:
                    yield _street(ground, number, month, crimes, place, as_of, used=used)


def _street(ground: Ground, number: int, month: Month, crimes: Crimes, release: Month | None, as_of: Month, *, used: bool) -> ArchiveFile:
    force = ground.world.forces[number]
    key = (force.id, str(month))
    fewer = key in oddities.RESUPPLIED and not used
    data, rows = street_csv(ground, force, month, crimes, as_of, kept=crimes.luck * 1000 % 1 < _FEWER if fewer else None)
    odd, planted = odd_rows(ground, force, month)
    if key in oddities.WITH_FUTURE_COLUMN:
        odd = [[*row, ""] for row in odd]
    if key in oddities.WITHDRAWN and not used:
        odd = [*odd, *street_crime.withdrawn_rows(ground, force, month, oddities.WITHDRAWN_ROWS)]
    data += csv_lines(odd)
    return ArchiveFile(release, "street", force.id, month, _as_saved(data, *key), rows + len(odd), used, planted)


def _outcomes(
    ground: Ground, number: int, month: Month, recorded: Recorded, release: Month | None, seed: int, *, used: bool, newest: bool
) -> ArchiveFile:
    force = ground.world.forces[number]
    data, rows, linked = outcomes_csv(ground, number, month, recorded, seed, newest=newest)
    odd, planted = odd_outcomes(force, month)
    data += csv_lines(odd)
    return ArchiveFile(release, "outcomes", force.id, month, _as_saved(data, force.id, str(month)), rows + len(odd), used, planted, linked)


def _stops(ground: Ground, number: int, month: Month, release: Month | None, seed: int, *, used: bool) -> ArchiveFile:
    force = ground.world.forces[number]
    data, rows = stop_search.stops_csv(ground, number, month, seed)
    odd, planted = stop_search.odd_stops(force, month)
    data += csv_lines(odd)
    return ArchiveFile(release, "stop-and-search", force.id, month, _as_saved(data, force.id, str(month)), rows + len(odd), used, planted)


def _railway(ground: Ground, month: Month, release: Month | None, seed: int) -> Iterator[ArchiveFile]:
    """British Transport Police's file: rows in some months, a header alone in one, nothing at all in another."""
    key = (BTP, str(month))
    if key in oddities.BTP_STREET:
        data, rows = railway_csv(ground, month, seed)
        yield ArchiveFile(release, "street", BTP, month, _as_saved(data, *key), rows, used=True)
    elif key in oddities.HEADER_ONLY:
        header: list[Row] = [list(street_crime.HEADER)]
        yield ArchiveFile(release, "street", BTP, month, csv_lines(header), 0, used=True)
    elif key in oddities.EMPTY:
        yield ArchiveFile(release, "street", BTP, month, b"", 0, used=True)


def _as_saved(data: bytes, force_id: str, month: str) -> bytes:
    """With the line ends and the mark of the program a file was last saved with."""
    if month == oddities.WITH_CRLF:
        data = data.replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + data if (force_id, month) in oddities.WITH_BOM else data
