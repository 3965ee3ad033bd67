"""Names of forces, towns and streets made of syllables, for lands too large to be thought up by hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.street_names import ENGLISH, WELSH, WELSH_OF

_FIRST = (
    "Ald", "Bran", "Cor", "Dun", "Elm", "Feth", "Gar", "Holv", "Ister", "Jarl", "Kel", "Lor", "Mer", "Nor", "Orl", "Pel", "Quor", "Ros",
    "Sel", "Thar", "Ulver", "Ven", "Wex", "Yar", "Zel", "Brom", "Cald", "Dray", "Eskel", "Foss", "Gris", "Hather", "Ingle", "Kirn", "Lang",
    "Mossel",
)  # fmt: skip
_MIDDLE = ("", "la", "mer", "ing", "o", "der", "win", "ther", "sel", "ra")
_TOWN_ENDS = ("combe", "cross", "wick", "haven", "stead", "mouth", "minster", "well", "holt", "gate", "water", "stow")
_LAND_ENDS = ("shire", "mark", "wold", "mere", "fold", "land")
_WELSH_TOWNS = ("Aber", "Llan", "Pont", "Tre", "Pen", "Caer", "Rhyd", "Bryn", "Cwm", "Maes", "Nant", "Porth")
_WELSH_ENDS = ("gwyll", "helydd", "morfan", "teifryd", "wennol", "hebogydd", "derwan", "celynog", "afallen", "heledd", "briallwen", "eithinog")

_REAL_AREAS = frozenset(
    {
        "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM", "CO", "CR", "CT", "CV", "CW",
        "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH", "EN", "EX", "FK", "FY", "G", "GL", "GU", "GY", "HA", "HD",
        "HG", "HP", "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT", "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS",
        "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP", "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH",
        "RM", "S", "SA", "SE", "SG", "SK", "SL", "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR",
        "TS", "TW", "UB", "W", "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE", "AE", "LM", "UK", "GB",
    }
)  # fmt: skip


def lands() -> Iterator[str]:
    """Names of counties, no two alike: Aldshire, Branmark ..."""
    for turn in range(len(_LAND_ENDS)):
        for place, first in enumerate(_FIRST):
            yield first + _LAND_ENDS[(place + turn) % len(_LAND_ENDS)]


def towns(*, welsh: bool) -> Iterator[str]:
    """Names of towns, no two alike within a language."""
    if welsh:
        for turn, end in enumerate(_WELSH_ENDS):
            for place in range(len(_WELSH_TOWNS)):
                yield _WELSH_TOWNS[(place + turn) % len(_WELSH_TOWNS)] + end
        return
    for turn in range(len(_TOWN_ENDS)):
        for middle in _MIDDLE:
            for place, first in enumerate(_FIRST):
                yield first + middle + _TOWN_ENDS[(place * 5 + turn) % len(_TOWN_ENDS)]


def postcode_areas() -> Iterator[str]:
    """Pairs of letters that no real postcode begins with."""
    for first in "ABCDEFGHJKLMNOPRSTUWYZ":
        for second in "ABCDEFGHKLMNOPRSTUVWXY":
            if first + second not in _REAL_AREAS and first not in _REAL_AREAS:
                yield first + second
    for first in "BEGLMNSW":
        yield from (first + second for second in "ABCDEFGHKLMNOPRSTUVWXY" if first + second not in _REAL_AREAS)


def street_names(*, welsh: bool) -> NDArray[np.object_]:
    """All names a street can have, each once."""
    if welsh:
        found = {f"{end} {stem}" for ends in WELSH.values() for end in ends for stem in WELSH_OF}
    else:
        found = {f"{stem} {end}" for stems, ends in ENGLISH.values() for stem in stems for end in ends}
    return np.array(sorted(found), dtype=object)
