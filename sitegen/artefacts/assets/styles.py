"""Stylesheets put together from their parts, each of which lies beside the template that it is for."""

import posixpath
import re
from dataclasses import replace

from sitegen.errors import InputError
from sitegen.raw import RawFile

_STYLESHEETS = "templates/assets"
_IMPORT = re.compile(rb'@import "([^"]+)";')
_TOKEN = re.compile(rb"/\*.*?\*/|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|/\*|[\"'{}]", re.DOTALL)
"""Comments and texts, closed or only begun, and the braces between them."""


def assembled(assets: tuple[RawFile, ...]) -> tuple[RawFile, ...]:
    """The assets, every stylesheet with the files that it imports in the places of its `@import "../styles/reset.css";`; those are no assets then.

    Raises InputError for a file that is imported and not there, for one that no stylesheet imports, and for one with something unclosed.
    """
    parts = {file.name: file.data for file in assets if file.name.endswith(".css") and not file.name.startswith((f"{_STYLESHEETS}/", "vendor/"))}
    imported: set[str] = set()
    for file in assets:
        if file.name.endswith(".css") and not file.name.startswith("vendor/"):
            _refuse_unclosed(file)

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


def _refuse_unclosed(file: RawFile) -> None:
    """Raise InputError naming the line of a block, comment or text that is not closed: browsers would drop what follows in silence."""
    opened: list[int] = []
    for token in _TOKEN.finditer(file.data):
        if token[0] == b"{":
            opened.append(token.start())
        elif token[0] in {b"/*", b'"', b"'"} or (token[0] == b"}" and not opened):
            what = "closes a block that is not open" if token[0] == b"}" else "is not closed"
            raise InputError(f"{_line(file, token.start())}: the {token[0].decode()} here {what}")
        elif token[0] == b"}":
            opened.pop()
    if opened:
        raise InputError(f"{_line(file, opened[-1])}: the block that opens here is not closed")


def _line(file: RawFile, at: int) -> str:
    return f"{file.name}:{file.data.count(10, 0, at) + 1}"
