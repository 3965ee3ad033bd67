"""Positions in an invented land: metres of the National Grid as degrees, and the neighbourhood each lies in."""

from collections.abc import Sequence

import numpy as np
import shapely
from convertbng import cutil
from numpy.typing import NDArray

SEA = -1
"""The number of no neighbourhood; others are places in the list of neighbourhoods."""


def lonlat(easting: NDArray[np.generic], northing: NDArray[np.generic]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """National Grid metres as degrees WGS84, by OSTN15."""
    lon, lat = cutil.convert_osgb36_to_ll(easting.astype(np.float64), northing.astype(np.float64))
    return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)


def in_degrees(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Shapes in metres of the National Grid as shapes in degrees, to 6 decimals; corners two of them share stay shared."""

    def degrees(places: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.asarray(np.round(np.column_stack(lonlat(places[:, 0], places[:, 1])), 6), dtype=np.float64)

    return np.asarray(shapely.transform(shapes, degrees), dtype=object)


def area_at(shapes: Sequence[shapely.MultiPolygon], lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.int32]:
    """The number of the shape each position lies in; SEA for none, the lowest for a position on a line."""
    points, areas = shapely.STRtree(shapes).query(shapely.points(lon, lat), predicate="intersects")
    found = np.full(len(lon), np.iinfo(np.int32).max, dtype=np.int32)
    np.minimum.at(found, points, areas.astype(np.int32))
    return np.where(found == np.iinfo(np.int32).max, np.int32(SEA), found)
