"""The fourteen categories of the invented land: how much of each there is, when in the year, and where."""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sitegen.terms import Month

ASB = "Anti-social behaviour"
BASE_MONTH = Month(2025, 6)
"""The month in which a category's share is what `share` says, but for the season."""

_SHOP, _FUEL, _PARKING, _NIGHT, _GREEN, _TRANSIT, _PUBLIC = range(1, 8)
PLACES = {
    "Supermarket": _SHOP, "Shopping Area": _SHOP, "Convenience Store": _SHOP,
    "Petrol Station": _FUEL, "Motorway Service Area": _FUEL,
    "Parking Area": _PARKING, "Park and Ride": _PARKING,
    "Nightclub": _NIGHT, "Theatre/Concert Hall": _NIGHT, "Conference/Exhibition Centre": _NIGHT, "Pub": _NIGHT,
    "Park/Open Space": _GREEN, "Sports/Recreation Area": _GREEN, "Race Track": _GREEN, "Theme/Adventure Park": _GREEN,
    "Bus/Coach Station": _TRANSIT, "Pedestrian Subway": _TRANSIT, "Ferry Terminal": _TRANSIT,
    "Police Station": _PUBLIC, "Hospital": _PUBLIC, "Further/Higher Educational Building": _PUBLIC, "Prison": _PUBLIC,
}  # fmt: skip
"""What a snap point that is no street is called, and the sort of place it is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A category: its label, share of all rows, change a year, weight of each month of the year in per cent, and of each sort of place.

    The sorts of place are streets, shops, filling stations, parking, night life, green, transit and public buildings.
    """

    label: str
    share: float
    yearly: float
    season: tuple[int, ...]
    where: tuple[float, ...]


_LEVEL = (96, 95, 99, 100, 102, 103, 105, 103, 100, 100, 98, 99)
_SUMMER = (72, 76, 90, 103, 116, 124, 134, 130, 106, 98, 84, 67)
_WINTER = (117, 112, 104, 95, 90, 86, 84, 86, 94, 105, 113, 114)

KINDS = (
    Kind("Anti-social behaviour", 0.19, -0.045, _SUMMER, (1, 1.2, 0.8, 1, 2, 2, 2, 0.8)),
    Kind("Bicycle theft", 0.015, -0.05, (58, 62, 82, 100, 118, 132, 142, 136, 122, 106, 82, 60), (0.7, 2, 0.1, 1.5, 0.3, 2, 4, 2.5)),
    Kind("Burglary", 0.042, -0.065, _WINTER, (1, 0.4, 0.3, 0.05, 0.2, 0.1, 0.05, 0.3)),
    Kind("Criminal damage and arson", 0.078, -0.02, (94, 94, 100, 103, 105, 104, 105, 103, 98, 103, 99, 92), (1, 0.5, 0.5, 1.5, 1, 1.5, 1, 0.7)),
    Kind("Drugs", 0.036, 0.02, _LEVEL, (1, 0.6, 0.4, 1.2, 3, 2, 2, 0.8)),
    Kind("Other crime", 0.022, 0.01, _LEVEL, (1, 0.6, 0.4, 0.5, 0.6, 0.6, 0.8, 1.5)),
    Kind("Other theft", 0.057, -0.03, (92, 93, 98, 100, 103, 105, 108, 108, 103, 101, 98, 91), (1, 2, 3, 1, 2, 0.8, 1.5, 1)),
    Kind("Possession of weapons", 0.011, 0.03, _LEVEL, (1, 0.8, 0.3, 0.8, 3, 1.5, 1.5, 0.6)),
    Kind("Public order", 0.073, -0.03, (88, 89, 97, 102, 108, 111, 113, 108, 103, 100, 92, 89), (1, 2, 0.8, 1, 5, 1, 2.5, 1.2)),
    Kind("Robbery", 0.01, 0.0, _LEVEL, (1, 1.5, 2, 1, 3, 2, 2, 0.4)),
    Kind("Shoplifting", 0.125, 0.115, (92, 94, 99, 98, 98, 96, 95, 96, 98, 106, 118, 110), (0.06, 14, 3, 0.3, 0.5, 0, 0.3, 0.3)),
    Kind("Theft from the person", 0.012, 0.02, (84, 88, 95, 97, 100, 103, 107, 106, 99, 100, 106, 115), (0.4, 4, 0.2, 0.5, 7, 0.5, 4, 0.5)),
    Kind("Vehicle crime", 0.054, -0.04, (106, 102, 100, 97, 95, 94, 95, 96, 98, 105, 108, 104), (1, 0.15, 0.6, 4, 0.2, 0.5, 0.3, 0.4)),
    Kind("Violence and sexual offences", 0.275, 0.005, (93, 93, 99, 100, 105, 106, 108, 103, 100, 100, 96, 97), (1, 1, 0.6, 0.8, 5, 1, 2, 1.5)),
)
"""In the order of the alphabet."""

LABELS = tuple(kind.label for kind in KINDS)
ASB_KIND = LABELS.index(ASB)


def expected_share(kind: Kind, month: Month) -> float:
    """A category's rows in a month as a share of a force's rows in a usual month."""
    years = (12 * (month.year - BASE_MONTH.year) + month.number - BASE_MONTH.number) / 12
    return kind.share * (1 + kind.yearly * years) * kind.season[month.number - 1] / 100


def place_factors(names: pl.Series) -> NDArray[np.float64]:
    """For each category (rows) how much more of it happens at points of these names (columns) than on an ordinary street.

    A name with a comma is a shop's: "Goodfare, Loam Bridge".
    """
    sorts = names.to_frame("name").select(
        pl.when(pl.col("name").str.contains(", ", literal=True))
        .then(pl.lit(_SHOP))
        .otherwise(pl.col("name").replace_strict(PLACES, default=0, return_dtype=pl.Int32))
    )
    return np.array([kind.where for kind in KINDS])[:, sorts.to_series().to_numpy()]
