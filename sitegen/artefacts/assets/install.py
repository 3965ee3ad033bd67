"""What makes the site installable: a web app manifest, and icons for home screens."""

import hashlib
from collections.abc import Iterator, Mapping

import polars as pl

from sitegen import urls
from sitegen.artefacts.assets.icons import draw_png, read_drawing
from sitegen.artefacts.assets.tokens import colour_of, coloured, read_tokens
from sitegen.errors import InputError
from sitegen.raw import RawFile
from sitegen.site_json import to_json

_BACKGROUND, _STRIP = "--page", "--strip"
_ICON = "icon.svg"

_ICONS = ((192, "any", 0.92), (512, "any", 0.92), (512, "maskable", 0.66))
"""Pixels, purpose, and the share of the side that is drawn on: of a maskable icon only a circle of 80 per cent is sure to be seen."""


def make(*, assets: tuple[RawFile, ...], asset_paths: pl.DataFrame, site: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """The manifest, whose addresses are relative so that the site can be installed from any folder, and its icons."""
    source = next((file for file in assets if file.name.removeprefix("templates/assets/") == _ICON), None)
    if source is None:
        raise InputError(f"templates/assets/{_ICON} is missing; the icons of home screens are drawn from it")
    tokens = read_tokens(assets)
    drawing = read_drawing(RawFile(source.name, coloured(source.data, tokens)))
    background = colour_of(tokens, _BACKGROUND)
    paths = dict(asset_paths.select("name", "path").iter_rows())
    icons = [{"src": paths[_ICON], "type": "image/svg+xml", "sizes": "any", "purpose": "any"}]
    for pixels, purpose, share in _ICONS:
        data = draw_png(drawing, pixels, background=background, share=share)
        path = urls.asset(f"icon-{pixels}{'-maskable' if purpose == 'maskable' else ''}.png", hashlib.sha256(data).hexdigest())
        icons.append({"src": path, "type": "image/png", "sizes": f"{pixels}x{pixels}", "purpose": purpose})
        yield path, data
    manifest = {
        "name": str(site["title"]),
        "start_url": "./",
        "scope": "./",
        "display": "minimal-ui",
        "background_color": background,
        "theme_color": colour_of(tokens, _STRIP),
        "icons": icons,
    }
    yield urls.WEB_MANIFEST, to_json(manifest)
