"""The files an author edits, and which of them changed: asked again and again, which for some hundred files takes milliseconds."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from sitegen.inputs import ROOT

_FOLDERS = ("sitegen", "tiles", "templates", "content")


class Watch:
    """The project's code, templates and texts, and the operator's own settings and texts beside the data."""

    def __init__(self, settings: Path, data: Path) -> None:
        self._settings, self._data = settings, data
        self._seen = self._look()

    def changed(self) -> tuple[Path, ...]:
        """The files that are new, gone or written since this was last asked, in order of name; those being written are waited for."""
        before, self._seen = self._seen, self._look()
        return tuple(sorted(path for path in before.keys() | self._seen.keys() if before.get(path) != self._seen.get(path)))

    def _look(self) -> dict[Path, tuple[int, int]]:
        found: dict[Path, tuple[int, int]] = {}
        for path in self._files():
            try:
                look = path.stat()
            except FileNotFoundError:
                continue  # an editor is putting it into place
            found[path] = look.st_mtime_ns, look.st_size
        return found

    def _files(self) -> Iterator[Path]:
        for folder in _FOLDERS:
            yield from _edited((ROOT / folder).rglob("*"))
        yield from (self._settings, *_edited(self._data.glob("*.toml")))


def _edited(paths: Iterable[Path]) -> Iterator[Path]:
    """Without what Python and editors put beside the files."""
    return (path for path in paths if path.suffix not in {"", ".pyc", ".swp"} and not path.name.startswith(".") and not path.name.endswith("~"))
