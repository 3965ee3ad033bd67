"""Names of forces, towns and streets made of syllables, for lands too large to be thought up by hand."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.material import read_material
from sitegen.sample.street_names import ENGLISH, WELSH, WELSH_OF

_SYLLABLES = read_material("syllables.toml")


def lands() -> Iterator[str]:
    """Names of counties, no two alike: Aldshire, Branmark ..."""
    ends = _SYLLABLES["land_ends"]
    for turn in range(len(ends)):
        for place, first in enumerate(_SYLLABLES["first"]):
            yield first + ends[(place + turn) % len(ends)]


def towns(*, welsh: bool) -> Iterator[str]:
    """Names of towns, no two alike within a language."""
    firsts, ends = (_SYLLABLES["welsh_first"], _SYLLABLES["welsh_ends"]) if welsh else (_SYLLABLES["first"], _SYLLABLES["town_ends"])
    if welsh:
        for turn, end in enumerate(ends):
            for place in range(len(firsts)):
                yield firsts[(place + turn) % len(firsts)] + end
        return
    for turn in range(len(ends)):
        for middle in _SYLLABLES["middle"]:
            for place, first in enumerate(firsts):
                yield first + middle + ends[(place * 5 + turn) % len(ends)]


def postcode_neighbourhoods() -> Iterator[str]:
    """Pairs of letters that no real postcode begins with."""
    taken = frozenset(_SYLLABLES["taken_areas"])
    for first in "ABCDEFGHJKLMNOPRSTUWYZ":
        for second in "ABCDEFGHKLMNOPRSTUVWXY":
            if first + second not in taken and first not in taken:
                yield first + second
    for first in "BEGLMNSW":
        yield from (first + second for second in "ABCDEFGHKLMNOPRSTUVWXY" if first + second not in taken)


def street_names(*, welsh: bool) -> NDArray[np.object_]:
    """All names a street can have, each once."""
    if welsh:
        found = {f"{end} {stem}" for ends in WELSH.values() for end in ends for stem in WELSH_OF}
    else:
        found = {f"{stem} {end}" for stems, ends in ENGLISH.values() for stem in stems for end in ends}
    return np.array(sorted(found), dtype=object)
