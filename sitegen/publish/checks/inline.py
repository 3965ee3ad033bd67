"""Whether scripts and styles stand in files of their own."""

from collections.abc import Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.html import Page


def _of_page(path: str, page: Page) -> Iterator[Finding]:
    for what in dict.fromkeys(page.inline):
        yield Finding("inline", path, f"{what}; move it into a file of templates/assets")


def _of_file(file: File) -> Facts | None:
    if file.drawing is None:
        return None
    return Facts(tuple(Finding("inline", file.path, f"{what} in a drawing; draw it without") for what in dict.fromkeys(file.drawing.inline)))


CHECK = Check("inline", "no inline script, style or style attribute", of_page=_of_page, of_file=_of_file)
