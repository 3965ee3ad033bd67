"""Stylesheets, scripts and libraries under names that carry their digest, so that a browser may keep them for ever."""

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


def asset_paths(*, assets: tuple[RawFile, ...], scripts: pl.DataFrame) -> pl.DataFrame:
    """Asset names as templates write them, `site.css`, with their public paths, sorted by name.

    Raises InputError when two files would have the same name.
    """
    rows = [(name, _public_path(name, data)) for name, data in _written(assets, scripts)]
    return pl.DataFrame(rows, schema=SCHEMAS["asset_paths"].types, orient="row")


def asset_files(*, assets: tuple[RawFile, ...], scripts: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Every asset at its public path, in order of name, stylesheets without comments and white space."""
    yield from ((_public_path(name, data), data) for name, data in _written(assets, scripts))


def _by_name(assets: tuple[RawFile, ...]) -> dict[str, RawFile]:
    named: dict[str, RawFile] = {}
    for file in assets:
        name = file.name.removeprefix("templates/assets/")
        if name in named:
            raise InputError(f"{file.name}: another asset is already called {name}; rename one of them")
        named[name] = file
    return named


def _written(assets: tuple[RawFile, ...], scripts: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """Names and bytes as they are written; the digest in a path is that of these bytes. The worker is no asset: browsers know it by its name."""
    tokens = read_tokens(assets)
    files = _by_name(assembled(assets)).items()
    named = {name: coloured(file.data, tokens) if name.endswith(".svg") else minify(name, file.data) for name, file in files}
    named |= {name: text.encode() for name, text in scripts.iter_rows() if name != urls.WORKER}
    yield from sorted(named.items())


def _public_path(name: str, data: bytes) -> str:
    return urls.asset(name, hashlib.sha256(data).hexdigest())
