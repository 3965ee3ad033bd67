"""What changes a maker's fingerprint, and what does not."""

from pathlib import Path

import pytest

from sitegen.engine.fingerprint import Code, Libraries, canonical
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
    assert list(Code(code).of(["town.makers.crimes"]).modules) == [
        "lines", "town", "town.first", "town.makers", "town.makers.crimes", "town.makers.near", "town.maps",
        "town.words", "town.words.plural", "town.words.short",
    ]  # fmt: skip


def test_editing_an_imported_module_changes_that_digest_and_no_other(code: dict[str, Path]) -> None:
    before = Code(code).of(["town.makers.crimes"]).modules
    (code["town"] / "words" / "short.py").write_text("SHORT = 1")
    (code["town"] / "engine.py").write_text("# the scheduler is another")
    after = Code(code).of(["town.makers.crimes"]).modules
    assert {name for name in before if before[name] != after[name]} == {"town.words.short"}


SPOKEN = '''"""What it holds."""
# Counted by area.
WIDTH = 2
"""In tiles."""
class Count:
    """One."""
    def of(self, number): return (number +
        1)
'''
SILENT = "WIDTH = 2\nclass Count:\n    def of(self, number):\n        return number + 1\n"


def test_what_only_people_read_is_no_part_of_a_fingerprint(code: dict[str, Path]) -> None:
    path = code["town"] / "first.py"
    path.write_text(SPOKEN)
    spoken = Code(code).of(["town.first"])
    path.write_text(SILENT)
    assert Code(code).of(["town.first"]) == spoken
    path.write_text(SILENT.replace("1", "'1'"))
    assert Code(code).of(["town.first"]) != spoken


def test_a_module_that_declares_tables_is_told_by_the_tables_that_are_asked_for(code: dict[str, Path]) -> None:
    (code["town"] / "schemas.py").write_text("from town import maps\nSCHEMAS = {}")
    (code["town"] / "first.py").write_text("from town.schemas import SCHEMAS as S\ndef empty(): return S['crimes'].types, {}['stops']")
    found = Code(code, "town.schemas").of(["town.first"])
    assert (list(found.modules), found.tables) == (["town", "town.first"], ("crimes",))
    (code["town"] / "schemas.py").write_text("SCHEMAS = {'crimes': 1}")
    assert Code(code, "town.schemas").of(["town.first"]) == found


def test_a_module_known_from_before_is_not_parsed_again(code: dict[str, Path]) -> None:
    first = Code(code)
    found = first.of(["town.makers.crimes"])
    assert first.fresh.keys() == found.modules.keys()
    (code["town"] / "maps.py").write_text("import lines, json  # other lines")
    second = Code(code, known=first.fresh)
    assert second.of(["town.makers.crimes"]).modules.keys() == found.modules.keys()
    assert second.fresh.keys() == {"town.maps"}


def test_what_was_known_of_a_module_counts_only_for_the_same_schemas(code: dict[str, Path]) -> None:
    (code["town"] / "first.py").write_text("from town.maps import SCHEMAS\nSCHEMAS['crimes']")
    before = Code(code)
    before.of(["town.first"])
    assert Code(code, "town.maps", before.fresh).of(["town.first"]).tables == ("crimes",)


def test_a_maker_outside_the_project_is_refused(code: dict[str, Path]) -> None:
    for name in ("json", "town.nowhere"):
        with pytest.raises(SiteError, match=f"module {name} is not in the project's packages"):
            Code(code).of([name])


def test_a_module_that_is_not_python_is_refused(code: dict[str, Path]) -> None:
    (code["town"] / "first.py").write_text("def (")
    with pytest.raises(SiteError, match=r"first\.py:1: cannot be read as Python"):
        Code(code).of(["town.makers.crimes"])


def test_makers_of_the_real_site_do_not_depend_on_the_engine() -> None:
    found = Code({"sitegen": Path("sitegen")}).of(["sitegen.tables.codec"]).modules
    assert "sitegen.tables.schemas" in found
    assert not [name for name in found if name.startswith("sitegen.engine")]


def test_libraries_are_those_that_code_imports_from(code: dict[str, Path]) -> None:
    (code["town"] / "first.py").write_text("import json\nfrom shapely.geometry import box\ndef late():\n    import markdown_it.rules")
    assert Code(code).of(["town.makers.crimes"]).libraries == ("markdown_it", "shapely")


def test_a_library_counts_with_what_it_requires() -> None:
    libraries = Libraries({"markdown_it": "markdown-it-py"})
    assert set(libraries.of(["markdown_it", "jinja2"])) == {"python", "markdown-it-py", "mdurl", "jinja2", "markupsafe"}
    assert set(libraries.of([])) == {"python"}


def test_a_library_that_is_not_installed_is_refused() -> None:
    with pytest.raises(SiteError, match="library no_such_library is not installed"):
        Libraries({}).of(["no_such_library"])


def test_canonical_json_does_not_depend_on_the_order_of_keys() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        canonical(float("inf"))
