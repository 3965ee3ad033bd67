"""The site's own scripts: written as modules, bundled to one classic script for each page or worker that loads it."""

import subprocess
import tempfile
from pathlib import Path

import polars as pl

from sitegen.errors import ConfigError, InputError
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS

_FOLDER = "templates/scripts/"
_BUNDLED = "bundled/"
_OPTIONS = (
    "--bundle", "--format=iife", '--banner:js="use strict";', "--target=es2020", "--minify", "--charset=utf8", "--outdir=bundled",
    "--tsconfig-raw={}", "--log-level=error", "--color=false",
)  # fmt: skip
"""One function that runs at once, strictly as modules do, and leaves nothing behind: from a disk, browsers load no modules."""


def read_scripts(*, script_files: tuple[RawFile, ...], bundler: tuple[RawFile, ...]) -> pl.DataFrame:
    """One row for each entry point, sorted by name, with the text of all it imports, without comments and white space.

    An entry point is a module of `templates/scripts` itself, its parts lie in folders below; modules of packages, `node_modules/…`, are bundled
    with those that import them. The bundler, esbuild, is another program; it is
    run on a copy of these modules where there is nothing else, so that the same modules and bundler give the same texts. Raises InputError
    naming file and line where it cannot read a module, ConfigError where it cannot be run. In an installed program the texts themselves,
    bundled when it was packed, come in the bundler's place.
    """
    if bundler and all(file.name.startswith(_BUNDLED) for file in bundler):
        return _table(sorted((file.name.removeprefix(_BUNDLED), file.data.decode()) for file in bundler))
    modules = {file.name.removeprefix(_FOLDER): file.data for file in script_files}
    entries = sorted(name for name in modules if "/" not in name and name.endswith(".js"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for path, data in modules.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        if entries:
            _bundle(bundler[0], entries, folder)
        rows = [(entry, (folder / "bundled" / entry).read_text(encoding="utf-8")) for entry in entries]
    return _table(rows)


def _table(rows: list[tuple[str, str]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMAS["scripts"].types, orient="row")


def _bundle(bundler: RawFile, entries: list[str], folder: Path) -> None:
    try:
        done = subprocess.run([str(bundler.path), *entries, *_OPTIONS], cwd=folder, capture_output=True, text=True, check=False)
    except OSError as error:
        reason = f"cannot be run ({error.strerror or error}); it came from another kind of machine, or is damaged"
        raise ConfigError(f"{bundler.name}: {reason}: run `make setup` in the project's folder") from error
    if done.returncode:
        # ✘ [ERROR] what, then an empty line, then file:line:column.
        message = " ".join(done.stderr.split()).removeprefix("✘ [ERROR] ") or f"ended with {done.returncode}"
        raise InputError(f"{_FOLDER}: the scripts cannot be bundled: {message}")
