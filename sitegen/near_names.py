"""What a mistyped name may have meant."""

from collections.abc import Iterable
from difflib import SequenceMatcher

_LIKE = 0.6
_AS_LIKE = 0.1
"""How much of two names must be the same, and how much less like than the nearest a name may be to be named as well."""


_NEARLY = 0.9


def nearly(name: str, known: Iterable[str]) -> str:
    """ "did you mean …?" where a name differs from a known one by case, by what stands between its words, or by about a letter; else empty."""
    plain = _plain(name)
    best = max(((SequenceMatcher(None, plain, _plain(one)).ratio(), one) for one in sorted(known)), default=(0.0, ""))
    return f"did you mean {best[1]}?" if best[0] >= _NEARLY else ""


def _plain(name: str) -> str:
    return "".join(character for character in name.casefold() if character.isalnum())


def meaning(name: str, known: Iterable[str]) -> str:
    """ "did you mean …?" with the known name that is nearest, and those about as near; empty where none is."""
    likeness = {one: SequenceMatcher(None, name.casefold(), one.casefold()).ratio() for one in known}
    least = max(_LIKE, max(likeness.values(), default=0.0) - _AS_LIKE)
    near = sorted((one for one, like in likeness.items() if like >= least), key=lambda one: (-likeness[one], one))
    return f"did you mean {' or '.join(near)}?" if near else ""
