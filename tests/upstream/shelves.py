"""What the fake upstream has to give, by its paths: an invented land as its publishers would serve it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ARCHIVE, BOUNDARIES, API, FILES = "/data/archive/", "/data/boundaries/", "/api/", "/files/"
STORE = "/policeuk-data/"
"""Where the police's own addresses redirect to, as they do to a bucket of another host."""
EXTRAS = ("invented.json", "links.toml", "known_issues.toml", "boundaries/force_areas.geojson", "places/index-of-place-names.csv")
MEMBERS = {
    "codepo-gb": 'members = "CSV/*.csv"\n',
    "onspd": 'members = "*multi_csv/*.csv"\n',
    "opname-csv-gb": 'members = "Data/*.csv"\nby = "square"\n',
}
ZIPS = {
    "postcodes/codepo_gb.zip": "postcodes/Data",
    "postcodes/ONSPD.zip": "postcodes/ONSPD_MAY_2025",
    "places/opname_csv_gb.zip": "places/opname_csv",
}
PLAIN = {"population": "population/*.csv", "basemap": "basemap/*.gpkg"}


@dataclass(slots=True)
class Shelves:
    """Files by the path they are served at, redirects, and what the API answers; a test may put others there."""

    files: dict[str, bytes] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    api: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    """Where plain files belong in a data folder, by the path they are served at."""

    def put_release(self, month: str, members: Mapping[str, bytes], *, latest: bool = True) -> None:
        """A release of the archive, found where the real ones are."""
        self.files[f"{STORE}archive/{month}.zip"] = packed(members)
        self.redirects[f"{ARCHIVE}{month}.zip"] = f"{STORE}archive/{month}.zip"
        if latest:
            self.redirects[f"{ARCHIVE}latest.zip"] = f"{STORE}archive/{month}.zip"
        self.put_index(ARCHIVE, "archive")

    def put_boundaries(self, month: str, members: Mapping[str, bytes]) -> None:
        """The boundaries of a month."""
        self.files[f"{STORE}boundaries/{month}.zip"] = packed(members)
        self.redirects[f"{BOUNDARIES}{month}.zip"] = f"{STORE}boundaries/{month}.zip"
        self.put_index(BOUNDARIES, "boundaries")

    def put_index(self, path: str, folder: str) -> None:
        """The page that names a folder's files with their MD5; for the oldest it has the tag of a file sent in pieces, as the real one has."""
        rows = []
        names = sorted(name for name in self.files if name.startswith(f"{STORE}{folder}/"))
        for number, name in enumerate(names):
            md5 = hashlib.md5(self.files[name], usedforsecurity=False).hexdigest()
            file = name.rpartition("/")[2]
            rows.append(f'<tr><td><a href="{path}{file}">{file}</a></td><td>{md5 + "-207" if number == 0 and len(names) > 1 else md5}</td></tr>')
        self.files[path] = f"<!DOCTYPE html><title>Archive</title><table>{''.join(rows)}</table>".encode()

    def put_file(self, into: str, body: bytes) -> None:
        """A file that is brought as it is, redirected to as Ordnance Survey does, with a list of its size and MD5."""
        served = f"{FILES}{into.rpartition('/')[2]}"
        self.places[served] = into
        self.files[f"{STORE}{into}"] = body
        self.redirects[served] = f"{STORE}{into}"
        md5 = hashlib.md5(body, usedforsecurity=False).hexdigest()
        told = [{"md5": md5.upper(), "size": len(body), "url": served, "format": "CSV", "area": "GB", "fileName": into.rpartition("/")[2]}]
        self.files[f"{served}.list"] = json.dumps(told).encode()


def land(data: Path) -> Shelves:
    """The shelves of a data folder as `build.py sample` writes it; the files of its month folders are in the newest release."""
    shelves = Shelves()
    zips = sorted((data / "archive").glob("*.zip"))
    months = {str(one.relative_to(data / "archive")): one.read_bytes() for one in sorted((data / "archive").glob("*/*.csv"))}
    newest = zips[-1].stem if zips else max(name[:7] for name in months)
    for path in zips:
        shelves.put_release(path.stem, _unpacked(path.read_bytes()) | (months if path.stem == newest else {}))
    if not zips:
        shelves.put_release(newest, months)
    boundaries = {str(path.relative_to(data / "boundaries")): path.read_bytes() for path in sorted((data / "boundaries").glob("*/*.kml"))}
    shelves.put_boundaries(newest, boundaries)
    for path in sorted((data / "policing").rglob("*.json")):
        shelves.api[str(path.relative_to(data / "policing")).removesuffix(".json")] = path.read_bytes()
    for into, folder in ZIPS.items():
        files = {one.relative_to(data / folder).as_posix(): one.read_bytes() for one in sorted((data / folder).rglob("*.csv"))}
        if files:
            shelves.put_file(into, packed(files))
    for pattern in PLAIN.values():
        for path in sorted(data.glob(pattern)):
            shelves.put_file(str(path.relative_to(data)), path.read_bytes())
    for name in (name for name in EXTRAS if (data / name).is_file()):
        shelves.put_file(name, (data / name).read_bytes())
    return shelves


def packed(members: Mapping[str, bytes]) -> bytes:
    """A zip file, the same bytes on any day."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, members[name], compresslevel=3)
    return buffer.getvalue()


def _unpacked(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def table(shelves: Shelves, address: str, *, requests_per_second: int, burst: int) -> str:
    """The table of addresses, upstream.toml, that leads to a fake at an address."""
    about = 'publisher = "An invented publisher"\nlicence = "Open Government Licence v3.0"\n'
    lines = [f"[limits]\nrequests_per_second = {requests_per_second}\nburst = {burst}\n"]
    for name, path in (("archive", ARCHIVE), ("boundaries", BOUNDARIES)):
        where = f"{address}{path}"
        lines.append(f'[{name}]\n{about}page = "{where}"\naddress = "{where}{{release}}.zip"\nchecksums = "{where}"\n')
    lines.append(f'[policing]\n{about}page = "{address}{API}"\naddress = "{address}{API.rstrip("/")}"\n')
    for served, into in sorted(shelves.places.items()):
        name = into.rpartition("/")[2].partition(".")[0].lower().replace("_", "-")
        where = f'{about}page = "{address}"\naddress = "{address}{served}"\nlisting = "{address}{served}.list"\n'
        lines.append(f'[[files]]\nname = "{name}"\ninto = "{into}"\n{where}{MEMBERS.get(name, "")}')
    return "\n".join(lines)
