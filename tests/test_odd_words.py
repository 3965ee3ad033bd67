"""A world whose forces write what looks like a fault: its site is published whole, and says it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sitegen.build import Options, build_site
from sitegen.publish.checks.run import check_site
from tests.settings import SETTINGS
from tests.small_world import LOAMSHIRE, put, put_world, street_file

MONTH = "2025-06"
TEXTS = (
    "Report at /home/ or our page: /home/report-it please",
    "<p>Updated 2025-06-01T10:30:00 by the team</p>",
    "See file C:\\Users\\Public",
    "Meet at NP10 8XG, 10:30",
)
STREETS = ("10:30 Club", "2025-06-01", "12 June 2025 Close", "/root/lane", "Object of search")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("odd-words")
    data = folder / "data"
    put_world(data, [MONTH], [LOAMSHIRE])
    crimes = street_file(LOAMSHIRE, MONTH).decode()
    for street, other in zip(("Mill Lane", "Moat Lane", "Corn Lane"), STREETS[:3], strict=True):
        crimes = crimes.replace(street, other)
    for street in STREETS[3:]:
        crimes = crimes.replace(f"On or near {STREETS[0]}", f"On or near {street}", 1)
    crimes = crimes.replace("Shoplifting", "Object of search", 1)
    put(data, {f"archive/{MONTH}/{MONTH}-loamshire-street.csv": crimes.encode()})
    put(data, {"policing/loamshire/NB01/priorities.json": json.dumps([{"issue": text, "action": None} for text in TEXTS]).encode()})
    build_site(Options(data, folder / "cache"), SETTINGS, folder / "site")
    return folder / "site"


def test_what_forces_write_is_published(site: Path) -> None:
    page = (site / "loamshire" / "nb01" / "index.html").read_text()
    assert "/home/report-it" in page
    assert "2025-06-01T10:30:00" in page
    assert "C:\\Users\\Public" in page
    streets = "".join((site / "loamshire" / folder / "streets" / "index.html").read_text() for folder in ("nb01", "nb-02"))
    assert [street for street in STREETS if street not in streets] == []


def test_a_copy_of_it_passes_the_checks(site: Path) -> None:
    assert check_site(site).findings == ()
