"""ukpd 1.2.0 from npm, unchanged: its host is written into it, so the fetch that it brings is told another."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.clients.site_api import SiteApi

CALLS = (
    ("availability",),
    ("categories",),
    ("forces",),
    ("forces", "loamshire"),
    ("lastUpdated",),
    ("streetLevel", 52.464, -4.625, "2025-06"),
    ("stopAndSearch", 52.464, -4.625, "2025-06"),
    ("forces", "nowhere"),
)


@pytest.fixture(scope="module")
def said(api: SiteApi) -> list[object]:
    """What each call gave, in one run."""
    node = shutil.which("node")
    assert node is not None
    command = [node, str(Path(__file__).with_name("ask_ukpd.cjs")), api.address.rstrip("/"), json.dumps(CALLS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert isinstance(found, list)
    return found


def test_it_gives_the_files_for_all_that_needs_no_coordinates(api: SiteApi, said: list[object]) -> None:
    paths = ("crimes-street-dates", "crime-categories", "forces", "forces/loamshire", "crime-last-updated")
    assert said[: len(paths)] == [api.file(path) for path in paths]


def test_for_the_rest_it_gives_what_the_site_says_of_it_since_it_looks_at_no_status(api: SiteApi, said: list[object]) -> None:
    assert said[5:] == 3 * [json.loads((api.site / "api/404.json").read_bytes())]
