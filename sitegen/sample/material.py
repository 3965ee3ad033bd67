"""What the invented land is made of: words, names and places, in files beside this one that need no Python to be changed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "material"

Material = dict[str, Any]  # whoever reads a file knows its form, and says so where it is read
"""What a file holds, by key."""


def read_bytes(name: str) -> bytes:
    """A file as it stands."""
    return (_FOLDER / name).read_bytes()


def read_json(name: str) -> Material:
    """What a JSON file holds."""
    found: Material = json.loads(read_bytes(name))
    return found


def read_toml(name: str) -> Material:
    """What a TOML file holds."""
    return tomllib.loads(read_bytes(name).decode())
