"""Lookup shards of place names: the neighbourhoods each town and village lies in, by how its name begins."""

from __future__ import annotations

import json
from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.place_names import Piece, cut, read_place_names
from sitegen.artefacts.places import read_places

_NAMES_IN_A_SHARD = 300
"""Keeps a shard within 12 KB gzip, and makes each stand for many names."""


def make(*, place_areas: pl.DataFrame, neighbourhoods: pl.DataFrame, forces: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The list of shards, which may be empty, and the shards in its order; docs/DATA.md has the format."""
    pieces = cut(read_place_names(place_areas, read_places(neighbourhoods, forces)), _NAMES_IN_A_SHARD)
    yield urls.place_index(), _json({"prefixes": [piece.prefix for piece in pieces]})
    for piece in pieces:
        yield urls.place_shard(piece.prefix), _json(_shard(piece))


def _shard(piece: Piece) -> dict[str, object]:
    """Neighbourhoods as first met; for each name the one in the other language and the positions of its neighbourhoods."""
    positions = {place: number for number, place in enumerate(dict.fromkeys(one.place for one in piece.names))}
    names: dict[tuple[str, str], list[int]] = {}
    for one in piece.names:
        names.setdefault((one.name, one.other), []).append(positions[one.place])
    return {
        "neighbourhoods": [[place.name, place.force_name, urls.link(urls.home(), place.path)] for place in positions],
        "places": [[name, other, found] for (name, other), found in names.items()],
    }


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
