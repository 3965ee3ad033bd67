"""Writes an invented land as an operator's data folder, in the upstream formats."""

import json
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from sitegen.errors import ConfigError
from sitegen.sample.basemap import basemap_file
from sitegen.sample.boundaries import boundary_files
from sitegen.sample.columns import World
from sitegen.sample.gazetteer import place_files, population_file
from sitegen.sample.material import read_bytes, read_material
from sitegen.sample.oddities import Planted, months_ending
from sitegen.sample.postcodes import STRADDLING, postcode_files
from sitegen.sample.redrawn import redrawn_files
from sitegen.sample.releases import ArchiveFile, archive_files
from sitegen.sample.teams import api_files, inventory_file
from sitegen.sample.world import Scale, Territory, make_territory
from sitegen.terms import Month

__all__ = ["MONTHS", "Planted", "SampleReport", "Scale", "write_sample"]

MONTHS: Mapping[Scale, int] = {"county": 36, "region": 36, "national": 12}
"""Months of events if nobody says how many: as many as a release of data.police.uk holds, for the whole country fewer."""

_FOLDERS = ("archive", "basemap", "boundaries", "history", "places", "policing", "population", "postcodes")


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was written: rows by (force, month) as in the files the site must use, odd rows, and the postcode on a line.

    `linked` are the rows of outcomes whose crime stands in a street file.
    """

    rows: Mapping[tuple[str, str], int]
    outcomes: Mapping[tuple[str, str], int]
    linked: Mapping[tuple[str, str], int]
    stops: Mapping[tuple[str, str], int]
    planted: tuple[Planted, ...]
    straddling_postcode: str


def write_sample(folder: Path, *, seed: int = 1, scale: Scale = "county", months: int | None = None) -> SampleReport:
    """Write an invented land into `folder` as an operator's data folder; the same bytes for the same scale, seed and months.

    The land of a scale is always the same: the seed moves what happens there. A sample written there before is taken away
    first. Raises ConfigError where the folder holds anything else, or for no months at all.
    """
    count = MONTHS[scale] if months is None else months
    if count < 1:
        raise ConfigError(f"{count} months: a sample has at least one")
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder}: is a file; name a new folder for the sample")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "invented.json").is_file():
        raise ConfigError(f"{folder}: not empty and not a sample (no invented.json); name a new folder for the sample")
    for name in _FOLDERS:
        if (folder / name).exists():
            shutil.rmtree(folder / name)
    territory = make_territory(scale)
    for name, data in _land_files(territory, seed):
        _write(folder / name, data)
    truth = _write_archive(folder / "archive", archive_files(territory.world, seed, months_ending(count)))
    straddling = STRADDLING if territory.straddled else ""
    return SampleReport(truth.rows["street"], truth.rows["outcomes"], truth.linked, truth.rows["stop-and-search"], tuple(truth.planted), straddling)


def _land_files(territory: Territory, seed: int) -> Iterator[tuple[str, bytes]]:
    """All but the archive, one file after the other; only the teams' answers depend on the seed."""
    world = territory.world
    # It says that the land is invented, so that no page of the sample can be taken for the truth.
    invented = read_material("invented.json")
    if world.scale != "county":
        invented = {**invented, "place": f"an invented land ({world.scale})", "place_cy": "", "languages": ["en"]}
    yield "invented.json", (json.dumps(invented, ensure_ascii=False, indent=1) + "\n").encode()
    yield "links.toml", _links_of(world)
    yield from boundary_files(territory)
    yield from postcode_files(territory)
    yield population_file(territory)
    if world.scale == "county":
        yield "known_issues.toml", read_bytes("known_issues.toml")
        yield from redrawn_files(world)
        yield from place_files()
        yield basemap_file()
    answers = api_files(world, seed)
    yield from answers.items()
    yield inventory_file(world, answers)


def _links_of(world: World) -> bytes:
    """Where readers can turn, without the tables of forces that this land has not."""
    tables = re.split(r"(?m)^(?=\[)", read_bytes("links.toml").decode())
    known = {"all", "btp", *(force.id for force in world.forces)}
    return "".join(table for table in tables if not table.startswith("[") or table[1:].partition("]")[0] in known).encode()


@dataclass(slots=True)
class _Truth:
    """What the files to be used hold, by dataset, force and month."""

    rows: dict[str, dict[tuple[str, str], int]] = field(default_factory=lambda: {"street": {}, "outcomes": {}, "stop-and-search": {}})
    linked: dict[tuple[str, str], int] = field(default_factory=dict)
    planted: list[Planted] = field(default_factory=list)

    def note(self, file: ArchiveFile) -> None:
        key = (file.force_id, str(file.month))
        self.rows[file.dataset][key] = file.rows
        if file.dataset == "outcomes":
            self.linked[key] = file.linked
        self.planted.extend(file.planted)


def _write_archive(archive: Path, files: Iterable[ArchiveFile]) -> _Truth:
    """Month folders and releases as the files come, so that no more than one is held in memory."""
    truth = _Truth()
    releases: dict[Month, zipfile.ZipFile] = {}
    with ExitStack() as opened:
        for file in files:
            if file.used:
                truth.note(file)
            if file.release is None:
                _write(archive / file.member, file.data)
                continue
            if file.release not in releases:
                archive.mkdir(parents=True, exist_ok=True)
                path = archive / f"{file.release}.zip"
                releases[file.release] = opened.enter_context(zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3))
            # No time of its own: the same sample has the same bytes on any day.
            entry = zipfile.ZipInfo(file.member, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            releases[file.release].writestr(entry, file.data)
    return truth


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
