"""Street crime of the invented county, in the twelve columns of data.police.uk, with every oddity planted and counted."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np

from sitegen.sample.chance import hex_digests, pick, uniform
from sitegen.sample.county import BTP_NAME, DYFFRYN_AEDDAN, FORCES, LOAMSHIRE, STATIONS, Force
from sitegen.sample.streets import railway_points, snap_points
from sitegen.terms import BTP

MONTHS = ("2025-01", "2025-02", "2025-03", "2025-04", "2025-05", "2025-06")
NOT_SUPPLIED = (DYFFRYN_AEDDAN, "2025-03")
BTP_MONTHS = ("2025-01", "2025-02")

HEADER = (
    "Crime ID", "Month", "Reported by", "Falls within", "Longitude", "Latitude", "Location", "LSOA code", "LSOA name", "Crime type",
    "Last outcome category", "Context",
)  # fmt: skip
_SHARES = {
    "Violence and sexual offences": 0.27, "Anti-social behaviour": 0.21, "Shoplifting": 0.12,
    "Criminal damage and arson": 0.08, "Public order": 0.075,
    "Vehicle crime": 0.055, "Other theft": 0.055, "Burglary": 0.04, "Drugs": 0.035, "Bicycle theft": 0.012, "Theft from the person": 0.012,
    "Robbery": 0.011, "Possession of weapons": 0.011, "Other crime": 0.02,
}  # fmt: skip
_OUTCOMES = {
    "Investigation complete; no suspect identified": 0.34, "Unable to prosecute suspect": 0.31,
    "Under investigation": 0.12, "Awaiting court outcome": 0.07,
    "Court result unavailable": 0.05, "Local resolution": 0.04, "Offender given a caution": 0.02, "Status update unavailable": 0.02,
    "Action to be taken by another organisation": 0.02, "Offender given penalty notice": 0.01,
}  # fmt: skip
_SEASON = {"2025-01": 0.95, "2025-02": 0.88, "2025-03": 1.0, "2025-04": 1.01, "2025-05": 1.07, "2025-06": 1.1}

Row = list[str]


@dataclass(frozen=True, slots=True)
class Planted:
    """A row made wrong or odd on purpose: the force and month it stands in and the reason it is set aside or noted under."""

    force_id: str
    month: str
    reason: str


def month_rows(force: Force, month: str, seed: int, *, share: float = 1.0) -> list[Row]:
    """One force's month without the planted rows; `share` below 1 gives the fewer rows of an earlier release."""
    points, purpose = snap_points(), f"{force.id} {month}"
    number = round(force.rows * _SEASON[month])
    own = np.array([force_id == force.id for force_id in points.force_id])
    weight = np.where(own, points.weight, points.weight * 0.004)
    at = pick(weight, uniform(seed, f"{purpose} points", number))
    labels, shares = tuple(_SHARES), np.array(list(_SHARES.values()))
    kind = pick(shares, uniform(seed, f"{purpose} kinds", number))
    outcome = pick(np.array(list(_OUTCOMES.values())), uniform(seed, f"{purpose} outcomes", number))
    luck = uniform(seed, f"{purpose} luck", number)
    ids = hex_digests(seed, f"{purpose} ids", number)
    outcomes = tuple(_OUTCOMES)
    rows = []
    for i in range(round(number * share)):
        label = labels[kind[i]]
        shop = points.name[at[i]] in {"Supermarket", "Shopping Area"}
        if shop and label in {"Burglary", "Vehicle crime", "Criminal damage and arson"}:
            label = "Shoplifting"
        asb = label == "Anti-social behaviour"
        found = _position(int(at[i]), force) if luck[i] >= 0.02 else ("", "", "No Location", "", "")
        if 0.02 <= luck[i] < 0.025:
            found = (*found[:2], "On or near ", *found[3:])
        crime_id = "" if asb or luck[i] > 0.99 else ids[i - 1] if luck[i] > 0.985 and i else ids[i]
        rows.append([crime_id, month, force.csv_name, force.csv_name, *found, label, "" if asb else outcomes[outcome[i]], ""])
    rows.extend(list(row) for row in rows[: len(rows) // 60])
    return sorted(rows, key=lambda row: (row[7], row[6], row[9]))


def _position(at: int, force: Force) -> tuple[str, str, str, str, str]:
    points = snap_points()
    district = points.district[at]
    code = f"{'W' if force.welsh else 'E'}0109{points.easting[at] // 2000 % 100:02d}{points.northing[at] // 2000 % 10}"
    lsoa = f"{district} {points.easting[at] // 2000 % 40 + 1:03d}{'ABCDE'[int(points.northing[at]) // 2000 % 5]}"
    return f"{points.lon[at]:.6f}", f"{points.lat[at]:.6f}", f"On or near {points.name[at]}", code, lsoa


def odd_rows(force: Force, month: str) -> tuple[list[Row], tuple[Planted, ...]]:
    """The rows planted in one force's month, each with its reason; most in Loamshire's February."""
    plain = ["", month, force.csv_name, force.csv_name, *_position(0, force), "Burglary", "Under investigation", ""]
    rows: list[Row] = []
    planted: list[Planted] = []

    def plant(reason: str, **columns: str) -> None:
        row = list(plain)
        for name, value in columns.items():
            row[HEADER.index(name.replace("_", " "))] = value
        rows.append(row)
        planted.append(Planted(force.id, month, reason))

    if (force.id, month) == (LOAMSHIRE, "2025-02"):
        plant("coordinate-not-a-number", Longitude="west")
        plant("coordinate-not-a-number", Latitude="NaN")
        plant("coordinate-not-a-number", Latitude="1e999")
        plant("coordinates-swapped", Longitude=plain[5], Latitude=plain[4])
        plant("coordinate-outside-uk", Longitude="120.500000")
        plant("coordinate-incomplete", Latitude="")
        plant("category-empty", Crime_type="")
        plant("category-unknown", Crime_type="Cyber nuisance")
        plant("month-differs", Month="2025-01")
        plant("month-unreadable", Month="Feb 2025")
    if (force.id, month) == (LOAMSHIRE, "2025-06"):
        for _ in range(3):  # Far from home, as in life; in the North Sea, so that it is no real place.
            rows.append([*plain[:4], "1.459513", "53.733956", "On or near Faraway Way", "E01099999", "Elsewhere 001A", "Other crime", "", ""])
    return rows, tuple(planted)


def railway_rows(month: str, seed: int) -> list[Row]:
    """British Transport Police's month at the county's stations; never antisocial behaviour."""
    lon, lat = railway_points()
    labels = [label for label in _SHARES if label != "Anti-social behaviour"]
    number = 34 if month == BTP_MONTHS[0] else 27
    kind = pick(np.array([_SHARES[label] for label in labels]), uniform(seed, f"btp {month}", number))
    ids = hex_digests(seed, f"btp {month}", number)
    return [
        [ids[i], month, BTP_NAME, BTP_NAME, f"{lon[i % 3]:.6f}", f"{lat[i % 3]:.6f}", f"On or near {STATIONS[i % 3].name}", "E01090001",
         "Market Loam 001A",
         labels[kind[i]], "Under investigation", ""]
        for i in range(number)
    ]  # fmt: skip


def csv_bytes(rows: list[Row], *, crlf: bool = False, bom: bool = False) -> bytes:
    """The rows under the header, quoted where a value holds a comma."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n" if crlf else "\n").writerows([HEADER, *rows])
    return (b"\xef\xbb\xbf" if bom else b"") + text.getvalue().encode("utf-8")


def files(seed: int) -> tuple[dict[str, bytes], dict[str, dict[str, bytes]], dict[tuple[str, str], int], tuple[Planted, ...]]:
    """Month folders, releases (name → members), rows by force and month, and what was planted.

    January to April lie in month folders; May and June in the newest release. An older release has a shorter May for
    Loamshire, and the only May of Dyffryn Aeddan.
    """
    folders: dict[str, bytes] = {}
    newest: dict[str, bytes] = {}
    older: dict[str, bytes] = {}
    counted: dict[tuple[str, str], int] = {}
    planted: list[Planted] = []
    for force in FORCES:
        for month in MONTHS:
            if not force.rows or (force.id, month) == NOT_SUPPLIED:
                continue
            odd, reasons = odd_rows(force, month)
            rows = month_rows(force, month, seed) + odd
            planted.extend(reasons)
            counted[force.id, month] = len(rows)
            member = f"{month}/{month}-{force.id}-street.csv"
            data = csv_bytes(rows, crlf=month == "2025-02", bom=(force.id, month) == (DYFFRYN_AEDDAN, "2025-01"))
            if month <= "2025-04":
                folders[f"archive/{member}"] = data
            elif (force.id, month) == (DYFFRYN_AEDDAN, "2025-05"):
                older[member] = data
            else:
                newest[member] = data
            if (force.id, month) == (LOAMSHIRE, "2025-05"):
                older[member] = csv_bytes(month_rows(force, month, seed, share=0.9))
    for month in BTP_MONTHS:
        rows = railway_rows(month, seed)
        counted[BTP, month] = len(rows)
        folders[f"archive/{month}/{month}-btp-street.csv"] = csv_bytes(rows)
    folders["archive/2025-04/2025-04-btp-street.csv"] = csv_bytes([])
    counted[BTP, "2025-04"] = 0
    return folders, {"archive/2025-05.zip": older, "archive/2025-06.zip": newest}, counted, tuple(planted)
