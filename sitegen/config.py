"""The operator's settings: a file like `content/site.toml`, checked once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sitegen.errors import ConfigError
from sitegen.languages import TRANSLATED
from sitegen.toml_files import read_toml

TilesForm = Literal["folder", "pmtiles"]

WINDOW_MOST = 36
"""Months that may be shown at point level, by the agreement the data is published under."""


@dataclass(frozen=True, slots=True)
class Config:
    """What an operator can set; every field is valid once it exists."""

    path: Path
    """The file they stand in, for messages."""
    title: str
    operator: str
    contact: str
    privacy_contact: str
    base_url: str
    languages: tuple[str, ...]
    """Those the operator chose, English first; an invented land brings its own."""
    reviewed_by: Mapping[str, str]
    """Who read the translation into each language but English; empty: nobody yet, and its pages say so."""
    titles: Mapping[str, str]
    """The site's title in each language but English; empty: the English one."""
    operators: Mapping[str, str]
    """Likewise who runs it."""
    window_months: int
    quality_share: float
    quality_least: int
    fragment_share: float
    """Of what a force's months usually hold; a file with less is a fragment."""
    fragment_least: int
    """Rows; where fewer are usual, no file is taken for a fragment."""
    located_step: float
    """How far the located share of two months may lie apart for their places to be compared."""
    tiles: TilesForm
    cache_gib: int
    allowed: tuple[tuple[str, str, str], ...] = ()
    """What may stand although a check objects to it: path, text and the reason, which is published."""

    @property
    def publishable(self) -> bool:
        """True when the site says who runs it and who answers for personal data."""
        return bool(self.operator and self.contact and self.privacy_contact)


def load_config(path: Path) -> Config:
    """The settings in a TOML file; raises ConfigError naming file and key."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: no such file; --config names the operator's settings, a file like content/site.toml") from error
    except IsADirectoryError as error:
        raise ConfigError(f"{path}: is a folder; --config names a file like content/site.toml") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror}); --config names a file that may be read") from error
    reader = _Reader(path, read_toml(data, str(path)))
    config = Config(
        path=path,
        title=reader.text("site", "title", least=1),
        operator=reader.text("site", "operator"),
        contact=reader.address("site", "contact"),
        privacy_contact=reader.address("site", "privacy_contact"),
        base_url=reader.base_url("site", "base_url"),
        languages=reader.languages("site", "languages"),
        reviewed_by={language: reader.optional("languages", f"{language}_reviewed_by") for language in TRANSLATED},
        titles={language: reader.optional("languages", f"{language}_title") for language in TRANSLATED},
        operators={language: reader.optional("languages", f"{language}_operator") for language in TRANSLATED},
        window_months=reader.window("window", "months"),
        quality_share=reader.share("quality", "share"),
        quality_least=reader.whole("quality", "least", 1, 1_000_000),
        fragment_share=reader.share("coverage", "fragment_share", otherwise=0.2),
        fragment_least=reader.whole("coverage", "fragment_least", 1, 1_000_000, otherwise=100),
        located_step=reader.share("coverage", "located_step", otherwise=0.03),
        tiles=reader.tiles("tiles", "form"),
        cache_gib=reader.whole("cache", "keep_gib", 0, 100_000),
        allowed=reader.allowed("checks", "allow"),
    )
    reader.refuse_unknown()
    return config


@dataclass(slots=True)
class _Reader:
    path: Path
    data: Mapping[str, object]
    seen: set[tuple[str, str]]

    def __init__(self, path: Path, data: Mapping[str, object]) -> None:
        self.path, self.data, self.seen = path, data, set()

    def value(self, table: str, key: str, otherwise: object = None) -> object:
        """The setting as it is written, or where it is left out `otherwise`; ConfigError where that is None."""
        section = self.data.get(table, {} if otherwise is not None else None)
        if otherwise is not None and isinstance(section, dict) and key not in section:
            return otherwise
        if not isinstance(section, dict) or key not in section:
            raise ConfigError(f"{self.path}: {table}.{key} is missing")
        self.seen.add((table, key))
        return section[key]

    def text(self, table: str, key: str, least: int = 0) -> str:
        value = self.value(table, key)
        if not isinstance(value, str) or len(value.strip()) < least or len(value) > 500 or "\n" in value:
            raise ConfigError(f"{self.path}: {table}.{key} must be one line of text")
        return value.strip()

    def optional(self, table: str, key: str) -> str:
        section = self.data.get(table)
        return self.text(table, key) if isinstance(section, dict) and key in section else ""

    def address(self, table: str, key: str) -> str:
        value = self.text(table, key)
        if value and not re.fullmatch(r"[^@\s<>\"']+@[^@\s<>\"']+\.[^@\s<>\"']+|https://[^\s<>\"']+", value):
            raise ConfigError(f"{self.path}: {table}.{key} must be an email address or an https:// address, not {value!r}")
        return value

    def base_url(self, table: str, key: str) -> str:
        value = self.text(table, key)
        if value and not re.fullmatch(r"https://[^\s<>\"'?#]+/", value):
            raise ConfigError(f"{self.path}: {table}.{key} must be an https:// address that ends in a slash, not {value!r}")
        return value

    def languages(self, table: str, key: str) -> tuple[str, ...]:
        value = self.value(table, key)
        chosen = ["en", *TRANSLATED]
        if not isinstance(value, list) or value[:1] != ["en"] or not all(one in chosen for one in value) or len(set(value)) < len(value):
            raise ConfigError(f'{self.path}: {table}.{key} must list "en" first, then any of {", ".join(TRANSLATED)}; no other catalogue exists')
        return tuple(value)

    def whole(self, table: str, key: str, least: int, most: int, otherwise: int | None = None) -> int:
        value = self.value(table, key, otherwise)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ConfigError(f"{self.path}: {table}.{key} must be a whole number from {least} to {most}")
        return value

    def window(self, table: str, key: str) -> int:
        value = self.value(table, key)
        if isinstance(value, int) and value > WINDOW_MOST:
            raise ConfigError(
                f"{self.path}: {table}.{key} is {value}, more than the {WINDOW_MOST} months that may be shown at point level "
                "by the agreement the data is published under"
            )
        return self.whole(table, key, 1, WINDOW_MOST)

    def share(self, table: str, key: str, otherwise: float | None = None) -> float:
        value = self.value(table, key, otherwise)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise ConfigError(f"{self.path}: {table}.{key} must be a share from 0 to 1")
        return float(value)

    def tiles(self, table: str, key: str) -> TilesForm:
        value = self.value(table, key)
        if value == "folder":
            return "folder"
        if value == "pmtiles":
            return "pmtiles"
        raise ConfigError(f"{self.path}: {table}.{key} must be folder or pmtiles")

    def allowed(self, table: str, key: str) -> tuple[tuple[str, str, str], ...]:
        section = self.data.get(table)
        entries = self.value(table, key) if isinstance(section, dict) and key in section else []
        found: list[tuple[str, str, str]] = []
        for one in entries if isinstance(entries, list) else [entries]:
            texts = [one.get(name) for name in ("path", "text", "reason")] if isinstance(one, dict) and len(one) == 3 else []
            path, text, reason = (text.strip() if isinstance(text, str) else "" for text in texts or ("", "", ""))
            if not (path and text and reason):
                raise ConfigError(f"{self.path}: each [[{table}.{key}]] needs path, text and reason, texts that are not empty, and nothing else")
            found.append((path, text, reason))
        return tuple(found)

    def refuse_unknown(self) -> None:
        for table, section in self.data.items():
            keys = section if isinstance(section, dict) else {"": section}
            for key in keys:
                if (table, key) not in self.seen:
                    raise ConfigError(f"{self.path}: {table}.{key} is not a setting; see docs/OPERATING.md for the list")
