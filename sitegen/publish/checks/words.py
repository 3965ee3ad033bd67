"""Whether every map says that its points are approximate."""

import re
from collections.abc import Iterator

from sitegen import urls
from sitegen.languages import LANGUAGES
from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.html import Page
from sitegen.terms import SOURCE_LANGUAGE


def _of_page(path: str, page: Page) -> Iterator[Finding]:
    said = {LANGUAGES[language].approximate for language in (SOURCE_LANGUAGE, urls.language_of(path))}
    if any(baked.circles for baked in page.maps) and not any(re.search(pattern, page.text) for pattern in said):
        yield Finding("words", path, "a map without the sentence that says its points are approximate")


CHECK = Check("words", "every map says that its points are approximate", of_page=_of_page)
