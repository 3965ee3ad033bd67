"""The invented county as columns."""

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.census import Lsoas, cluster
from sitegen.sample.columns import Homes, Points, Station, Territory, World
from sitegen.sample.county import COUNTY, FORCES
from sitegen.sample.county_land import STRADDLED, neighbourhoods, shapes
from sitegen.sample.land import lonlat
from sitegen.sample.settlements import AEDDAN, MARKET_LOAM, SALTBY, SETTLEMENTS
from sitegen.sample.streets import metres, snap_points


def make_county() -> Territory:
    """The county with its towns, from `county` and `settlements`."""
    points = snap_points()
    numbers = {force.id: number for number, force in enumerate(FORCES)}
    force = np.array([numbers[hood.force_id] for hood in neighbourhoods()], dtype=np.int16)[points.neighbourhood]
    lsoas = _lsoas(force)
    lon, lat = (np.round(side, 6).tolist() for side in lonlat(*metres(np.array([place for _, place in COUNTY["stations"]]))))
    world = World(
        scale="county",
        forces=FORCES,
        neighbourhoods=neighbourhoods(),
        points=Points(
            lon=points.lon,
            lat=points.lat,
            name=np.array(points.name, dtype=object),
            force=force,
            neighbourhood=points.neighbourhood,
            lsoa_code=np.array(lsoas.code, dtype=object)[lsoas.of_point],
            lsoa_name=np.array(lsoas.name, dtype=object)[lsoas.of_point],
            weight=points.weight,
        ),
        stations=tuple(Station(name, east, north) for (name, _), east, north in zip(COUNTY["stations"], lon, lat, strict=True)),
    )
    return Territory(world, shapes(), lsoas, _homes(force), frozenset({"AE"}), STRADDLED)


def _homes(force: NDArray[np.int16]) -> Homes:
    """Each point's outcode is one of its settlement's; a town with two is cut north and south of its middle."""
    points = snap_points()
    outcodes = tuple(sorted({outcode for town in SETTLEMENTS for outcode in town.outcodes}))
    welsh = np.array([known.welsh for known in FORCES])[force]
    own = [[outcodes.index(outcode) for outcode in town.outcodes] for town in SETTLEMENTS]
    north = points.place[:, 1] > np.array([town.centre[1] for town in SETTLEMENTS])[points.settlement]
    chosen = np.array([own[town][0 if upper else -1] for town, upper in zip(points.settlement.tolist(), north.tolist(), strict=True)])
    # A farm across the border from its village has the outcode of the nearest village on its own side.
    strays = np.flatnonzero(np.array([outcodes[one].startswith("AE") for one in chosen.tolist()]) != welsh)
    for point in strays.tolist():
        across = [town for town in SETTLEMENTS if town.outcodes[0].startswith("AE") == bool(welsh[point])]
        apart = [float(np.hypot(*(points.place[point] - np.array(town.centre)))) for town in across]
        nearest = across[int(np.argmin(apart))]
        chosen[point] = outcodes.index(nearest.outcodes[0])
    return Homes(np.column_stack(metres(points.place)), points.along, 1000 * points.stretch, points.people, chosen, outcodes)


def _lsoas(force: NDArray[np.int16]) -> Lsoas:
    """The county's LSOAs: they keep to districts, and districts to forces."""
    districts = (("E", MARKET_LOAM), ("E", SALTBY), ("W", AEDDAN))
    names = [name for _, name in districts]
    points = snap_points()
    nearest = np.array([names.index(town.district) for town in SETTLEMENTS])[points.settlement]
    welsh = np.array([known.welsh for known in FORCES])[force]
    return cluster(points.place, points.people, np.where(welsh, 2, np.where(nearest == 2, 0, nearest)), districts)
