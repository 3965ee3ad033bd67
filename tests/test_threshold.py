"""The privacy threshold has one home: with that one line changed, every table and sentence about stops has the other number."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.build import ROOT
from sitegen.rules import THRESHOLD
from tests.artefacts.html import Element, named, parse, text
from tests.settings import SETTINGS_FILE
from tests.small_world import Force, put, put_world

pytestmark = pytest.mark.site

FORCE, MONTH, RAISED = Force("loamshire", 0, ("FEW", "MANY")), "2025-06", 20
HEAD = (
    "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,"
    "Legislation,Object of search,Outcome,Outcome linked to object of search,Removal of more than just outer clothing"
)


def searches(number: int, place: int, wanted: str) -> list[str]:
    west, south = FORCE.corner(place)
    where = f"{south + 0.01:.6f},{west + 0.01:.6f}"
    return [f"Person search,{MONTH}-03T14:10:00+00:00,False,,{where},Male,25-34,,White,,{wanted},Arrest,False,False"] * number


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that a copy of the program makes in which the threshold is 20: of 15 stops in one neighbourhood, and of 97 in another."""
    folder = tmp_path_factory.mktemp("raised")
    for name in ("sitegen", "tiles", "content", "templates", "licences"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("build.py", "node_modules", "package-lock.json", "requirements.txt", "LICENSE"):
        (folder / name).symlink_to(ROOT / name)
    home = folder / "sitegen/rules.py"
    home.write_text(home.read_text(encoding="utf-8").replace(f"\nTHRESHOLD = {THRESHOLD}\n", f"\nTHRESHOLD = {RAISED}\n"), encoding="utf-8")
    put_world(folder / "data", [MONTH], [FORCE])
    stops = [
        *searches(15, 0, "Firearms"),
        *searches(50, 1, "Controlled drugs"),
        *searches(33, 1, "Offensive weapons"),
        *searches(14, 1, "Stolen goods"),
    ]
    put(folder / f"data/archive/{MONTH}", {f"{MONTH}-loamshire-stop-and-search.csv": "\n".join([HEAD, *stops, ""]).encode()})
    settings = SETTINGS_FILE.read_text(encoding="utf-8").replace('languages = ["en"]', 'languages = ["en", "cy"]')
    (folder / "site.toml").write_text(settings, encoding="utf-8")
    command = [sys.executable, "-c", "from sitegen.cli import main; main()", "build", "--workers", "1", "--config", "site.toml"]
    done = subprocess.run(command, cwd=folder, env={"PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "output"


def page(site: Path, path: str) -> Element:
    return parse((site / path / "index.html").read_bytes())


def told(page: Element, caption: str) -> list[str]:
    """The last cells of the tables of stops."""
    tables = [table for table in named(page, "table") if text(next(table.iter("caption"))).startswith(caption)]
    return [text(next(row.iter("td"))) for table in tables for row in table.iter("tr") if list(row.iter("td"))]


@pytest.mark.parametrize("path", ["loamshire", "loamshire/few", "loamshire/many"])
def test_no_table_tells_a_smaller_number(site: Path, path: str) -> None:
    numbers = [int(cell) for cell in told(page(site, path), "Stop and search in") if cell.isdigit()]
    assert all(number >= RAISED for number in numbers)
    assert bool(numbers) == (path != "loamshire/few")


@pytest.mark.parametrize(
    ("language", "groups", "in_all", "in_privacy"),
    [
        ("", "Groups smaller than 20 are not shown", "Fewer than 20 stops and searches were recorded here", "A group of fewer than 20"),
        ("cy/", "Ni ddangosir grwpiau llai na 20", "Cofnodwyd llai na 20 achos o stopio a chwilio yma", "grŵp o lai na 20"),
    ],
)
def test_every_sentence_says_the_other_number(site: Path, language: str, groups: str, in_all: str, in_privacy: str) -> None:
    assert groups in text(page(site, f"{language}loamshire/many"))
    assert in_all in text(page(site, f"{language}loamshire/few"))
    assert in_privacy in text(page(site, f"{language}privacy"))
    for name in ("loamshire/many", "loamshire/few", "privacy"):
        assert not re.search(r"(?:er than|lai na) 10\b", text(page(site, f"{language}{name}")))


def test_the_check_of_finished_pages_has_the_other_number_too(site: Path, tmp_path: Path) -> None:
    copy = tmp_path / "site"
    shutil.copytree(site, copy)
    changed = copy / "loamshire/many/index.html"
    text = changed.read_text(encoding="utf-8")
    assert text.count('<td class="n">50</td>') == 1
    changed.write_text(text.replace('<td class="n">50</td>', '<td class="n">15</td>'), encoding="utf-8")
    found = {}
    for program in (site.parent, ROOT):
        command = [sys.executable, "-c", "from sitegen.cli import main; main()", "check", str(copy)]
        done = subprocess.run(command, cwd=program, env={"PYTHONPATH": str(program)}, capture_output=True, text=True, check=False)
        found[program] = [line for line in (done.stdout + done.stderr).splitlines() if "threshold: loamshire/many/index.html" in line]
    assert found[ROOT] == []
    assert "15 stops of 'Drugs' are fewer than 20" in found[site.parent][0]


def test_the_description_of_the_data_names_the_number_in_use() -> None:
    assert f"No table shows a number below {THRESHOLD} of a value." in (ROOT / "docs/DATA.md").read_text(encoding="utf-8")
