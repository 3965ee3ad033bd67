"""Files as values: a reference to an upstream one that the engine can key and load, the bytes a maker reads, and what is told of a made one.

Nothing here touches the disk. Members of zip files are read in place, never unpacked to disk, and only within limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

MEMBER_MOST_BYTES = 512 << 20
"""What one member of a zip file may unpack to, and how large a table in a file of its own may be; the largest street file so far has some 40 MB."""

FILE_MOST_BYTES = 2 << 30
"""How large any other file may be that is read whole, such as a basemap."""

_MEMBER_MOST_RATIO = 200
_SMALL_BYTES = 1 << 20


def is_bomb(size_bytes: int, packed_bytes: int, *, most: int | None = None) -> bool:
    """True where a member of a zip file unpacks to more than `most` bytes (`MEMBER_MOST_BYTES`), or to far more than it takes packed."""
    return size_bytes > (MEMBER_MOST_BYTES if most is None else most) or size_bytes > max(_SMALL_BYTES, _MEMBER_MOST_RATIO * packed_bytes)


@dataclass(frozen=True, slots=True)
class RawFile:
    """One upstream file in memory, as a maker receives it.

    `name` is its path under the data folder with `/`, and `archive/2025-06.zip!2025-06/x.csv` for a member.
    """

    name: str
    data: bytes
    path: Path | None = None
    """Where the file lies, for one that is read in place: `data` is then empty."""


class MadeFile(NamedTuple):
    """A file that an earlier stage made, as a maker receives it that tells of it: public path, SHA-256 and size, without its bytes."""

    path: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True, order=True)
class RawRef:
    """Where an upstream file lies: a file, a member of a zip file, or bytes given inline.

    `ranges`, for a file only, are the pieces of it that are read, one after another, by their first byte and the byte
    after their last; none: all of it. `in_place`, for a file only: a maker gets its path
    and reads what it needs, because the file may be larger than memory.
    """

    name: str
    path: Path | None = None
    member: str | None = None
    inline: bytes | None = None
    ranges: tuple[tuple[int, int], ...] = ()
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class RawGroup:
    """The files of one kind, by part: what a stage reads under one name.

    `by` names the dimensions of the parts; `files` maps a part's values, in the order of `by`, to its
    references sorted by name. A group that is not split has the one part `()`.
    """

    by: tuple[str, ...] = ()
    files: Mapping[tuple[str, ...], tuple[RawRef, ...]] = field(default_factory=dict)
    pieces: Mapping[str, tuple[RawRef, ...]] | None = None
    """For a group of one part that is read in pieces: what a stage may pick, and the files each is made of."""
