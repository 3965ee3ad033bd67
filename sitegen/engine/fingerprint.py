"""Fingerprints of what is not data: a maker's code with all it imports, and the libraries that shape bytes.

Code is read, never run: imports are found in the syntax tree, also those inside functions. An import made by name at
run time is not seen; makers do not do that.
"""

from __future__ import annotations

import ast
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

from sitegen.errors import SiteError


def canonical(value: object) -> str:
    """The one way to write a value as JSON: keys sorted, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(value: object) -> str:
    """SHA-256 of the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def library_versions(names: Iterable[str]) -> dict[str, str]:
    """The version of Python and of each named distribution; raises SiteError where one is not installed."""
    versions = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    for name in names:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError as error:
            raise SiteError(f"library {name} is not installed; set the project up again") from error
    return versions


class Code:
    """The project's modules under the given package folders; each file is read once."""

    def __init__(self, roots: Mapping[str, Path]) -> None:
        self._roots = roots
        self._seen: dict[str, tuple[str, tuple[str, ...]] | None] = {}

    def of(self, modules: Iterable[str]) -> dict[str, str]:
        """Digests by name, sorted, of these modules, the packages they lie in and all of the project they import.

        Raises SiteError for a module that is not in the project.
        """
        wanted = tuple(modules)
        waiting, found = list(wanted), dict[str, str]()
        while waiting:
            name = waiting.pop()
            if name not in self._seen:
                self._seen[name] = self._read(name)
            module = self._seen[name]
            if name not in found and module is not None:
                found[name] = module[0]
                waiting += module[1]
        if missing := [name for name in wanted if name not in found]:
            raise SiteError(f"module {missing[0]} is not in the project's packages ({', '.join(self._roots)}); check its name in the list of stages")
        return dict(sorted(found.items()))

    def _read(self, name: str) -> tuple[str, tuple[str, ...]] | None:
        """Digest and imported names of one module; None where there is no such file."""
        root, *rest = name.split(".")
        if root not in self._roots:
            return None
        place = self._roots[root].joinpath(*rest)
        path = place / "__init__.py" if place.is_dir() else place.with_name(place.name + ".py")
        try:
            source = path.read_bytes()
            tree = ast.parse(source)
        except FileNotFoundError:
            return None
        except (OSError, SyntaxError, ValueError) as error:
            raise SiteError(f"{path}: cannot be read as Python ({error})") from error
        package = name if place.is_dir() else name.rpartition(".")[0]
        imported = [*_packages(name), *(part for found in _imports(tree, package) for part in (*_packages(found), found))]
        return hashlib.sha256(source).hexdigest(), tuple(dict.fromkeys(imported))


def _imports(tree: ast.Module, package: str) -> Iterator[str]:
    """Every name that might be a module: for `from x import y` both `x` and `x.y`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _packages(name: str) -> Iterator[str]:
    """The packages a module lies in, whose __init__ runs before it: `a` and `a.b` for `a.b.c`."""
    parts = name.split(".")
    return (".".join(parts[:end]) for end in range(1, len(parts)))
