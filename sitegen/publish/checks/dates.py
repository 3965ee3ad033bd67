"""Checks that need one page and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sitegen import urls
from sitegen.publish.checks.facts import Facts, Finding
from sitegen.publish.checks.html import Page, Reference


@dataclass(frozen=True, slots=True)
class Supplied:
    """Words of others that look like something they are not: names with a day in them, and folders of neighbourhoods that look like postcodes."""

    names: re.Pattern[str] = re.compile("$^")
    folders: frozenset[str] = frozenset()


NOTHING = Supplied()


def page_findings(path: str, page: Page) -> Iterator[Finding]:
    """What is wrong with a page by itself, in the order of the checks."""
    yield from _markup(path, page)
    yield from _policy(path, page)
    for what in dict.fromkeys(page.inline):
        yield Finding("inline", path, f"{what}; move it into a file of templates/assets")
    for reference in page.references:
        if fault := _third_party(reference):
            yield Finding("third-party", path, f"{reference.tag} {reference.attribute}={reference.value[:80]!r}: {fault}")
    yield from words_findings(path, page, NOTHING)
    if any(baked.circles for baked in page.maps) and not re.search(_APPROXIMATE.get(page.language[:2], "$^"), page.text):
        yield Finding("words", path, "a map without the sentence that says its points are approximate")


def words_findings(path: str, page: Page, supplied: Supplied) -> Iterator[Finding]:
    """Days beside crimes and postcodes in addresses, in what is left of a page without supplied names."""
    yield from _dates(path, page, supplied)
    yield from _postcodes(path, page, supplied)


def path_findings(paths: Iterable[str], supplied: Supplied) -> Iterator[Finding]:
    """What a path alone gives away; names that can be looked up are no postcodes."""
    for path in paths:
        if not path.startswith("search/names/") and (word := postcode_in(_without_folders(path, supplied))):
            yield Finding("postcodes", path, f"{word!r} stands in the path; publish outcodes at most")
        if path.endswith(".map"):
            yield Finding("leaks", path, "is a source map; ship the file without it")


def unmarked_pages(facts: Mapping[str, Facts]) -> Iterator[Finding]:
    """Pages of a force or neighbourhood in which no part is marked as recorded: the check for days would have nothing to look at.

    A force's folder is one with an ids.json.
    """
    for path, found in facts.items():
        if path.endswith(".html") and not found.is_marked and urls.force_ids(urls.in_english(path).partition("/")[0]) in facts:
            yield Finding("dates", path, 'no part is marked data-part="recorded", so nobody can check it for days')


def internal_links(page: Page) -> list[str]:
    """The addresses of a page that should lead to a file or anchor of the site, each once, in the page's order."""
    found = dict.fromkeys(r.value for r in page.references if not is_external(r.value) and not r.value.lower().startswith("data:"))
    return [link for link in found if link not in {"", "#"}]


def is_external(address: str) -> bool:
    """True for an address with a scheme or a host of its own, as a browser would read it."""
    clean = _IGNORED.sub("", address).strip()
    return bool(_SCHEME.match(clean)) or clean.replace("\\", "/").startswith("//")


def day_in(text: str) -> str:
    """The first date finer than a month in a text, as written; empty when there is none."""
    found = _DAY.search(text)
    return found[0] if found else ""


def postcode_in(address: str) -> str:
    """What looks like a full unit postcode in an address; empty when nothing does."""
    found = _POSTCODE.search(address)
    return found[0] if found else ""


_IGNORED = re.compile(r"[\t\r\n\0]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINKED = frozenset({"http", "https", "mailto", "tel"})
_NOT_FETCHED = frozenset({"canonical", "alternate", "license", "author", "help", "next", "prev"})
"""What a `link` element may say of another address without a browser fetching it."""

_POLICY_SOURCES = frozenset({"'none'", "'self'", "data:", "blob:"})

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
    "|ionawr|chwefror|mawrth|ebrill|mai|mehefin|gorffennaf|awst|medi|hydref|tachwedd|rhagfyr"
)
_DAY = re.compile(
    r"(?<!\d)(?:"
    r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|1[0-2])[/.](?:19|20)\d\d(?!\d)"
    rf"|(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[^\S\n]+(?:of[^\S\n]+)?(?:{_MONTHS})\.?,?[^\S\n]+(?:19|20)\d\d(?!\d))"
    rf"|\b(?:{_MONTHS})\.?[^\S\n]+(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?,?[^\S\n]+(?:19|20)\d\d(?!\d)",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[0-9][A-Z0-9]?(?:%20|[+_ -])?[0-9][ABD-HJLNP-UW-Z]{2}(?![A-Za-z0-9])", re.IGNORECASE | re.ASCII)


_APPROXIMATE = {"en": "approximate", "cy": r"\b[bf]ras\b"}
"""What the sentence about points has in it, in each language."""


def _markup(path: str, page: Page) -> Iterator[Finding]:
    if not page.language:
        yield Finding("markup", path, "the html element has no lang")
    elif page.language.partition("-")[0] != urls.language_of(path):
        yield Finding("markup", path, f"the html element says lang={page.language[:20]!r}, its folder {urls.language_of(path)!r}")
    if not page.title:
        yield Finding("markup", path, "there is no title")
    if page.headings != 1:
        yield Finding("markup", path, f"there are {page.headings} h1 elements; there must be one")


def _policy(path: str, page: Page) -> Iterator[Finding]:
    if page.policy is None:
        yield Finding("policy", path, "there is no Content-Security-Policy meta element")
        return
    if page.loads_before_policy:
        yield Finding("policy", path, "something is loaded before the Content-Security-Policy meta element; put it first")
    directives = [words.split() for words in page.policy.split(";") if words.strip()]
    if ["default-src", "'none'"] not in directives:
        yield Finding("policy", path, "the policy must start from default-src 'none'")
    for name, *sources in directives:
        for source in sources:
            if source not in _POLICY_SOURCES:
                yield Finding("policy", path, f"{name} allows {source}; only {', '.join(sorted(_POLICY_SOURCES))} may stand there")


def _third_party(reference: Reference) -> str:
    value = _IGNORED.sub("", reference.value).strip()
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


def _dates(path: str, page: Page, supplied: Supplied) -> Iterator[Finding]:
    for line in "".join(page.recorded_text).split("\n"):
        if day_in(line) and (day := day_in(supplied.names.sub("", " ".join(line.split())))):
            yield Finding("dates", path, f"{day!r} stands in a part marked as recorded; give the month only")


def _postcodes(path: str, page: Page, supplied: Supplied) -> Iterator[Finding]:
    for reference in page.references:
        if not is_external(reference.value) and (found := postcode_in(_without_folders(reference.value, supplied))):
            yield Finding("postcodes", path, f"{found!r} in the address {reference.value[:80]!r}; publish outcodes at most")
    for name in dict.fromkeys(page.sent_fields):
        yield Finding("postcodes", path, f"the text field {name!r} would be sent in the address; leave its name out")


def _without_folders(address: str, supplied: Supplied) -> str:
    """An address without the folders of neighbourhoods that look like postcodes; also as the map's fragment names them, in `area=`."""
    if not supplied.folders:
        return address
    return "/".join(step for step in re.split(r"[/#?&]", address) if step not in supplied.folders)
