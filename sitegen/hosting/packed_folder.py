"""A folder of texts as one run of bytes, and back: the same folder gives the same bytes."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import deflate

from sitegen.errors import ConfigError, ProofError
from sitegen.proof.segments import refuse_unsafe
from sitegen.publish.disk import disk_errors
from sitegen.site_json import to_json

_LEVEL = 9


def pack(folder: Path) -> bytes:
    """Every file below a folder by its path, gzip; nothing but texts may lie there. Raises StoreError and ConfigError."""
    with disk_errors(folder):
        files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
        try:
            texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}
        except UnicodeDecodeError as error:
            raise ConfigError(f"{folder}: holds a file that is no text; move away what does not belong there") from error
    return bytes(deflate.gzip_compress(to_json(texts), _LEVEL))


def unpack(data: bytes, folder: Path) -> int:
    """Write the files of a packed folder where nothing is yet; how many. Raises ProofError for what is none, StoreError, ConfigError."""
    try:
        texts = json.loads(gzip.decompress(data))
        files = {str(path): str(text) for path, text in texts.items()}
    except (OSError, EOFError, zlib.error, ValueError, AttributeError, RecursionError) as error:
        raise ProofError("it is no packed folder of ours") from error
    with disk_errors(folder):
        if folder.exists() and any(folder.iterdir()):
            raise ConfigError(f"{folder}: is not empty; what lies there is newer, or move it away first")
        for path, text in files.items():
            refuse_unsafe(path)
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    return len(files)
