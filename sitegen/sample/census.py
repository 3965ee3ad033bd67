"""Census areas made up for an invented land: LSOAs of about 1,500 people, each a cluster of near snap points."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_PEOPLE_MOST = 2_000
_FIRST_CODE = 90_000
"""No real LSOA has so high a number."""


@dataclass(frozen=True, slots=True)
class Lsoas:
    """LSOAs by number: code, name and residents; and the number of each point's."""

    code: tuple[str, ...]
    name: tuple[str, ...]
    people: tuple[int, ...]
    of_point: NDArray[np.int64]


def cluster(place: NDArray[np.float64], people: NDArray[np.int64], district: NDArray[np.int64], districts: Sequence[tuple[str, str]]) -> Lsoas:
    """Halve each district's points, by people and across its longer side, until no part has more than 2,000 people.

    `districts` gives the first letter of the codes and the name; the parts of one district have running numbers and letters.
    """
    code: list[str] = []
    name: list[str] = []
    residents: list[int] = []
    of_point = np.zeros(len(place), dtype=np.int64)
    serial = {"E": 0, "W": 0}
    for number, (country, title) in enumerate(districts):
        for place_in_district, part in enumerate(_halve(place, people, np.flatnonzero(district == number))):
            serial[country] += 1
            of_point[part] = len(code)
            code.append(f"{country}01{_FIRST_CODE + serial[country]:06d}")
            name.append(f"{title} {place_in_district // 5 + 1:03d}{'ABCDE'[place_in_district % 5]}")
            residents.append(int(people[part].sum()))
    return Lsoas(tuple(code), tuple(name), tuple(residents), of_point)


def _halve(place: NDArray[np.float64], people: NDArray[np.int64], part: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    if not len(part):
        return []
    if people[part].sum() <= _PEOPLE_MOST or len(part) < 2:
        return [part]
    side = int(np.argmax(np.ptp(place[part], axis=0)))
    ordered = part[np.argsort(place[part, side], kind="stable")]
    gone = np.cumsum(people[ordered])
    cut = int(np.clip(np.searchsorted(gone, gone[-1] / 2), 1, len(ordered) - 1))
    return [*_halve(place, people, ordered[:cut]), *_halve(place, people, ordered[cut:])]
