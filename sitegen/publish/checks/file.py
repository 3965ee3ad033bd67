"""A file of the site as a worker reads it."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sitegen.publish.checks.html import Page, read_page
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.points import Places

TEXT_ENDINGS = frozenset({"atom", "css", "csv", "geojson", "html", "ics", "js", "json", "md", "svg", "txt", "webmanifest", "xml"})
_JSON_ENDINGS = frozenset({"geojson", "json", "webmanifest"})


@dataclass(frozen=True)
class File:
    """A path and its bytes, with what a file is held against; what they say in some form is read when it is first asked for."""

    path: str
    data: bytes
    digest: str
    """The manifest's; empty where the bytes are known to be these."""
    machine: Machine
    known: Places
    """The snap points of the street shards."""

    @property
    def ending(self) -> str:
        """The path's ending, without its dot."""
        return ending(self.path)

    @cached_property
    def page(self) -> Page | None:
        """The page, whatever its bytes; None for another file."""
        return read_page(self.data.decode(errors="replace")) if self.ending == "html" else None

    @cached_property
    def drawing(self) -> Page | None:
        """A drawing as a browser would read it inside a page; None for another file."""
        return read_page(self.text) if self.ending == "svg" else None

    @property
    def text(self) -> str:
        """The text; empty where it is none, or not UTF-8."""
        return self._read[0]

    @property
    def json(self) -> Any:  # Any: JSON
        """The content of a JSON file; None where it is none."""
        return self._read[1] if self.ending in _JSON_ENDINGS else None

    @property
    def rows(self) -> list[list[str]]:
        """The rows of a CSV file; empty where it is none."""
        return self._read[1] or [] if self.ending == "csv" else []

    @property
    def fault(self) -> str:
        """Why a text is not what its ending says; empty where it is."""
        return self._read[2]

    @cached_property
    def _read(self) -> tuple[str, Any, str]:  # Any: JSON, or rows
        text, held, fault = "", None, ""
        try:
            if self.ending in TEXT_ENDINGS:
                text = self.data.decode()
            if self.ending in _JSON_ENDINGS:
                held = json.loads(text, parse_constant=_refuse_constant)
            elif self.ending == "csv":
                held = list(csv.reader(io.StringIO(text)))
        except UnicodeDecodeError as error:
            fault = f"is not UTF-8 ({error.reason} at byte {error.start})"
        except csv.Error as error:
            fault = f"is not CSV ({error})"
        except (ValueError, RecursionError) as error:
            fault = f"is not JSON ({error})"
        return text, held, fault


def ending(path: str) -> str:
    """What stands after the last dot of a path."""
    return path.rpartition(".")[2]


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")
