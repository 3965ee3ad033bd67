"""The target that an address names: ``file://``, ``s3://``, ``gs://``, ``az://``."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import from_url

from sitegen.errors import ConfigError
from sitegen.file_address import refuse_host
from sitegen.hosting.folder_target import FolderTarget
from sitegen.hosting.prefix_target import CURRENT, PrefixTarget, can_link, is_by_prefix
from sitegen.hosting.store_target import StoreTarget
from sitegen.proof import keys

_STORES = frozenset({"s3", "gs", "az"})
_ENDPOINTS = "AWS_ENDPOINT", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3", "AZURE_STORAGE_ENDPOINT"
"""Where the environment may name a store; what is no address there would end the library that speaks to it."""


def open_target(url: str, switch: str = "", *, single_writer: bool = False) -> FolderTarget | StoreTarget:
    """The target; credentials, region and endpoint come from the environment. Raises ConfigError where the address names none.

    `switch` says how a folder goes from one release to the next, `prefix` or `in-place`; empty: as it did so far, else by prefix where its disk can.
    `single_writer`: nobody else ever writes to a store that cannot tell two publishers apart; a folder always can.
    """
    parts = urlsplit(url)
    refuse_host(url)
    if parts.scheme == "file" and parts.path:
        return _folder(Path(unquote(parts.path)), switch)
    if parts.scheme not in _STORES or not parts.netloc:
        known = "file:///srv/site, s3://bucket/folder, gs://bucket/folder or az://container/folder"
        raise ConfigError(f"{_shown(url)}: is no place to publish; write it like {known}")
    if switch == "prefix":
        raise ConfigError(f"{_shown(url)}: a store has no links, so it cannot switch by prefix; leave it at in-place")
    if parts.username or parts.password or parts.query:
        raise ConfigError(f"{_shown(url)}: credentials belong into the environment, not into the address")
    _refuse_no_address(url)
    try:
        store = from_url(url, client_options={"allow_http": True, "timeout": "60s"})
    except Exception as error:
        raise ConfigError(
            f"{_shown(url)}: {' '.join(str(error).partition('Debug source')[0].split())}; set what is missing in the environment"
        ) from error
    return StoreTarget(url.rstrip("/"), store, single_writer=single_writer)


def _refuse_no_address(url: str) -> None:
    for name in _ENDPOINTS:
        if (address := os.environ.get(name)) and not re.match(r"https?://[^/\s]", address):
            raise ConfigError(f"{_shown(url)}: {name} in the environment is no address; write it like https://s3.example.org")


def _folder(folder: Path, switch: str) -> FolderTarget:
    if is_by_prefix(folder):
        if switch == "in-place":
            raise ConfigError(f"{folder}: switches by prefix already, and a web server has its {CURRENT}; for in-place choose an empty folder")
        return PrefixTarget(folder)
    if (folder / keys.POINTER).exists():
        if switch == "prefix":
            raise ConfigError(f"{folder}: its pages lie in the folder itself, and a web server has it so; to switch by prefix choose an empty folder")
        return FolderTarget(folder)
    if switch == "in-place":
        return FolderTarget(folder)
    if can_link(folder):
        return PrefixTarget(folder)
    if switch == "prefix":
        raise ConfigError(f"{folder}: its disk has no links, so it cannot switch by prefix; leave it at in-place")
    return FolderTarget(folder)


def _shown(url: str) -> str:
    return re.sub(r"//[^/@]*@", "//", url.partition("?")[0])
