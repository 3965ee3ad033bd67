"""An invented national month for measuring: snap points in towns over land the shape of Great Britain, and their street files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

MONTH = "2025-06"
FORCES = 43

_COAST = [
    *((-5.7, 50.1), (-3.5, 50.2), (-1.3, 50.6), (1.3, 51.1), (0.9, 51.5), (1.7, 52.6), (0.3, 52.9), (0.1, 53.6), (-0.4, 54.4)),
    *((-1.5, 55.2), (-2.1, 56.0), (-3.3, 56.0), (-2.1, 57.4), (-4.0, 57.6), (-3.1, 58.6), (-5.0, 58.6), (-5.8, 57.2), (-5.5, 55.6)),
    *((-4.6, 55.4), (-3.4, 54.9), (-3.2, 54.1), (-2.9, 53.4), (-4.5, 53.3), (-4.2, 52.4), (-5.1, 51.7), (-3.1, 51.4), (-4.3, 51.1)),
]
_CATEGORIES = {
    "Violence and sexual offences": 0.34,
    "Anti-social behaviour": 0.15,
    "Public order": 0.10,
    "Criminal damage and arson": 0.09,
    "Shoplifting": 0.08,
    "Other theft": 0.07,
    "Vehicle crime": 0.05,
    "Burglary": 0.04,
    "Drugs": 0.03,
    "Other crime": 0.02,
    "Theft from the person": 0.01,
    "Bicycle theft": 0.01,
    "Robbery": 0.005,
    "Possession of weapons": 0.005,
}
_OUTCOMES = ["Unable to prosecute suspect", "Investigation complete; no suspect identified", "Court result unavailable", "Local resolution"]
_STREETS = ["High Street", "Station Road", "Church Lane", "Supermarket", "Parking Area", "Petrol Station", "Mill Lane", "Victoria Road", "The Green"]


@dataclass(frozen=True, slots=True)
class Crimes:
    """Rows of a month: position in degrees (NaN: none given), numbers of category and force."""

    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    category: NDArray[np.int64]
    force: NDArray[np.int64]

    @property
    def categories(self) -> list[str]:
        """What the category numbers mean, as the files write it."""
        return list(_CATEGORIES)


def invent_crimes(rows: int = 500_000) -> Crimes:
    """The same month each time: about one distinct snap point for two rows, and 1.8 % of rows without a position."""
    chance = np.random.default_rng(20250600)
    lon, lat, force = _snap_points(chance, points=rows)
    busy = chance.gamma(0.9, size=len(lon))
    at = chance.choice(len(lon), rows, p=busy / busy.sum())
    shares = np.array(list(_CATEGORIES.values()))
    category = chance.choice(len(shares), rows, p=shares / shares.sum())
    is_placed = chance.random(rows) >= 0.018
    return Crimes(np.where(is_placed, lon[at], np.nan), np.where(is_placed, lat[at], np.nan), category, force[at])


def write_street_files(crimes: Crimes, folder: Path) -> list[Path]:
    """One `*-street.csv` a force, 12 columns as published; about 113 MB for 500,000 rows."""
    is_asb = crimes.category == crimes.categories.index("Anti-social behaviour")
    number = np.arange(len(crimes.lon))
    digits = np.random.default_rng(1).bytes(32 * len(number)).hex()
    lon, lat = (pl.Series([f"{degrees:.6f}" for degrees in axis]) for axis in (crimes.lon, crimes.lat))
    table = pl.DataFrame(
        {
            "force": crimes.force,
            "is_asb": is_asb,
            "is_placed": ~np.isnan(crimes.lon),
            "crime_id": [digits[64 * row : 64 * row + 64] for row in range(len(number))],
            "lsoa": _census_areas(crimes),
            "lon": lon,
            "lat": lat,
            "street": pl.Series(_STREETS).gather(number % len(_STREETS)),
            "category": pl.Series(crimes.categories).gather(crimes.category),
            "outcome": pl.Series(_OUTCOMES).gather(number % len(_OUTCOMES)),
        }
    )
    where, name = pl.col("is_placed"), pl.format("Invented Force {} Police", "force")
    lines = table.select(
        "force",
        pl.when(~pl.col("is_asb")).then("crime_id").alias("Crime ID"),
        pl.lit(MONTH).alias("Month"),
        name.alias("Reported by"),
        name.alias("Falls within"),
        pl.when(where).then("lon").alias("Longitude"),
        pl.when(where).then("lat").alias("Latitude"),
        pl.when(where).then(pl.format("On or near {}", "street")).otherwise(pl.lit("No Location")).alias("Location"),
        pl.when(where).then(pl.format("E010{}", pl.col("lsoa").cast(pl.String).str.zfill(5))).alias("LSOA code"),
        pl.when(where).then(pl.format("District {}A", pl.col("lsoa").cast(pl.String).str.zfill(3))).alias("LSOA name"),
        pl.col("category").alias("Crime type"),
        pl.when(~pl.col("is_asb")).then("outcome").alias("Last outcome category"),
        pl.lit(None, pl.String).alias("Context"),
    )
    paths = []
    for (force,), rows in sorted(lines.partition_by("force", as_dict=True, include_key=False).items()):
        paths.append(folder / f"{MONTH}-{force_id(int(force))}-street.csv")
        rows.write_csv(paths[-1])
    return paths


def _census_areas(crimes: Crimes) -> NDArray[np.int64]:
    """The number of a census area for each row: one a square of 1.5 km, the same for every crime there."""
    east, north = (np.floor(np.nan_to_num(axis) * scale).astype(np.int64) for axis, scale in ((crimes.lon, 45), (crimes.lat, 75)))
    return (east * 7_919 + north) % 35_672


def force_id(number: int) -> str:
    """The slug of an invented force."""
    return "force-" + "abcdefghijklmnopqrstuvwxyz"[number // 26] + "abcdefghijklmnopqrstuvwxyz"[number % 26]


def _snap_points(chance: np.random.Generator, points: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int64]]:
    """Longitudes, latitudes (six decimals) and forces: towns of very uneven size, and one point in eight anywhere on land."""
    towns = _on_land(chance, 3000)
    people = (1 / np.arange(1, len(towns) + 1)) ** 0.9
    town = chance.choice(len(towns), points, p=people / people.sum())
    spread = 0.006 + 0.07 * np.sqrt(people[town] / people[0])
    places = towns[town] + chance.normal(size=(points, 2)) * spread[:, np.newaxis] * (1.6, 1.0)
    is_rural = chance.random(points) < 1 / 8
    places[is_rural] = _on_land(chance, int(is_rural.sum()))
    places = np.unique(np.round(places, 6), axis=0)
    lon, lat = places.T
    return lon, lat, ((lat - 50) / 8.7 * FORCES).clip(0, FORCES - 1).astype(np.int64)


def _on_land(chance: np.random.Generator, points: int) -> NDArray[np.float64]:
    land = shapely.Polygon(_COAST)
    shapely.prepare(land)
    west, south, east, north = land.bounds
    places = chance.uniform((west, south), (east, north), (points * 4, 2))
    is_land: NDArray[np.bool_] = shapely.contains_xy(land, *places.T)
    return places[is_land][:points]
