"""Lookup shards: which neighbourhoods each postcode of an outcode lies in, one small JSON file an outcode."""

from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.lists.outcodes import by_outcode
from sitegen.artefacts.lists.places import Place, force_names, read_places
from sitegen.site_json import to_json


def make(
    *, area: str, postcode_neighbourhoods: pl.DataFrame, outlying_postcodes: pl.DataFrame, neighbourhoods: pl.DataFrame, forces: pl.DataFrame
) -> Iterator[tuple[str, bytes]]:
    """The shards of one postcode area's outcodes, in order of outcode; docs/DATA.md has the format.

    A candidate without a page is left out, as there is nowhere to go; its postcode stays, with the other candidates.
    """
    places, names = read_places(neighbourhoods, forces), force_names(forces)
    outside = dict(by_outcode(outlying_postcodes))
    for outcode, postcodes in by_outcode(postcode_neighbourhoods):
        outlying = _outlying(outside.get(outcode, outlying_postcodes.clear()), names)
        yield urls.postcode_shard(outcode), to_json({**_shard(outcode, postcodes, places), **outlying})


def _outlying(postcodes: pl.DataFrame, names: dict[str, str]) -> dict[str, object]:
    """For each incode in no neighbourhood the position of its spot in `spots`: the force there, its page, and degrees."""
    spots: dict[tuple[str, str, float, float], int] = {}
    outside: dict[str, int] = {}
    for postcode, force_id, lon, lat in postcodes.sort("postcode").select("postcode", "force_id", "lon", "lat").iter_rows():
        spot = (names.get(force_id, force_id), urls.link(urls.HOME, urls.force(force_id)), lon, lat)
        outside[postcode.partition(" ")[2]] = spots.setdefault(spot, len(spots))
    return {"outside": outside, "spots": [list(spot) for spot in spots]}


def _shard(outcode: str, postcodes: pl.DataFrame, places: dict[tuple[str, str], Place]) -> dict[str, object]:
    """Neighbourhoods in order of force and id; for each incode, the positions of its candidates in that list, and when it went out of use."""
    pairs = postcodes.select("force_id", "neighbourhood_id").unique().drop_nulls().sort("force_id", "neighbourhood_id").rows()
    listed = [pair for pair in pairs if pair in places]
    positions = {pair: position for position, pair in enumerate(listed)}
    candidates: dict[str, list[int]] = {}
    terminated: dict[str, str] = {}
    for postcode, force_id, neighbourhood_id, month in postcodes.select("postcode", "force_id", "neighbourhood_id", "terminated").iter_rows():
        found = candidates.setdefault(postcode.partition(" ")[2], [])
        if month is not None:
            terminated[postcode.partition(" ")[2]] = month
        position = positions.get((force_id, neighbourhood_id))
        if position is not None:
            found.append(position)
    return {
        "outcode": outcode,
        "neighbourhoods": [[place.name, place.force_name, urls.link(urls.HOME, place.path)] for place in map(places.__getitem__, listed)],
        "postcodes": {incode: sorted(found) for incode, found in candidates.items()},
        "terminated": terminated,
    }
