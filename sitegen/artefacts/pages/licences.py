"""The page of licences: what may be done with the site's data and code, and the notices of the libraries its pages ship."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from sitegen import urls
from sitegen.artefacts.pages.context import PageContext

_RULE = "=" * 78


@dataclass(frozen=True, slots=True)
class Notice:
    """A library with its notice, in paragraphs; without a name it is the site's own code."""

    name: str
    version: str
    licence: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LicencesView:
    """The notices of the site's own code and of its libraries; `file` is the path of the same as plain text.

    `components` is the path of the list of all components, empty where there is none.
    """

    own: tuple[Notice, ...]
    libraries: tuple[Notice, ...]
    file: str
    components: str


def make(*, context: PageContext, notices: pl.DataFrame, components: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The page `/licences/`, and once for all languages the notices as plain text."""
    renderer = context.renderer()
    every = [Notice(name, version, _bare(licence), _paragraphs(text)) for name, version, licence, text in notices.iter_rows()]
    own, libraries = (tuple(one for one in every if bool(one.name) is named) for named in (False, True))
    path = urls.page("licences")
    view = LicencesView(own, libraries, urls.NOTICES, "" if components.is_empty() else urls.SBOM)
    yield renderer.at(path), renderer.render("pages/licences.html", path, view)
    if context.is_source:
        yield urls.NOTICES, _plain(renderer.site.title, notices).encode()


def _bare(licence: str) -> str:
    """A choice of licences without the brackets round the whole: `(MIT OR Apache-2.0)`; a page sets its own."""
    return licence[1:-1] if re.fullmatch(r"\([^()]*\)", licence) else licence


def _paragraphs(text: str) -> tuple[str, ...]:
    """A notice without its line breaks, which were made for another width; rules between its parts go too."""
    pieces = (" ".join(piece.split()) for piece in text.split("\n\n"))
    return tuple(piece for piece in pieces if piece.strip("-=* "))


def _plain(title: str, notices: pl.DataFrame) -> str:
    parts = []
    for name, version, licence, text in notices.iter_rows():
        head = " ".join(filter(None, (name or title, version, f"({_bare(licence)})" if licence else "")))
        parts.append(f"{_RULE}\n{head}\n{_RULE}\n\n{text}\n")
    return "\n".join(parts)
