"""The table of upstream addresses: where each dataset comes from, who publishes it, under which licence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta

from sitegen.errors import ConfigError
from sitegen.typed_files import Line, Share, Written, read_toml

FILE = "upstream.toml"
"""What the table is called in the data folder and among the project's own settings."""

Web = Annotated[str, Meta(max_length=1000, pattern=r"^(https?://[^\s<>\"']+)?$", description="an http:// or https:// address, or empty")]
_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_INTO = r"^([A-Za-z0-9_][A-Za-z0-9_. -]*/)*[A-Za-z0-9_][A-Za-z0-9_. -]*\.[A-Za-z0-9]+$"
_Count = Annotated[int, Meta(ge=1, le=100_000, description="a whole number from 1 to 100,000")]
_RESERVED = frozenset({"archive", "boundaries", "policing"})


class Limits(Written, frozen=True):
    """What upstream asks of its callers, and what is taken for a fault of upstream."""

    requests_per_second: _Count = 15
    burst: _Count = 30
    tries: _Count = 6
    timeout_seconds: _Count = 60
    shrink_share: Share = 0.2
    largest_gib: _Count = 16
    fresh_hours: _Count = 12


class Dataset(Written, frozen=True, kw_only=True):
    """Who publishes a dataset, and its address; an empty one is not asked."""

    publisher: Line
    licence: Line
    page: Web
    address: Web
    checksums: Web = ""
    """A page that names files and their MD5."""


class PlainFile(Dataset, frozen=True, kw_only=True):
    """One file that is brought as it is, and its place in the data folder."""

    name: Annotated[str, Meta(max_length=100, pattern=_NAME, description="a name in small letters, like code-point-open")]
    into: Annotated[str, Meta(max_length=100, pattern=_INTO, description="a path in the data folder, like postcodes/codepo_gb.zip")]
    listing: Web = ""
    """An answer in JSON that tells size and MD5 by the file's name."""
    members: Line = ""
    """Which files of a zip file are of use, as a pattern: of these only what lies around the forces that are wanted is brought for them."""
    by: Literal["position", "square"] = "position"
    """How it is told where a member lies: by the positions in its rows, or by the grid square it is called by."""


class Upstream(Written, frozen=True):
    """The whole table."""

    archive: Dataset
    boundaries: Dataset
    policing: Dataset
    files: tuple[PlainFile, ...] = ()
    limits: Limits = Limits()

    def __post_init__(self) -> None:
        names = [file.name for file in self.files]
        places = [file.into for file in self.files]
        if twice := sorted({name for name in names if names.count(name) > 1 or name in _RESERVED}):
            raise ValueError(f"files: {twice[0]} is there twice, or the name of another dataset")
        if twice := sorted({place for place in places if places.count(place) > 1}):
            raise ValueError(f"files: two are to lie at {twice[0]}")

    @property
    def names(self) -> tuple[str, ...]:
        """The datasets in the order in which they are brought: boundaries tell which areas the API must be asked for."""
        return ("archive", "boundaries", "policing", *(file.name for file in self.files))

    def about(self, name: str) -> Dataset:
        """Who publishes the dataset of this name."""
        return next((file for file in self.files if file.name == name), None) or {
            "archive": self.archive, "boundaries": self.boundaries, "policing": self.policing}[name]  # fmt: skip


def read_upstream(data: Path, content: Path, named: Path | None) -> Upstream:
    """The table of the file that was named, else of the data folder, else the project's own; raises ConfigError."""
    path = named or next((path for path in (data / FILE, content / FILE) if path.is_file()), content / FILE)
    try:
        written = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); --upstream names a table of addresses like content/{FILE}") from error
    return read_toml(written, path.name, Upstream)
