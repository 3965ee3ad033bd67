"""A tileset as files: its tiles or one archive, in a folder named by what they hold, and the TileJSON that describes them."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from sitegen import urls
from sitegen.artefacts.maps.presence import presence_index
from sitegen.site_json import to_json
from tiles.archive import archive_tiles
from tiles.grid import Tile

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]


def bake(
    layers: Iterable[Tile], *, form: str, zooms: range, places: urls.Tiles, about: Mapping[str, Json], download: str = ""
) -> Iterator[tuple[str, bytes]]:
    """The files of a tileset, tiles by zoom, column and row, the TileJSON last.

    A tile that comes in several layers is written as one: their bytes on end are those of a tile with all of them.
    `form` is `folder` (a file a tile) or `pmtiles` (one archive; no file where there are no tiles). `about` is what the
    TileJSON says of the content; the fields every tileset has are added: where the tiles are, their zooms, `x-digest`,
    `x-index` and, in the second form, `x-archive`. With `download`, the public path of a PMTiles file, all tiles stand there too, in either form.
    """
    merged: defaultdict[tuple[int, int, int], bytes] = defaultdict(bytes)
    for z, x, y, data in layers:
        merged[z, x, y] += data
    tiles = [(*address, data) for address, data in sorted(merged.items())]
    digest = tileset_digest(tiles)
    first = places.tile(digest, 0, 0, 0)
    template = urls.link(places.tilejson, first).removesuffix("0/0/0.mvt") + "{z}/{x}/{y}.mvt"
    where: dict[str, Json] = {"tiles": [template]}
    if form == "pmtiles":
        archive = urls.link(places.tilejson, places.archive(digest))
        where = {"tiles": [f"pmtiles://{archive}/{{z}}/{{x}}/{{y}}"], "x-archive": archive if tiles else None}
    tilejson: dict[str, Json] = {
        "tilejson": "3.0.0",
        "version": "1.0.0",
        "scheme": "xyz",
        "minzoom": zooms[0],
        "maxzoom": zooms[-1],
        "x-digest": digest,
        "x-index": presence_index([tile[:3] for tile in tiles], zooms[0], zooms[-1]),
        **where,
        **about,
    }
    archives = [places.archive(digest)] * (form == "pmtiles") + [download] * bool(download)
    if archives and tiles:
        packed = archive_tiles(tiles, metadata=_archive_metadata(about))
        yield from ((path, packed) for path in archives)
    if form == "folder":
        for z, x, y, data in tiles:
            yield places.tile(digest, z, x, y), data
    yield places.tilejson, to_json(tilejson)


def tileset_digest(tiles: Sequence[Tile]) -> str:
    """Sixteen hex digits of the SHA-256 of every tile's `z/x/y`, size and bytes, in the order given."""
    digest = hashlib.sha256()
    for z, x, y, data in tiles:
        digest.update(f"{z}/{x}/{y} {len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()[:16]


def _archive_metadata(about: Mapping[str, Json]) -> dict[str, Json]:
    return {key: value for key, value in about.items() if key in {"attribution", "description", "name", "vector_layers"}}
