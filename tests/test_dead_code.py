"""What nobody uses is found, whoever would use it."""

from __future__ import annotations

from pathlib import Path

from tests.dead_code import unused, used_elsewhere


def test_what_neither_code_nor_anybody_else_names_is_listed(tmp_path: Path) -> None:
    code = tmp_path / "streets.py"
    code.write_text("def read_streets():\n    return _sorted()\n\ndef _sorted():\n    return 1\n\nNAMES_MOST = 4\n")
    assert unused([code], used=()) == ["streets.py:1 read_streets", "streets.py:7 NAMES_MOST"]
    assert unused([code], used=["read_streets"]) == ["streets.py:7 NAMES_MOST"]


def test_makers_and_what_templates_show_count_as_used() -> None:
    assert {"read_crimes", "lede", "weekday_short"} <= used_elsewhere()
