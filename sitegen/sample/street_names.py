"""Invented street names, English and Welsh: enough for a county, no two alike in one settlement."""

from collections.abc import Iterator

import numpy as np

from sitegen.sample.chance import uniform
from sitegen.sample.curves import LAND_SEED
from sitegen.sample.material import read_material

_NAMES = read_material("street_names.toml")
ENGLISH: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    kind: (tuple(stem for group in own["stems"] for stem in _NAMES["stems"][group]), own["ends"]) for kind, own in _NAMES["english"].items()
}
"""Stems and ends by kind of street."""
WELSH_OF: tuple[str, ...] = _NAMES["stems"]["welsh"]
WELSH: dict[str, tuple[str, ...]] = _NAMES["welsh"]


class StreetNames:
    """The names still free in one settlement, by kind of street; the same settlement always hands out the same names."""

    def __init__(self, settlement: str, *, welsh: bool) -> None:
        self._purpose, self._welsh = settlement, welsh
        self._given: set[str] = set()
        self._left: dict[str, Iterator[str]] = {}

    def reserve(self, *names: str) -> None:
        """Names that stand already."""
        self._given.update(names)

    def draw(self, kind: str) -> str:
        """A name nobody has yet in this settlement; where a kind has run out, one of the kind `road` or with a direction."""
        for name in self._left.setdefault(kind, self._names(kind)):
            if name not in self._given:
                self._given.add(name)
                return name
        raise LookupError(f"no street name of the kind {kind} is left in {self._purpose}")

    def _names(self, kind: str) -> Iterator[str]:
        stems, ends = (WELSH_OF, WELSH[kind]) if self._welsh else ENGLISH[kind]
        order = np.argsort(uniform(LAND_SEED, f"names {self._purpose} {kind}", len(stems)), kind="stable").tolist()
        directions = ("", " Isaf", " Uchaf", " Newydd") if self._welsh else ("", "North ", "South ", "East ", "West ", "Upper ", "Lower ")
        for direction in directions:
            for turn in range(len(ends)):
                for place in order:
                    end, stem = ends[(place + turn) % len(ends)], stems[place]
                    yield f"{end} {stem}{direction}" if self._welsh else f"{direction}{stem} {end}"
