"""One force's pages as a single zip that is unpacked and read from a disk, without a server and without a connection."""

from __future__ import annotations

import posixpath
import re
import struct
import zlib
from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

import deflate

from sitegen import urls
from sitegen.errors import ConfigError, ProofError
from sitegen.languages import TRANSLATED
from sitegen.publish.disk import disk_errors
from sitegen.publish.manifest import read_manifest

NOT_HERE = "not-here.html"
"""Where links lead to pages that are not in the zip, in a site that has no address of its own."""

_SITE_WIDE = ("about", "accessibility", "copy", "coverage", "licences", "method", "offline", "privacy")
_LINK = re.compile(r'\b(href|action)="([^"#?:]*)((?:[?#][^"]*)?)"')
_ASSET = re.compile(r'\b(?:href|src)="([^":?#]+)"')
_CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)"')
_REFRESH = re.compile(r'(<meta http-equiv="refresh" content="0; url=)([^"]+)"')
_MOST = 65_535
_LEVEL = 9
_NOT_HERE_PAGE = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not in this copy</title>'
    "<h1>Not in this copy</h1><p>This copy holds the pages of one police force. What you looked for is on the whole site.</p>"
    '<p><a href="index.html">Back to the pages that are here</a></p></html>\n'
)


def force_zip(site: Path, force_id: str) -> bytes:
    """The zip; the same site gives the same bytes on every machine. Raises ConfigError and ProofError.

    In it are the force's pages, feeds, calendars and counts in every language, and the pages about the site. Maps that need a server, search and
    other forces are not; links to them lead to the site's own address, or to a page that says so.
    """
    manifest = read_manifest(site)
    if manifest is None:
        raise ConfigError(f"{site}: no built site is there; build one first: python build.py build")
    if urls.force(force_id) not in manifest.files:
        raise ConfigError(f"{site}: has no force {force_id}; its folder in the site is its name here, like avon-and-somerset")
    files = {path: read_proved(site, path, manifest.files[path][0]) for path in manifest.files if _is_of(path, force_id)}
    named = {asset for path, data in files.items() if path.endswith(".html") for asset in _assets(path, data)} & manifest.files.keys()
    files |= {path: read_proved(site, path, manifest.files[path][0]) for path in named}
    there = {*files, NOT_HERE}
    files = {path: relinked(path, data, there) if path.endswith(".html") else data for path, data in files.items()}
    files |= {urls.HOME: _start(force_id), NOT_HERE: _NOT_HERE_PAGE.encode()}
    return _zipped(files)


def _is_of(path: str, force_id: str) -> bool:
    folder, _slash, rest = path.partition("/")
    if folder in TRANSLATED and rest:
        return _is_of(rest, force_id)
    return (bool(rest) and (folder == force_id or folder in _SITE_WIDE)) or path == urls.count_table(force_id)


def read_proved(site: Path, path: str, digest: str) -> bytes:
    """A file of a built site; raises ProofError where it is not as the manifest says."""
    with disk_errors(site / path):
        data = (site / path).read_bytes()
    if sha256(data).hexdigest() != digest:
        raise ProofError(f"{site / path}: has other bytes than its manifest says; build the site again, or bring it again from its source")
    return data


def _assets(path: str, page: bytes) -> Iterator[str]:
    for link in _ASSET.findall(page.decode()):
        yield posixpath.normpath(posixpath.join(posixpath.dirname(path), link))


def relinked(path: str, page: bytes, there: Collection[str]) -> bytes:
    """The page with links that a disk can follow: to files, not to folders, and to none that is not there."""
    text = page.decode()
    canonical = _CANONICAL.search(text)
    onward = _REFRESH.search(text)
    # A page that leads on names as canonical the page it leads to.
    own = _target(path, onward[2]) if onward else path
    base = canonical[1].removesuffix(own.removesuffix("index.html")) if canonical else ""

    def address(target: str, rest: str) -> str:
        if target in there or target == urls.HOME:
            return f"{_relative(path, target)}{rest}"
        return f"{base}{_written(target.removesuffix('index.html'))}{rest}" if base else _relative(path, NOT_HERE)

    def relinked(found: re.Match[str]) -> str:
        name, link, rest = found.groups()
        return f'{name}="{address(_target(path, link), rest)}"' if link else found[0]

    text = _REFRESH.sub(lambda found: f'{found[1]}{address(_target(path, found[2]), "")}"', text)
    return _LINK.sub(relinked, text).encode()


def _target(path: str, link: str) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(link)))
    return posixpath.normpath(f"{target}/index.html") if link.endswith("/") else target


def _relative(path: str, target: str) -> str:
    return _written(posixpath.relpath(target, posixpath.dirname(path) or "."))


def _written(path: str) -> str:
    """As it stands in a link: ids of the API may have spaces."""
    return path.replace(" ", "%20")


def _start(force_id: str) -> bytes:
    page = urls.force(force_id)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{force_id}</title><meta http-equiv="refresh" content="0; url={page}">'
        f'<p><a href="{page}">{force_id}</a></p></html>\n'
    ).encode()


def _zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip without times or owners, packed by a library that gives the same bytes everywhere, which Python's own does not."""
    if len(files) > _MOST:
        raise ConfigError(f"{len(files):,} files are more than a zip takes ({_MOST:,}); publish a site of this force alone instead: build --force")
    bodies, directory, at = [], [], 0
    for path, data in sorted(files.items()):
        name, packed = path.encode(), bytes(deflate.deflate_compress(data, _LEVEL))
        # Version 2.0, names in UTF-8, deflate, 1 January 1980.
        about = struct.pack("<HHHHHIIIHH", 20, 0x800, 8, 0, 0x21, zlib.crc32(data), len(packed), len(data), len(name), 0)
        bodies.append(b"PK\3\4" + about + name + packed)
        directory.append(b"PK\1\2" + struct.pack("<H", 20) + about + struct.pack("<HHHII", 0, 0, 0, 0, at) + name)
        at += len(bodies[-1])
    size = sum(map(len, directory))
    return b"".join([*bodies, *directory, b"PK\5\6", struct.pack("<HHHHIIH", 0, 0, len(files), len(files), size, at, 0)])
