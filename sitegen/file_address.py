"""Addresses of folders, ``file:///srv/site``: one with two slashes would lose its first folder."""

from __future__ import annotations

from urllib.parse import urlsplit

from sitegen.errors import ConfigError


def refuse_host(address: str) -> None:
    """Raises ConfigError for a file address that names a machine, as one does that lacks its third slash."""
    parts = urlsplit(address)
    if parts.scheme == "file" and parts.netloc not in {"", "localhost"}:
        raise ConfigError(f"{address}: names a machine, {parts.netloc}; a folder has three slashes: file:///{parts.netloc}{parts.path}")
