"""What a host's log shows of a reader: the crowd behind each kind of file, and how many files their size alone gives away (P12)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median_low

import polars as pl

from sitegen import urls
from sitegen.auditing.report import Crowd
from sitegen.publish.checks.budgets import gzip_size
from sitegen.publish.siblings import SHRINKING

POSTCODES, NAMES, POINTS = "postcodes", "names", "points"
"""What crowds are counted in."""

OF_PLACES = frozenset({"neighbourhood_page", "streets_page", "change_page"})
"""Kinds of pages of a neighbourhood."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Files that readers ask for on one kind of visit: the name, what the crowd is counted in (empty: in nothing), and which files they are."""

    name: str
    of: str
    pattern: re.Pattern[str]


KINDS = tuple(
    Kind(name, of, re.compile(pattern, re.ASCII))
    for name, of, pattern in (
        ("home", "", r"index\.html"),
        ("postcode_search", POSTCODES, r"postcodes/[A-Z0-9]+\.json"),
        ("outcode_page", POSTCODES, r"postcodes/[a-z0-9]+/index\.html"),
        ("name_search", NAMES, r"search/names/.+\.json"),
        ("neighbourhood_page", POSTCODES, r"[^/]+/[^/]+/index\.html"),
        ("streets_page", POSTCODES, r"[^/]+/[^/]+/streets/index\.html"),
        ("change_page", POSTCODES, r"[^/]+/[^/]+/change/index\.html"),
        ("map_square", POINTS, r"streets/12/\d+/\d+\.json"),
        ("map_tile", "", r"tiles/(?:crime|stops)/.+\.mvt"),
        ("map_background", "", r"tiles/(?:base|boundaries)/.+\.mvt"),
        ("map_outcomes", "", r"outcomes/.+\.json"),
        ("ask_page", "", r"ask/index\.html"),
        ("ask_table", "", r"data/(?:counts|crimes/.+)\.parquet"),
    )
)
"""The kinds of files, by visit; the first that fits a path counts. Saving an area asks for files of these kinds, and no others."""

_PACKED_LEAST = 256
"""Bytes from which on a host packs what it sends, as `docs/servers` has it."""

_PLACE = ["force", "neighbourhood"]

LEAST = 10
"""The crowd below which an operator should look: a request for such a file says much of who asks."""


def asked_for(files: Collection[str]) -> dict[str, list[str]]:
    """The files that a visit asks for, by the name of their kind, sorted."""
    found: dict[str, list[str]] = {}
    for path in sorted(files):
        if kind := _kind_of(urls.in_english(path), files):
            found.setdefault(kind, []).append(path)
    return found


def sent_bytes(path: str, data: bytes) -> int:
    """How long a file is on its way from a host that compresses what it sends, as one without compressed siblings does; with gzip at level 6."""
    if path.rpartition(".")[2] not in SHRINKING or len(data) < _PACKED_LEAST:
        return len(data)
    return min(len(data), gzip_size(data))


def sent_as_they_lie(paths: Iterable[str], files: Mapping[str, int], beside: Mapping[str, int]) -> dict[str, int]:
    """How long files are on their way from a host with compressed siblings, given with their sizes: a browser takes the best that there is."""
    return {path: next((beside[name] for name in (f"{path}.br", f"{path}.gz") if name in beside), files[path]) for path in paths}


def measure_crowds(folder: Path, files: Collection[str], sent: Mapping[str, int]) -> tuple[Crowd, ...]:
    """The crowd behind each kind of file that the site has, in the order of `KINDS`; `sent` is how long each file asked for is on its way, in bytes.

    A neighbourhood's crowd are the postcodes in use in it, where it has a boundary and the site a table of postcodes; a postcode shard's all
    that it knows. What cannot be read counts as a crowd of 0.
    """
    found = asked_for(files)
    counter = _Counter(folder, _postcodes_of_places(folder, files))
    return tuple(_crowd(kind, found[kind.name], sent, counter) for kind in KINDS if kind.name in found)


def _kind_of(path: str, files: Collection[str]) -> str:
    """The kind of a file, given by its path in English; empty for one that no visit asks for by itself. A force's folder is one with an ids.json."""
    kind = next((kind.name for kind in KINDS if kind.pattern.fullmatch(path)), "")
    return "" if kind in OF_PLACES and urls.force_ids(path.partition("/")[0]) not in files else kind


def _crowd(kind: Kind, paths: list[str], sent: Mapping[str, int], counter: _Counter) -> Crowd:
    sizes = Counter(sent[path] for path in paths)
    unique = sum(number == 1 for number in sizes.values()) if len(paths) > 1 else 0
    if not kind.of:
        return Crowd(kind.name, "", len(paths), 0, 0, "", unique)
    known = [path for path in paths if kind.name not in OF_PLACES or _place(path) in counter.of_places]
    counted = sorted((counter.of(kind, urls.in_english(path)), urls.in_english(path) != path, path) for path in known)
    if not counted:
        return Crowd(kind.name, "", len(paths), 0, 0, "", unique)
    return Crowd(kind.name, kind.of, len(paths), counted[0][0], median_low([one[0] for one in counted]), counted[0][2], unique)


def _place(path: str) -> str:
    """The folder of a neighbourhood that a page is of."""
    return "/".join(urls.in_english(path).split("/")[:2])


@dataclass(frozen=True, slots=True)
class _Counter:
    folder: Path
    of_places: Mapping[str, int]

    def of(self, kind: Kind, path: str) -> int:
        """How many things a file stands for, given by its path in English."""
        if kind.name in OF_PLACES:
            return self.of_places[_place(path)]
        shard = urls.postcode_shard(path.split("/")[1].upper()) if kind.name == "outcode_page" else path
        found = _read(self.folder / shard)
        if kind.of == NAMES:
            return sum(len(value) for key, value in found.items() if isinstance(value, list) and key != "areas")
        held = found.get(kind.of)
        return len(held) if isinstance(held, dict) else 0


def _read(path: Path) -> dict[str, object]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _postcodes_of_places(folder: Path, files: Collection[str]) -> dict[str, int]:
    """Postcodes in use by the folder of their neighbourhood, from the site's own downloads: of those with a boundary, in which a postcode can lie.

    Of the others it is not known how many there are. Empty where the site has no table of postcodes.
    """
    tables = urls.bulk("postcodes", "parquet"), urls.bulk("boundaries", "parquet"), urls.NEIGHBOURHOOD_TABLE
    if not all(path in files for path in tables):
        return {}
    try:
        postcodes, drawn = (pl.read_parquet(folder / path) for path in tables[:2])
        pages = pl.read_csv(folder / tables[2], infer_schema=False)
        counted = postcodes.filter(pl.col("terminated").is_null()).group_by(_PLACE).len()
        known = pages.join(drawn.select(_PLACE).unique(), on=_PLACE).join(counted, on=_PLACE, how="left")
        return {str(page).rstrip("/"): int(number) for page, number in known.select("page", pl.col("len").fill_null(0)).iter_rows()}
    except (pl.exceptions.PolarsError, OSError):
        return {}
