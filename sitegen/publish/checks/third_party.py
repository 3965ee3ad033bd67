"""Whether anything is loaded from, or sent to, another host."""

import re
from collections.abc import Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.file import File
from sitegen.publish.checks.html import Page, Reference
from sitegen.publish.checks.links import as_read, is_external

_LINKED = frozenset({"http", "https", "mailto", "tel"})
_NOT_FETCHED = frozenset({"canonical", "alternate", "license", "author", "help", "next", "prev"})
"""What a `link` element may say of another address without a browser fetching it."""
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CSS_ADDRESS = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*))|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def _of_page(path: str, page: Page) -> Iterator[Finding]:
    for reference in page.references:
        if fault := _fault(reference):
            yield Finding("third-party", path, f"{reference.tag} {reference.attribute}={reference.value[:80]!r}: {fault}")


def _fault(reference: Reference) -> str:
    value = as_read(reference.value)
    if not is_external(value):
        return ""
    scheme = value.partition(":")[0].lower()
    if reference.tag in {"a", "area"} and reference.attribute == "href":
        return "" if scheme in _LINKED else "a link must be relative, http, https, mailto or tel"
    if scheme == "data" and reference.tag in {"img", "image", "use", "link"}:
        return ""
    if reference.tag == "link" and set(reference.rel.split()) <= _NOT_FETCHED and reference.rel:
        return ""
    return "loaded from, or sent to, another host; ship it with the site"


def _of_file(file: File) -> Facts | None:
    if file.ending == "css":
        addresses = ["".join(forms) for forms in _CSS_ADDRESS.findall(_CSS_COMMENT.sub("", file.text))]
        said = [f"{one[:80]!r} is loaded from another host" for one in addresses if is_external(one) and not one.startswith("data:")]
    elif file.drawing is not None:
        said = [f"{one.tag} {one.attribute}={one.value[:80]!r}" for one in file.drawing.references if is_external(one.value)]
    else:
        return None
    return Facts(tuple(Finding("third-party", file.path, f"{one}; ship it with the site") for one in said))


CHECK = Check("third-party", "nothing is loaded from, or sent to, another host", of_page=_of_page, of_file=_of_file)
