"""Stylesheets put together from their parts, each of which lies beside the template that it is for."""

import posixpath
import re
from dataclasses import replace

from sitegen.errors import InputError
from sitegen.raw import RawFile

_STYLESHEETS = "templates/assets"
_IMPORT = re.compile(rb'@import "([^"]+)";')


def assembled(assets: tuple[RawFile, ...]) -> tuple[RawFile, ...]:
    """The assets, every stylesheet with the files that it imports in the places of its `@import "../styles/reset.css";`; those are no assets then.

    Raises InputError for a file that is imported and not there, and for one that no stylesheet imports.
    """
    parts = {file.name: file.data for file in assets if file.name.endswith(".css") and not file.name.startswith((f"{_STYLESHEETS}/", "vendor/"))}
    imported: set[str] = set()

    def part(found: re.Match[bytes]) -> bytes:
        name = posixpath.normpath(f"{_STYLESHEETS}/{found[1].decode()}")
        if name not in parts:
            raise InputError(f"{name}: a stylesheet in {_STYLESHEETS} imports it, and it is not there; write it or remove the import")
        imported.add(name)
        return parts[name]

    whole = [file for file in assets if file.name not in parts]
    made = tuple(replace(file, data=_IMPORT.sub(part, file.data)) if file.name.endswith(".css") else file for file in whole)
    if forgotten := sorted(set(parts) - imported):
        raise InputError(f"{', '.join(forgotten)}: no stylesheet imports it; add it to the list in {_STYLESHEETS}/site.css")
    return made
