"""Where things happen: each force's snap points and their weights, and what the files write beside a point."""

from dataclasses import dataclass

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.sample.chance import uniform
from sitegen.sample.crime_kinds import place_factors
from sitegen.sample.world import World
from sitegen.terms import Month

LSOA_2021 = Month(2023, 6)
"""The first month in which the files name the LSOAs of 2021; before it, those of 2011."""

_CALM_ROWS, _QUIET_ROWS = 22, 6
"""Rows a month below which a neighbourhood is quieter still, and may have none at all."""
_CHANGED_EVERY = 12


@dataclass(frozen=True, slots=True)
class ForceGround:
    """One force's snap points by their places in the world's columns; `factors` has a row for each category."""

    points: NDArray[np.int64]
    weight: NDArray[np.float64]
    factors: NDArray[np.float64]
    neighbourhood: NDArray[np.int32]

    def weights_of_month(self, rows: int, seed: int, purpose: str) -> NDArray[np.float64]:
        """The points' weights in one month: some neighbourhoods have more than usual, some less.

        Where little happens even less does, and in some months nothing: villages are quieter than their roads are long.
        """
        areas = int(self.neighbourhood.max(initial=-1)) + 2
        usual = np.bincount(self.neighbourhood + 1, self.weight, minlength=areas) * (rows / self.weight.sum())
        luck = uniform(seed, f"{purpose} neighbourhoods", 2 * areas).reshape(2, areas)
        calm = np.minimum(1, usual / _CALM_ROWS)
        factor = np.where((usual * calm < _QUIET_ROWS) & (luck[1] < 0.25), 0.0, calm * (0.8 + 0.4 * luck[0]))
        return self.weight * factor[self.neighbourhood + 1]


@dataclass(frozen=True, slots=True)
class Ground:
    """The world made ready for drawing: each force's points (empty for one without any), and the columns the files write."""

    world: World
    forces: tuple[ForceGround, ...]
    texts: pl.DataFrame
    """A row for each snap point: Longitude, Latitude, Location, and the LSOA of 2011 and of 2021, code and name."""
    near_station: NDArray[np.int64]
    """For each station the snap point nearest to it in degrees."""


def make_ground(world: World) -> Ground:
    """The ground of a world, in the order of its forces and points."""
    points = world.points
    order = np.argsort(points.force, kind="stable")
    starts = np.searchsorted(points.force[order], np.arange(len(world.forces) + 1))
    forces = []
    for number in range(len(world.forces)):
        own = order[starts[number] : starts[number + 1]]
        names = pl.Series(points.name[own].tolist(), dtype=pl.String)
        forces.append(ForceGround(own, points.weight[own], place_factors(names), points.neighbourhood[own]))
    stations = shapely.points([(station.lon, station.lat) for station in world.stations])
    near = shapely.STRtree(shapely.points(points.lon, points.lat)).nearest(stations) if world.stations else np.empty(0)
    return Ground(world, tuple(forces), _texts(world), np.asarray(near, dtype=np.int64))


def lsoa_columns(month: Month) -> dict[str, str]:
    """Where a file of this month finds its LSOA columns in `Ground.texts`."""
    year = "2021" if month >= LSOA_2021 else "2011"
    return {"LSOA code": f"code {year}", "LSOA name": f"name {year}"}


def _texts(world: World) -> pl.DataFrame:
    points = world.points
    codes = pl.Series("code 2021", points.lsoa_code.tolist(), dtype=pl.String)
    known = codes.unique(maintain_order=True)
    # A twelfth of the LSOAs were redrawn in 2021: until then their places have another code and another letter.
    numbers = known.str.slice(3).cast(pl.Int64, strict=False)
    earlier = (known.str.slice(0, 3) + (numbers + 600_000).cast(pl.String)).fill_null(known)
    redrawn = pl.int_range(pl.len()) % _CHANGED_EVERY == 5
    eras = pl.DataFrame({"code 2021": known, "earlier": earlier}).with_columns(redrawn.alias("redrawn"))
    return (
        pl.DataFrame(
            {
                "Longitude": points.lon,
                "Latitude": points.lat,
                "Location": pl.Series(points.name.tolist(), dtype=pl.String),
                "code 2021": codes,
                "name 2021": pl.Series(points.lsoa_name.tolist(), dtype=pl.String),
            }
        )
        .join(eras, on="code 2021", how="left", maintain_order="left")
        .with_columns(
            ("On or near " + pl.col("Location")).alias("Location"),
            pl.when("redrawn").then("earlier").otherwise("code 2021").alias("code 2011"),
            pl.when("redrawn")
            .then(pl.col("name 2021").str.slice(0, pl.col("name 2021").str.len_chars() - 1) + "F")
            .otherwise("name 2021")
            .alias("name 2011"),
        )
        .drop("redrawn", "earlier")
    )
