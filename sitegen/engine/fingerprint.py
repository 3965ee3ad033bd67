"""Fingerprints of what is not data: what a maker's code and all it imports say, and the libraries behind it.

Code is read, never run: imports are found in the syntax tree, also those inside functions. An import made by name at
run time is not seen; makers do not do that. What only people read, comments, docstrings and layout, is no part of it.
"""

import ast
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib import metadata
from pathlib import Path
from typing import NamedTuple

from sitegen.errors import SiteError

_REQUIRED = re.compile(r"[\w.-]+", re.ASCII)


def canonical(value: object) -> str:
    """The one way to write a value as JSON: keys sorted, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(value: object) -> str:
    """SHA-256 of the canonical JSON of a value."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


class Libraries:
    """The libraries behind imported names; each is looked up once. `distributions` says what is called otherwise than what is imported from it."""

    def __init__(self, distributions: Mapping[str, str]) -> None:
        self._distributions = distributions
        self._seen: dict[str, tuple[str, list[str]] | None] = {}

    def of(self, imported: Iterable[str]) -> dict[str, str]:
        """The version of Python, and by name that of each library imported from and of all it requires, as far as it is installed.

        Raises SiteError where one that is imported from is not installed.
        """
        versions = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
        waiting = [self._distributions.get(name, name) for name in imported]
        if missing := [name for name in waiting if self._installed(name) is None]:
            raise SiteError(f"library {missing[0]} is not installed; set the project up again")
        while waiting:
            name = waiting.pop()
            found = self._installed(name)
            if found is not None and name not in versions:
                versions[name] = found[0]
                waiting += found[1]
        return dict(sorted(versions.items()))

    def _installed(self, name: str) -> tuple[str, list[str]] | None:
        """Version of a distribution and what it requires, extras left aside; None where it is not installed."""
        if name not in self._seen:
            try:
                found = metadata.distribution(name)
                required = [line for line in found.requires or () if "extra ==" not in line]
                self._seen[name] = found.version, [match[0].lower() for match in map(_REQUIRED.match, required) if match]
            except metadata.PackageNotFoundError:
                self._seen[name] = None
        return self._seen[name]


class Module(NamedTuple):
    """One module of the project: the digest of what its code says, and what that hangs on."""

    digest: str
    imports: tuple[str, ...]
    """Names in the project that may be modules."""
    libraries: tuple[str, ...]
    """Packages it imports from elsewhere."""
    tables: tuple[str, ...]
    """Tables it asks the schema of."""


class Fingerprint(NamedTuple):
    """All that some modules hang on: the modules' digests by name, libraries and tables by the names in the code, each sorted."""

    modules: dict[str, str]
    libraries: tuple[str, ...]
    tables: tuple[str, ...]


Known = Mapping[str, tuple[str, Module]]
"""Modules read before, by name: the digest of their file, and what was found in it."""


class Code:
    """The project's modules under the given package folders; each file is read once, and parsed where it is not `known`.

    `schemas` is the module that declares tables. It is no code: who imports it hangs on the tables it names, as `SCHEMAS["crimes"]`.
    """

    def __init__(self, roots: Mapping[str, Path], schemas: str = "", known: Known | None = None) -> None:
        self._roots, self._schemas, self._known = roots, schemas, known or {}
        self._seen: dict[str, Module | None] = {}
        self.fresh: dict[str, tuple[str, Module]] = {}
        """What had to be parsed: to be known the next time."""

    def of(self, modules: Iterable[str]) -> Fingerprint:
        """What these modules, the packages they lie in and all of the project they import say.

        Raises SiteError for a module that is not in the project.
        """
        wanted = tuple(modules)
        waiting, found = list(wanted), dict[str, Module]()
        while waiting:
            name = waiting.pop()
            if name not in self._seen:
                self._seen[name] = self._read(name)
            module = self._seen[name]
            if name not in found and module is not None:
                found[name] = module
                waiting += module.imports
        if missing := [name for name in wanted if name not in found]:
            raise SiteError(f"module {missing[0]} is not in the project's packages ({', '.join(self._roots)}); check its name in the list of stages")
        return Fingerprint(
            {name: found[name].digest for name in sorted(found)},
            tuple(sorted({library for module in found.values() for library in module.libraries})),
            tuple(sorted({table for module in found.values() for table in module.tables})),
        )

    def _read(self, name: str) -> Module | None:
        """One module; None where there is no such file, or it declares tables."""
        root, *rest = name.split(".")
        if root not in self._roots or name == self._schemas:
            return None
        place = self._roots[root].joinpath(*rest)
        path = place / "__init__.py" if place.is_dir() else place.with_name(place.name + ".py")
        try:
            source = path.read_bytes()
            # What was known is found anew where this file itself, or where to look for tables, has changed.
            digest = hashlib.sha256(b"\0".join([_own_source(), self._schemas.encode(), source])).hexdigest()
            known = self._known.get(name)
            if known is not None and known[0] == digest:
                return known[1]
            module = _parsed(name, source, frozenset(self._roots), self._schemas, is_package=place.is_dir())
        except FileNotFoundError:
            return None
        except SyntaxError as error:
            shown = path.relative_to(self._roots[root].parent)
            raise SiteError(f"{shown}:{error.lineno}: cannot be read as Python ({error.msg})") from error
        except (OSError, ValueError) as error:
            raise SiteError(f"{path}: cannot be read as Python ({error})") from error
        self.fresh[name] = digest, module
        return module


@lru_cache(maxsize=1024)
def _parsed(name: str, source: bytes, roots: frozenset[str], schemas: str, *, is_package: bool) -> Module:
    """A module from its source, parsed once a process: another build in it may know nothing of the first."""
    package = name if is_package else name.rpartition(".")[0]
    nodes: list[ast.AST] = []
    said: list[str] = []
    _tell(ast.parse(source), nodes, said)
    imported = [*_packages(name), *(part for found in _imports(nodes, package) for part in (*_packages(found), found))]
    ours = dict.fromkeys(one for one in imported if one.split(".")[0] in roots)
    others = {one.split(".")[0] for one in imported} - roots - sys.stdlib_module_names
    tables = _asked_for(nodes, schemas) if schemas in ours else set[str]()
    return Module(hashlib.sha256("\n".join(said).encode()).hexdigest(), tuple(ours), tuple(sorted(others)), tuple(sorted(tables)))


_BLOCKS = frozenset({"body", "orelse", "finalbody"})
"""Fields of a syntax tree's nodes that may hold statements."""


@cache
def _own_source() -> bytes:
    return Path(__file__).read_bytes()


def _tell(node: ast.AST, nodes: list[ast.AST], said: list[str]) -> None:
    """Adds a node, and all below it, to `nodes` and to `said`, less the texts that stand alone in a block: those are for people.

    It is `ast.walk` and `ast.dump` in one, in a third of their time. Whether a name is read or written follows from where it stands.
    """
    nodes.append(node)
    said.append(type(node).__name__)
    for field in node._fields:
        value = getattr(node, field, None)
        if isinstance(value, list):
            said.append("[")
            for one in value:
                if not isinstance(one, ast.AST):
                    said.append(repr(one))
                elif field not in _BLOCKS or not _is_text(one):
                    _tell(one, nodes, said)
            said.append("]")
        elif not isinstance(value, ast.AST):
            said.append(repr(value))
        elif field != "ctx":
            _tell(value, nodes, said)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _imports(nodes: Iterable[ast.AST], package: str) -> Iterator[str]:
    """Every name that might be a module: for `from x import y` both `x` and `x.y`."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def _asked_for(nodes: Sequence[ast.AST], schemas: str) -> set[str]:
    """The names written in brackets after anything imported from the module of schemas."""
    imports = (node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == schemas)
    names = {alias.asname or alias.name for node in imports for alias in node.names}
    return {
        node.slice.value
        for node in nodes
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name) and node.value.id in names
        if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)
    }


def _packages(name: str) -> Iterator[str]:
    """The packages a module lies in, whose __init__ runs before it: `a` and `a.b` for `a.b.c`."""
    parts = name.split(".")
    return (".".join(parts[:end]) for end in range(1, len(parts)))
