"""What makers of pages have in common: templates, texts, the paths of assets, the site, its months, and the language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from sitegen.artefacts.text.render import Renderer, make_renderer
from sitegen.raw import RawFile
from sitegen.terms import SOURCE_LANGUAGE


@dataclass(frozen=True, slots=True)
class PageContext:
    """What the pages of one language are made with; `months` are the window's, in order, for pages that tell of them."""

    templates: tuple[RawFile, ...]
    locales: tuple[RawFile, ...]
    asset_paths: pl.DataFrame
    site: Mapping[str, object]
    months: list[str] = field(default_factory=list)
    language: str = SOURCE_LANGUAGE

    @property
    def is_source(self) -> bool:
        """True for the language that files which exist once are made with."""
        return self.language == SOURCE_LANGUAGE

    @property
    def newest(self) -> str:
        """The window's newest month, empty where this copy has no crime data at all."""
        return self.months[-1] if self.months else ""

    def renderer(self) -> Renderer:
        """What renders the pages of this language."""
        return make_renderer(templates=self.templates, locales=self.locales, asset_paths=self.asset_paths, site=self.site, language=self.language)
