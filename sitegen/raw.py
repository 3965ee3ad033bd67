"""Upstream files as values: a reference the engine can key and load, and the bytes a maker reads.

Only `load` and `digest` touch the disk. Archive members are read in place, never unpacked to disk.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class RawFile:
    """One upstream file in memory, as a maker receives it.

    `name` is its path under the data folder with `/`, and `archive/2025-06.zip!2025-06/x.csv` for a member.
    """

    name: str
    data: bytes


@dataclass(frozen=True, slots=True, order=True)
class RawRef:
    """Where an upstream file lies: a file, a member of a zip file, or bytes given inline.

    `ranges`, for a file only, are the pieces of it that are read, one after another, by their first byte and the byte
    after their last; none: all of it.
    """

    name: str
    path: Path | None = None
    member: str | None = None
    inline: bytes | None = None
    ranges: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RawGroup:
    """The files of one kind, by part: what a stage reads under one name.

    `by` names the dimensions of the parts; `files` maps a part's values, in the order of `by`, to its
    references sorted by name. A group that is not split has the one part `()`.
    """

    by: tuple[str, ...] = ()
    files: Mapping[tuple[str, ...], tuple[RawRef, ...]] = field(default_factory=dict)
