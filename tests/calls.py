"""Makers called as the engine calls them: with values by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sitegen.engine.arguments import arguments

Made = TypeVar("Made")


def called(maker: Callable[..., Made], **values: Any) -> Made:  # Any: tables, raw files, settings
    """What a maker makes of these values."""
    return maker(**arguments(maker, values))
