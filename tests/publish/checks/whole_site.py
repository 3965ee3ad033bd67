"""A whole good site with one change, written and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Allowed, Facts
from sitegen.publish.checks.file import File
from sitegen.publish.checks.machine import Machine
from sitegen.publish.checks.run import Report, check_site
from tests.publish.site_files import ABOUT, good_files, page, write_site

NEIGHBOURHOOD = "gwent/nb85/index.html"
TILES = "tiles/crime/2025-12/0123456789abcdef"


BUILD_FOLDER = Path("/home/someone/data")
BEGAN = 1_767_175_200
"""When the build that is checked began: 2025-12-31T10:00:00Z; it took five minutes."""

MACHINE = Machine.of((BUILD_FOLDER,), host="builder-7", user="root", began=BEGAN, ended=BEGAN + 300)


def check(folder: Path, change: Mapping[str, bytes | None], allowed: tuple[Allowed, ...] = ()) -> Report:
    files = {path: data for path, data in {**good_files(), **change}.items() if data is not None}
    return check_site(write_site(folder / "site", files, replace(ABOUT, allowed=allowed)), machine=MACHINE)


def home(body: str = "", head: str = "") -> dict[str, bytes]:
    return {"index.html": page(body, head=head).encode()}


def facts_of(check: Check, path: str, data: bytes) -> Facts:
    """What a check says of one file of a site without snap points."""
    assert check.of_file is not None
    return check.of_file(File(path, data, "", MACHINE, np.empty(0, np.int64))) or Facts()
