"""Stylesheets, scripts and libraries under names that carry their digest, so that a browser may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import polars as pl

from sitegen import urls
from sitegen.artefacts.assets.minify import minify
from sitegen.artefacts.assets.styles import assembled
from sitegen.artefacts.assets.tokens import coloured, read_tokens
from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.tables.schemas import SCHEMAS


def asset_paths(*, assets: tuple[RawFile, ...]) -> pl.DataFrame:
    """Asset names as templates write them, `site.css`, with their public paths, sorted by name.

    Raises InputError when two files would have the same name.
    """
    rows = [(name, _public_path(name, data)) for name, data in _written(assets)]
    return pl.DataFrame(rows, schema=SCHEMAS["asset_paths"].types, orient="row")


def asset_files(*, assets: tuple[RawFile, ...]) -> Iterator[tuple[str, bytes]]:
    """Every asset at its public path, in order of name, scripts and stylesheets without comments and white space."""
    yield from ((_public_path(name, data), data) for name, data in _written(assets))


def _by_name(assets: tuple[RawFile, ...]) -> dict[str, RawFile]:
    named: dict[str, RawFile] = {}
    for file in assets:
        name = file.name.removeprefix("templates/assets/")
        if name in named:
            raise InputError(f"{file.name}: another asset is already called {name}; rename one of them")
        named[name] = file
    return named


def _written(assets: tuple[RawFile, ...]) -> Iterator[tuple[str, bytes]]:
    """Names and bytes as they are written; the digest in a path is that of these bytes.

    A script `map-find.js` beside a `map.js` is part of it: one file to ask for, which begins with its parts in order of name.
    """
    tokens = read_tokens(assets)
    files = sorted(_by_name(assembled(assets)).items())
    named = {name: coloured(file.data, tokens) if name.endswith(".svg") else minify(name, file.data) for name, file in files}
    parts = {name: whole for name in named if name.endswith(".js") and (whole := f"{name.split('-')[0]}.js") in named and whole != name}
    for name, data in named.items():
        if name not in parts:
            yield name, b"\n".join([named[part] for part in sorted(parts) if parts[part] == name] + [data])


def _public_path(name: str, data: bytes) -> str:
    return urls.asset(name, hashlib.sha256(data).hexdigest())
