"""The names that a misspelt one may have meant, in one file that is the same for everybody: asking for it tells nothing."""

from collections import Counter
from collections.abc import Iterable

from sitegen.terms import place_key

_NAMES_MOST = 2_000
_WORDS_MOST = 1_000
"""Together they keep the file within 15 KB gzip."""

_LEAST_LETTERS = 4
_RANKS = {kind: rank for rank, kind in enumerate(("city", "town", "force", "neighbourhood", "village", "suburb", "hamlet", "locality"))}


def near_names(named: Iterable[tuple[str, str]], streets: Iterable[str]) -> dict[str, list[str]]:
    """`names` of cities, towns and other kinds, and `words` of street names, each in alphabetical order.

    Of too many names the greater kinds are kept, and of one kind the shorter; of too many words those that most streets have.
    """
    ranks: dict[str, tuple[int, int, str]] = {}
    for kind, name in named:
        rank = (_RANKS[kind], len(name), name)
        ranks[name] = min(ranks.get(name, rank), rank)
    names = sorted(sorted(ranks, key=ranks.__getitem__)[:_NAMES_MOST])
    uses = Counter(word for street in streets for word in place_key(street).split() if len(word) >= _LEAST_LETTERS and word.isalpha())
    words = sorted(uses, key=lambda word: (-uses[word], word))[:_WORDS_MOST]
    return {"names": names, "words": sorted(words)}
