"""The words of the field as values: parsed once, canonical, impossible to get wrong afterwards."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NewType

ForceId = NewType("ForceId", str)
"""A police force's slug as data.police.uk writes it, e.g. ``avon-and-somerset``."""

NeighbourhoodId = NewType("NeighbourhoodId", str)
"""A force's own id of a neighbourhood; unique within the force only, case-sensitive."""

Outcode = NewType("Outcode", str)
"""The first half of a postcode, e.g. ``SW1A``."""

BTP = ForceId("btp")
"""British Transport Police: no territory, kept apart from every other total."""

SOURCE_LANGUAGE = "en"
"""The language of the texts in templates and code; its pages lie at the root, those of another in a folder of its name."""

YEAR_MONTHS = 12
"""Months of the tileset of the newest months; a site of fewer months has none."""

ASB = "anti-social-behaviour"
"""The category that is never part of crime."""

MONTH = r"([0-9]{4})-(0[1-9]|1[0-2])"
FORCE_ID = r"[a-z]+(-[a-z]+)*"
OUTCODE = r"[A-Z]{1,2}[0-9][A-Z0-9]?"
"""How a month, a force's id and the first half of a postcode are written, as patterns."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, written ``2025-06``."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Month:
        """The month written in `text`; raises ValueError with the expected form."""
        found = re.fullmatch(MONTH, text)
        if not found:
            raise ValueError(f"not a month: {text[:40]!r}; write it like 2025-06")
        return cls(int(found[1]), int(found[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    def plus(self, months: int) -> Month:
        """The month so many months later (earlier when negative)."""
        index = self.year * 12 + self.number - 1 + months
        return Month(index // 12, index % 12 + 1)

    def months_to(self, later: Month) -> int:
        """How many months later that one is; negative where it is earlier."""
        return 12 * (later.year - self.year) + later.number - self.number


def months_between(first: Month, last: Month) -> tuple[Month, ...]:
    """Every month from `first` to `last`, both included; empty when `last` is earlier."""
    count = (last.year - first.year) * 12 + last.number - first.number + 1
    return tuple(first.plus(step) for step in range(count))


def runs_of_months(months: Iterable[str]) -> list[tuple[str, str]]:
    """The first and last of each run of ascending months that follow one another."""
    runs: list[tuple[str, str]] = []
    for month in months:
        if runs and str(Month.parse(runs[-1][1]).plus(1)) == month:
            runs[-1] = (runs[-1][0], month)
        else:
            runs.append((month, month))
    return runs


def parse_force_id(text: str) -> ForceId:
    """A force id; raises ValueError for anything but lower-case words joined by hyphens."""
    if len(text) > 64 or not re.fullmatch(FORCE_ID, text):
        raise ValueError(f"not a force id: {text[:40]!r}; write it like avon-and-somerset")
    return ForceId(text)


_ID_MOST = 64


def is_usable_id(text: object) -> bool:
    """Whether a text can be a neighbourhood's id: printable, no slash, no space at its ends, at most 64 characters."""
    return (
        isinstance(text, str)
        and 0 < len(text) <= _ID_MOST
        and text.isprintable()
        and text == text.strip()
        and not set(text) & {"/", "\\"}
        and text not in {".", ".."}
    )


def force_name_key(name: str) -> str:
    """What is left of a force's name for matching: `Devon & Cornwall Police` gives `devonandcornwall`."""
    words = name.lower().replace("&amp;", "and").replace("&", " and ").replace("-", " ")
    kept = [w for w in re.findall(r"[a-z]+", words) if w not in {"constabulary", "police", "service"}]
    return "".join(kept)


def parse_postcode(text: str) -> str:
    """A full unit postcode in its canonical form ``NP10 0AA``; raises ValueError otherwise.

    Accepts any spacing and case: the 7-character form of Code-Point Open (``NP100AA``, ``LE1 1AA``) included.
    """
    packed = re.sub(r"\s+", "", text[:16].upper())
    found = re.fullmatch(rf"({OUTCODE})([0-9][A-Z]{{2}})", packed)
    if not found:
        raise ValueError(f"not a postcode: {text[:16]!r}")
    return f"{found[1]} {found[2]}"


def canonical_id(text: str) -> str:
    """A neighbourhood's id or a file's name as it is compared: accents in one character with their letter, as a Mac's file names have them not."""
    return unicodedata.normalize("NFC", text)


_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE | re.ASCII)


def is_device_name(text: str) -> bool:
    """Whether Windows takes a file or folder of this name for a device: `con`, `CON.1` and `con.txt` alike, whatever follows the dot."""
    return _DEVICE.fullmatch(text) is not None


def folder_names(ids: Iterable[str], reserved: frozenset[str] = frozenset()) -> dict[str, str]:
    """A safe lower-case folder name for every id, stable under any input order.

    Unsafe characters become hyphens; ids that would collide (on a case-insensitive disk, or with
    `reserved` route words) get a numbered suffix, in the order of the ids sorted by code point, with
    an id that already is its own folder name served first.
    """
    taken: set[str] = set(reserved)
    folders: dict[str, str] = {}
    for name in sorted(set(ids), key=lambda i: (_folder_name(i) != i, i)):
        folder = base = _folder_name(name)
        number = 1
        while folder in taken:
            number += 1
            folder = f"{base}-{number}"
        taken.add(folder)
        folders[name] = folder
    return folders


def _folder_name(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    safe = re.sub(r"[^a-z0-9._-]+", "-", plain).strip(".-_")[:64].strip(".-_")
    if not safe:
        return "area"
    stem, dot, rest = safe.partition(".")
    return f"{stem}-area{dot}{rest}" if is_device_name(safe) else safe


_KEPT_AS_IT_IS = re.compile(r"[A-Za-z0-9_-](?:[A-Za-z0-9._ -]*[A-Za-z0-9_-])?", re.ASCII)


def official_folders(ids: Iterable[str], reserved: frozenset[str] = frozenset()) -> dict[str, str]:
    """A folder for every id that is the id itself, with its case and spaces, wherever any disk and server can have it.

    An id with other characters, a device name of Windows, one of the `reserved` route words in whatever case, and of ids that
    differ in case only all but the first by code point, have an alias: a name by the rules of `folder_names` that no other has.
    """
    own: dict[str, str] = {}
    for name in sorted(set(ids)):
        folded = name.casefold()
        if _KEPT_AS_IT_IS.fullmatch(name) and not is_device_name(name) and folded not in reserved and folded not in own:
            own[folded] = name
    kept = set(own.values())
    aliases = folder_names(set(ids) - kept, reserved | frozenset(own))
    return {name: name if name in kept else aliases[name] for name in sorted(set(ids))}


def slug(text: str) -> str:
    """A label as a slug: `Theft from the person` gives `theft-from-the-person`; `unknown` when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64] or "unknown"


def place_key(name: str) -> str:
    """What place names are compared by: small letters and digits in words, without accents and apostrophes.

    `&` is `and`, `Saint` is `st`: `Llanfair-ym-Muallt` gives `llanfair ym muallt`, `Saint Mellon's` gives `st mellons`.
    `fold` of templates/scripts/shared/names.js folds what is typed in the same way.
    """
    plain = unicodedata.normalize("NFKD", name).lower().replace("&", " and ")
    plain = "".join(character for character in plain if not unicodedata.combining(character) and character not in "'’‘`")
    return re.sub(r"\bsaint\b", "st", " ".join(re.findall("[a-z0-9]+", plain)))


_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
_PAIRS = [first + second for first in _BASE36 for second in _BASE36]


_SNAP_POINT = re.compile(r"([0-9a-z]{1,5})-([0-9a-z]{1,5})", re.ASCII)


def snap_point_id(x: int, y: int) -> str:
    """A snap point's id as text: its zoom-24 pixel, each number in base 36, joined by a hyphen."""
    return f"{_base36(x)}-{_base36(y)}"


def parse_snap_point_id(text: str) -> tuple[int, int]:
    """The pixel of a snap point id; raises ValueError when it is not one."""
    found = _SNAP_POINT.fullmatch(text)
    if not found:
        raise ValueError(f"not a snap point id: {text[:20]!r}")
    x, y = int(found[1], 36), int(found[2], 36)
    if x >= 1 << 24 or y >= 1 << 24:
        raise ValueError(f"not a snap point id: {text[:20]!r}")
    return x, y


def _base36(number: int) -> str:
    high, pair = divmod(number, 36 * 36)
    return _leading(high) + _PAIRS[pair] if high else _PAIRS[pair].lstrip("0") or "0"


@cache
def _leading(number: int) -> str:
    """The digits in front of the last two; points that lie near one another share them."""
    return _base36(number)
