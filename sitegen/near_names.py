"""What a mistyped name may have meant."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

_LIKE = 0.75
_AS_LIKE = 0.1
"""How much of two names must be the same, and how much less like than the nearest a name may be to be named as well."""

_MOST = 3

_NEARLY = 0.9


def nearly(name: str, known: Iterable[str]) -> str:
    """ "did you mean …?" where a name differs from a known one by case, by what stands between its words, or by about a letter; else empty."""
    plain = _plain(name)
    best = max(((SequenceMatcher(None, plain, _plain(one)).ratio(), one) for one in sorted(known)), default=(0.0, ""))
    return f"did you mean {best[1]}?" if best[0] >= _NEARLY else ""


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def meaning(name: str, known: Iterable[str]) -> str:
    """ "did you mean …?" with the known name that is nearest, and those about as near, else with those it is a word of; empty where none is."""
    plain, names = name.casefold(), sorted(known)
    likeness = {one: SequenceMatcher(None, plain, one.casefold()).ratio() for one in names}
    least = max(_LIKE, max(likeness.values(), default=0.0) - _AS_LIKE)
    near = sorted((one for one in names if likeness[one] >= least), key=lambda one: -likeness[one])
    near = near or [one for one in names if plain in re.split(r"[^a-z0-9]+", one.casefold())]
    return f"did you mean {' or '.join(near[:_MOST])}?" if near else ""
