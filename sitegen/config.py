"""The operator's settings: a file like `content/site.toml`, checked once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, structs

from sitegen.errors import ConfigError
from sitegen.languages import TRANSLATED, refuse_other_languages
from sitegen.typed_files import Address, Filled, FilledLine, Line, Share, Written, read_toml, with_texts

TilesForm = Literal["folder", "pmtiles"]
Switch = Literal["", "prefix", "in-place"]

WINDOW_MOST = 36
"""Months that may be shown at point level, by the agreement the data is published under."""

_Rows = Annotated[int, Meta(ge=1, le=1_000_000, description="a whole number from 1 to 1000000")]


class Site(Written, frozen=True):
    """What the public reads of who runs the site; what is empty is not shown."""

    title: FilledLine
    operator: Line
    contact: Address
    privacy_contact: Address
    base_url: Annotated[str, Meta(max_length=500, pattern=r"^(https://[^\s<>\"'?#]+/)?$", description="an https:// address that ends in a slash")]
    languages: tuple[str, ...]
    """Those the operator chose, English first; an invented land brings its own."""

    def __post_init__(self) -> None:
        if not self.languages:
            raise ValueError('languages must list "en" first')
        refuse_other_languages(self.languages)


class Window(Written, frozen=True):
    """The newest months kept at point level."""

    months: Annotated[int, Meta(ge=1, description=f"a whole number from 1 to {WINDOW_MOST}")]

    def __post_init__(self) -> None:
        if self.months > WINDOW_MOST:
            raise ValueError(
                f"months is {self.months}, more than the {WINDOW_MOST} months that may be shown at point level "
                "by the agreement the data is published under"
            )


class Quality(Written, frozen=True):
    """From when on rows set aside are told."""

    share: Share
    least: _Rows


class Coverage(Written, frozen=True):
    """When a file counts as supplied in part, and months as not to be compared."""

    fragment_share: Share = 0.2
    """Of what a force's months usually hold; a file with less is a fragment."""
    fragment_least: _Rows = 100
    """Rows; where fewer are usual, no file is taken for a fragment."""
    located_step: Share = 0.03
    """How far the located share of two months may lie apart for their places to be compared."""


class Revision(Written, frozen=True):
    """When a release changed more of a month that was told before than is usual."""

    share: Share = 0.05
    """Of the month's rows; more than that added and withdrawn is never usual."""
    least: _Rows = 20
    """Rows; fewer are never told to the operator."""
    spread: Annotated[float, Meta(ge=1, le=100, description="a number from 1 to 100")] = 5.0
    """Deviations above the median of earlier revisions of the same age that are still usual."""


class Tiles(Written, frozen=True):
    """One file a tile, or one archive a month."""

    form: Annotated[TilesForm, Meta(description="folder or pmtiles")]


class Cache(Written, frozen=True):
    """How much work of earlier builds is kept."""

    keep_gib: Annotated[int, Meta(ge=0, le=100_000, description="a whole number from 0 to 100000")]


_Key = Annotated[str, Meta(pattern=r"^(RW[A-Za-z0-9+/]{54})?$", description="a public key, one line of 56 characters that begins with RW")]


class Publish(Written, frozen=True):
    """Where the site goes online, whose signature it bears, and how its releases follow one another."""

    target: Line = ""
    """An address like s3://bucket/folder; empty: said with each command."""
    public_key: _Key = ""
    """The only key that may sign; empty: whichever signs."""
    next_key: _Key = ""
    """The key that later releases will be signed with, where that is to change."""
    lasting_days: Annotated[int, Meta(ge=1, le=3650, description="a whole number from 1 to 3650")] = 70
    """For so long mirrors take a release for the newest."""
    keep: Annotated[int, Meta(ge=1, le=1000, description="a whole number from 1 to 1000")] = 3
    """The newest releases, which are kept however old."""
    switch: Annotated[Switch, Meta(description='"prefix", "in-place" or empty')] = ""
    """How a folder goes from one release to the next; empty: by prefix where the disk can."""


class Allow(Written, frozen=True):
    """What may stand although a check objects to it; the reason is published."""

    path: Filled
    text: Filled
    reason: Filled


class Checks(Written, frozen=True):
    """What the checks let stand."""

    allow: tuple[Allow, ...] = ()


_LANGUAGES = with_texts(Written, (f"{language}_{key}" for language in TRANSLATED for key in ("title", "operator", "reviewed_by")))


class _File(Written, frozen=True, kw_only=True):
    site: Site
    languages: _LANGUAGES = _LANGUAGES()  # type: ignore[valid-type]  # its keys are those of languages.py
    window: Window
    quality: Quality
    coverage: Coverage = Coverage()
    revision: Revision = Revision()
    tiles: Tiles
    cache: Cache
    publish: Publish = Publish()
    checks: Checks = Checks()


class Config(_File, frozen=True, kw_only=True):
    """What an operator can set; every field is valid once it exists."""

    path: Path
    """The file they stand in."""

    @property
    def publishable(self) -> bool:
        """True when the site says who runs it and who answers for personal data."""
        return bool(self.site.operator and self.site.contact and self.site.privacy_contact)

    def in_language(self, key: Literal["title", "operator", "reviewed_by"], language: str) -> str:
        """The site's title or operator in a language but English, empty where as in English; or who read the translation, empty for nobody yet."""
        return str(getattr(self.languages, f"{language}_{key}"))


def load_config(path: Path) -> Config:
    """The settings in a TOML file; raises ConfigError naming file and key."""
    try:
        data = path.read_bytes()
    except OSError as error:
        why = {FileNotFoundError: "no such file", IsADirectoryError: "is a folder"}.get(type(error), f"cannot be read ({error.strerror})")
        raise ConfigError(f"{path}: {why}; --config names a file like content/site.toml, the operator's settings") from error
    return Config(path=path, **structs.asdict(read_toml(data, str(path), _File)))
