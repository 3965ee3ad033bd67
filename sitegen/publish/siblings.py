"""Compressed siblings of a site's files, `page.html.gz` and `page.html.br`, for servers that send a file as it lies: nothing is compressed twice.

They say nothing of their own, and so are listed apart: a site with siblings has the same manifest as without.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import brotli
import deflate

from sitegen import urls

SHRINKING = frozenset(
    {"atom", "css", "csv", "geojson", "html", "ics", "js", "json", "jsonl", "jsonld", "md", "mvt", "svg", "txt", "wasm", "webmanifest", "xml"}
)
"""Endings of files that shrink; all others are compressed in themselves, or read by parts."""

LEAST_BYTES = 1024
"""What is smaller travels in one packet anyhow."""

FORMS = ("gz", "br")
_GZIP_LEVEL, _BROTLI_QUALITY = 9, 11
_LINE = re.compile(r"([0-9a-f]{64}) {2}(\S.*)")


def siblings_of(path: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """The siblings of a file that are smaller than it, by path; the same bytes give the same."""
    if path.rpartition(".")[2] not in SHRINKING or len(data) < LEAST_BYTES:
        return
    for form, packed in (("gz", bytes(deflate.gzip_compress(data, _GZIP_LEVEL))), ("br", brotli.compress(data, quality=_BROTLI_QUALITY))):
        if len(packed) < len(data):
            yield f"{path}.{form}", packed


def original(path: str, data: bytes, size_bytes: int) -> bytes | None:
    """The bytes that a sibling stands for, of a file of that size; None where it cannot be read, is longer, or holds anything behind them."""
    with suppress(ValueError, brotli.error, zlib.error):
        return _unpacked(data, size_bytes + 1) if path.endswith(".br") else _unzipped(data, size_bytes + 1)
    return None


def _unzipped(data: bytes, most: int) -> bytes | None:
    # A further member would reach some readers and not others: a gzip file may have several.
    reader = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    plain = reader.decompress(data, most)
    return plain if reader.eof and not reader.unused_data else None


def _unpacked(data: bytes, most: int) -> bytes | None:
    # What is behind the end is an error of the reader's.
    reader = brotli.Decompressor()
    plain = bytearray(reader.process(data, output_buffer_limit=most))
    while not reader.is_finished() and len(plain) < most and (more := reader.process(b"", output_buffer_limit=most)):
        plain += more
    return bytes(plain) if reader.is_finished() else None


def owner(path: str) -> str:
    """The file that a sibling stands for."""
    return path.rpartition(".")[0]


def list_bytes(siblings: Mapping[str, str]) -> bytes:
    """The list of siblings, given by path with their digests, in the form `sha256sum -c` reads; sorted by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(siblings.items())).encode()


def read_list(folder: Path) -> dict[str, str]:
    """The siblings that a folder's own list names, by path with their digests; none where it has no list, or one that is not ours."""
    path = folder / urls.SIBLINGS
    if path.is_symlink() or not path.is_file():
        return {}
    return dict(_listed(path.read_text(encoding="utf-8", errors="replace").splitlines()))


def _listed(lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in lines:
        found = _LINE.fullmatch(line)
        if found and found[2].rpartition(".")[2] in FORMS:
            yield found[2], found[1]
