"""What stands behind every figure of a force: what it supplied, where counting changed, and what is known to be wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from sitegen.artefacts.sections.issues import Breaks, Faults
from sitegen.artefacts.sections.records import Force
from sitegen.artefacts.supply import Supply, newest_month, read_supply


@dataclass(frozen=True, slots=True)
class ForceSupply:
    """What a force supplied of each data set; `shown` is the newest month with figures of crime or antisocial behaviour, or None."""

    force_name: str
    crime: Supply
    asb: Supply
    outcomes: Supply
    stops: Supply
    shown: int | None
    moved: frozenset[tuple[str, str]] = frozenset()
    """Dataset and month of what is not compared with a year earlier, because another share of it has a location; of places only."""


def read_force_supply(coverage: pl.DataFrame, force: Force, months: Sequence[str]) -> ForceSupply:
    """What a force supplied over the window."""
    own = coverage.filter(pl.col("force_id") == force.force_id)
    crime, asb, outcomes, stops = (read_supply(own, force.force_id, dataset, months) for dataset in ("crime", "asb", "outcomes", "stops"))
    return ForceSupply(force.name, crime, asb, outcomes, stops, newest_month(crime, asb))


def of_places(supply: ForceSupply, located_shares: pl.DataFrame) -> ForceSupply:
    """The supply as the pages of neighbourhoods compare it: not where the force located another share of the month than a year before."""
    rows = located_shares.filter(~pl.col("is_comparable")).select("dataset", "month").iter_rows()
    return replace(supply, moved=frozenset((str(dataset), str(month)) for dataset, month in rows))


@dataclass(frozen=True, slots=True)
class Evidence:
    """The months of the window in order, and what is known of a force's figures in them."""

    months: tuple[str, ...]
    supply: ForceSupply
    breaks: Breaks
    faults: Faults
    releases: Mapping[str, str] = field(default_factory=dict)
    """The release that tells each month of the force, empty where it lies in a month folder: when that was made is not known."""
