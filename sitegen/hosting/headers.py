"""How each file is to be served: its type, how long it may be kept, whether it is sent compressed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sitegen import urls
from sitegen.proof import keys
from sitegen.publish.serve import TYPES
from sitegen.publish.siblings import SHRINKING

_IMMUTABLE = "public, max-age=31536000, immutable"
_PAGES = "public, max-age=300, stale-while-revalidate=86400, stale-if-error=604800"
_ASKED = "no-cache"
_API_FILES = tuple(f".{ending}" for ending in TYPES)
_ASKED_EACH_TIME = re.compile("|".join(f"(?:{pattern})" for pattern in urls.ASKED_EACH_TIME), re.ASCII)


@dataclass(frozen=True, slots=True)
class Headers:
    """Content-Type, Cache-Control, and the Content-Encoding that a store of objects keeps the bytes in (empty: as they are)."""

    content_type: str
    cache_control: str
    content_encoding: str = ""


def headers_of(path: str) -> Headers:
    """How the file at a public path is to be served; `release/…` included."""
    ending = path.rpartition("/")[2].rpartition(".")[2].lower() if "." in path.rpartition("/")[2] else "txt"
    if path.startswith(urls.API) and not path.endswith(_API_FILES):
        # An official address: api/forces/gwent, or one that ends in an id with a dot.
        ending = "json"
    return Headers(_type(path, ending), _kept(path), "gzip" if ending in SHRINKING and not path.startswith(keys.LOG) else "")


def _type(path: str, ending: str) -> str:
    if path == keys.CHECKPOINT:
        return TYPES["txt"]
    if path.startswith(keys.LOG):
        return "application/octet-stream"
    return TYPES.get(ending, "application/octet-stream")


def _kept(path: str) -> str:
    if path in {keys.POINTER, keys.CHECKPOINT, keys.LOCK, keys.PENDING, keys.SENDING} or _ASKED_EACH_TIME.fullmatch(path):
        return _ASKED
    named_by_content = path.startswith((f"{keys.FOLDER}records/", f"{keys.FOLDER}segments/", f"{keys.LOG}tile/")) or keys.is_immutable(path)
    return _IMMUTABLE if named_by_content else _PAGES
