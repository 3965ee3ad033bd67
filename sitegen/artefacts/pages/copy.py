"""The page about this copy: what it is, how to prove it by hand, and the texts in which the script says what it finds."""

from collections.abc import Iterator

from sitegen import urls
from sitegen.artefacts.pages.context import PageContext


def make(*, context: PageContext) -> Iterator[tuple[str, bytes]]:
    """The page `/copy/` of a language."""
    renderer, path = context.renderer(), urls.page("copy")
    yield renderer.at(path), renderer.render("pages/copy.html", path, None)
