"""The recipes are true: followed to the letter in a copy, they make a site with a new page, dataset, tile layer, check and language."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.build import ROOT
from tests.artefacts.html import parse, text
from tests.settings import SETTINGS_FILE
from tests.small_world import LOAMSHIRE, put, put_world

pytestmark = pytest.mark.site

_BLOCK = re.compile(r"^```(?:python|html|po|md) (new|after) ([^\s:]+)(?:: ([^\n]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def follow(recipes: str, project: Path) -> None:
    """Make in a project what the blocks of a text say; a line that is named must be there once."""
    for kind, name, line, code in _BLOCK.findall(recipes):
        path = project / name
        if kind == "new":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(code, encoding="utf-8")
            continue
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        found = [number for number, text in enumerate(lines) if text.strip() == line.strip()]
        assert len(found) == 1, f"{name} has {len(found)} lines {line!r}"
        lines.insert(found[0] + 1, code)
        path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which every recipe was followed, with a small data folder."""
    folder = tmp_path_factory.mktemp("recipes")
    for name in ("sitegen", "tiles", "content", "templates", "licences"):
        shutil.copytree(ROOT / name, folder / name)
    for name in ("build.py", "node_modules", "package.json", "package-lock.json", "requirements.txt", "LICENSE"):
        (folder / name).symlink_to(ROOT / name)
    settings = SETTINGS_FILE.read_text(encoding="utf-8").replace('languages = ["en"]', 'languages = ["en", "gd"]')
    (folder / "site.toml").write_text(settings, encoding="utf-8")
    follow((ROOT / "docs/RECIPES.md").read_text(encoding="utf-8"), folder)
    put_world(folder / "data", ["2025-06"], [LOAMSHIRE])
    good = b"force_id,year,officers\nloamshire,2025,41\nloamshire,2024,many\n"
    put(folder / "data/recruits", {"2025.csv": good, "odd.csv": b"force,year\n", "wide.csv": "ü".encode("utf-16")})
    return folder


@pytest.fixture(scope="module")
def report(project: Path) -> str:
    """What a build of the copy says."""
    command = [sys.executable, "-c", "from sitegen.cli import main; main()", "build", "--workers", "1", "--config", "site.toml"]
    done = subprocess.run(command, cwd=project, env={"PYTHONPATH": str(project)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_new_page_is_there(project: Path, report: str) -> None:
    assert "Burglary" in text(parse((project / "output/glossary/index.html").read_bytes()))


def test_the_new_dataset_is_on_the_page_of_its_force_and_a_bad_row_is_not(project: Path, report: str) -> None:
    said = text(parse((project / "output/loamshire/index.html").read_bytes()))
    assert "41 officers taken on in 2025" in said
    assert "taken on in 2024" not in said
    assert "recruits/: not used" not in report


def test_the_new_tiles_are_there(project: Path, report: str) -> None:
    described = json.loads((project / "output/tiles/centres.json").read_bytes())
    assert [layer["id"] for layer in described["vector_layers"]] == ["centre"]


def test_the_new_check_is_run(project: Path, report: str) -> None:
    command = [sys.executable, "-c", "from sitegen.cli import main; main()", "check", "output"]
    done = subprocess.run(command, cwd=project, env={"PYTHONPATH": str(project)}, capture_output=True, text=True, check=False)
    assert re.search(r"shouting\s+ok\s+no page shouts", done.stdout), done.stdout + done.stderr


def page(project: Path, path: str) -> str:
    return (project / "output" / path / "index.html").read_text(encoding="utf-8")


def test_every_page_is_there_in_the_new_language(project: Path, report: str) -> None:
    new = page(project, "gd/loamshire/nb01")
    assert '<html lang="gd">' in new
    assert ">Dachaigh</a>" in new
    assert "Ògmhios 2025" in new
    assert 'hreflang="gd" href="../../gd/loamshire/nb01/">Gàidhlig</a>' in page(project, "loamshire/nb01")
    assert not (project / "output/cy").exists()


def test_a_text_without_translation_is_in_english_and_marked_so(project: Path, report: str) -> None:
    assert '<div class="place" lang="en"><h1>Privacy</h1>' in page(project, "gd/privacy")
    assert '<div class="place"><h1>Mun làrach seo</h1>' in page(project, "gd/about")
    assert '<div class="place"><h1>Privacy</h1>' in page(project, "privacy")


def test_pages_and_operator_are_told_what_awaits_translation(project: Path, report: str) -> None:
    new = page(project, "gd/loamshire")
    assert "2 texts of these pages are older than the English, or still in English." in new
    assert "awaiting review by somebody who speaks the language" in new
    assert "still in English" not in page(project, "loamshire")
    assert re.search(r"content/locales/gd/: .* \(2\)", report)


def test_a_recipe_whose_line_is_gone_fails(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one = 1\n", encoding="utf-8")
    with pytest.raises(AssertionError, match="has 0 lines 'two = 2'"):
        follow("```python after a.py: two = 2\nthree = 3\n```\n", tmp_path)
