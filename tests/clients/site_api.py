"""The API of the invented county as a server answers it, and what its answers are held against."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEIGHBOURHOODS = (
    ("loamshire", "NB01"),
    ("loamshire", "CPT KTX"),
    ("loamshire", "DEV.4050"),
    ("loamshire", "streets"),
    ("dyffryn-aeddan", "Cwm Eira"),
)
"""Plain, with a space, with a dot, named like a page of the site, and one of another force that supplied neither meetings nor priorities."""

BUSY = NEIGHBOURHOODS[:4]
"""Those that supplied everything."""

PLACE = {"lat": 52.464, "lng": -4.625}
"""A position in the county, which no file can be asked for."""

NO_CRIME = "0" * 64
"""What the identifier of a crime looks like."""


@dataclass(frozen=True, slots=True)
class SiteApi:
    """Where the API is answered, the built site, and the data it was built from."""

    address: str
    """Ends in `/api/`."""
    site: Path
    data: Path

    def file(self, path: str) -> Any:  # Any: JSON of several shapes
        """The site's own answer at an official path, read from its disk."""
        return json.loads((self.site / "api" / path / "index.json").read_bytes())

    @property
    def newest_month(self) -> str:
        """The newest month of the site, as its manifest has it."""
        return str(json.loads((self.site / "manifest.json").read_bytes())["months"][1])

    def supplied(self, path: str) -> Any:  # Any: JSON of several shapes
        """What upstream answered at that path when the data were fetched."""
        return json.loads((self.data / "policing" / f"{path}.json").read_bytes())

    def counted(self, force_id: str, neighbourhood_id: str, month: str) -> int:
        """Crimes and antisocial behaviour that the site's table of counts has of a neighbourhood and month."""
        with (self.site / f"data/counts/{force_id}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if (row["neighbourhood"], row["month"]) == (neighbourhood_id, month)]
        return sum(int(count) for row in rows for name, count in row.items() if count and name not in _NO_COUNTS)


_NO_COUNTS = frozenset({"neighbourhood", "month", "crime_state", "asb_state"})


def named(people: list[dict[str, str]]) -> list[tuple[str, str]]:
    """Name and rank of each person, in their order."""
    return [(person["name"], person["rank"]) for person in people]


def points(boundary: list[dict[str, str]]) -> list[tuple[float, float]]:
    """Latitude and longitude of each point of a ring."""
    return [(float(point["latitude"]), float(point["longitude"])) for point in boundary]
