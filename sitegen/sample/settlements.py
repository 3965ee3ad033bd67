"""The towns, villages and hamlets of the invented county, as `material/county.toml` gives them."""

from dataclasses import dataclass

from sitegen.sample.county import COUNTY, Place
from sitegen.terms import ForceId

MARKET_LOAM, SALTBY, AEDDAN = "Market Loam", "Saltby, Westmere and the Holms", "Dyffryn Aeddan"
"""Local authority districts, the first part of LSOA names."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A town, village or hamlet: its middle, its half-width in km, its share of what happens, and its streets known by name.

    `turn` is the direction of its main street (radians from east); the first of `main_streets` is that street.
    """

    name: str
    kind: str
    force_id: ForceId
    centre: Place
    radius: float
    turn: float
    weight: float
    district: str
    outcodes: tuple[str, ...]
    main_streets: tuple[str, ...]
    public_places: tuple[str, ...] = ()


SETTLEMENTS = tuple(Settlement(**town) for town in COUNTY["settlement"])
"""Those with streets of their own."""
HAMLETS: tuple[tuple[str, ForceId, Place], ...] = COUNTY["hamlets"]
"""Places where lanes meet."""
SUBURBS: tuple[tuple[str, Place], ...] = COUNTY["suburbs"]
