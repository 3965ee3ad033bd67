"""A small world of literal upstream files: forces in a row from west to east, each with square neighbourhoods, a few crimes a month."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

STREET = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context"
OUTCOMES = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"
_KINDS = ("Burglary", "Anti-social behaviour", "Shoplifting", "Vehicle crime")
_WIDTH = 0.02
"""Degrees from one neighbourhood to the next, and their width; forces stand a fifth of a degree apart."""


@dataclass(frozen=True, slots=True)
class Force:
    """A force of the world: its id, its place from the west, and the ids of its neighbourhoods from south to north."""

    force_id: str
    place: int
    neighbourhoods: tuple[str, ...]

    def corner(self, number: int) -> tuple[float, float]:
        """Longitude and latitude of the south-western corner of a neighbourhood."""
        return -5.0 + 0.2 * (self.place % 30), 50.5 + 0.5 * (self.place // 30) + _WIDTH * number


LOAMSHIRE, WEALDMOOR = Force("loamshire", 0, ("NB01", "NB 02")), Force("wealdmoor", 1, ("NB01", "Hay.X"))
FORCES = (LOAMSHIRE, WEALDMOOR)


def street_file(force: Force, month: str, *, rows: int = 12, outcome: str = "Under investigation", name: str = "") -> bytes:
    """One force's month: crimes dealt to the corners of its neighbourhoods' streets, none in the same place in the same month twice."""
    lines = [STREET]
    for row in range(rows):
        kind = _KINDS[row % len(_KINDS)]
        asb = kind == "Anti-social behaviour"
        west, south = force.corner(row % len(force.neighbourhoods))
        shift = 0.002 + 0.0011 * ((row + int(month[-2:])) % 14)
        ids = "" if asb else crime_id(force, month, row)
        where = f"{west + shift:.6f},{south + shift / 2:.6f},On or near {('Mill', 'Moat', 'Corn')[row % 3]} Lane"
        lines.append(f"{ids},{month},{name or force.force_id},{name or force.force_id},{where},E01000001,Loam 001A,{kind},{'' if asb else outcome},")
    return ("\n".join(lines) + "\n").encode()


def outcomes_file(force: Force, month: str, *, rows: int = 6, outcome: str = "Local resolution") -> bytes:
    """Outcomes recorded in a month for that month's crimes."""
    lines = [OUTCOMES]
    for row in range(rows):
        if _KINDS[row % len(_KINDS)] != "Anti-social behaviour":
            west, south = force.corner(row % len(force.neighbourhoods))
            lines.append(
                f"{crime_id(force, month, row)},{month},{force.force_id},{force.force_id},{west:.6f},{south:.6f},On or near Mill Lane,,,{outcome}"
            )
    return ("\n".join(lines) + "\n").encode()


def crime_id(force: Force, month: str, row: int) -> str:
    """64 hexadecimal digits, another for each crime."""
    return f"{force.place:04x}{month.replace('-', '')}{row:06x}".ljust(64, "a")


def month_files(force: Force, month: str, **changes: object) -> dict[str, bytes]:
    """The files of one force's month by their path in a month folder or release."""
    stem = f"{month}/{month}-{force.force_id}"
    return {f"{stem}-street.csv": street_file(force, month, **changes), f"{stem}-outcomes.csv": outcomes_file(force, month)}  # type: ignore[arg-type]


def area_files(force: Force, *, wider: float = 0.0, constable: str = "Ifeoma Okafor") -> dict[str, bytes]:
    """The force's list, teams and boundaries; `wider` moves the first neighbourhood's eastern side, in degrees."""
    files: dict[str, object] = {
        f"policing/forces/{force.force_id}.json": {"id": force.force_id, "name": force.force_id.title(), "url": None, "telephone": "101"},
        f"policing/{force.force_id}/neighbourhoods.json": [{"id": one, "name": f"Area {one}"} for one in force.neighbourhoods],
    }
    boundaries: dict[str, bytes] = {}
    for number, one in enumerate(force.neighbourhoods):
        west, south = force.corner(number)
        east, north = west + _WIDTH + (wider if number == 0 else 0.0), south + _WIDTH
        ring = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        if one != "neighbourhoods":  # the API answers its own list at the path of such a neighbourhood's detail
            files[f"policing/{force.force_id}/{one}.json"] = {"id": one, "name": f"Area {one}", "description": f"<p>About {one}.</p>"}
        files[f"policing/{force.force_id}/{one}/people.json"] = [{"name": constable, "rank": "Police Constable"}]
        files[f"policing/{force.force_id}/{one}/priorities.json"] = []
        files[f"policing/{force.force_id}/{one}/events.json"] = []
        line = " ".join(f"{lon:.6f},{lat:.6f},0" for lon, lat in ring)
        boundaries[f"boundaries/{force.force_id}/{one}.kml"] = (
            f'<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>{one}</name><Polygon>'
            f"<outerBoundaryIs><LinearRing><coordinates>{line}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>\n"
        ).encode()
    return {path: json.dumps(body).encode() for path, body in files.items()} | boundaries


def put(folder: Path, files: dict[str, bytes]) -> None:
    """Write files by their paths, in place of those there."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def put_month(data: Path, month: str, forces: Iterable[Force] = FORCES, **changes: object) -> None:
    """Add or replace a month folder."""
    for force in forces:
        put(data / "archive", month_files(force, month, **changes))


def put_release(data: Path, name: str, members: dict[str, bytes]) -> None:
    """Add or replace a release, a zip file with these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as release:
        for member, body in sorted(members.items()):
            release.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), body)
    put(data / "archive", {f"{name}.zip": buffer.getvalue()})


def put_world(data: Path, months: Iterable[str], forces: Iterable[Force] = FORCES) -> None:
    """The whole world with a folder for each month."""
    listed = [*forces]
    names = [{"id": force.force_id, "name": force.force_id.title()} for force in listed]
    put(data, {"policing/forces.json": json.dumps(names).encode()})
    for force in listed:
        put(data, area_files(force))
    for month in months:
        put_month(data, month, listed)
