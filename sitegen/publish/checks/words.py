"""Whether every map says that its points are approximate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sitegen.publish.checks.check import Check
from sitegen.publish.checks.facts import Finding
from sitegen.publish.checks.html import Page

_APPROXIMATE = {"en": "approximate", "cy": r"\b[bf]ras\b"}
"""What the sentence about points has in it, in each language."""


def _of_page(path: str, page: Page) -> Iterator[Finding]:
    if any(baked.circles for baked in page.maps) and not re.search(_APPROXIMATE.get(page.language[:2], "$^"), page.text):
        yield Finding("words", path, "a map without the sentence that says its points are approximate")


CHECK = Check("words", "every map says that its points are approximate", of_page=_of_page)
