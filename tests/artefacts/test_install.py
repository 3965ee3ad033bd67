"""Tests of sitegen.artefacts.assets.install: the site can be installed from any folder, with icons drawn from its sign."""

from __future__ import annotations

import hashlib
import json
import struct
import zlib

import pytest

from sitegen.artefacts.assets.icons import draw_png, read_drawing
from sitegen.artefacts.assets.install import make
from sitegen.artefacts.assets.tokens import coloured, read_tokens
from sitegen.errors import InputError
from sitegen.publish.checks import install
from sitegen.raw import RawFile
from tests.artefacts.inputs import ASSET_PATHS, ASSETS, SITE
from tests.publish.checks.whole_site import facts_of

SIGN = next(RawFile(file.name, coloured(file.data, read_tokens(ASSETS))) for file in ASSETS if file.name.endswith("icon.svg"))
FILES = dict(make(assets=ASSETS, asset_paths=ASSET_PATHS, site=SITE))
MANIFEST = json.loads(FILES["manifest.webmanifest"])


def pixel(png: bytes, x: int, y: int) -> tuple[int, ...]:
    """A pixel of an indexed PNG."""
    chunks, at = {}, 8
    while at < len(png):
        size, kind = struct.unpack(">I4s", png[at : at + 8])
        chunks[kind], at = png[at + 8 : at + 8 + size], at + 12 + size
    width = struct.unpack(">I", chunks[b"IHDR"][:4])[0]
    place = zlib.decompress(chunks[b"IDAT"])[y * (width + 1) + 1 + x]
    return tuple(chunks[b"PLTE"][3 * place : 3 * place + 3])


def test_addresses_are_relative_so_that_any_folder_will_do() -> None:
    assert (MANIFEST["start_url"], MANIFEST["scope"]) == ("./", "./")
    assert all(icon["src"].startswith("assets/icon") for icon in MANIFEST["icons"])


def test_the_manifest_names_the_icons_that_are_made() -> None:
    made = {icon["src"]: icon["sizes"] for icon in MANIFEST["icons"] if icon["type"] == "image/png"}
    for path, sizes in made.items():
        width, height = struct.unpack(">II", FILES[path][16:24])
        assert f"{width}x{height}" == sizes
    assert set(FILES) == {*made, "manifest.webmanifest"}


def test_icons_are_small_and_the_same_every_time() -> None:
    again = dict(make(assets=ASSETS, asset_paths=ASSET_PATHS, site=SITE))
    assert again == FILES
    assert all(len(data) < 8000 for data in FILES.values())
    assert all(hashlib.sha256(data).hexdigest()[:10] in path for path, data in FILES.items() if path.endswith(".png"))


def test_an_icon_shows_land_line_and_circles_on_its_ground() -> None:
    icon = draw_png(read_drawing(SIGN), 440, background="#ffffff", share=1)
    assert pixel(icon, 2, 2) == (255, 255, 255)
    assert pixel(icon, 200, 210) == (0x8E, 0x4A, 0x89)
    assert pixel(icon, 100, 100) == (0xF6, 0xF2, 0xE9)
    assert pixel(icon, 81, 62) == (0x6B, 0x2C, 0x67)


def test_a_maskable_icon_has_its_drawing_within_the_safe_circle() -> None:
    icon = draw_png(read_drawing(SIGN), 100, background="#ffffff", share=0.66)
    outside = [(x, y) for x in range(100) for y in range(100) if (x - 49.5) ** 2 + (y - 49.5) ** 2 > 40**2]
    assert {pixel(icon, *place) for place in outside} == {(255, 255, 255)}


def test_another_kind_of_drawing_is_refused() -> None:
    with pytest.raises(InputError, match=r"icon\.svg: not a square with one path"):
        read_drawing(RawFile("icon.svg", b'<svg viewBox="0 0 9 9"><path d="M0 0c1 1 2 2 3 3z"/></svg>'))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"icons": MANIFEST["icons"][:2]}, "has no icon of 512x512 for 'any'"),
        ({"start_url": "https://other.example/"}, "names a host"),
        ({"name": ""}, "has no name"),
        ({"scope": None, "icons": 3}, "is no web app manifest"),
    ],
)
def test_a_manifest_that_cannot_be_installed_is_found(change: dict[str, object], fault: str) -> None:
    found = facts_of(install.CHECK, "manifest.webmanifest", json.dumps({**MANIFEST, **change}).encode())
    assert fault in found.findings[0].message


def test_the_manifest_passes_and_its_addresses_are_followed() -> None:
    found = facts_of(install.CHECK, "manifest.webmanifest", FILES["manifest.webmanifest"])
    assert found.findings == ()
    assert {"./", *(icon["src"] for icon in MANIFEST["icons"])} == set(found.links)
