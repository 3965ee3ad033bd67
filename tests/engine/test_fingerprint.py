"""What changes a maker's fingerprint, and what does not."""

from pathlib import Path

import pytest

from sitegen.engine.fingerprint import Code, canonical, library_versions
from sitegen.errors import SiteError

MODULES = {
    "town/__init__.py": "",
    "town/makers/__init__.py": "from town import first\n",
    "town/makers/crimes.py": "import json\nimport town.words.plural\nfrom town.words import short\nfrom . import near\n",
    "town/makers/near.py": "def late():\n    from ..maps import draw\n",
    "town/makers/other.py": "",
    "town/words/__init__.py": "",
    "town/words/plural.py": "",
    "town/words/short.py": "import town.makers.crimes  # a circle ends",
    "town/maps.py": "import lines",
    "town/first.py": "",
    "town/engine.py": "from town.makers import crimes",
    "lines/__init__.py": "",
}


@pytest.fixture
def code(tmp_path: Path) -> dict[str, Path]:
    for name, text in MODULES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return {"town": tmp_path / "town", "lines": tmp_path / "lines"}


def test_a_fingerprint_follows_imports_wherever_they_stand(code: dict[str, Path]) -> None:
    assert list(Code(code).of(["town.makers.crimes"])) == [
        "lines", "town", "town.first", "town.makers", "town.makers.crimes", "town.makers.near", "town.maps",
        "town.words", "town.words.plural", "town.words.short",
    ]  # fmt: skip


def test_editing_an_imported_module_changes_that_digest_and_no_other(code: dict[str, Path]) -> None:
    before = Code(code).of(["town.makers.crimes"])
    (code["town"] / "words" / "short.py").write_text("SHORT = 1")
    (code["town"] / "engine.py").write_text("# the scheduler is another")
    after = Code(code).of(["town.makers.crimes"])
    assert {name for name in before if before[name] != after[name]} == {"town.words.short"}


def test_a_maker_outside_the_project_is_refused(code: dict[str, Path]) -> None:
    for name in ("json", "town.nowhere"):
        with pytest.raises(SiteError, match=f"module {name} is not in the project's packages"):
            Code(code).of([name])


def test_a_module_that_is_not_python_is_refused(code: dict[str, Path]) -> None:
    (code["town"] / "first.py").write_text("def (")
    with pytest.raises(SiteError, match=r"first\.py: cannot be read as Python"):
        Code(code).of(["town.makers.crimes"])


def test_makers_of_the_real_site_do_not_depend_on_the_engine() -> None:
    found = Code({"sitegen": Path("sitegen")}).of(["sitegen.tables.codec"])
    assert "sitegen.tables.schemas" in found
    assert not [name for name in found if name.startswith("sitegen.engine")]


def test_versions_are_of_installed_distributions() -> None:
    assert set(library_versions(["polars", "markdown-it-py"])) == {"python", "polars", "markdown-it-py"}
    with pytest.raises(SiteError, match="library no-such-library is not installed"):
        library_versions(["no-such-library"])


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("inf"))
