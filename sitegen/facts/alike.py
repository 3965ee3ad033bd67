"""Places like one another: neighbourhoods of one force that resemble each other in what is published of them, and not in how much crime they have.

Only within a force, where all is recorded in one way and every month was supplied alike. The features are people, area, the share of crime that is
town-centre crime, and the shares of snap points that are shops and places to go out, or car parks and places to travel from. None holds the number
of crimes, which is what is then compared: a place chosen for having as many crimes would of course be found to have as many.
"""

import numpy as np
import polars as pl
import shapely
from numpy.typing import NDArray

from sitegen.comparing import ALIKE_FARTHEST, ALIKE_MOST, FEW, YEAR
from sitegen.facts.chance import OF_MAD
from sitegen.facts.town_centre import newest_year
from sitegen.funnel import PLACES_LEAST
from sitegen.rules import SHOPS, TOWN_CENTRE, TRAVEL
from sitegen.tables.schemas import SCHEMAS
from sitegen.terms import ASB

FEATURES = ("people", "area_km2", "town_centre", "shops", "travel")

_SIZES = frozenset({"people", "area_km2"})
"""Features that are compared by how many times as large one is; the others are shares."""

_OF_MEAN = 1.2533
"""Standard deviations of normal values to the mean of how far they lie from their median."""

_KM_OF_DEGREE = 6371.0088 * np.pi / 180
_DIGITS = 6


def place_features(
    *,
    force_id: str,
    neighbourhoods: pl.DataFrame,
    boundaries: pl.DataFrame,
    populations: pl.DataFrame,
    neighbourhood_series: pl.DataFrame,
    force_points: pl.DataFrame,
    months: list[str],
) -> pl.DataFrame:
    """What each neighbourhood is like, sorted by id; no rows where no twelve months in a row are known.

    Left out are neighbourhoods without a boundary or a named snap point, and those with fewer than `FEW` crimes, of which a share says nothing.
    People come from census zones, or else from the force, whichever first knows them of every neighbourhood that is left; otherwise of none.
    """
    types = SCHEMAS["place_features"].types
    shaped = boundaries.filter(pl.col("force_id") == force_id, pl.col("geometry").is_not_null()).select("neighbourhood_id", "geometry")
    counted, year = _counted(neighbourhood_series.join(shaped, on="neighbourhood_id", how="semi"), months)
    if not year:
        return pl.DataFrame(schema=types)
    census = populations.filter(pl.col("force_id") == force_id).select("neighbourhood_id", pl.col("people").alias("of_census"))
    own = neighbourhoods.filter(pl.col("problem").is_null()).select("neighbourhood_id", pl.col("population").alias("of_force"))
    placed = (
        counted.filter(pl.col("crimes") >= FEW)
        .join(shaped, on="neighbourhood_id")
        .join(_mix(force_points), on="neighbourhood_id")
        .join(own, on="neighbourhood_id")
        .join(census, on="neighbourhood_id", how="left")
    )
    people = next((name for name in ("of_census", "of_force") if placed.filter(pl.col(name).fill_null(0) > 0).height == placed.height), None)
    return (
        placed.with_columns(
            pl.lit(force_id).alias("force_id"),
            pl.lit(year[0]).alias("first_month"),
            pl.lit(year[-1]).alias("last_month"),
            pl.col(people).alias("people") if people else pl.lit(None).alias("people"),
            pl.Series("area_km2", _areas(placed["geometry"]), pl.Float64).round(2),
        )
        .filter(pl.col("area_km2") > 0)
        .select(pl.col(name).cast(kind) for name, kind in types.items())
        .sort("neighbourhood_id")
    )


def alike(*, force_id: str, place_features: pl.DataFrame) -> pl.DataFrame:
    """For each neighbourhood up to `ALIKE_MOST` others of its force that are most like it, none further than `ALIKE_FARTHEST`; sorted by both ids.

    The distance of two places is the root of the mean square of how far they lie apart in each feature: sizes by their logarithm, shares by their
    root, each in standard deviations as the median absolute deviation has them, so that a few town centres do not set the scale. A feature that is
    the same everywhere, or not known, is left out. Fewer than `PLACES_LEAST` neighbourhoods have no scale, and so no rows. Of equals the first by id.
    """
    types = SCHEMAS["alike"].types
    places = place_features.sort("neighbourhood_id")
    columns = [found for name in FEATURES if (found := _standardised(places[name], name)) is not None]
    if places.height < PLACES_LEAST or not columns:
        return pl.DataFrame(schema=types)
    squares = np.mean([np.subtract.outer(one, one) ** 2 for one in columns], axis=0)
    apart: NDArray[np.float64] = np.asarray(np.sqrt(squares).round(_DIGITS))  # the last digits of a logarithm differ between processors
    np.fill_diagonal(apart, np.inf)
    nearest = np.argsort(apart, axis=1, kind="stable")[:, :ALIKE_MOST]
    distance = np.take_along_axis(apart, nearest, axis=1)
    ids = places["neighbourhood_id"].to_numpy()
    return (
        pl.DataFrame(
            {
                "force_id": pl.repeat(force_id, nearest.size, dtype=pl.String, eager=True),
                "neighbourhood_id": pl.Series(np.repeat(ids, nearest.shape[1]).tolist(), dtype=pl.String),
                "other_id": pl.Series(ids[nearest].ravel().tolist(), dtype=pl.String),
                "distance": pl.Series(distance.ravel(), dtype=pl.Float64),
            }
        )
        .filter(pl.col("distance") <= ALIKE_FARTHEST)
        .select(*types)
        .sort("neighbourhood_id", "other_id")
    )


def _counted(neighbourhood_series: pl.DataFrame, months: list[str]) -> tuple[pl.DataFrame, list[str]]:
    """All crime of the year and the share of town-centre crime, by neighbourhood, and the months of that year."""
    crime = neighbourhood_series.filter(pl.col("category") != ASB)
    is_full = ((pl.col("state") == "supplied") & pl.col("crimes").is_not_null()).all()
    full = crime.group_by("month").agg(is_full.alias("full")).filter("full")["month"]
    year = newest_year(set(full.to_list()), months)
    of_year = crime.filter(pl.col("month").is_in(year))
    town = pl.col("crimes").filter(pl.col("category").is_in(TOWN_CENTRE)).sum()
    counted = (
        of_year.group_by("neighbourhood_id")
        .agg(pl.col("crimes").sum(), town.alias("town"), pl.col("month").n_unique().alias("months"))
        .filter(pl.col("months") == YEAR, pl.col("crimes") > 0)
        .select("neighbourhood_id", "crimes", (pl.col("town") / pl.col("crimes")).round(_DIGITS).alias("town_centre"))
    )
    return counted, year


def _mix(force_points: pl.DataFrame) -> pl.DataFrame:
    """The shares of the snap points of each neighbourhood that bear such a name."""
    named = force_points.filter(pl.col("street").is_not_null())
    return named.group_by("neighbourhood_id").agg(
        pl.col("street").is_in(SHOPS).mean().round(_DIGITS).alias("shops"),
        pl.col("street").is_in(TRAVEL).mean().round(_DIGITS).alias("travel"),
    )


def _areas(geometry: pl.Series) -> NDArray[np.float64]:
    """Square kilometres: a degree is as long as on a ball, a degree east as the middle of the place has it."""
    shapes = shapely.from_wkb(geometry.to_numpy())
    bounds = shapely.bounds(shapes).reshape(-1, 4)
    return np.asarray(shapely.area(shapes) * _KM_OF_DEGREE**2 * np.cos(np.radians((bounds[:, 1] + bounds[:, 3]) / 2)))


def _standardised(values: pl.Series, name: str) -> NDArray[np.float64] | None:
    """One feature in standard deviations from the force's median; None where it is not known of all or the same everywhere."""
    if values.is_empty() or values.null_count():
        return None
    numbers = values.to_numpy().astype(np.float64)
    scaled = np.log(numbers) if name in _SIZES else np.sqrt(numbers)
    strays = np.abs(scaled - np.median(scaled))
    # Where more than half of all places have the same value, their median deviation is 0 and the mean one serves.
    spread = OF_MAD * np.median(strays) or _OF_MEAN * np.mean(strays)
    return np.asarray((scaled - np.median(scaled)) / spread) if spread > 0 else None
