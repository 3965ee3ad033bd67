"""Whether every page says what it may load before it loads anything."""

from collections.abc import Iterator

from sitegen import urls
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.html import Page

_SOURCES = frozenset({"'none'", "'self'", "data:", "blob:"})
_PROGRAM = "'wasm-unsafe-eval'"
"""Leave to run a compiled program, which one page has: it names no host and lets no text run as a script."""


def _of_page(path: str, page: Page) -> Iterator[Finding]:
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
            if source == _PROGRAM and name == "script-src" and urls.in_english(path) == urls.page("ask"):
                continue
            if source not in _SOURCES:
                yield Finding("policy", path, f"{name} allows {source}; only {', '.join(sorted(_SOURCES))} may stand there")


CHECK = Check("policy", "every page carries a strict Content-Security-Policy before anything it loads", of_page=_of_page)
