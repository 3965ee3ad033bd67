"""Writes the invented county as an operator's data folder, in the upstream formats."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sitegen.errors import ConfigError
from sitegen.sample.county import INVENTED
from sitegen.sample.places import boundary_files, postcode_files
from sitegen.sample.street_crime import MONTHS, Planted, files
from sitegen.sample.teams import api_files

__all__ = ["MONTHS", "Planted", "SampleReport", "write_sample"]


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What was planted: rows by (force, month) as in the file the site must use, odd rows, and the postcode on a line."""

    rows: Mapping[tuple[str, str], int]
    planted: tuple[Planted, ...]
    straddling_postcode: str


def write_sample(folder: Path, *, seed: int = 1) -> SampleReport:
    """Write the invented county into `folder` as an operator's data folder; the same bytes for the same seed.

    A sample written there before is replaced file by file. Raises ConfigError where the folder holds anything else.
    """
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder}: is a file; name a new folder for the sample")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "invented.json").is_file():
        raise ConfigError(f"{folder}: not empty and not a sample (no invented.json); name a new folder for the sample")
    month_folders, releases, rows, planted = files(seed)
    postcodes, straddling = postcode_files(seed)
    invented = (json.dumps(INVENTED, ensure_ascii=False, indent=1) + "\n").encode()
    zips = {name: _zip(members) for name, members in releases.items()}
    for name, data in sorted({"invented.json": invented, **month_folders, **zips, **api_files(), **boundary_files(), **postcodes}.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return SampleReport(rows, planted, straddling)


def _zip(members: Mapping[str, bytes]) -> bytes:
    """A release with its members in order and no time of its own."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, data in sorted(members.items()):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()
