"""A whole good site with one change, written and checked."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sitegen.publish.checks.run import Report, check_site
from tests.publish.site_files import good_files, page, write_site

NEIGHBOURHOOD = "gwent/nb85/index.html"
TILES = "tiles/crime/2025-12/0123456789abcdef"


def check(folder: Path, change: Mapping[str, bytes | None]) -> Report:
    files = {path: data for path, data in {**good_files(), **change}.items() if data is not None}
    return check_site(write_site(folder / "site", files))


def home(body: str = "", head: str = "") -> dict[str, bytes]:
    return {"index.html": page(body, head=head).encode()}
