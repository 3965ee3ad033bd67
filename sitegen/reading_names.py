"""Names of streets and stations as people write them: `King'S Road` is read as `King's Road`. Data files keep what was published."""

import re

import polars as pl

_ROMAN = frozenset(["Ii", "Iii", "Iv", "Vi", "Vii", "Viii", "Ix", "Xi", "Xii", "Xiii", "Xiv"])
_ABBREVIATED = {"Dlr": "DLR", "Ctrl": "CTRL"}
_BEFORE_THE = frozenset(["of", "on", "upon", "in", "and", "at", "by", "for", "with", "under", "next", "to"])
_FRENCH = frozenset(["le", "en", "de", "cum", "super"])
_WELSH = frozenset(["y", "yr", "yn", "ar", "ap", "ab", "a'r", "i'r", "o'r"])
_LITTLE = _BEFORE_THE | {"or", "i'", "th'"} | _FRENCH | _WELSH
"""Words that are small between two others; those before which The is small too, and French as places have it."""
_CAPITAL = {"by": ("", "pass"), "on": ("llwyn", ""), "de": ("y", "")}
"""Little words that are none after the first word or before the second: a by-pass; Llwyn On, an ash grove; y De, the south."""
_FEWEST_CAPITALS = 4
"""Capitals alone are somebody's habit from so many letters on; fewer may be an abbreviation."""

_SPACES = re.compile(r"\s+")
_SAINT = re.compile(r"\bS[Tt]\. ?(?=[^\W\d_])")
_TIGHT = re.compile(r"(?<=[^\W\d_])\(")
_SON = re.compile(r"\bMc ?([^\W\d_])(?=[^\W\d_]{2})")
_ROAD = re.compile(r"\b[abm]\d+(?:\([abm]\))?", re.IGNORECASE)
_UNDERGROUND = re.compile(r"\bLu(?= Station\b)")
_BETWEEN = re.compile(r"([^\w'’]+)")
_APOSTROPHE = re.compile(r"(['’])")
_LETTERS = re.compile(r"[^\W\d_]")


def with_reading_names(table: pl.DataFrame) -> pl.DataFrame:
    """The same rows in the same order, `street` as people write it; null stays null. Every distinct name is mended once."""
    names = table["street"].drop_nulls().unique().to_list()
    mended = {name: read for name in names if (read := reading_name(name)) != name}
    if not mended:
        return table
    return table.with_columns(pl.col("street").replace(list(mended), list(mended.values())))


def reading_name(name: str) -> str:
    """One name as people write it; a name that is well already stays, so that mending twice is mending once.

    What cannot be known from the name stays as published: `Macdonald`, a wrong letter, a missing accent.
    """
    name = _TIGHT.sub(" (", _SAINT.sub("St ", _SPACES.sub(" ", name).strip()))
    if name.isupper() and len(_LETTERS.findall(name)) >= _FEWEST_CAPITALS:
        name = "".join(piece.capitalize() for piece in _BETWEEN.split(name))
    name = _UNDERGROUND.sub("LU", _SON.sub(lambda found: f"Mc{found[1].upper()}", name))
    pieces = _BETWEEN.split(name)
    for at in range(0, len(pieces), 2):
        pieces[at] = _word(pieces, at)
    return _ROAD.sub(lambda found: found[0].upper(), "".join(pieces))


def _word(pieces: list[str], at: int) -> str:
    """The word at a place among words and what stands between them."""
    word = _after_apostrophes(pieces[at])
    if at and word in _ROMAN:
        return word.upper()
    little = word.lower()
    if little in _LITTLE or little == "the":
        return little if _is_little(pieces, at, little) else word
    return _ABBREVIATED.get(word, word)


def _is_little(pieces: list[str], at: int, little: str) -> bool:
    if not 0 < at < len(pieces) - 1 or {pieces[at - 1], pieces[at + 1]} - {" ", "-"} or not pieces[at - 2] or not pieces[at + 2]:
        return False
    before, after = pieces[at - 2].lower(), pieces[at + 2].lower()
    if little == "the":
        return before in _BEFORE_THE
    return all(not one or one != other for one, other in zip(_CAPITAL.get(little, ("", "")), (before, after), strict=True))


def _after_apostrophes(word: str) -> str:
    """`King'S`, `Cae'R`: small after an apostrophe; `O'connell`, `D'arcy`: a capital after one letter."""
    parts = _APOSTROPHE.split(word)
    for at in range(2, len(parts), 2):
        before, after = parts[at - 2], parts[at]
        if len(before) == 1 and len(after) > 1:
            parts[at] = after[:1].upper() + after[1:] if before in "OD" else after
        else:
            parts[at] = after.lower()
    return "".join(parts)
