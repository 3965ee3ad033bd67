"""What the invented land is made of: words, names and places, in files that need no Python to be changed."""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "material"

Material = dict[str, Any]  # whoever reads a file knows its form
"""What a file holds, by key; lists come as tuples."""


def read_bytes(name: str) -> bytes:
    """A file as it stands."""
    return (_FOLDER / name).read_bytes()


@cache
def read_material(name: str) -> Material:
    """What a .toml or .geojson file holds; not to be changed by who reads it."""
    text = read_bytes(name).decode()
    found: Material = _firm(json.loads(text) if name.endswith("json") else tomllib.loads(text))
    return found


def _firm(value: Any) -> Any:  # values as they are in the file
    if isinstance(value, dict):
        return {key: _firm(one) for key, one in value.items()}
    return tuple(map(_firm, value)) if isinstance(value, list) else value
