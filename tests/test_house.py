"""The house rules that no tool has a setting for: how long a file and a function may be."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LINES_OF_A_FILE, LINES_OF_A_FUNCTION = 400, 60


def modules() -> Iterator[tuple[str, str]]:
    for folder in ("sitegen", "tiles", "tests"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def long_functions(name: str, source: str, most: int = LINES_OF_A_FUNCTION) -> list[str]:
    """The functions of a module that have more lines than are allowed."""
    functions = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return [f"{name}: {one.name}" for one in functions if (one.end_lineno or one.lineno) - one.lineno >= most]


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    assert [name for name, source in modules() if len(source.splitlines()) > LINES_OF_A_FILE] == []


def test_no_function_is_longer_than_sixty_lines() -> None:
    assert [one for name, source in modules() for one in long_functions(name, source)] == []


def test_a_function_that_is_too_long_is_named() -> None:
    assert long_functions("a.py", "def f():\n    one = 1\n    return one\n\ndef g():\n    return 2\n", most=2) == ["a.py: f"]


def named_twice(name: str, source: str) -> list[str]:
    """The names that a module gives twice at its top, so that whoever reads the first is wrong."""
    found: list[str] = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.append(node.name)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [target.id for target in targets if isinstance(target, ast.Name)]
    return [f"{name}: {one}" for one in sorted(set(found)) if found.count(one) > 1]


def test_no_module_gives_a_name_twice() -> None:
    assert [one for name, source in modules() for one in named_twice(name, source)] == []


def test_a_name_given_twice_is_told() -> None:
    assert named_twice("a.py", "LEAST = 0.8\nMOST: int = 1\ndef f(): ...\nLEAST = 2\n") == ["a.py: LEAST"]
