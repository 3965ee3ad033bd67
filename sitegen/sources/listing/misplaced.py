"""What lies in a data folder that holds nothing to build from, and where it belongs."""

import re
from pathlib import Path

_PARTS = ("archive", "policing", "boundaries")
_NAMES_SHOWN = 6
_MONTH_FILE = re.compile(r"(\d{4}-\d\d)-[a-z-]+-(?:street|outcomes|stop-and-search)\.csv", re.ASCII)
_MONTH = re.compile(r"\d{4}-\d\d(?:\.zip)?", re.ASCII)


def what_is_there(data: Path) -> str:
    """One sentence for the operator: what the folder holds, and for what has a familiar name how to lay it out."""
    paths = sorted((path for path in data.iterdir() if not path.name.startswith(".")), key=lambda path: path.name)
    if not paths:
        return "the folder is empty; put releases or month folders into archive/ in it"
    hints = (_where_it_belongs(path, data) for path in paths)
    if hint := next(filter(None, hints), ""):
        return hint
    in_archive = _names(data / "archive")
    if in_archive:
        return f"archive/ holds {in_archive}; a release is called YYYY-MM.zip, a file of a month YYYY-MM/YYYY-MM-<force>-street.csv"
    return f"it holds {_names(data)}; expected are archive/, policing/ and boundaries/, as docs/OPERATING.md lays them out"


def _where_it_belongs(path: Path, data: Path) -> str:
    if path.name not in _PARTS and path.is_dir() and any((path / part).is_dir() for part in _PARTS):
        return f"{path} looks like a data folder; name it with --data {path}"
    if path.is_dir() and path.name != path.name.lower() and path.name.lower() in _PARTS:
        return f"{path.name}/ must be called {path.name.lower()}/"
    if _MONTH.fullmatch(path.name):
        return f"{path.name} belongs into a folder archive/: {data / 'archive' / path.name}"
    found = _MONTH_FILE.fullmatch(path.name)
    return f"{path.name} belongs into its month's folder: {data / 'archive' / found[1] / path.name}" if found else ""


def _names(folder: Path) -> str:
    """The names in a folder, folders with a slash, so many of them; empty where there is no such folder or nothing in it."""
    if not folder.is_dir():
        return ""
    names = sorted(f"{path.name}/" if path.is_dir() else path.name for path in folder.iterdir() if not path.name.startswith("."))
    shown = [ascii(name[:40])[1:-1] for name in names[:_NAMES_SHOWN]]
    return ", ".join(shown) + (f" and {len(names) - len(shown):,} more" if len(names) > len(shown) else "")
