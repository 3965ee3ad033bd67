"""What the map names: cities, towns, suburbs and villages, each where its name stands."""

import numpy as np
import polars as pl
import shapely

from sitegen.surroundings import around_forces
from sitegen.terms import place_key

_KM2 = 111.2**2 * 0.61
"""Square kilometres of a square degree, about."""
_CITY_KM2, _TOWN_KM2 = 40.0, 9.0

_COLUMNS = ("kind", "name", "lon", "lat", "from_gazetteer")


def map_places(*, basemap: pl.DataFrame, boundaries: pl.DataFrame, gazetteer: pl.DataFrame) -> pl.DataFrame:
    """The names around the forces' neighbourhoods, everywhere where none has a boundary; sorted by kind, name and position.

    They are those the basemap gives as points, those of built-up areas that no such point names, and of the gazetteer the cities and towns
    whose names are in neither. A built-up area is named where the gazetteer has its middle: that of a town grown together with others may
    lie miles from it.
    """
    named = basemap.filter(pl.col("name").is_not_null() & pl.col("layer").is_in(["place", "built-up"]))
    points = _points(named.filter(pl.col("layer") == "place"))
    areas = _areas(named.filter((pl.col("layer") == "built-up") & ~pl.col("name").is_in(points["name"].to_list())), gazetteer)
    others = gazetteer.filter(pl.col("kind").is_in(["city", "town"]) & ~pl.col("name").is_in([*points["name"], *areas["name"]]))
    found = pl.concat([points, areas, others.with_columns(pl.lit(value=True).alias("from_gazetteer")).select(_COLUMNS)])
    boxes = around_forces(boundaries)
    if boxes is not None:
        around = shapely.union_all(shapely.box(*boxes.T))
        shapely.prepare(around)
        found = found.filter(pl.Series(shapely.intersects_xy(around, found["lon"].to_numpy(), found["lat"].to_numpy()), dtype=pl.Boolean))
    return found.sort("kind", "name", "lon", "lat", "from_gazetteer").unique(["name", "lon", "lat"], keep="first", maintain_order=True)


def _points(named: pl.DataFrame) -> pl.DataFrame:
    at = shapely.point_on_surface(shapely.from_wkb(named["geometry"].to_numpy()))
    return _placed(named["name"], named["kind"], shapely.get_x(at), shapely.get_y(at), from_gazetteer=np.full(len(at), fill_value=False))


def _areas(named: pl.DataFrame, gazetteer: pl.DataFrame) -> pl.DataFrame:
    shapes = shapely.from_wkb(named["geometry"].to_numpy())
    keys = [place_key(name) for name in named["name"]]
    wanted = set(keys)
    middles: dict[str, list[tuple[float, float]]] = {}
    for name, lon, lat in gazetteer.select("name", "lon", "lat").iter_rows():
        if (key := place_key(name)) in wanted:
            middles.setdefault(key, []).append((lon, lat))
    at = shapely.point_on_surface(shapes)
    lon, lat = shapely.get_x(at), shapely.get_y(at)
    known = np.full(len(shapes), fill_value=False)
    for number, (key, shape) in enumerate(zip(keys, shapes, strict=True)):
        within = [middle for middle in middles.get(key, ()) if shapely.intersects_xy(shape, *middle)]
        if within:
            lon[number], lat[number], known[number] = *within[0], True
    size = shapely.area(shapes) * _KM2
    kinds = np.where(size >= _CITY_KM2, "city", np.where(size >= _TOWN_KM2, "town", "village"))
    return _placed(named["name"], pl.Series(kinds.tolist(), dtype=pl.String), lon, lat, from_gazetteer=known)


def _placed(name: pl.Series, kind: pl.Series, lon: object, lat: object, *, from_gazetteer: object) -> pl.DataFrame:
    values = {"kind": kind, "name": name, "lon": lon, "lat": lat, "from_gazetteer": from_gazetteer}
    types = {"kind": pl.String(), "name": pl.String(), "lon": pl.Float64(), "lat": pl.Float64(), "from_gazetteer": pl.Boolean()}
    return pl.DataFrame(values, schema=types)
