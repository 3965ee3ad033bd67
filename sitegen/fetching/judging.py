"""Whether what upstream sent is what was asked for: an error page, a cut file and a list that shrank are told from good ones."""

from __future__ import annotations

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitegen.errors import FetchError
from sitegen.raw import is_bomb

_FEW = 2
"""So many fewer entries are no reason to doubt a list, unless none is left."""
_BEGINNINGS = {".zip": b"PK", ".gpkg": b"SQLite format 3", ".mbtiles": b"SQLite format 3", ".pmtiles": b"PMTiles"}
_MEMBER_MOST = 8 << 30
_BLOCK = 1 << 20


def as_list(body: bytes) -> list[object]:
    """A list in JSON; raises FetchError."""
    value = _json(body)
    if not isinstance(value, list):
        raise FetchError("JSON, but no list where a list was expected")
    return value


def as_object(body: bytes) -> dict[str, object]:
    """An object in JSON that is not empty; raises FetchError."""
    value = _json(body)
    if not isinstance(value, dict) or not value:
        raise FetchError("JSON, but no object where one was expected")
    return value


def _json(body: bytes) -> object:
    if is_web_page(body):
        raise FetchError("a web page where JSON was expected")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise FetchError(f"no JSON ({'cut short' if body[:1] in {b'[', b'{'} else 'another kind of text'})") from error


def is_web_page(beginning: bytes) -> bool:
    """Whether these are the first bytes of a page for people."""
    return beginning[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith((b"<!doctype html", b"<html"))


def refuse_shrunk(before: int, now: int, share: float, what: str) -> None:
    """Raises FetchError where a list or file has lost more than the share that is believed."""
    lost = before - now
    if before and (now == 0 or (lost > _FEW and lost > share * before)):
        raise FetchError(f"only {now:,} {what} where there were {before:,}; --accept-loss takes it")


def refuse_other_kind(path: Path, name: str) -> None:
    """Raises FetchError where a file is a web page, or not what its name says."""
    with path.open("rb") as file:
        beginning = file.read(512)
    if is_web_page(beginning):
        raise FetchError("a web page instead of the file")
    ending = Path(name).suffix.lower()
    if not beginning.startswith(_BEGINNINGS.get(ending, b"")):
        raise FetchError(f"no {ending} file")
    if ending in {".json", ".geojson"}:
        _json(path.read_bytes())


@contextmanager
def damage_told() -> Iterator[None]:
    """Turns whatever is wrong with a zip file into a FetchError."""
    try:
        yield
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, RuntimeError, NotImplementedError) as error:
        raise FetchError(f"a damaged zip file ({error})") from error


def files_in_zip(path: Path, *, read: bool) -> int:
    """How many files a zip file holds; `read` reads each of them against its checksum. Raises FetchError for a damaged one."""
    with damage_told(), zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.filename.endswith("/")]
        for info in infos if read else []:
            if is_bomb(info.file_size, info.compress_size, most=_MEMBER_MOST):
                raise FetchError(f"a damaged zip file: {info.filename[:80]!a} would unpack to {info.file_size:,} bytes")
            with archive.open(info) as member:
                while member.read(_BLOCK):
                    pass
        return len(infos)


def count_of(path: Path) -> int:
    """By what a file is compared with the one before it: the files in a zip file, the entries of a list, else bytes; 0 where it cannot be read."""
    try:
        if path.suffix.lower() == ".zip":
            return files_in_zip(path, read=False)
        return len(as_list(path.read_bytes())) if path.suffix.lower() == ".json" else path.stat().st_size
    except (FetchError, OSError):
        return 0


def digests(path: Path) -> tuple[str, str]:
    """SHA-256 and MD5 of a file."""
    sha256, md5 = hashlib.sha256(), hashlib.md5(usedforsecurity=False)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            sha256.update(block)
            md5.update(block)
    return sha256.hexdigest(), md5.hexdigest()


def published_md5(page: bytes, name: str) -> str:
    """The MD5 that a page names beside a file; empty where it names none, or what only looks like one.

    What an object store calls the tag of a file sent in pieces, hexadecimal digits and a number of pieces, is no MD5.
    """
    text = page.decode("utf-8", "replace")
    for place in re.finditer(re.escape(name), text):
        beside = text[place.end() : place.end() + 600]
        beside = re.split(r"[0-9]{4}-[0-9]{2}\.zip", beside.replace(name, ""), maxsplit=1)[0]
        if found := re.search(r"\b([0-9a-fA-F]{32})(-[0-9]+)?\b", beside):
            return "" if found[2] else found[1].lower()
    return ""


def listed_file(listing: bytes, name: str, address: str) -> tuple[int, str]:
    """Size and MD5 that a publisher's list tells of a file by its name or address; 0 and "" where it does not."""
    for one in as_list(listing):
        if isinstance(one, dict) and (one.get("fileName") == name or one.get("url") == address):
            size, md5 = one.get("size"), one.get("md5")
            return size if isinstance(size, int) else 0, md5.lower() if isinstance(md5, str) and re.fullmatch("[0-9a-fA-F]{32}", md5) else ""
    return 0, ""
