"""Tests of sitegen.publish.checks.listed: a new check is a module and its place in the list, and nothing else knows of it."""

from __future__ import annotations

import pickle
import shutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from sitegen.publish import checks
from sitegen.publish.checks.listed import CHECKS
from tests.publish.checks.whole_site import home
from tests.publish.site_files import good_files, write_site

ROOT = Path(__file__).parents[3]
CODE = ROOT / "sitegen/publish/checks"

TOY = '''"""Whether a page shouts."""

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Finding


def _of_page(path, page):
    if "!!" in page.text:
        yield Finding("shouting", path, "says something twice as loud as it needs to")


CHECK = Check("shouting", "no page shouts", of_page=_of_page)
'''

RUN = """
import sys, pathlib
from sitegen.publish.checks.run import check_site
from sitegen.messages import report_lines
print(*report_lines(check_site(pathlib.Path(sys.argv[1])), None), sep="\\n")
"""


def test_a_module_and_its_place_in_the_list_make_a_check(tmp_path: Path) -> None:
    for package in ("sitegen", "tiles"):
        shutil.copytree(ROOT / package, tmp_path / package)
    folder = tmp_path / "sitegen/publish/checks"
    (folder / "shouting.py").write_text(TOY)
    listed = (folder / "listed.py").read_text()
    (folder / "listed.py").write_text(
        listed.replace("    stops,\n", "    shouting,\n    stops,\n").replace("    words.CHECK,", "    words.CHECK,\n    shouting.CHECK,")
    )
    site = write_site(tmp_path / "site", {**good_files(), **home("<p>Crime is up!!</p>")})
    done = subprocess.run([sys.executable, "-c", RUN, site], cwd=tmp_path, capture_output=True, text=True, check=False)
    said = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "shouting 1 finding no page shouts" in said, done.stderr
    assert "shouting: index.html: says something twice as loud as it needs to" in said


def test_checks_can_travel_to_workers() -> None:
    assert pickle.loads(pickle.dumps(CHECKS)) == CHECKS


def test_every_module_that_declares_a_check_is_in_the_list_once() -> None:
    names = [path.stem for path in CODE.glob("*.py") if "\nCHECK = " in path.read_text()]
    declared = [import_module(f"{checks.__name__}.{name}").CHECK for name in names]
    assert sorted(check.name for check in declared) == sorted(check.name for check in CHECKS)
    assert len({check.name for check in CHECKS}) == len(CHECKS)
