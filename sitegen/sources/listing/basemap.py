"""The `basemap/` folder: files of roads, water, green, rail, buildings and places that the maps draw under the figures."""

from collections.abc import Callable
from pathlib import Path

from sitegen.errors import InputError
from sitegen.raw import FILE_MOST_BYTES, RawRef
from sitegen.sources.listing.folder import printable_paths

ATTRIBUTION_FILE = "attribution.txt"
_ENDINGS = {".gpkg", ".geojson", ".json"}
_IN_PLACE = {".mbtiles", ".pmtiles"}
_LOGS = {".gpkg-wal", ".gpkg-journal", ".mbtiles-wal", ".mbtiles-journal"}
"""What SQLite writes beside a file while a program has it open."""
_SIZE_MOST = FILE_MOST_BYTES
"""Bytes; a file is read whole, and a county's is far below."""


def list_basemap(folder: Path, more: tuple[Path, ...], note: Callable[[str], None]) -> tuple[RawRef, ...]:
    """The basemap files of the folder and its `attribution.txt`, and the files `more`, sorted by name.

    A file too large to be read whole is left out and noted. Raises InputError for one of `more` that is not there or of no kind known, and for two
    of one name.
    """
    refs: list[RawRef] = []
    listed = [path for path in printable_paths(folder, "basemap", note) if path.is_file()]
    _refuse_useless([path.name for path in (*listed, *more)], more)
    for path in sorted((*listed, *more), key=lambda path: path.name):
        if path.suffix.lower() in _ENDINGS:
            if path.stat().st_size > _SIZE_MOST:
                note(
                    f"basemap/{path.name}: not used; larger than {_SIZE_MOST >> 30} GB: cut it to the places this site covers, "
                    "as ogr2ogr does with -spat west south east north"
                )
                continue
            refs.append(RawRef(f"basemap/{path.name}", path))
        elif path.suffix.lower() in _IN_PLACE:
            refs.append(RawRef(f"basemap/{path.name}", path.absolute(), in_place=True))
        elif path.name == ATTRIBUTION_FILE:
            refs.append(RawRef(f"basemap/{path.name}", path))
        elif path.suffix.lower() in _LOGS:
            note(f"basemap/{path.name[:80]}: not used, and its changes are missing in the file beside it; close the program that has them open")
        elif path.suffix.lower() not in {".md", ".txt"}:
            note(f"basemap/{path.name[:80]}: not used; expected *.gpkg, *.geojson, *.json, *.mbtiles, *.pmtiles or {ATTRIBUTION_FILE}")
    return tuple(refs)


def _refuse_useless(names: list[str], more: tuple[Path, ...]) -> None:
    for path in more:
        shown = ascii(str(path))[1:-1]
        if not path.exists():
            raise InputError(f"--basemap {shown}: no such file")
        if path.is_dir():
            raise InputError(f"--basemap {shown}: is a folder; name the file in it, or put its files into basemap/ of the data folder")
        if path.suffix.lower() not in _ENDINGS | _IN_PLACE or not path.is_file() or not path.name.isprintable():
            raise InputError(f"--basemap {shown}: must be a file whose name ends in one of {', '.join(sorted(_ENDINGS | _IN_PLACE))}")
        if names.count(path.name) > 1:
            raise InputError(f"--basemap {ascii(path.name)[1:-1]}: two basemap files have this name; rename one of them")
