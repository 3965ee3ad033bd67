"""What lies in a folder of the data folder, in order, and how its names are read and shown."""

from collections.abc import Callable, Iterator
from pathlib import Path

from sitegen.terms import Month


def paths_in(folder: Path) -> list[Path]:
    """What lies in a folder, sorted by name; nothing where there is no such folder. Hidden files are left out, and what a Mac adds."""
    paths = sorted(folder.iterdir(), key=lambda path: path.name) if folder.is_dir() else []
    return [path for path in paths if not path.name.startswith(".") and path.name != "__MACOSX"]


def printable_paths(folder: Path, prefix: str, note: Callable[[str], None]) -> Iterator[Path]:
    """The files and folders in a folder, sorted; one whose name cannot be printed is noted. `prefix` is what notes call the folder."""
    for path in paths_in(folder):
        if not path.name.isprintable():
            note(f"{prefix}/{path.name[:80]!a}: not used; its name cannot be printed")
        elif path.is_dir() or path.is_file():
            yield path


def month_of(text: str) -> Month | None:
    """The month that a name is, or that part of it; None where it is none."""
    try:
        return Month.parse(text)
    except ValueError:
        return None


def shown(name: str) -> str:
    """A name as notes print it: its beginning, escaped where it cannot be printed."""
    return name[:80] if name.isprintable() else ascii(name[:80])
