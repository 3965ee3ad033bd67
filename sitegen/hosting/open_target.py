"""The target that an address names: ``file://``, ``s3://``, ``gs://``, ``az://``."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import from_url

from sitegen.errors import ConfigError
from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.store_target import StoreTarget

_STORES = frozenset({"s3", "gs", "az"})


def open_target(url: str) -> FolderTarget | StoreTarget:
    """The target; credentials, region and endpoint come from the environment. Raises ConfigError where the address names none."""
    parts = urlsplit(url)
    if parts.scheme == "file" and parts.path:
        return FolderTarget(Path(unquote(parts.path)))
    if parts.scheme not in _STORES or not parts.netloc:
        known = "file:///srv/site, s3://bucket/folder, gs://bucket/folder or az://container/folder"
        raise ConfigError(f"{_shown(url)}: is no place to publish; write it like {known}")
    if parts.username or parts.password or parts.query:
        raise ConfigError(f"{_shown(url)}: credentials belong into the environment, not into the address")
    try:
        return StoreTarget(url.rstrip("/"), from_url(url, client_options={"allow_http": True, "timeout": "60s"}))
    except Exception as error:
        raise ConfigError(f"{_shown(url)}: {re.sub(chr(10), ' ', str(error))[:200]}") from error


def _shown(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url.partition("?")[0])
