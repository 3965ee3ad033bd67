"""The whole program as one wheel: code, texts, templates, browser libraries and bundled scripts; the same project gives the same bytes.

`python -m sitegen.wheel FOLDER` writes it. Whoever installs it needs Python alone: no checkout, no Node. It asks for the very versions of
libraries that the lock file names, so that it bakes the same bytes as the project does.
"""

from __future__ import annotations

import base64
import hashlib
import re
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sitegen.engine.load import load
from sitegen.errors import ConfigError
from sitegen.inputs import INSTALLED, ROOT
from sitegen.publish.disk import disk_errors
from sitegen.raw import RawGroup
from sitegen.sources.listing.project import list_project
from sitegen.sources.scripts import read_scripts

_PACKAGES = ("sitegen", "tiles")
_TREES = ("content", "templates", "licences")
_PROJECT = "sitegen/project"
"""Where the installed program finds its texts, templates and libraries: `inputs.ROOT`."""

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_LOCKED = re.compile(r"^[A-Za-z0-9][^\s;]*==[^\s;]+(?: ; [^\\]+)?", re.MULTILINE)


def write_wheel(folder: Path) -> Path:
    """Write the wheel into a folder and return its path. Raises ConfigError where the project's libraries are not there, StoreError."""
    if INSTALLED:
        raise ConfigError("a wheel is made in the project's folder, and this program was installed")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name, version = str(project["name"]), str(project["version"])
    files = dict(sorted((*_code(), *_materials(), *_bundled())))
    files |= _about(f"{name}-{version}.dist-info", project, files)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with disk_errors(path):
        folder.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as wheel:
            for place, data in files.items():
                about = zipfile.ZipInfo(place, _FIRST_DAY)
                about.compress_type, about.create_system, about.external_attr = zipfile.ZIP_DEFLATED, 3, 0o100644 << 16
                wheel.writestr(about, data)
    return path


def _code() -> Iterator[tuple[str, bytes]]:
    for package in _PACKAGES:
        yield from _tree(package, package)


def _tree(folder: str, place: str) -> Iterator[tuple[str, bytes]]:
    """The files of a folder but for what Python and editors put beside them."""
    for path in (ROOT / folder).rglob("*"):
        inside = path.relative_to(ROOT / folder)
        if path.is_file() and path.suffix not in {".pyc", ".mo", ".swp"} and not any(part.startswith(".") for part in inside.parts):
            yield f"{place}/{inside.as_posix()}", path.read_bytes()


def _groups() -> dict[str, RawGroup]:
    return list_project(ROOT / "content", ROOT / "templates", ROOT / "node_modules", lambda _note: None)


def _materials() -> Iterator[tuple[str, bytes]]:
    """What a build reads of the project beside its code, at the same places; of the libraries only what is published."""
    for tree in _TREES:
        yield from _tree(tree, f"{_PROJECT}/{tree}")
    groups = _groups()
    for ref in (*groups["assets"].files[()], *groups["licence_files"].files[()], *groups["lock_files"].files[()]):
        if ref.path is not None and ref.path.relative_to(ROOT).parts[0] not in _TREES:
            yield f"{_PROJECT}/{ref.path.relative_to(ROOT).as_posix()}", ref.path.read_bytes()


def _bundled() -> Iterator[tuple[str, bytes]]:
    groups = _groups()
    scripts, bundler = (tuple(load(ref) for ref in groups[name].files[()]) for name in ("script_files", "bundler"))
    for name, text in read_scripts(script_files=scripts, bundler=bundler).iter_rows():
        yield f"{_PROJECT}/bundled/{name}", text.encode()


def _about(folder: str, project: dict[str, object], files: dict[str, bytes]) -> dict[str, bytes]:
    """The wheel's files about itself: what it is, what it asks for, the command it gives, and the digest of every other file."""
    needs = [f"Requires-Dist: {line.strip()}" for line in _LOCKED.findall((ROOT / "requirements.txt").read_text(encoding="utf-8"))]
    head = ["Metadata-Version: 2.1", f"Name: {project['name']}", f"Version: {project['version']}", f"Summary: {project['description']}"]
    found = {
        f"{folder}/METADATA": "\n".join([*head, f"Requires-Python: {project['requires-python']}", "License: MIT", *needs, ""]).encode(),
        f"{folder}/WHEEL": b"Wheel-Version: 1.0\nGenerator: sitegen\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{folder}/entry_points.txt": b"[console_scripts]\nsitegen = sitegen.cli:main\n",
        f"{folder}/LICENSE": (ROOT / "LICENSE").read_bytes(),
    }
    lines = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in (files | found).items()]
    return found | {f"{folder}/RECORD": "\n".join([*lines, f"{folder}/RECORD,,", ""]).encode()}


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    sys.stdout.write(f"{write_wheel(Path(sys.argv[1]))}\n")
