"""The `basemap/` folder: files of roads, water, green, rail, buildings and places that the maps draw under the figures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sitegen.errors import InputError
from sitegen.raw import RawRef

ATTRIBUTION_FILE = "attribution.txt"
_ENDINGS = {".gpkg", ".geojson", ".json"}
_SIZE_MOST = 2 << 30
"""Bytes; a file is read whole, and a county's is far below."""


def list_basemap(folder: Path, note: Callable[[str], None]) -> tuple[RawRef, ...]:
    """The GeoPackage and GeoJSON files of the folder and its `attribution.txt`, sorted by name.

    Raises InputError for a file too large to be read whole.
    """
    if not folder.is_dir():
        return ()
    refs = []
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith(".") or not path.name.isprintable() or not path.is_file():
            continue
        if path.suffix.lower() in _ENDINGS:
            if path.stat().st_size > _SIZE_MOST:
                raise InputError(
                    f"basemap/{path.name}: larger than {_SIZE_MOST >> 30} GB; cut it to the places this site covers, "
                    "as ogr2ogr does with -spat west south east north"
                )
            refs.append(RawRef(f"basemap/{path.name}", path))
        elif path.name == ATTRIBUTION_FILE:
            refs.append(RawRef(f"basemap/{path.name}", path))
        elif path.suffix.lower() not in {".md", ".txt"}:
            note(f"basemap/{path.name[:80]}: not used; expected *.gpkg, *.geojson, *.json or {ATTRIBUTION_FILE}")
    return tuple(refs)
