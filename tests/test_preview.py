"""An author's loop, driven as a browser does: a file is saved, and the page says so; a mistake is shown, and the next good save mends it."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from sitegen.build import ROOT
from sitegen.engine.store import open_store
from sitegen.errors import ConfigError
from sitegen.preview.asked import ask, page_stages
from tests.command_line import LIMIT
from tests.settings import SETTINGS_FILE
from tests.small_world import put_world

FORCE_PAGE = "sitegen/artefacts/pages/force.py"
OTHERWISE = """

from functools import wraps

_as_before = make


@wraps(_as_before)
def make(**given):
    return ((path, page.replace(b"</h1>", b" Mine too</h1>")) for path, page in _as_before(**given))
"""

pytestmark = pytest.mark.site


@dataclass(frozen=True, slots=True)
class Author:
    """A copy of the project, a preview of it that runs, and the address of the page in work."""

    project: Path
    address: str

    def page(self) -> str:
        """The page as the browser gets it, or what is shown in its place."""
        try:
            with urlopen(self.address, timeout=LIMIT) as answer:
                text: str = answer.read().decode()
        except HTTPError as error:
            text = error.read().decode()
        return text

    def save(self, name: str, text: str) -> str:
        """Save a file of the project, and give the page that the browser then loads anew."""
        version = re.search(r'data-version="([^"]+)"', self.page())
        assert version
        (self.project / name).write_text(text)
        changes = f"{self.address.partition('/loamshire')[0]}/-preview/changes?since={version[1]}"
        now = version[1]
        while now == version[1]:
            with urlopen(changes, timeout=LIMIT) as answer:
                now = answer.read().decode()
        return self.page()


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Author]:
    """Somebody who works on the page of a force, in a project of their own."""
    project = tmp_path_factory.mktemp("author")
    for folder in ("sitegen", "tiles", "templates", "content", "licences"):
        shutil.copytree(ROOT / folder, project / folder)
    shutil.copy(ROOT / "build.py", project)
    (project / "node_modules").symlink_to(ROOT / "node_modules")
    put_world(project / "data", ("2025-05", "2025-06"))
    settings = SETTINGS_FILE.read_text().replace('languages = ["en"]', 'languages = ["en", "cy"]')
    (project / "data/site.toml").write_text(settings)
    asked = ("--page", "force", "--force", "loamshire", "--port", "0", "--workers", "1")
    preview = subprocess.Popen([sys.executable, "build.py", "preview", *asked], cwd=project, stdout=subprocess.PIPE, text=True)
    assert preview.stdout is not None
    try:
        yield Author(project, preview.stdout.readline().split()[0])
        preview.send_signal(signal.SIGINT)
        assert preview.wait(LIMIT) == 0
        assert not (project / "output").exists()
    finally:
        preview.kill()


def test_a_saved_template_is_on_the_page(author: Author) -> None:
    template = (author.project / "templates/pages/force.html").read_text()
    assert "A line of mine" not in author.page()
    assert "A line of mine" in author.save(
        "templates/pages/force.html", template.replace("{% block main %}", "{% block main %}<p>A line of mine</p>")
    )
    assert "A line of mine" not in author.save("templates/pages/force.html", template)


def test_saved_page_code_is_on_the_page(author: Author) -> None:
    code = (author.project / FORCE_PAGE).read_text()
    assert "Mine too</h1>" in author.save(FORCE_PAGE, code + OTHERWISE)
    assert "Mine too</h1>" not in author.save(FORCE_PAGE, code)


@pytest.mark.parametrize(
    ("name", "add", "says"),
    [
        ("templates/pages/force.html", "{% if %}", "templates/pages/force.html"),
        ("templates/pages/force.html", "{{ page.nothing }}", "nothing"),
        ("sitegen/urls.py", "\ndef home(", "sitegen/urls.py:"),
        (FORCE_PAGE, "\n1 / 0\n", f"{FORCE_PAGE}:"),
        ("content/vocabulary/categories.toml", "\nslug", "categories.toml"),
        ("templates/assets/site.css", "\n.mine { margin: 0;\n", "templates/assets/site.css:"),
        ("content/locales/cy/LC_MESSAGES/site.po", '\nmsgid "Mine"\nmsgstr "open\n', "content/locales/cy/LC_MESSAGES/site.po:"),
    ],
    ids=["a tag", "a name", "a bracket", "a sum", "a table", "a block", "a translation"],
)
def test_a_mistake_is_shown_and_the_next_good_save_mends_it(author: Author, name: str, add: str, says: str) -> None:
    good = (author.project / name).read_text()
    spoilt = good.replace("{% block main %}", "{% block main %}" + add) if name.endswith(".html") else good + add
    shown = author.save(name, spoilt)
    assert "<title>Preview: " in shown
    assert says in shown
    assert "<title>Preview: " not in author.save(name, good)


def test_a_preview_leaves_the_ledger_of_builds_as_it_was(author: Author) -> None:
    with open_store(author.project / ".cache", make=False) as store:
        assert not store.ledger.made()
        assert store.ledger.raws()
        assert not store.ledger.begin()


def test_a_name_that_no_page_has_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        ConfigError, match=r"^--page neighborhood: did you mean neighbourhood\? there are pages ask, audit, change, copy, coverage, data"
    ):
        ask(["neighborhood"], force_ids=(), language=None, languages=("en",))
    with pytest.raises(ConfigError, match=r"^--language cym: did you mean cy\? the site has pages in en, cy$"):
        ask([], force_ids=(), language="cym", languages=("en", "cy"))


def test_pages_are_called_as_the_modules_that_make_them() -> None:
    assert {"neighbourhood", "force", "streets", "map", "coverage"} <= set(page_stages())
