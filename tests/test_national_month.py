"""A month of every force in the country, with the ids that forces really use, becomes a site without a collision."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from pathlib import Path

import pytest

from sitegen.build import ROOT, Options, build_site
from sitegen.publish.checks.run import check_site
from tests.settings import SETTINGS
from tests.small_world import Force, put, put_month, put_world

pytestmark = pytest.mark.site

MONTH = "2025-06"
ODD_IDS = {
    "devon-and-cornwall": ("DEV.4050", "DEV.4051", "dev-4050"),
    "northern-ireland": ("Ards and North Down", "Belfast City", "Derry City & Strabane", "Fermanagh & Omagh"),
    "gwent": ("BL1", "bl1", "Bl 1"),
    "leicestershire": ("NC04", "neighbourhoods", "streets", "Index"),
    "thames-valley": ("N464", "a.b.c", "CON"),
}
"""Neighbourhood ids by force: with dots and spaces, place names, the same but for their case, words the site's own folders use."""
SILENT = "greater-manchester"
"""A force with neighbourhoods and teams that supplies no crime."""
SHARED = ("NB01", "C1", "Town Centre")
"""Ids that every other force uses, so that none of them means anything without its force."""


def all_forces() -> tuple[list[Force], dict[str, str]]:
    """Every force of the vocabulary with its neighbourhoods, and what it is called."""
    listed = tomllib.loads((ROOT / "content" / "vocabulary" / "forces.toml").read_text(encoding="utf-8"))["force"]
    names = {force["id"]: force["name"] for force in listed}
    return [Force(one, place, ODD_IDS.get(one, SHARED)) for place, one in enumerate(sorted(names)) if one != "btp"], names


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("national")
    forces, names = all_forces()
    put_world(folder / "data", [], forces)
    put_month(folder / "data", MONTH, [force for force in forces if force.force_id != SILENT])
    listed = [{"id": force_id, "name": name} for force_id, name in sorted(names.items()) if force_id != "btp"]
    put(folder / "data", {"policing/forces.json": json.dumps(listed).encode()})
    build_site(Options(folder / "data", folder / "cache"), SETTINGS, folder / "output", workers=2)
    return folder / "output"


def test_every_force_has_its_page_and_every_neighbourhood_its_own(site: Path) -> None:
    forces, _names = all_forces()
    assert len(forces) >= 39
    folders: list[str] = []
    for force in forces:
        ids = json.loads((site / force.force_id / "ids.json").read_text(encoding="utf-8"))
        assert set(ids) == set(force.neighbourhoods), force.force_id
        folders += [f"{force.force_id}/{folder}" for folder in ids.values()]
    assert all((site / folder / "index.html").is_file() for folder in folders)
    assert len({folder.casefold() for folder in folders}) == sum(len(force.neighbourhoods) for force in forces)


@pytest.mark.parametrize(
    ("force_id", "neighbourhood_id", "folder"),
    [
        ("devon-and-cornwall", "DEV.4050", "dev.4050"),
        ("devon-and-cornwall", "dev-4050", "dev-4050"),
        ("northern-ireland", "Ards and North Down", "ards-and-north-down"),
        ("northern-ireland", "Derry City & Strabane", "derry-city-strabane"),
        ("leicestershire", "neighbourhoods", "neighbourhoods-2"),
        ("leicestershire", "streets", "streets-2"),
        ("thames-valley", "CON", "con-area"),
        ("kent", "Town Centre", "town-centre"),
    ],
)
def test_an_odd_id_leads_to_a_plain_folder(site: Path, force_id: str, neighbourhood_id: str, folder: str) -> None:
    assert json.loads((site / force_id / "ids.json").read_text(encoding="utf-8"))[neighbourhood_id] == folder
    assert f"Area {neighbourhood_id}".replace("&", "&amp;") in (site / force_id / folder / "index.html").read_text(encoding="utf-8")


def test_no_two_files_have_one_name_on_a_disk_that_knows_no_case(site: Path) -> None:
    paths = [path.relative_to(site).as_posix() for path in site.rglob("*")]
    assert len({path.casefold() for path in paths}) == len(paths)


def test_a_force_that_supplies_no_crime_has_pages_without_a_number(site: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((site / "data" / "coverage.csv").read_text(encoding="utf-8"))))
    states = {row["state"] for row in rows if row["force_id"] == SILENT}
    assert states
    assert not states & {"supplied", "supplied_partial"}
    findings = [
        re.search(r'<p class="finding"[^>]*>(.*?)</p>', (site / force_id / "nb01" / "index.html").read_text(encoding="utf-8"), re.DOTALL)
        for force_id in (SILENT, "kent")
    ]
    assert [bool(found and re.search(r"<b[^>]*>\d", found[1])) for found in findings] == [False, True]


def test_the_country_passes_every_check(site: Path) -> None:
    report = check_site(site)
    assert [finding.line for finding in report.findings] == []
    assert report.pages > 43 * 3
