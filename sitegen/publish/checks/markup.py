"""Whether pages and data files are what their endings say, and a page has a language, a title and one main heading."""

from collections.abc import Iterator

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.html import Page


def _of_page(path: str, page: Page) -> Iterator[Finding]:
    if not page.language:
        yield Finding("markup", path, "the html element has no lang")
    elif page.language.partition("-")[0] != urls.language_of(path):
        yield Finding("markup", path, f"the html element says lang={page.language[:20]!r}, its folder {urls.language_of(path)!r}")
    if not page.title:
        yield Finding("markup", path, "there is no title")
    if page.headings != 1:
        yield Finding("markup", path, f"there are {page.headings} h1 elements; there must be one")


def _of_file(file: File) -> Facts | None:
    return Facts((Finding("markup", file.path, file.fault),)) if file.fault else None


CHECK = Check("markup", "every page has a language, a title and one main heading", of_page=_of_page, of_file=_of_file)
