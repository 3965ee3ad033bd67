"""Every reader of bytes that others wrote, by name: good bytes to begin from, and what it may answer with but a value."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
import polars as pl

from sitegen.engine.load import load
from sitegen.errors import SiteError
from sitegen.fetching.judging import files_in_zip, listed_file
from sitegen.proof import checkpoint, merkle, minisign, record, segments
from sitegen.publish.checks.html import read_page
from sitegen.publish.manifest import parse_manifest
from sitegen.publish.siblings import original
from sitegen.raw import RawFile, RawRef
from sitegen.sources import forces, neighbourhoods, teams
from sitegen.sources.basemap import read_basemap
from sitegen.sources.boundaries import read_boundaries
from sitegen.sources.force_areas import read_force_shapes
from sitegen.sources.help_links import read_help_links
from sitegen.sources.known_issues import read_known_issues
from sitegen.sources.listing.zip_members import list_members
from sitegen.sources.markup import safe_html
from sitegen.sources.moves import read_moves
from sitegen.sources.notices import read_notices
from sitegen.sources.past_entries import read_past_events, read_past_priorities
from sitegen.sources.past_neighbourhoods import read_past_neighbourhoods
from sitegen.sources.postcodes import read_postcodes
from sitegen.sources.provenance import read_provenance
from sitegen.sources.stop_words import read_stop_words
from sitegen.sources.team_quality import read_force_quality, read_team_quality
from sitegen.sources.vocabulary import read_breaks, read_categories, read_force_names, read_outcome_kinds
from sitegen.tables.schemas import SCHEMAS
from tests.artefacts.inputs import ROOT, raw_group
from tests.proof import test_checkpoint as checkpoints
from tests.proof import test_record as records
from tests.proof.keys import KEY
from tests.small_world import LOAMSHIRE, area_files
from tests.sources import test_code_point_package as packages
from tests.sources.test_damaged_files import AROUND, FEATURES, TABLES, some_tiles
from tests.tiles.test_decode import TILE
from tiles.decode import decode_points

FORCE, ID = LOAMSHIRE.force_id, LOAMSHIRE.neighbourhoods[0]
AREA = area_files(LOAMSHIRE)
VOCABULARY = {file.name.rpartition("/")[2]: file for file in raw_group("content/vocabulary")}
PRIORITY = {"issue": "<p>Speeding in <b>Mill Lane</b></p>", "issue-date": "2025-01-09T00:00:00", "action": None, "action-date": None}
SQUARE = {"type": "Polygon", "coordinates": [[[-3.0, 51.5], [-2.9, 51.5], [-2.9, 51.6], [-3.0, 51.5]]]}
ENTRY = {"dataset": "names", "got": "2025-07-01T06:00:00Z", "sha256": "0" * 64, "size_bytes": 9}
PROVENANCE = {"datasets": {"names": {"publisher": "A", "licence": "B", "page": "https://x.example/"}}, "files": {"places/x.csv": ENTRY}}
FETCHED = {
    "dataset": "names",
    "publisher": "A",
    "licence": "B",
    "page": "",
    "last_got": "2025-07-01",
    "sha256": "0" * 64,
    "files": 1,
    "size_bytes": 9,
}
MANIFEST = {
    **{"site": "x", "release": "2025-06", "generator": "x", "invented": "", "preview": False, "months": ["2025-05", "2025-06"]},
    **{"files": {"index.html": ["0" * 64, 3]}, "fetched": [FETCHED], "allowed": [{"path": "x", "text": "y", "reason": "z"}]},
}
MEETING = {"title": "Surgery", "type": "meeting", "start_date": "2025-02-03T18:00:00", "end_date": None, "description": None, "address": "Hall"}


@dataclass(frozen=True, slots=True)
class Target:
    """A reader: `run` gives it bytes, `seeds` are such as it reads, `may_raise` says that it refuses by an error of ours or of these kinds.

    A reader that sets aside what it cannot use raises nothing, whatever it is given.
    """

    run: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    may_raise: tuple[type[Exception], ...] = ()

    def accepts(self, data: bytes) -> bool:
        """True where the bytes were read; False where they were refused as they may be. Anything else is raised."""
        try:
            self.run(data)
        except self.may_raise:
            return False
        return True


def seeds_of(*bodies: object) -> tuple[bytes, ...]:
    """JSON of each."""
    return tuple(json.dumps(body).encode() for body in bodies)


def file(name: str, data: bytes) -> tuple[RawFile, ...]:
    return (RawFile(name, data),)


def in_place(name: str, read: Callable[[Path], object]) -> Callable[[bytes], object]:
    """A reader of a path, of bytes."""

    def run(data: bytes) -> object:
        with TemporaryDirectory() as folder:
            path = Path(folder) / name
            path.write_bytes(data)
            return read(path)

    return run


def _zip_members(path: Path) -> list[RawFile]:
    found = []
    for member in list_members(path, "x.zip", lambda _note: None):
        found.append(load(RawRef(f"x.zip!{member.name}", path, member.written)))
    return found


def _packed() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("2025-06/2025-06-loamshire-street.csv", "Crime ID,Month\n" * 40)
        packed.writestr("2025-06/", "")
    return buffer.getvalue()


def _made(write: Callable[[Path], object]) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "made"
        write(path)
        return path.read_bytes()


def _tiles(name: str) -> bytes:
    with TemporaryDirectory() as folder:
        return some_tiles(Path(folder))[name]


def _neighbourhood(data: bytes) -> object:
    empty = pl.DataFrame(schema=SCHEMAS["boundaries"].types)
    detail = file(f"policing/{FORCE}/{ID}.json", data)
    listed = file(f"policing/{FORCE}/neighbourhoods.json", AREA[f"policing/{FORCE}/neighbourhoods.json"])
    both = listed + detail
    return [
        neighbourhoods.read_neighbourhoods(force_id=FORCE, policing=both, boundaries=empty),
        *(read(force_id=FORCE, policing=both) for read in (neighbourhoods.read_contacts, neighbourhoods.read_stations, neighbourhoods.read_links)),
    ]


def _team(data: bytes) -> object:
    every = tuple(RawFile(f"policing/{FORCE}/{ID}/{kind}.json", data) for kind in ("people", "priorities", "events"))
    read = (teams.read_people, teams.read_priorities, teams.read_events)
    return [*(one(force_id=FORCE, policing=every) for one in read), read_team_quality(policing=every)]


def _force(data: bytes) -> object:
    every = file("policing/forces.json", data) + file(f"policing/forces/{FORCE}.json", data) + file(f"policing/forces/{FORCE}/people.json", data)
    ids = [FORCE]
    return [
        forces.read_forces(policing_forces=every, force_vocabulary=(VOCABULARY["forces.toml"],), force_ids=ids),
        forces.read_officers(policing_forces=every, force_ids=ids),
        forces.read_engagements(policing_forces=every, force_ids=ids),
        read_force_quality(policing_forces=every),
    ]


def _history(data: bytes) -> object:
    return [
        read_past_neighbourhoods(force_id=FORCE, history_files=file(f"history/{FORCE}/neighbourhoods.json", data)),
        read_past_priorities(force_id=FORCE, team_history=file(f"history/{FORCE}/{ID}/priorities.json", data)),
        read_past_events(force_id=FORCE, team_history=file(f"history/{FORCE}/{ID}/events.json", data)),
    ]


def _listing(data: bytes) -> object:
    return listed_file(data, "x.zip", "https://maps.example/x.zip")


def _seen(*entries: object) -> object:
    return {"format": 1, "entries": [{"entry": entry, "first": "2025-01-20", "last": "2025-03-02"} for entry in entries]}


def _lines(data: bytes) -> object:
    return segments.parse(segments.Segment("index.html", sha256(data).hexdigest(), len(data)), data)


def _of_vocabulary(name: str, read: Callable[..., pl.DataFrame]) -> Callable[[bytes], object]:
    return lambda data: read(vocabulary=file(f"content/vocabulary/{name}", data))


def _raw(name: str) -> bytes:
    return (ROOT / name).read_bytes()


OURS = (SiteError,)
_SIBLING_MOST = 1 << 16

TARGETS: dict[str, Target] = {
    **{name.replace(" ", "-").lower(): Target(read, (data,)) for name, (_table, read, data) in TABLES.items()},
    **{
        name: Target(lambda data, name=name: read_basemap(basemap_files=file(f"basemap/{name}", data)), (data,))  # type: ignore[misc]  # a default
        for name, data in FEATURES.items()
    },
    **{
        name: Target(
            in_place(name, lambda path, name=name: read_basemap(basemap_files=(RawFile(f"basemap/{name}", b"", path),), boundaries=AROUND)),  # type: ignore[misc]  # a default
            (_tiles(name),),
        )
        for name in ("map.mbtiles", "map.pmtiles")
    },
    "code-point-package": Target(
        in_place("x.gpkg", lambda path: read_postcodes(area="np", postcode_files=(RawFile("postcodes/x.gpkg", b"", path),))),
        (_made(packages.package),),
    ),
    "boundary": Target(
        lambda data: read_boundaries(force_id=FORCE, boundary_files=file(f"boundaries/{FORCE}/{ID}.kml", data)),
        (AREA[f"boundaries/{FORCE}/{ID}.kml"],),
    ),
    "force-areas": Target(
        lambda data: read_force_shapes(force_area_files=file("boundaries/areas.geojson", data), force_vocabulary=(VOCABULARY["forces.toml"],)),
        seeds_of({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"PFA23CD": "W15000002"}, "geometry": SQUARE}]}),
    ),
    "neighbourhood": Target(_neighbourhood, (AREA[f"policing/{FORCE}/{ID}.json"],)),
    "team": Target(_team, seeds_of([{"name": "A Name", "rank": "Police Constable", "contact_details": {}}], [PRIORITY], [MEETING])),
    "force": Target(
        _force,
        (AREA[f"policing/forces/{FORCE}.json"], *seeds_of([{"id": FORCE, "name": "Loamshire"}], [{"name": "A Name", "rank": "Chief Constable"}])),
    ),
    "history": Target(_history, seeds_of(_seen({"id": ID, "name": "Area"}), _seen(PRIORITY), _seen(MEETING))),
    "markup": Target(
        lambda data: safe_html(data.decode("utf-8", "replace")), (b"<p>A <b>word</b> &amp; <a href='https://x.example/'>a link</a></p>",)
    ),
    "zip": Target(in_place("x.zip", _zip_members), (_packed(),), OURS),
    "fetched-zip": Target(in_place("x.zip", lambda path: files_in_zip(path, read=True)), (_packed(),), OURS),
    "known-issues": Target(lambda data: read_known_issues(known_issue_file=file("x.toml", data)), (_raw("content/known_issues.toml"),), OURS),
    "links": Target(lambda data: read_help_links(link_files=file("x.toml", data)), (_raw("content/links.toml"),), OURS),
    "moves": Target(
        lambda data: read_moves(moved_file=file("x.toml", data)), (b'[[moved]]\nfrom = "gwent/GA01"\nto = ["kent/GB 01"]\nsince = "2025-06"\n',), OURS
    ),
    **{
        name.replace(".toml", ""): Target(_of_vocabulary(name, read), (VOCABULARY[name].data,), OURS)
        for name, read in (
            ("breaks.toml", read_breaks),
            ("categories.toml", read_categories),
            ("forces.toml", read_force_names),
            ("outcomes.toml", read_outcome_kinds),
            ("stops.toml", read_stop_words),
        )
    },
    "provenance": Target(lambda data: read_provenance(provenance_file=file("inventory.json", data)), seeds_of(PROVENANCE), OURS),
    "lock-file": Target(
        lambda data: read_notices(licence_files=file("package-lock.json", data) + file("node_modules/one/LICENSE", b"Anybody may.")),
        seeds_of({"packages": {"node_modules/one": {"version": "1.2.3", "license": "ISC"}}}),
        OURS,
    ),
    "publishers-list": Target(_listing, seeds_of([{"fileName": "x.zip", "size": 9, "md5": "0" * 32, "url": "https://maps.example/x.zip"}]), OURS),
    "page": Target(
        lambda data: read_page(data.decode("utf-8", "replace")),
        (b"<!doctype html><html lang=en><title>T</title><a href=/x/>x</a><table><tr><td>1</table>",),
    ),
    "tile": Target(lambda data: decode_points(data, "crimes"), (TILE,), (ValueError,)),
    "gzip-sibling": Target(lambda data: original("a.html.gz", data, _SIBLING_MOST), (gzip.compress(b"On or near Mill Lane" * 9, mtime=0),)),
    "brotli-sibling": Target(lambda data: original("a.html.br", data, _SIBLING_MOST), (brotli.compress(b"On or near Mill Lane" * 9),)),
    "manifest": Target(parse_manifest, seeds_of(MANIFEST)),
    "record": Target(record.parse, (record.record_bytes(records.RECORD),), OURS),
    "checkpoint": Target(
        lambda data: checkpoint.opened(data, "example.org/crime", [KEY.public]), (checkpoint.signed(checkpoints.STATED, KEY),), OURS
    ),
    "log-entries": Target(merkle.parse_bundle, (b"\0\x04leaf" * 3,), (ValueError,)),
    "list-of-files": Target(segments.unpacked, (segments.packed(b"index.html\t" + b"0" * 64 + b"\t3\n"),), OURS),
    "lines-of-files": Target(_lines, (b"index.html\t" + b"0" * 64 + b"\t3\n",), OURS),
    "signature": Target(lambda data: minisign.verify(b"a release", data, KEY.public), (minisign.sign(b"a release", KEY, "release 7"),), OURS),
    "public-key": Target(lambda data: minisign.parse_public_key(data.decode("utf-8", "replace")), (minisign.public_key_file(KEY.public),), OURS),
}
