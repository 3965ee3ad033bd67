"""Whether tiles of lines and polygons can be drawn: layers, geometry and attributes as the vector tile standard has them."""

import gzip
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import mapbox_vector_tile
from pmtiles.reader import MemorySource, all_tiles

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.site import Site
from tiles.grid import EXTENT

_SHAPES = re.compile(r"tiles/(?:base|boundaries)/[0-9a-f]{8,64}(?:\.pmtiles|/\d{1,2}/\d{1,8}/\d{1,8}\.mvt)", re.ASCII)
_PORTION = 64
"""Files a worker looks at for one answer."""
_BUFFER_MOST = 256
"""How far a shape may reach beyond its tile, in 4096ths: a tile's edge must not show, and nothing more is needed."""
_CORNERS_LEAST = {"LineString": 2, "Polygon": 4}


def _of_site(site: Site) -> Iterator[Finding]:
    """Faults of the tiles of the basemap and the boundaries, and of archives of them."""
    keys = {path: site.key("shapes", [path]) for path in site.files if _SHAPES.fullmatch(path)}
    for found in site.inspector.ask(partial(_look, site.folder), keys, _PORTION).values():
        yield from found.findings


def _look(folder: Path, path: str) -> Facts:
    return Facts(tuple(_file_findings(path, (folder / path).read_bytes())))


def _file_findings(path: str, data: bytes) -> Iterator[Finding]:
    try:
        if not path.endswith(".pmtiles"):
            if fault := shape_fault(data):
                yield Finding("shapes", path, fault)
            return
        for (z, x, y), packed in all_tiles(MemorySource(data)):  # type: ignore[no-untyped-call]
            if fault := shape_fault(gzip.decompress(packed)):
                yield Finding("shapes", path, f"tile {z}/{x}/{y}: {fault}")
    except Exception as error:  # noqa: BLE001  an archive can be broken in any way
        yield Finding("shapes", path, f"cannot be read as an archive of tiles ({type(error).__name__})")


def shape_fault(data: bytes) -> str:
    """The first thing in a tile that a map could not draw; empty where there is none."""
    try:
        layers: dict[str, Any] = mapbox_vector_tile.decode(data, default_options={"y_coord_down": True})  # Any: the library's own shape
    except Exception as error:  # noqa: BLE001  the decoder fails in many ways on bytes that are no tile
        return f"is no vector tile ({type(error).__name__})"
    if not layers:
        return "holds no layer; a tile without content is left out"
    for name, layer in layers.items():
        if layer["extent"] != EXTENT or layer["version"] != 2:
            return f"layer {name!r} has extent {layer['extent']} and version {layer['version']}; it must be {EXTENT} and 2"
        if not layer["features"]:
            return f"layer {name!r} holds nothing"
        for feature in layer["features"]:
            if fault := _geometry_fault(feature["geometry"]):
                return f"layer {name!r}: {fault}"
    return ""


def _geometry_fault(geometry: dict[str, Any]) -> str:  # Any: GeoJSON as the library gives it
    kind = str(geometry["type"])
    single = kind.removeprefix("Multi")
    if single not in {"Point", "LineString", "Polygon"}:
        return f"a shape of the kind {kind}"
    parts = geometry["coordinates"] if kind.startswith("Multi") else [geometry["coordinates"]]
    for part in parts:
        lines = part if single == "Polygon" else [part] if single == "LineString" else [[part]]
        for line in lines:
            if len(line) < _CORNERS_LEAST.get(single, 1):
                return f"a {single} of {len(line)} corners"
            if single == "Polygon" and list(line[0]) != list(line[-1]):
                return "a ring that is not closed"
            if any(not -_BUFFER_MOST <= number <= EXTENT + _BUFFER_MOST for corner in line for number in corner):
                return "a corner far outside its tile"
    return ""


CHECK = Check("shapes", "every tile of boundaries and basemap can be drawn, and reaches no farther than its edge needs", of_site=_of_site)
