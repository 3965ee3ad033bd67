"""Names for the invented teams: surnames that are rare or made up, so that nobody real is meant."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from sitegen.sample.chance import pick, uniform
from sitegen.sample.material import read_material


def invent_names(*, welsh: bool, seed: int, purpose: str, count: int) -> list[str]:
    """So many different names of the English or the Welsh land."""
    texts, weights = _whole_names("welsh" if welsh else "english")
    drawn = pick(weights, uniform(seed, f"{purpose} names", 2 * count + 8)).tolist()
    return list(dict.fromkeys(texts[place] for place in drawn))[:count]


@cache
def _whole_names(land: str) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    groups = [(group["weight"], group["first"], group["last"]) for group in read_material("team_names.toml")[land]]
    whole = [(f"{one} {other}", weight / (len(first) * len(last))) for weight, first, last in groups for one in first for other in last]
    return tuple(text for text, _ in whole), np.array([weight for _, weight in whole])
