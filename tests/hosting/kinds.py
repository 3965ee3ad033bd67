"""The kinds of target, each with nothing in it."""

from __future__ import annotations

from pathlib import Path

from obstore.store import MemoryStore

from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.prefix_target import PrefixTarget
from sitegen.hosting.store_target import StoreTarget
from sitegen.hosting.target import Target

KINDS = ("store", "folder", "prefix")


def empty_target(kind: str, folder: Path) -> Target:
    """A bucket, or a folder that is switched in place or by prefix."""
    if kind == "store":
        return StoreTarget("s3://bucket", MemoryStore())
    return PrefixTarget(folder) if kind == "prefix" else FolderTarget(folder)
